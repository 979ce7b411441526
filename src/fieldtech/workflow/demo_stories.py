"""The stories that the demo tells: who works where with what, and what happens to each fault, as data."""

import tomllib
from typing import Literal, TypeVar

import msgspec

from fieldtech.domain.words import Channel, Impact, Nature, Role, Urgency
from fieldtech.resources import resource_path
from fieldtech.workflow.demo_step_kinds import AnyStep, Told

Language = Literal["en", "zh"]
Shape = TypeVar("Shape", bound=msgspec.Struct)


class Employee(Told, frozen=True, kw_only=True):
    """A member of the staff."""

    name: str
    role: Role
    languages: tuple[Language, ...]


class User(Told, frozen=True, kw_only=True):
    """Somebody who reports faults."""

    name: str
    language: Language
    team: str
    place: str
    contact: str
    site: str = ""
    """Empty: the company's first."""


class Asset(Told, frozen=True, kw_only=True):
    """A device; one without a place stands where its user sits."""

    name: str
    place: str = ""
    site: str = ""


class Company(Told, frozen=True, kw_only=True):
    """The demo's company; the first of the staff is the store's own person."""

    site: str
    zone: str
    staff: tuple[Employee, ...]
    users: tuple[User, ...]
    assets: tuple[Asset, ...]


class Story(Told, frozen=True, kw_only=True):
    """A fault from its report to wherever it stands today."""

    id: str
    language: Language
    nature: Nature
    steps: tuple[AnyStep, ...]
    title: str = ""
    description: str = ""
    channel: Channel = Channel.INSPECTION
    category: str = ""
    impact: Impact | None = None
    urgency: Urgency | None = None
    """Told in the report. None: only the assessment says it."""
    asset: tuple[str, ...] = ()
    """Each telling takes another one of these."""
    user: tuple[str, ...] = ()
    """Who is hit, and reports where no monitoring or round does. Empty: anybody who speaks the language."""
    service: str = ""
    place: str = ""
    times: int = 1
    """How often it is told, each time with another asset or user."""
    hours: Literal["office", "night", "any"] = "office"
    """When it happens; at night and at any time minutes count around the clock."""
    days: tuple[int, int] = (3, 27)
    """So many days ago it was reported, for a story that is over."""
    last: int | None = None
    """So many minutes ago its last step happened. None: the story is over."""
    is_draft: bool = False
    untold: tuple[str, ...] = ()
    """What the report leaves out: "description", "impact", "occurred"."""
    is_raised: bool = False
    """It begins with a check of another story."""
    follows: str = ""
    """It begins so many minutes (`follows_after`) after the report of that story."""
    follows_after: int = 0


class _Stories(Told, frozen=True, kw_only=True):
    stories: tuple[Story, ...]


def load_company() -> Company:
    """Read the demo's company."""
    return _read("company.toml", Company)


def load_stories() -> tuple[Story, ...]:
    """Read all stories, in the order of their files."""
    folder = resource_path("data", "demo", "stories")
    names = sorted(file.name for file in folder.glob("*.toml"))
    return tuple(story for name in names for story in _read(f"stories/{name}", _Stories).stories)


def _read(name: str, shape: type[Shape]) -> Shape:
    text = resource_path("data", "demo", name).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), shape)
