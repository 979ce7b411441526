"""The kinds of steps that a story of the demo is made of, as its files spell them."""

from typing import ClassVar, Literal

import msgspec

from fieldtech.domain.words import (
    CheckResult,
    Impact,
    Mode,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    SystemCheck,
    Urgency,
    UserVerdict,
)

Part = Literal["desk", "fixer", "verifier", "supervisor"]
"""Who acts in a story: who takes the report, who repairs, who checks it afterwards, who leads."""


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of the demo's files; a key that it doesn't know is an error."""


class Step(Told, frozen=True, kw_only=True, tag_field="do"):
    """Something that is recorded of a fault; `{asset}` and such in its texts stand for this fault's own."""

    BY: ClassVar[Part] = "fixer"
    after: int = 15
    """Minutes since the step before."""
    office: bool = False
    """In a story of the night: the minutes count in working hours, so that the step waits for the morning."""
    by: Part | None = None
    """None: who usually does this."""


class Assess(Step, frozen=True, kw_only=True, tag="assess"):
    """Classify; impact and nature stand in the report or the story."""

    after: int = 9
    urgency: Urgency
    cause: str
    priority: Priority | None = None
    because: str = ""
    category: str = ""
    to: str = "fixer"
    """Whom it is given to: a name, "fixer" or "nobody"."""
    due_in: int = 0
    """Days until a promised date; 0: none is promised."""


class Assign(Step, frozen=True, kw_only=True, tag="assign"):
    """Give it to somebody else."""

    to: str


class Start(Step, frozen=True, kw_only=True, tag="start"):
    """Begin the work."""

    mode: Mode


class Pend(Step, frozen=True, kw_only=True, tag="pend"):
    """Wait."""

    reason: PendingReason
    note: str


class Resume(Step, frozen=True, kw_only=True, tag="resume"):
    """Go on."""

    after: int = 240


class Restore(Step, frozen=True, kw_only=True, tag="restore"):
    """Bring the service back by a workaround."""

    after: int = 25
    text: str


class Plan(Step, frozen=True, kw_only=True, tag="plan"):
    """Write the solution plan."""

    text: str
    kind: PlanKind = PlanKind.STANDARD


class Note(Step, frozen=True, kw_only=True, tag="note"):
    """Write a note."""

    after: int = 20
    text: str


class Time(Step, frozen=True, kw_only=True, tag="time"):
    """Record working time."""

    after: int = 2
    minutes: int
    note: str = ""


class PartUsed(Step, frozen=True, kw_only=True, tag="part"):
    """Record a part."""

    after: int = 6
    part: str
    quantity: int = 1
    old_serial: str = ""
    new_serial: str = ""


class Tell(Step, frozen=True, kw_only=True, tag="tell"):
    """Tell the user something."""

    after: int = 5
    text: str
    how: str
    whom: str = "{user}"


class Attach(Step, frozen=True, kw_only=True, tag="attach"):
    """Attach a small text file."""

    after: int = 4
    name: str
    text: str


class Reply(Told, frozen=True, kw_only=True):
    """What a check found, where it isn't a plain pass."""

    result: CheckResult = CheckResult.PASS
    reading: str = ""
    note: str = ""
    after: int = 3
    """Minutes since the step before: what has to be waited for takes longer."""


class Checks(Step, frozen=True, kw_only=True, tag="checks"):
    """Work through a checklist or a stretch of it: what is required, and what is answered here."""

    after: int = 3
    template: str
    since: str = ""
    """The first item; empty: the list is put on the fault, and it begins at its first."""
    until: str = ""
    """The last item; empty: to the end."""
    answers: dict[str, Reply]


class AddList(Step, frozen=True, kw_only=True, tag="add-list"):
    """Put a checklist on the fault."""

    template: str


class Answer(Step, frozen=True, kw_only=True, tag="answer"):
    """Answer one check."""

    after: int = 3
    template: str
    item: str
    reply: Reply


class Raise(Step, frozen=True, kw_only=True, tag="raise"):
    """Open a fault out of a check; it has a story of its own."""

    after: int = 3
    item: str
    story: str


class Implement(Step, frozen=True, kw_only=True, tag="implement"):
    """Put the solution in place."""

    after: int = 30
    code: ResolutionCode
    text: str


class Verify(Step, frozen=True, kw_only=True, tag="verify"):
    """Check the system and hear the user."""

    BY: ClassVar[Part] = "verifier"
    after: int = 75
    words: str
    how: str
    system: SystemCheck = SystemCheck.PASS
    user: UserVerdict = UserVerdict.ACCEPTED
    rating: int | None = None


class Close(Step, frozen=True, kw_only=True, tag="close"):
    """File the report."""

    after: int = 120
    root_cause: str
    lessons: str


class Reopen(Step, frozen=True, kw_only=True, tag="reopen"):
    """It came back."""

    BY: ClassVar[Part] = "desk"
    after: int = 1400
    reason: str


class Cancel(Step, frozen=True, kw_only=True, tag="cancel"):
    """It needs no work."""

    reason: str


class Duplicate(Step, frozen=True, kw_only=True, tag="duplicate"):
    """Another story's fault holds it."""

    BY: ClassVar[Part] = "desk"
    of: str
    reason: str


class Edit(Step, frozen=True, kw_only=True, tag="edit"):
    """Complete a draft, or correct a fact."""

    BY: ClassVar[Part] = "desk"
    impact: Impact | None = None
    urgency: Urgency | None = None
    place: str | None = None
    because: str = ""


AnyStep = (
    Assess | Assign | Start | Pend | Resume | Restore | Plan | Note | Time | PartUsed | Tell | Attach | Checks
    | AddList | Answer | Raise | Implement | Verify | Close | Reopen | Cancel | Duplicate | Edit
)  # fmt: skip
