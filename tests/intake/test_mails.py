"""Mails: what becomes of subject, sender, date, text and attachments, honest and hostile ones."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from fieldtech.domain.proposals import ProposedReport, Reading
from fieldtech.domain.words import Channel
from tests.intake.conftest import Read


def mail(
    body: str | bytes = "The printer jams.\n",
    *headers: str,
    subject: str = "Subject: Printer",
    sender: str = "From: Li Wei <li.wei@example.test>",
    date: str = "Date: Mon, 02 Mar 2026 08:15:00 +0800",
) -> bytes:
    head = [line for line in (subject, sender, date, *headers) if line]
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join([*head, "", ""]).encode("utf-8", "surrogateescape") + content


def only(reading: Reading) -> ProposedReport:
    assert reading.refusals == ()
    (report,) = reading.proposals
    return report


def composed(text: str, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ana Costa <ana@example.test>"
    message["Subject"] = "Sem rede no piso 3"
    message["Date"] = "Mon, 02 Mar 2026 08:15:00 +0000"
    message["Message-ID"] = "<1@example.test>"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def test_a_mail_becomes_a_report_of_what_it_says_and_no_more(read: Read) -> None:
    content = mail("The printer\r\njams.\r\n", "Message-ID: <abc@example.test>")
    report = only(read("in.eml", content))
    assert (report.title, report.description) == ("Printer", "The printer\njams.")
    assert (report.reporter, report.contact) == ("Li Wei", "li.wei@example.test")
    assert (report.channel, report.source_key) == (Channel.EMAIL, "message-id:<abc@example.test>")
    assert report.reported_at == datetime(2026, 3, 2, 0, 15, tzinfo=UTC)
    assert (report.occurred_at, report.impact, report.urgency, report.attachments) == (None, None, None, ())
    assert report.original == content.decode().replace("\r\n", "\n")


def test_a_mail_without_an_identity_is_known_by_what_it_says(read: Read) -> None:
    first = only(read("a.eml", mail()))
    again = only(read("b/c.eml", mail(b"The printer jams.\r\n", "Received: by mx.example.test; Mon, 02 Mar 2026")))
    other = only(read("d.eml", mail("The scanner jams.\n")))
    assert first.source_key == again.source_key != other.source_key
    assert first.source_key.startswith("mail:sha256:")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"From li@example.test Mon Mar  2 08:15:00 2026\r\n"])
def test_what_programs_put_before_a_mail_is_passed_over(read: Read, before: bytes) -> None:
    assert only(read("in.eml", before + mail())).title == "Printer"


@pytest.mark.parametrize(
    ("charset", "label"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb2312"),
        ("gbk", "gb2312"),
        ("gb18030", "GB18030"),
        ("big5", "big5"),
        ("utf-8", "us-ascii"),
        ("gb18030", "x-unknown"),
        ("utf-8", "no-such-charset"),
        ("gb18030", ""),
    ],
)
def test_chinese_text_is_read_in_any_charset_and_under_any_label(read: Read, charset: str, label: str) -> None:
    text = "三樓打印機無法打印,請盡快處理。" if charset == "big5" else "三楼打印机无法打印,请尽快处理。"
    kind = f"Content-Type: text/plain; charset={label}" if label else "Content-Type: text/plain"
    report = only(read("in.eml", mail(text.encode(charset), kind, "Content-Transfer-Encoding: 8bit")))
    assert report.description == text


def test_bytes_that_fit_no_charset_stay_visible(read: Read) -> None:
    report = only(read("in.eml", mail(b"Z\xfcrich \x81\x8d", "Content-Type: text/plain; charset=no-such-charset")))
    assert report.description == "Z\\xfcrich \\x81\\x8d"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("=?utf-8?B?5omT5Y2w5py6?= jams", "打印机 jams"),
        ("=?gb2312?B?tPLTobv6?=", "打印机"),
        ("=?utf-8?B?5omT5Y0=?=\r\n =?utf-8?B?sOacug==?=", "打印机"),
        ("=?UTF-8?Q?Z=C3=BCrich_=26?= Bern", "Zürich & Bern"),
        ("=?no-such?Q?Z=FCrich?=", "Zürich"),
        ("打印机", "打印机"),
        ("tidy\r\n up \t now", "tidy up now"),
        ("=?utf-8?B?!!!?=", "!!!"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("a\x00b", "a␀b"),
    ],
)
def test_subjects_are_decoded_whatever_state_they_are_in(read: Read, raw: str, told: str) -> None:
    assert only(read("in.eml", mail(subject=f"Subject: {raw}"))).title == told


def test_a_subject_of_bare_gbk_is_decoded(read: Read) -> None:
    content = mail(subject="").replace(b"From:", b"Subject: " + "打印机卡纸".encode("gbk") + b"\r\nFrom:", 1)
    assert only(read("in.eml", content)).title == "打印机卡纸"


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        ("Li Wei <li@example.test>", "Li Wei", "li@example.test"),
        ('"Wei, Li" <li@example.test>', "Wei, Li", "li@example.test"),
        ("li@example.test (Li Wei)", "Li Wei", "li@example.test"),
        ("li@example.test", "li@example.test", "li@example.test"),
        ("<li@example.test>", "li@example.test", "li@example.test"),
        ("Wei, Li <li@example.test>", "Wei, Li", "li@example.test"),
        ("=?utf-8?B?546L6Iqz?= <wang@example.test>", "王芳", "wang@example.test"),
        ("Front desk", "Front desk", None),
        ("((((((((" * 2000, None, None),
        ("<>", None, None),
    ],
)
def test_senders_are_understood_as_they_are_written(
    read: Read, raw: str, name: str | None, address: str | None
) -> None:
    report = only(read("in.eml", mail(sender=f"From: {raw}")))
    assert (report.reporter, report.contact) == (name, address)


def test_what_a_mail_lacks_is_found_elsewhere_or_told(read: Read) -> None:
    bare = read("in.eml", mail("\n\nNo light in hall 3\nat all\n", "Message-ID: <2@x>", subject="", sender="", date=""))
    report = only(bare)
    assert (report.title, report.reporter, report.reported_at) == ("No light in hall 3", None, None)
    told = " ".join(note.message for note in bare.notes)
    assert all(word in told for word in ("no subject", "no sender", "no readable date"))


def test_the_servers_date_and_the_reply_address_stand_in(read: Read) -> None:
    reading = read(
        "in.eml",
        mail(
            "text",
            "Received: from a by b; Mon, 2 Mar 2026 01:00:00 +0000",
            "Reply-To: desk@example.test",
            sender="",
            date="Date: yesterday",
        ),
    )
    report = only(reading)
    assert report.reported_at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert report.contact == "desk@example.test"
    assert len(reading.notes) == 2


@pytest.mark.parametrize(
    ("date", "hour"),
    [("Mon, 02 Mar 2026 08:00:00", 0), ("Mon, 02 Mar 2026 08:00:00 -0000", 8), ("2 Mar 2026 08:00 EST", 13)],
)
def test_a_date_without_an_offset_is_told_in_the_sites_zone(read: Read, date: str, hour: int) -> None:
    report = only(read("in.eml", mail(date=f"Date: {date}")))
    assert report.reported_at == datetime(2026, 3, 2, hour, tzinfo=UTC)


def test_html_is_read_where_there_is_no_plain_form_or_a_poor_one(read: Read) -> None:
    html = "<p>The switch in <b>rack 4</b> is dark.</p><script>alert(1)</script>"
    content = composed("", html).as_bytes()
    assert only(read("a.eml", content)).description == "The switch in rack 4 is dark."
    poor = only(read("b.eml", composed("See HTML.", html * 3).as_bytes()))
    assert "rack 4" in (poor.description or "")
    both = only(read("c.eml", composed("Rack 4: the switch is dark, says Li.", html).as_bytes()))
    assert both.description == "Rack 4: the switch is dark, says Li."
    assert "<b>rack 4</b>" in both.original


def test_flowed_lines_are_put_together_and_quotes_and_signatures_stay_apart(read: Read) -> None:
    body = "The printer \njams \nagain.\n> on page \n> two\n stuffed\n-- \nLi\n"
    report = only(read("in.eml", mail(body, "Content-Type: text/plain; format=flowed")))
    assert report.description == "The printer jams again.\n> on page two\nstuffed\n-- \nLi"


def test_attachments_come_whole_with_safe_names(read: Read) -> None:
    message = composed("See the picture.")
    message.add_attachment(b"\x89PNG\x00", maintype="image", subtype="png", filename="../../三楼\\rack.png")
    message.add_attachment("a,b\n", filename="list.csv", subtype="csv")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream")
    inner = composed("inner text")
    message.add_attachment(inner)
    report = only(read("in.eml", message.as_bytes(policy=SMTP)))
    told = [(each.name, each.media_type, each.content) for each in report.attachments]
    assert told[0] == ("rack.png", "image/png", b"\x89PNG\x00")
    assert told[1][:2] == ("list.csv", "text/csv")
    assert told[2] == ("attachment-3.bin", "application/octet-stream", b"\x00\x01")
    assert told[3][:2] == ("Sem rede no piso 3.eml", "message/rfc822")
    assert b"inner text" in told[3][2]
    assert report.description == "See the picture."
    assert "[rack.png, image/png, 5 B]" in report.original


def test_pictures_within_html_are_attachments(read: Read) -> None:
    message = composed("See below.", '<p>See <img src="cid:1" alt="rack"></p>')
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<1>")  # type: ignore[union-attr]
    report = only(read("in.eml", message.as_bytes()))
    assert [(each.name, each.content) for each in report.attachments] == [("attachment-1.gif", b"GIF89a")]


def test_a_broken_mime_structure_loses_no_text(read: Read) -> None:
    body = "--nowhere\r\nContent-Type: text/plain\r\n\r\nrack 4 is dark\r\n"
    report = only(read("in.eml", mail(body, "Content-Type: multipart/mixed; boundary=other")))
    assert "rack 4 is dark" in (report.description or "")
    report = only(read("in.eml", mail("cmFjayA0IGlz\r\nIGRhcms", "Content-Transfer-Encoding: base64")))
    assert report.description == "rack 4 is dark"


def test_a_mail_cut_off_in_an_attachment_keeps_what_is_there(read: Read) -> None:
    message = composed("See the picture.")
    message.add_attachment(bytes(range(256)) * 20, maintype="image", subtype="png", filename="a.png")
    content = message.as_bytes()
    report = only(read("in.eml", content[: len(content) - 2000]))
    assert report.description == "See the picture."
    assert report.attachments[0].content.startswith(bytes(range(100)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"just some words\nand more\n", "no mail"),
        (b"\x00\x01\x02" * 100, "no mail"),
        (b"Colour: red\n\nbody", "neither sender nor date nor subject"),
        (mail(b"x" * 25_000_001), "larger than 25 MB"),
        (mail("text", "X-Junk: " + "y" * 1_000_001), "larger than 1000 kB"),
        (
            mail(b"x\n" * 400_000, 'Content-Type: multipart/mixed; boundary="b"', *["X: boundary"] * 200),
            "too many parts",
        ),
    ],
    ids=["empty", "words", "binary", "no-known-header", "large", "large-header", "parts"],
)
def test_what_is_no_mail_or_too_much_of_one_is_refused_with_the_reason(read: Read, content: bytes, told: str) -> None:
    reading = read("in.eml", content)
    assert reading.proposals == ()
    (refusal,) = reading.refusals
    assert refusal.source.endswith("in.eml")
    assert told in refusal.reason


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/plain" + ";a*0=b" * 50_000,
        "Content-Type: text/plain; charset=" + "(" * 100_000,
        'Content-Type: text/plain; name="' + "=?utf-8?q?a?= " * 20_000 + '"',
        'Content-Disposition: attachment; filename="' + "\\" * 100_000,
        "Content-Type: text/plain; name=" + 'a;"' * 50_000,
        "To: " + "(" * 300_000,
        "Content-Type: text/plain; charset=unicode_escape",
        "Content-Type: text/plain; charset=\x00",
        "Content-Transfer-Encoding: x-uuencode",
        "Message-ID: <" + "x" * 100_000 + ">",
        "Message-ID: [",
        "Content-Type: message/rfc822",
        "Content-Type: message/delivery-status",
        "Content-Type: message/partial",
        "Content-Type: ;;;",
    ],
    ids=range(15),
)
def test_hostile_headers_cost_neither_time_nor_a_crash(read: Read, header: str) -> None:
    start = time.perf_counter()
    reading = read("in.eml", mail("text \\ud800", header))
    assert len(reading.proposals) + len(reading.refusals) == 1
    assert time.perf_counter() - start < 5


def test_forms_within_forms_do_not_multiply_the_work(read: Read) -> None:
    layers = "".join(
        f'Content-Type: multipart/alternative; boundary="b{depth}"\r\n\r\n--b{depth}\r\n' for depth in range(150)
    )
    content = f"From: a@example.test\r\nSubject: x\r\n{layers}Content-Type: text/html\r\n\r\n<p>deep</p>"
    start = time.perf_counter()
    assert only(read("in.eml", content)).description == "deep"
    assert time.perf_counter() - start < 5
