"""An outage by hand: recorded because somebody heard of it or read a mail, or corrected (PROCESS S3.6)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.instants import local_text, parse_instant
from fieldtech.domain.outage_rules import OutageFacts, said_by_hand
from fieldtech.domain.outages import KeptNotice, Outage
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.screens.asking import ask_until_recorded
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.typed_values import chosen_or_none, naming, understood_instant
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.outages import add_outage


async def record_outage(
    screen: StoreScreen[Any], *, known: Outage | None = None, notice: KeptNotice | None = None
) -> Outage | None:
    """Ask for an outage and record it; a refusal comes up in the form again.

    Args:
        known: What is corrected; None: it is new.
        notice: The mail that tells of it, which is read by that.

    Returns:
        The outage; None: it was not recorded.
    """

    async def make() -> OutageDialog:
        return OutageDialog(screen.store, known, notice)

    return await ask_until_recorded(
        screen, make, lambda store, facts: add_outage(store, facts, notice=notice.id if notice else "")
    )


class OutageDialog(KeptFormDialog[OutageFacts]):
    """What is to be told of an outage."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    KEPT_AS = "outage"

    def __init__(self, store: Store, known: Outage | None, notice: KeptNotice | None) -> None:
        """Make the dialog.

        Args:
            known: What is corrected; its provider and number stay.
            notice: The mail that tells of it.
        """
        self._known, self._site = known, store
        self._before = _texts_of(known, notice, store)
        self.kept_about = known.id if known else notice.id if notice else ""
        super().__init__()
        name = one_line(f"{known.provider} {known.maintenance_id}") if known else ""
        asked = (_("Correct"), name) if known else (_("An outage that a provider has announced"),)
        self.heading = "   ".join(asked)

    def fields(self) -> Iterable[FormField]:
        """Ask for who, what, when, and what it does."""
        before, store = self._before, self._site
        if self._known is None:
            yield LineField("provider", _("Provider"), before["provider"])
            yield LineField("id", _("His number"), before["id"])
        yield LineField("summary", _("What is done"), before["summary"])
        for word, label in (("from", _("Begins")), ("until", _("Ends"))):
            yield LineField(word, label, before[word], read=lambda typed: understood_instant(typed, store))
        yield ChoiceField("status", _("Status"), choices_of(OutageStatus), before["status"])
        yield ChoiceField("impact", _("Effect"), choices_of(OutageImpact), before["impact"], is_optional=True)
        yield LineField("objects", _("Objects"), before["objects"], hint=_("with commas between them"))

    def about(self) -> Iterable[LabelledLine]:
        """Say until when a person's word counts."""
        sentence = _("It counts until the provider writes a notice that is later or of a higher sequence.")
        yield LabelledLine("", sentence, "quiet")

    def answer(self, texts: Texts) -> OutageFacts:
        """Take what is told, and only what is changed."""
        known = self._known
        changed = {word: text if text != self._before[word] or known is None else "" for word, text in texts.items()}
        facts = OutageFacts(
            provider=known.provider if known else texts["provider"].strip(),
            maintenance_id=known.maintenance_id if known else texts["id"].strip(),
            starts_at=self._instant(changed, "from"),
            ends_at=self._instant(changed, "until"),
            status=chosen_or_none(texts, "status", OutageStatus),
            impact=chosen_or_none(changed, "impact", OutageImpact),
            objects=tuple(part for part in map(str.strip, changed["objects"].replace("，", ",").split(",")) if part),
            summary=changed["summary"].strip(),
        )
        said_by_hand(facts, known)
        return facts

    def _instant(self, texts: Texts, word: str) -> Any:
        if not texts[word].strip():
            return None
        with naming(word):
            return parse_instant(texts[word], zone=self._site.zone, now=self._site.now())


def _texts_of(known: Outage | None, notice: KeptNotice | None, store: Store) -> Texts:
    if known is None:
        words = ("provider", "id", "from", "until", "impact", "objects")
        return {**dict.fromkeys(words, ""), "summary": notice.title if notice else "", "status": OutageStatus.CONFIRMED}
    return {
        "summary": known.said.summary,
        "from": local_text(known.starts_at, store.zone),
        "until": local_text(known.ends_at, store.zone),
        "status": known.status,
        "impact": known.impact or "",
        "objects": ", ".join(each.name for each in known.objects),
    }
