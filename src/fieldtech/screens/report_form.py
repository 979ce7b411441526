"""The fields of the report form, which complete as one types from what was reported before."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from fieldtech.domain.words import Channel, Impact, Urgency
from fieldtech.store.views.reporters import Reporter
from fieldtech.text import _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import Completer, LineField, Reader
from fieldtech.widgets.words_field import WordsField


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form is for, and where it looks things up."""

    is_new: bool
    """Nothing was ever recorded of it."""
    needs_reason: bool
    """A correction has to say why."""
    known_word: Callable[[str, str], Awaitable[str]]
    """Gives the most used place or asset (the first argument) that begins as typed; empty: none."""
    known_reporter: Callable[[str], Awaitable[Reporter | None]]
    """Gives who reported before and whose name begins as typed."""
    understood: Reader
    """Says how a typed time is understood."""


class ReportForm(Form):
    """Four fields for a phone call, the rest if there is time; a known reporter fills in contact and place."""

    def __init__(self, texts: Texts, asked: Asked) -> None:
        self._asked = asked
        self._filled_in: dict[str, str] = {}
        """What a reporter filled in and nobody changed since."""
        super().__init__(self._made_fields(texts), goes_on=True)

    def _made_fields(self, texts: Texts) -> Iterator[FormField]:
        asked = self._asked
        yield LineField("title", _("What is wrong"), texts["title"])
        yield LineField("reporter", _("Who reports"), texts["reporter"], complete=self._complete_reporter)
        yield ChoiceField("impact", _("Whom it hits"), choices_of(Impact), texts["impact"])
        yield LineField("occurred", _("Since when"), texts["occurred"], read=asked.understood, is_replaced=asked.is_new)
        yield WordsField("description", _("Description"), texts["description"], rows=3)
        yield LineField("contact", _("Contact"), texts["contact"])
        yield ChoiceField("channel", _("Channel"), choices_of(Channel), texts["channel"])
        yield ChoiceField("urgency", _("Urgency"), choices_of(Urgency), texts["urgency"], is_optional=True)
        yield LineField("place", _("Place"), texts["place"], complete=self._known("place"))
        yield LineField("asset", _("Asset"), texts["asset"], complete=self._known("asset"))
        yield LineField("service", _("Service"), texts["service"])
        if asked.needs_reason:
            yield LineField("because", _("Why corrected"))

    def _known(self, column: str) -> Completer:
        async def first_known(typed: str) -> str:
            return await self._asked.known_word(column, typed)

        return first_known

    async def _complete_reporter(self, typed: str) -> str:
        known = await self._asked.known_reporter(typed)
        if self._asked.is_new:
            is_named = known is not None and known.name.casefold() == typed.strip().casefold()
            self._fill_in(known if is_named else None)
        return known.name if known else ""

    def _fill_in(self, known: Reporter | None) -> None:
        """Put in what a reporter last told, where nobody typed anything; take back what another one told."""
        told = {"contact": known.contact, "place": known.place} if known else {"contact": "", "place": ""}
        free = [word for word in told if self.fields[word].text == self._filled_in.get(word, "")]
        changed = {word: told[word] for word in free if self.fields[word].text != told[word]}
        if changed:
            self.fill(changed)
            self._filled_in |= changed
            reporter = self.fields["reporter"]
            self.post_message(self.Edited(self, reporter.word, reporter.text))
