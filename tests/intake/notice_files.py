"""Providers' notices for tests: calendars and mails that say what a test wants, and nothing else."""

from collections.abc import Mapping

EVENT: Mapping[str, str] = {
    "UID": "4711@fibre.example",
    "DTSTAMP": "20261120T083005Z",
    "DTSTART": "20261201T220000Z",
    "DTEND": "20261202T040000Z",
    "SEQUENCE": "1",
    "SUMMARY": "Splicing at the bridge",
    "ORGANIZER;CN=Fibre NOC": "mailto:noc@fibre.example",
    "X-MAINTNOTE-PROVIDER": "Northern Fibre",
    "X-MAINTNOTE-ACCOUNT": "K 12",
    "X-MAINTNOTE-MAINTENANCE-ID": "CHG-4711",
    "X-MAINTNOTE-OBJECT-ID": "line 7",
    "X-MAINTNOTE-IMPACT": "OUTAGE",
    "X-MAINTNOTE-STATUS": "CONFIRMED",
}
PLAIN: Mapping[str, str | None] = {name: None for name in EVENT if name.startswith("X-MAINTNOTE")}
"""An event without the fields of the profile."""


def event(*more: str, **changed: str | None) -> str:
    """Write an event.

    Args:
        more: Further lines.
        changed: Other values by the property's name with `_` for `-`; None leaves the property out.
    """
    told: dict[str, str | None] = {**EVENT, **{name.replace("_", "-"): value for name, value in changed.items()}}
    lines = [f"{name}:{value}" for name, value in told.items() if value is not None]
    return "\r\n".join(["BEGIN:VEVENT", *lines, *more, "END:VEVENT"])


def calendar(*events: str, method: str = "PUBLISH", zones: str = "") -> str:
    """Write a calendar."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", f"METHOD:{method}", *([zones] if zones else [])]
    return "\r\n".join([*head, *(events or (event(),)), "END:VCALENDAR", ""])


def mail(text: str = "We will work on your line.", *, part: str = "", header: str = "", key: str = "1") -> str:
    """Write a mail, with a calendar as its second part where one is given."""
    head = (
        "From: Fibre NOC <noc@fibre.example>\r\nDate: Fri, 20 Nov 2026 16:30:00 +0800\r\nSubject: Planned work 4711\r\n"
        f"Message-ID: <{key}@fibre.example>\r\nMIME-Version: 1.0\r\n{header}"
    )
    plain = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    if not part:
        return head + plain
    return (
        f'{head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n{plain}--b\r\n'
        f"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n{part}\r\n--b--\r\n"
    )
