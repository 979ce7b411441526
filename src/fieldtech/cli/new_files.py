"""Files that a command writes where it was told to."""

import os
import tempfile
from pathlib import Path

from fieldtech.cli.frame import file_name
from fieldtech.domain.errors import UnwritableOutput
from fieldtech.text import _


def write_file(file: Path, content: bytes) -> None:
    """Write a file in one step, readable by its owner alone; what stood there is replaced.

    Raises:
        UnwritableOutput: it can't be written; what stood there stands.
    """
    target = file.expanduser().absolute()
    try:
        if target.is_dir():
            raise IsADirectoryError(0, _("it is a folder"))
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableOutput(
            _("{file} can't be written: {reason}.").format(file=file_name(file), reason=error.strerror)
        ) from error
