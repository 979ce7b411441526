"""What the exchange and the conflicts say, without a screen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

from textual.geometry import Size

from fieldtech.screens.conflict_words import side_words
from fieldtech.screens.exchange_words import last_words
from fieldtech.screens.import_words import file_tick
from fieldtech.store.views.conflicts import ToldSide
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.workflow.stick_files import FileKind, FoundFile

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_bundle_of_last_night_came_yesterday_however_few_hours_ago() -> None:
    heard = Mock(last_in=MIDNIGHT - timedelta(hours=1))
    assert last_words(heard, MIDNIGHT - timedelta(minutes=1), UTC) == "today"
    assert last_words(heard, MIDNIGHT + timedelta(hours=8), UTC) == "1 day ago"
    assert last_words(Mock(last_in=None), MIDNIGHT, UTC) == "never"


def test_long_texts_that_begin_alike_are_told_whole_and_long_names_are_cut() -> None:
    text = "the fan is loud " * 10
    side = ToldSide(value=f"{text}again", words=f"{text[:40]}…", actor="机房" * 40, machine="4H", at=MIDNIGHT, ref="r")
    said = side_words(side, MIDNIGHT, UTC)
    assert f"{text}again" in said
    assert "机房" * 13 not in said
    assert "4H" in said


def test_a_file_that_nobody_looked_into_says_so() -> None:
    file = FoundFile(path=Path("ft-zz.ftb"), kind=FileKind.BUNDLE, written_at=MIDNIGHT, bytes=1, is_logged=False)
    assert file_tick(file, MIDNIGHT, UTC).detail == "not looked into"


def test_a_label_that_is_too_long_for_its_column_stands_above_what_it_says() -> None:
    lines = LabelledLines([LabelledLine("PROVIDER-2026-0042", "Splicing"), LabelledLine("F-1", "Fan")], column=12)
    assert lines.get_content_height(Size(40, 9), Size(40, 9), 40) == 3
