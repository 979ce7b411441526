"""What a store keeps beside its journal: attachments, words that were typed and not recorded, counters."""

from collections.abc import Mapping

from fieldtech.domain.identifiers import identifier
from fieldtech.models import BlobRow
from fieldtech.store import local, projection, typed
from fieldtech.store.identity import Identity
from fieldtech.store.typed import TypedForm


class Keeping(Identity):
    """What is kept for the machine or the person alone, in the transactions of the store."""

    def keep_blob(self, digest: str, content: bytes) -> None:
        """Keep the bytes of an attachment, once, in the transaction that records it."""
        with self.writing():
            BlobRow.insert(digest=digest, size=len(content), content=content).on_conflict_ignore().execute()

    def keep_typed(self, form: str, subject: str, texts: Mapping[str, str]) -> None:
        """Keep what is typed into a form, before it is recorded; it is no entry and goes to no other machine."""
        with self.writing() as database:
            typed.keep(database, form, subject, texts, projection.microseconds(self.now()))

    def forget_typed(self, form: str, subject: str) -> None:
        """Forget what was typed into a form, as it is recorded now, or thrown away."""
        with self.writing() as database:
            typed.forget(database, form, subject)

    def typed_forms(self) -> tuple[TypedForm, ...]:
        """Read every form that was left with words in it, the latest first."""
        with self.reading() as database:
            return typed.left(database)

    def new_identifier(self) -> str:
        """Make an identifier that no other machine will make."""
        return identifier(self.entropy(8))

    def next_counter(self, name: str) -> int:
        """Count one on, in the transaction that is under way."""
        with self.writing():
            return local.count_on(name)
