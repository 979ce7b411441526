"""The pane that shows what matters for a fault's next step, and names that step with its key."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from fieldtech.domain.fault_clocks import ClockRules
from fieldtech.domain.faults import Fault
from fieldtech.domain.next_step import next_step
from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells, visible
from fieldtech.text import _
from fieldtech.widgets.fault_facts import Fact, class_words, facts_of
from fieldtech.widgets.key_names import binding_of

_LABEL = 11


class FaultDetail(Widget):
    """As many lines as there is room for: flat below a list, with wrapped texts beside one."""

    fault: reactive[Fault | None] = reactive(None)
    """What is shown; None: nothing."""
    now: reactive[datetime] = reactive(datetime.min.replace(tzinfo=UTC))
    """By which due times are said."""
    is_tall: reactive[bool] = reactive(False)
    """It stands beside the list and has room for whole texts."""

    def __init__(self, rules: ClockRules, zone: tzinfo, steps: Mapping[str, str]) -> None:
        """Make the pane.

        Args:
            steps: The binding that does each command, by the command's word.
        """
        super().__init__()
        self._rules, self._zone, self._steps = rules, zone, steps

    def render(self) -> Content:
        """Draw the fault."""
        if self.fault is None:
            return Content("")
        width, height = self.size.width, self.size.height
        lines = list(
            self._tall_lines(self.fault, width) if self.is_tall else self._flat_lines(self.fault, width, height)
        )
        return Content("\n").join(lines[:height])

    def _flat_lines(self, fault: Fault, width: int, height: int) -> Iterator[Content]:
        number = (
            fault.number
            if len(fault.attempts) < 2
            else _("{number}, attempt {n}").format(number=fault.number, n=fault.attempt.number)
        )
        title = cut_to_cells(one_line(fault.title), width - cell_width(number) - 2)
        yield _ends(Content.styled(title, "bold"), Content.styled(number, "$quiet"), width)
        yield Content.styled(cut_to_cells(class_words(fault), width), "$quiet")
        facts = list(facts_of(fault, self._rules, self.now, self._zone))[: height - 3]
        yield from (self._flat(fact, width) for fact in facts)
        yield from [Content("")] * (height - 3 - len(facts))
        yield from self._next(fault, width)

    def _tall_lines(self, fault: Fault, width: int) -> Iterator[Content]:
        yield Content.styled(fault.number, "$quiet")
        yield from _wrapped(one_line(fault.title), width, "bold")
        yield from _wrapped(class_words(fault), width, "$quiet")
        yield Content("")
        yield from self._next(fault, width)
        yield Content("")
        for fact in facts_of(fault, self._rules, self.now, self._zone):
            yield from self._tall(fact, width)
        if fault.facts.description:
            yield Content("")
            for line in visible(fault.facts.description).splitlines():
                yield from _wrapped(line, width, "$quiet")

    def _flat(self, fact: Fact, width: int) -> Content:
        key = self._key(fact.leads_to)
        room = max(0, width - _LABEL - (key.cell_length + 2 if key else 0))
        return _ends(_labelled(fact, cut_to_cells(fact.text, room)), key, width)

    def _tall(self, fact: Fact, width: int) -> Iterator[Content]:
        style = f"${fact.meaning}" if fact.meaning else ""
        return _column((fact.label, "$quiet"), fact.text, style, self._key(fact.leads_to), width)

    def _next(self, fault: Fault, width: int) -> Iterator[Content]:
        step = next_step(fault)
        if step is None:
            return
        key = self._key(self._steps.get(step.command, ""))
        rows = list(_column((_("Next"), "bold $mark"), step.sentence, "bold", key, width))
        yield from rows if self.is_tall else rows[:1]

    def _key(self, binding_id: str) -> Content:
        binding = binding_of(self.screen, binding_id) if binding_id else None
        if binding is None:
            return Content("")
        return Content.assemble((self.app.get_key_display(binding), "bold $mark"), f" {binding.description}")


def _labelled(fact: Fact, text: str) -> Content:
    return Content.assemble(
        (pad_to_cells(fact.label, _LABEL), "$quiet"), (text, f"${fact.meaning}") if fact.meaning else text
    )


def _column(label: tuple[str, str], text: str, style: str, key: Content, width: int) -> Iterator[Content]:
    """Lay a text out beside its label, with its key at the right end of the first row."""
    room = width - _LABEL - (key.cell_length + 2 if key else 0)
    for place, row in enumerate(_wrapped(text, room, style)):
        begin = pad_to_cells("" if place else label[0], _LABEL)
        yield _ends(Content.assemble((begin, label[1]), row), Content("") if place else key, width)


def _ends(left: Content, right: Content, width: int) -> Content:
    """Put one text at each end of a line."""
    return Content.assemble(left, " " * max(0, width - left.cell_length - right.cell_length), right)


def _wrapped(text: str, width: int, style: str) -> Iterable[Content]:
    return Content.styled(text, style).wrap(max(8, width)) if text else [Content("")]
