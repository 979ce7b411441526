"""What the exchange screen says: machines, bundles and what waits as rows and lines, and what needs attention."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from fieldtech.domain.fingerprints import fingerprint_digits, fingerprint_words
from fieldtech.domain.instants import local_text
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Role
from fieldtech.screens.exchange_view import ExchangeView
from fieldtech.store.views.bundles import LoggedBundle
from fieldtech.store.views.peers import Peer, clock_words
from fieldtech.store.views.quarantine import Waiting
from fieldtech.text import _, ngettext
from fieldtech.widgets.advice_line import Advice
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_facts import moment
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.row_list import Column, Row

SILENT_AFTER = timedelta(days=14)
"""Of a machine that was silent for so long it is said that nothing came."""


def machine_columns() -> tuple[Column, ...]:
    """Name the columns of the machines."""
    return (
        Column(_("Machine")),
        Column(_("Name"), gives_way=True),
        Column(_("Site"), gives_way=True, is_spare=True),
        Column(_("Standing")),
        Column(_("Last receipt")),
        Column(_("To send"), is_number=True),
        Column(_("Last bundle")),
    )


def machine_row(peer: Peer, now: datetime, zone: tzinfo) -> Row:
    """Lay a machine out."""
    is_trusted = peer.standing is Standing.ADMITTED and not peer.replaced_by
    meaning = {Standing.ADMITTED: "", Standing.REVOKED: "late"}.get(peer.standing, "soon")
    told = moment(peer.receipt_at, now, zone) if peer.receipt_at else _("nothing yet")
    return Row(
        peer.chain,
        (
            Cell(peer_name(peer), "strong"),
            Cell(peer.person),
            Cell(peer.site, "quiet"),
            Cell(_("replaced") if peer.replaced_by else label_of(peer.standing), meaning),
            Cell(told if is_trusted else "", "soon" if clock_words(peer, now) else "quiet"),
            Cell(str(peer.unsent) if is_trusted and peer.unsent else ""),
            Cell(last_words(peer, now, zone) if is_trusted else "", "soon" if is_silent(peer, now) else "quiet"),
        ),
    )


def machine_lines(peer: Peer, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    """Tell all of a machine."""
    yield LabelledLine(_("Name"), peer.person or "-")
    yield LabelledLine(_("Site"), peer.site or "-")
    yield LabelledLine(_("Role"), label_of(peer.role))
    yield LabelledLine(_("Standing"), _standing_words(peer), "late" if peer.standing is Standing.REVOKED else "")
    if peer.public_key:
        yield LabelledLine(_("Fingerprint"), fingerprint_words(peer.public_key))
        compared = "" if peer.is_compared else "   " + _("not compared")
        yield LabelledLine("  ", fingerprint_digits(peer.public_key) + compared)
    receipt = (_told(peer.receipt_at, now, zone) or _("nothing yet"), clock_words(peer, now))
    yield LabelledLine(_("Last receipt"), _(", ").join(part for part in receipt if part), "soon" if receipt[1] else "")
    if peer.standing is Standing.ADMITTED:
        yield LabelledLine(_("To send"), entries_words(peer.unsent))
    yield LabelledLine(_("Last in"), _told(peer.last_in, now, zone) or _("never"))
    yield LabelledLine(_("Last out"), _told(peer.last_out, now, zone) or _("never"))
    if peer.replaced_by:
        yield LabelledLine(_("Goes on as"), one_line(peer.replaced_by))
    if peer.continues:
        yield LabelledLine(_("Goes on from"), peer.continues)
    yield LabelledLine(_("Chain"), peer.chain, "quiet")


def own_lines(view: ExchangeView, zone: tzinfo) -> Iterator[LabelledLine]:
    """Tell what this machine is, and what became of it."""
    own = view.own
    told = (one_line(part) for part in (own.code, own.person, own.site) if part)
    yield LabelledLine(_("This machine"), " · ".join([*told, label_of(own.role)]))
    yield LabelledLine(_("Fingerprint"), f"{own.words}\n{own.digits}")
    if view.revocation:
        yield LabelledLine(_("Revoked"), view.revocation, "late")
    for note in view.notes[:1]:
        yield LabelledLine(_("Begun anew"), f"{moment(note.at, view.now, zone)}: {note.sentence}", "quiet")


def bundle_columns() -> tuple[Column, ...]:
    """Name the columns of the log."""
    return (
        Column(_("When")),
        Column(),
        Column(_("Machine")),
        Column(_("Bundle"), gives_way=True),
        Column(_("Entries"), is_number=True),
        Column(_("Known"), is_number=True),
        Column(_("Waiting"), is_number=True),
    )


def bundle_row(bundle: LoggedBundle, now: datetime, zone: tzinfo) -> Row:
    """Lay a line of the log out."""
    machines = ", ".join(bundle.recipients) or _("everybody") if bundle.is_outgoing else bundle.carrier
    return Row(
        str(bundle.number),
        (
            Cell(moment(bundle.at, now, zone), "quiet"),
            Cell(_("out") if bundle.is_outgoing else _("in"), "" if bundle.is_outgoing else "done"),
            Cell(machines, "soon" if bundle.is_outgoing and not bundle.recipients else "strong"),
            Cell(bundle.name),
            Cell(str(bundle.entries)),
            Cell(str(bundle.repeated or ""), "quiet"),
            Cell(str(bundle.quarantined or ""), "soon"),
        ),
    )


def bundle_lines(bundle: LoggedBundle, zone: tzinfo) -> Iterator[LabelledLine]:
    """Tell all of a line of the log."""
    yield LabelledLine(_("When"), local_text(bundle.at, zone))
    yield LabelledLine(_("Carrier"), bundle.carrier)
    yield LabelledLine(_("For"), ", ".join(bundle.recipients) or _("everybody: it was not sealed"))
    yield LabelledLine(_("Entries"), str(bundle.entries))
    if not bundle.is_outgoing:
        yield LabelledLine(_("Known"), str(bundle.repeated))
        yield LabelledLine(_("Waiting"), str(bundle.quarantined))
    if bundle.note:
        yield LabelledLine(_("Note"), bundle.note)
    yield LabelledLine(_("Digest"), bundle.digest, "quiet")


def waiting_lines(waiting: tuple[Waiting, ...]) -> Iterator[LabelledLine]:
    """Tell what waits, why, and what helps."""
    for each in waiting:
        span = f"{each.first}" if each.first == each.last else f"{each.first}-{each.last}"
        count = entries_words(each.count)
        yield LabelledLine(one_line(each.machine), f"{count} ({span})", "strong")
        yield LabelledLine("  ", each.sentence)
        yield LabelledLine("", "")
    if not waiting:
        yield LabelledLine("", _("Nothing waits: all that came was taken in."), "quiet")


def advice_of(view: ExchangeView, zone: tzinfo) -> Advice:
    """Say what needs attention first."""
    if view.revocation:
        return Advice(_("Revoked: a supervisor can accept what it recorded since."), "exchange.export")
    if not view.trusted:
        leads_to = "exchange.accept" if view.own.role is Role.SUPERVISOR else "exchange.request"
        return Advice(_("No machine is trusted yet: write a request, or accept one."), leads_to)
    if view.conflicts:
        words = ngettext("There is {n} record to settle.", "There are {n} records to settle.", view.conflicts)
        return Advice(words.format(n=view.conflicts), "app.conflicts")
    waiting = sum(each.count for each in view.waiting)
    if waiting:
        return Advice(_("{entries} wait, and what helps is said there.").format(entries=entries_words(waiting)),
                      "exchange.next_section")  # fmt: skip
    off = [(peer, words) for peer in view.trusted if (words := clock_words(peer, view.now))]
    if off:
        peer, words = off[0]
        return Advice(_("{machine}: {words}. Have it set right.").format(machine=peer_name(peer), words=words))
    silent = [peer for peer in view.trusted if is_silent(peer, view.now)]
    if silent:
        return Advice(_silence(_longest(silent, view.now), view.now), "exchange.import")
    return _advice_on_sending(view, zone)


def _advice_on_sending(view: ExchangeView, zone: tzinfo) -> Advice:
    """Name the machine that lacks most of what no bundle holds yet, else the one whose bundle is on its way."""
    lacking = sorted((peer for peer in view.trusted if peer.unsent), key=lambda peer: -peer.unsent)
    to_write = next((peer for peer in lacking if view.written_for(peer) is None), None)
    if to_write is not None:
        words = _("{entries} to send to {machine}.")
        told = words.format(entries=entries_words(to_write.unsent), machine=peer_name(to_write))
        return Advice(told, "exchange.export")
    for peer in lacking:
        bundle = view.written_for(peer)
        if bundle is not None:
            words = _("Written for {machine} at {time}: carry it there.")
            told = words.format(machine=peer_name(peer), time=moment(bundle.at, view.now, zone))
            return Advice(told, "exchange.import")
    return Advice(_("Every machine has acknowledged all that is here."))


def peer_name(peer: Peer) -> str:
    """Name a machine by its code, or the beginning of its chain."""
    return one_line(peer.code) or peer.chain[:8]


def entries_words(count: int) -> str:
    """Count entries."""
    return ngettext("{n} entry", "{n} entries", count).format(n=count)


def is_silent(peer: Peer, now: datetime) -> bool:
    """Tell whether nothing came of a machine for long."""
    return peer.last_in is not None and now - peer.last_in >= SILENT_AFTER


def last_words(peer: Peer, now: datetime, zone: tzinfo) -> str:
    """Say when a bundle of a machine was read last, by the days of the calendar."""
    if peer.last_in is None:
        return _("never")
    days = max(0, (now.astimezone(zone).date() - peer.last_in.astimezone(zone).date()).days)
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days) if days else _("today")


def _longest(silent: list[Peer], now: datetime) -> Peer:
    return max(silent, key=lambda peer: (now - peer.last_in) if peer.last_in else timedelta(0))


def _silence(peer: Peer, now: datetime) -> str:
    days = _days(peer.last_in or now, now)
    return ngettext("No bundle from {machine} for {n} day.", "No bundle from {machine} for {n} days.", days).format(
        machine=peer_name(peer), n=days
    )


def _days(at: datetime, now: datetime) -> int:
    return max(0, (now - at).days)


def _standing_words(peer: Peer) -> str:
    if peer.standing is Standing.REVOKED and peer.last_good is not None:
        return _("revoked: its entries count up to number {last_good}").format(last_good=peer.last_good)
    if peer.is_supervisor:
        return _("{standing}, its word on roles and machines counts").format(standing=label_of(peer.standing))
    return label_of(peer.standing)


def _told(at: datetime | None, now: datetime, zone: tzinfo) -> str:
    return moment(at, now, zone) if at else ""
