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
class KeptTexts:
    """The texts of one form as they stood when it was left, or the power went."""

    texts: Texts
    at: datetime
    """When the last of them was typed."""


class KeptWords:
    """The words of all forms; keeping and forgetting happen one after the other, on a thread of their own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = ThreadPoolExecutor(1, "keep")
        self._waiting: dict[tuple[str, str], Texts] = {}
        """What is on its way to the store; a fast typist's later texts take the place of earlier ones here."""

    async def of(self, form: str, subject: str) -> KeptTexts | None:
        """Give what was typed into a form about a subject; None: nothing is kept."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._read, form, subject)

    def keep(self, form: str, subject: str, texts: Texts) -> None:
        """Keep texts in the place of what they were, without waiting for it."""
        is_on_its_way = (form, subject) in self._waiting
        self._waiting[form, subject] = dict(texts)
        if not is_on_its_way:
            self._writer.submit(self._keep, form, subject)

    def forget(self, form: str, subject: str) -> None:
        """Forget what is recorded now, or thrown away, without waiting for it."""
        self._waiting.pop((form, subject), None)
        self._writer.submit(self._forget, form, subject)

    async def kept(self) -> None:
        """Wait until all that was to be kept or forgotten so far is."""
        await asyncio.get_running_loop().run_in_executor(self._writer, _nothing)

    def _read(self, form: str, subject: str) -> KeptTexts | None:
        try:
            forms = self._store.typed_forms()
        except StoreUnusable:
            return None
        found = next((each for each in forms if (each.form, each.subject) == (form, subject)), None)
        return KeptTexts(found.texts, EPOCH + timedelta(microseconds=found.typed)) if found else None

    def _keep(self, form: str, subject: str) -> None:
        texts = self._waiting.pop((form, subject), None)
        if texts is None:
            return
        # A store that can't be written now refuses the record itself too, and says so then.
        with suppress(StoreUnusable):
            self._store.keep_typed(form, subject, texts)

    def _forget(self, form: str, subject: str) -> None:
        with suppress(StoreUnusable):
            self._store.forget_typed(form, subject)


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
