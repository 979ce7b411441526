"""The report form's texts: what they mean as facts, and how the facts of a fault are spelled in them."""

from collections.abc import Mapping
from enum import StrEnum

from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import REPORT_MANDATORY, Fault
from fieldtech.domain.instants import local_text
from fieldtech.domain.words import Channel, Impact, Urgency
from fieldtech.screens.typed_values import past_instant
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.widgets.form import Texts

TEXT_FACTS = ("title", "description", "reporter", "contact", "asset", "place", "service")
WORD_FACTS: Mapping[str, type[StrEnum]] = {"channel": Channel, "impact": Impact, "urgency": Urgency}


def facts_of(texts: Texts, before: Texts, store: Store) -> Facts:
    """Read the facts that are said otherwise than before; all of them for a new report.

    Raises:
        RuleViolation: the time tells no instant, or one that lies ahead.
    """
    said: dict[str, object] = {
        word: texts[word].strip() for word in TEXT_FACTS if texts[word].strip() != before.get(word, "").strip()
    }
    for word, vocabulary in WORD_FACTS.items():
        if texts[word] != before.get(word, ""):
            said[word] = vocabulary(texts[word]) if texts[word] else None
    if texts["occurred"].strip() != before.get("occurred", "").strip():
        said["occurred_at"] = past_instant(texts, "occurred", store)
    return Facts(**said)  # type: ignore[arg-type]


def texts_of(fault: Fault, store: Store) -> Texts:
    """Spell the facts of a fault as the form's texts."""
    texts = {word: str(getattr(fault.facts, word) or "") for word in (*TEXT_FACTS, *WORD_FACTS)}
    occurred = fault.facts.occurred_at
    return {**texts, "occurred": local_text(occurred, store.zone) if occurred else ""}


def new_texts() -> Texts:
    """What stands in the form of a new report: most calls come by phone, about what happened just now."""
    empty = dict.fromkeys((*TEXT_FACTS, *WORD_FACTS), "")
    return {**empty, "channel": str(Channel.PHONE), "occurred": _("now")}


def with_description(texts: Texts) -> Texts:
    """Let what is wrong be the description too, where nothing more was said."""
    return {**texts, "description": texts["description"].strip() or texts["title"]}


def missing_words(texts: Texts) -> tuple[str, ...]:
    """Name what a report still needs, as the form stands; what is wrong serves as the description too."""
    return tuple(word for word in REPORT_MANDATORY if word != "description" and not texts[word].strip())


def note_of(texts: Texts, at_first: Texts) -> str:
    """Spell what was typed as a note on the fault that it repeats."""
    said = {word: text.strip() for word, text in texts.items() if text.strip() and text != at_first.get(word)}
    whom = " · ".join(said[word] for word in ("reporter", "contact") if word in said)
    head = _("Reported again by {whom}").format(whom=whom) if whom else _("Reported again")
    where = ", ".join(said[word] for word in ("place", "asset", "service", "occurred") if word in said)
    words = [said.get("title", ""), said.get("description", ""), where]
    return f"{head}: " + "\n".join(text for text in words if text)
