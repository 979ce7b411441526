"""What is typed into forms, kept in the store as it is typed: by form and subject, so that no form gets another's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from weakref import WeakKeyDictionary

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.instants import local_text
from fieldtech.screens.base import StoreApp
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.widgets.form import Texts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LeftForm:
    """A form that the acting person left with words in it."""

    form: str
    subject: str
    """What it is about, as a rule the identifier of a fault; empty: something new."""
    texts: Texts
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptTexts:
    """The texts of one form as they stood when it was left, or the power went."""

    texts: Texts
    at: datetime
    """When the last of them was typed."""


class KeptWords:
    """The words of all forms; keeping and forgetting happen one after the other, on a thread of their own.

    Each person's words are his own: on a shared console nobody is offered what another one typed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = ThreadPoolExecutor(1, "keep")
        self._waiting: dict[tuple[str, str], Texts] = {}
        """What is on its way to the store; a fast typist's later texts take the place of earlier ones here."""

    async def of(self, form: str, subject: str) -> KeptTexts | None:
        """Give what was typed into a form about a subject; None: nothing is kept."""
        found = (left for left in await self.left() if (left.form, left.subject) == (form, subject))
        return next((KeptTexts(left.texts, left.at) for left in found), None)

    async def left(self) -> tuple[LeftForm, ...]:
        """Give every form that the acting person left with words in it, the latest first."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._read, self._store.actor)

    def keep(self, form: str, subject: str, texts: Texts) -> None:
        """Keep texts in the place of what they were, without waiting for it."""
        place = self._place(form, subject)
        is_on_its_way = place in self._waiting
        self._waiting[place] = dict(texts)
        if not is_on_its_way:
            self._writer.submit(self._keep, place)

    def forget(self, form: str, subject: str) -> None:
        """Forget what is recorded now, or thrown away, without waiting for it."""
        place = self._place(form, subject)
        self._waiting.pop(place, None)
        self._writer.submit(self._forget, place)

    async def kept(self) -> None:
        """Wait until all that was to be kept or forgotten so far is."""
        await asyncio.get_running_loop().run_in_executor(self._writer, _nothing)

    def _place(self, form: str, subject: str) -> tuple[str, str]:
        """Say where the store keeps them: a person's own stand apart."""
        return form, f"{self._store.actor}/{subject}"

    def _read(self, actor: str) -> tuple[LeftForm, ...]:
        try:
            forms = self._store.typed_forms()
        except StoreUnusable:
            return ()
        own = ((form, *form.subject.partition("/")[::2]) for form in forms)
        return tuple(
            LeftForm(form.form, subject, form.texts, EPOCH + timedelta(microseconds=form.typed))
            for form, person, subject in own
            if person == actor
        )

    def _keep(self, place: tuple[str, str]) -> None:
        texts = self._waiting.pop(place, None)
        if texts is None:
            return
        # A store that can't be written now refuses the record itself too, and says so then.
        with suppress(StoreUnusable):
            self._store.keep_typed(*place, texts)

    def _forget(self, place: tuple[str, str]) -> None:
        with suppress(StoreUnusable):
            self._store.forget_typed(*place)


def _nothing() -> None:
    """Be the last in the line."""


def kept_sentence(kept: KeptTexts, zone: tzinfo, key: str) -> str:
    """Say that what was typed before is back, and which key begins afresh."""
    return _("This is what you typed on {time} and did not record. {key} begins afresh.").format(
        time=local_text(kept.at, zone), key=key
    )


_OF_APPS: WeakKeyDictionary[StoreApp, KeptWords] = WeakKeyDictionary()


def kept_words(app: StoreApp) -> KeptWords:
    """Give the kept words of an app's store."""
    kept = _OF_APPS.get(app)
    if kept is None:
        kept = _OF_APPS[app] = KeptWords(app.store)
    return kept
