"""Whatever a file holds, intake answers with reports and refusals that can be kept and shown, never with a crash."""

import json
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.proposals import Reading
from fieldtech.intake import read_files

ZONE = ZoneInfo("Europe/Berlin")
FOLDER = Path(tempfile.mkdtemp(prefix="fieldtech-hostile-"))
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


def read(name: str, content: bytes, date_order: str | None = None) -> Reading:
    path = FOLDER / name
    path.write_bytes(content)
    return read_files([path], zone=ZONE, mapping=None, date_order=date_order, mapping_folder=None)


@settings(max_examples=600)
@given(NAMES, CONTENTS, st.sampled_from([None, "dmy", "mdy", "ymd"]))
def test_any_file_gives_reports_and_refusals_that_can_be_kept(name: str, content: bytes, order: str | None) -> None:
    reading = read(name, content, order)
    # The strict encoder takes no half surrogate pair.
    msgspec.json.encode(reading)
    assert "\0" not in "".join(report.original + (report.title or "") for report in reading.proposals)
    assert all(refusal.reason and refusal.source == name for refusal in reading.refusals)
    assert reading.proposals or reading.refusals or reading.read == 0
    assert read(name, content, order) == reading


@settings(max_examples=200)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_mapping_file_is_read_or_refused(content: bytes) -> None:
    path, table = FOLDER / "mapping.toml", FOLDER / "table.csv"
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
@given(st.data())
def test_a_file_cut_anywhere_gives_no_report_that_the_whole_does_not_give(data: st.DataObject) -> None:
    rows = "".join(f'T{number},"one\ntwo",phone,Li,2026-03-02 08:15,team,K{number}\n' for number in range(3))
    whole = HEADING + rows.encode()
    cut = data.draw(st.integers(0, len(whole)))
    reports = {report.source_key: report for report in read("a.csv", whole).proposals}
    for report in read("a.csv", whole[:cut]).proposals:
        assert report.source_key in reports or report.source_key.startswith(("report:K", "report:sha256"))
        assert report.title == reports.get(report.source_key, report).title
