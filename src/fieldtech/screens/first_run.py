"""What is asked on the first start: the language, who works, where, by which clock, and as what."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.visible_text import visible
from fieldtech.domain.words import Role
from fieldtech.screens.spoken import SpokenScreen, StyledApp
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_, _, current_language, use_language
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.top_line import TopLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new store needs, as it was typed."""

    language: str
    name: str
    site: str
    zone: str
    role: Role


Begin = Callable[[Beginning], None]
"""Makes the store; a RuleViolation names the fields that don't fit."""


class FirstRunScreen(SpokenScreen[None]):
    """One page of questions; Enter goes on, and at the last one begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "begin", N_("Begin"), tooltip=N_("Make the store and begin."), id="first.begin"),
    ]

    def __init__(self, begin: Begin, zone: str, *, asks_language: bool) -> None:
        super().__init__()
        self._begin, self._asks_language = begin, asks_language
        texts = {"language": current_language(), "name": "", "site": "", "zone": zone, "role": str(Role.TECHNICIAN)}
        self._form = Form(self._fields(texts))

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield TopLine("fieldtech", _("There is no store yet. Who works with it, and where?"))
        yield self._form
        yield Static(Content(""), classes="told")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the first question."""
        self._form.enter()

    @on(Form.Edited)
    async def follow(self, event: Form.Edited) -> None:
        """Speak the language that is chosen, at once; what was typed stays."""
        event.stop()
        self.query_one(".told", Static).update(Content(""))
        if event.word == "language":
            use_language(event.text)
            self._form = Form(self._fields(self._form.texts))
            await self.recompose()
            self._form.enter()

    @on(Form.Completed)
    @work(exclusive=True)
    async def action_begin(self) -> None:
        """Make the store, or say what is missing."""
        texts = self._form.texts
        told = Beginning(
            language=texts.get("language", current_language()),
            name=texts["name"],
            site=texts["site"],
            zone=texts["zone"],
            role=Role(texts["role"]),
        )
        try:
            await asyncio.to_thread(self._begin, told)
        except FieldTechError as error:
            if not isinstance(error, RuleViolation) or not self._form.refuse(error):
                self.query_one(".told", Static).update(Content.styled(visible(str(error)), "$late"))
        else:
            self.app.exit(result=True)

    def _fields(self, texts: Texts) -> Iterator[FormField]:
        if self._asks_language:
            languages = [Choice("en", "English"), Choice("zh_CN", "中文")]
            yield ChoiceField("language", _("Language"), languages, texts["language"])
        yield LineField("name", _("Your name"), texts["name"])
        yield LineField("site", _("Site"), texts["site"])
        yield LineField("zone", _("Time zone"), texts["zone"])
        yield ChoiceField("role", _("Role"), choices_of(Role), texts["role"])


class FirstRunApp(StyledApp[bool]):
    """The program before there is a store; its result is True once there is one."""

    TITLE = "fieldtech"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", N_("Quit"), priority=True, tooltip=N_("Leave fieldtech."), id="app.quit"),
    ]

    def __init__(self, profile: Profile, begin: Begin, zone: str, *, asks_language: bool) -> None:
        """Prepare the questions.

        Args:
            zone: The time zone that is suggested.
            asks_language: Whether the terminal and the command line leave a choice.
        """
        super().__init__(profile)
        self.animation_level = "none"
        self._begin, self._zone, self._asks_language = begin, zone, asks_language

    def on_mount(self) -> None:
        """Show the questions."""
        self.push_screen(FirstRunScreen(self._begin, self._zone, asks_language=self._asks_language))

    def action_help_quit(self) -> None:
        """Leave by Ctrl+C too: nothing is lost yet."""
        self.exit()


def ask_first_questions(profile: Profile, begin: Begin, zone: str, *, asks_language: bool) -> tuple[bool, int]:
    """Ask on the full screen until there is a store or the user leaves.

    Returns:
        Whether there is a store now, and the exit code.
    """
    app = FirstRunApp(profile, begin, zone, asks_language=asks_language)
    made = app.run(mouse=profile.mouse)
    return bool(made), app.return_code or 0
