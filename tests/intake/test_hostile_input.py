"""Whatever a file holds, intake answers with reports and refusals that can be kept and shown, never with a crash."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.proposals import Reading
from fieldtech.intake import read_files

ZONE = ZoneInfo("Europe/Berlin")
NAMES = st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.eml", "a.mbox", "a", "a.txt"])
HEADING = b"title,description,channel,reporter,occurred,impact,key\n"
EVENTS = b"number,incident_state,opened_at,caller_id,sys_mod_count,impact\n"
PIECES = st.sampled_from(
    [
        *(piece.encode() for piece in ("INC1", "New", "5/3/2021 10:00", "Li", "1", "1 - High", "phone", "team", "?")),
        *(b"\n", b"\r", b",", b";", b'"', b"\t", b"|", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b" ", b"\\"),
        *(
            b"{",
            b"}",
            b"[",
            b"]",
            b":",
            b'"title":',
            b"NaN",
            b"null",
            b"1e999",
            b'"\\ud800"',
            b"\xe6\x89",
            b"=?utf-8?b?",
        ),
        *(b"From: ", b"Date: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"--b", b"From a b\n"),
        *(b"text/html; charset=", b"message/rfc822", b"<table><tr><td>", b"<!", b"&#x", b"base64", b"format=flowed"),
    ]
)
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.lists(PIECES, max_size=60).map(b"".join),
    st.lists(PIECES, max_size=40).map(lambda pieces: HEADING + b"".join(pieces)),
    st.lists(PIECES, max_size=40).map(lambda pieces: EVENTS + b"".join(pieces)),
    st.lists(PIECES, max_size=40).map(lambda pieces: b"From: a@b\nSubject: x\n" + b"".join(pieces)),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["title", "records", "result", "display_value", "key"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    ).map(lambda value: json.dumps(value).encode()),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples: each overwrites the file of the one before."""
    return tmp_path_factory.mktemp("hostile")


def read(folder: Path, name: str, content: bytes, date_order: str | None = None) -> Reading:
    path = folder / name
    path.write_bytes(content)
    return read_files([path], zone=ZONE, mapping=None, date_order=date_order, mapping_folder=None)


@settings(max_examples=250)
@given(name=NAMES, content=CONTENTS, order=st.sampled_from([None, "dmy", "mdy", "ymd"]))
def test_any_file_gives_reports_and_refusals_that_can_be_kept(
    folder: Path, name: str, content: bytes, order: str | None
) -> None:
    reading = read(folder, name, content, order)
    # The strict encoder takes no half surrogate pair.
    msgspec.json.encode(reading)
    assert "\0" not in "".join(report.original + (report.title or "") for report in reading.proposals)
    assert all(refusal.reason and refusal.source == name for refusal in reading.refusals)
    assert reading.proposals or reading.refusals or reading.read == 0
    assert read(folder, name, content, order) == reading


@settings(max_examples=200)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_mapping_file_is_read_or_refused(folder: Path, content: bytes) -> None:
    path, table = folder / "mapping.toml", folder / "table.csv"
    path.write_bytes(content)
    table.write_bytes(HEADING)
    try:
        read_files([table], zone=ZONE, mapping=path, date_order=None, mapping_folder=None)
    except FieldTechError as error:
        told = str(error)
    else:
        told = "mapping.toml"
    assert "mapping.toml" in told


@settings(max_examples=150)
@given(data=st.data())
def test_a_file_cut_anywhere_gives_no_report_that_the_whole_does_not_give(folder: Path, data: st.DataObject) -> None:
    heading = "key,title,description,channel,reporter,occurred,impact\n"
    rows = "".join(f'K{number},T,"one\ntwo",phone,Li,2026-03-02 08:15,team\n' for number in range(3))
    whole = (heading + rows).encode()
    cut = data.draw(st.integers(0, len(whole)))
    reports = read(folder, "a.csv", whole).proposals
    assert len(reports) == 3
    kept = read(folder, "a.csv", whole[:cut]).proposals
    assert kept == reports[: len(kept)]
