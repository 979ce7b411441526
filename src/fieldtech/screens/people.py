"""Who works on a console that several share: the quick change, and the lock that hides all until somebody is chosen."""

from collections.abc import Awaitable, Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from fieldtech.domain.machines import Person
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.screens.base import Dialog, StoreScreen
from fieldtech.store.views.people import all_people
from fieldtech.text import _
from fieldtech.widgets.form import Form
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.pick_field import Option, PickField
from fieldtech.workflow.people import let_act

_People = Callable[[], Awaitable[Sequence[Person] | None]]


class PersonDialog(Dialog[Person]):
    """Choose who acts from now on, or type a new name; it answers with the person who acts."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Who works here now?")
        self._form = Form([_person_field(lambda: self.read(all_people))])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line and the names."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Completed)
    @work
    async def let_chosen_act(self) -> None:
        """Let the chosen person act, and answer."""
        person = await self.perform(let_act, self._form.texts["person"])
        if person is not None:
            self.dismiss(person)


class LockScreen(StoreScreen[Person], ModalScreen[Person]):
    """Nothing to see until somebody says who works here; Esc does not leave it."""

    def __init__(self) -> None:
        super().__init__()
        self._form = Form([_person_field(lambda: self.read(all_people))])

    def compose(self) -> ComposeResult:
        """Lay out the names alone."""
        with Vertical(classes="sheet"):
            yield Static(Content(_("Locked")), classes="heading")
            warning = _("Choose who you are to go on. There is no PIN yet: whoever sits here can choose.")
            yield Static(Content.styled(warning, "$quiet"), classes="words")
            yield self._form
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Completed)
    @work
    async def let_chosen_act(self) -> None:
        """Let the chosen person act, and show what was hidden."""
        person = await self.perform(let_act, self._form.texts["person"])
        if person is not None:
            self.dismiss(person)


def _person_field(people: _People) -> PickField:
    """Make the field in which one chooses among the people or types a new name."""

    async def search(typed: str) -> Sequence[Option]:
        return _options(await people() or (), " ".join(typed.split()))

    return PickField("person", _("Name"), search)


def _options(people: Sequence[Person], typed: str) -> list[Option]:
    """Offer the people whose names have what is typed, those first whose name begins so; then the name as a new one."""
    wanted = typed.casefold()
    fitting = [person for person in people if wanted in person.name.casefold()]
    fitting.sort(key=lambda person: not person.name.casefold().startswith(wanted))
    known = [Option(word=person.name, label=person.name, detail=label_of(person.role)) for person in fitting]
    if not typed or any(person.name.casefold() == wanted for person in people):
        return known
    new = _("{name}, new here: recorded as a technician").format(name=one_line(typed))
    return [*known, Option(word=typed, label=new)]
