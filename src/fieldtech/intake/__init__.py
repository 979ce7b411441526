"""Mail, CSV and JSON files become proposed reports; knows no database."""

from fieldtech.intake.files import read_files
from fieldtech.intake.mappings import known_mappings

__all__ = ["known_mappings", "read_files"]
