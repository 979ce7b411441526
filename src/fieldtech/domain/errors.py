"""The tree of errors whose message is a complete sentence that may be shown.

FieldTechError                what a user can be told
├── RuleViolation             a rule refuses; `missing` names what is lacking          exit 1
│   └── UnreadableInstant     a date or time that says no instant
├── UnknownName               no fault, person, template, item of that name            exit 1
├── WorkStopped             long work was asked to stop, and undid itself                exit 1
├── UnwritableOutput          a file or the answer can't be written                 exit 1
├── UnreadableInput           a file or text from outside can't be understood          exit 3
│   ├── InvalidTemplate       a checklist template breaks its own rules
│   └── UnreadableBundle      a file from another machine is broken, forged, or not for this one
├── DamagedJournal            the record does not verify                               exit 3
└── StoreUnusable             the store can't be opened or written                     exit 4
    └── UnusableSettings      the settings file can't be understood

Anything else that is raised is a bug and travels (exit 70).
"""

from typing import Self


class FieldTechError(Exception):
    """A complete sentence that may be shown to the user."""

    code = "error"
    exit_status = 1
    command = ""
    """The command that helps: only the command line names it, as the screens have keys of their own."""

    def helped_by(self, command: str) -> Self:
        """Name the command that helps, and give the error itself."""
        self.command = command
        return self


class RuleViolation(FieldTechError):
    """A rule of the process refuses; `missing` names what is lacking, in the command line's words."""

    code = "rule"

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


class UnreadableInstant(RuleViolation):
    """A date or time that says no instant."""

    code = "instant"


class UnknownName(FieldTechError):
    """Nothing is known by that name, or more than one thing is."""

    code = "unknown"


class WorkStopped(FieldTechError):
    """Somebody asked long work to stop, and what was half done is undone."""

    code = "stopped"


class UnwritableOutput(FieldTechError):
    """A file that was asked for, or the answer itself, can't be written."""

    code = "output"


class UnreadableInput(FieldTechError):
    """A file or text from outside can't be understood."""

    code = "input"
    exit_status = 3


class InvalidTemplate(UnreadableInput):
    """A checklist template breaks its own rules."""

    code = "template"


class UnreadableBundle(UnreadableInput):
    """A file from another machine is broken, forged, or not for this one."""

    code = "bundle"


class DamagedJournal(FieldTechError):
    """The record does not verify."""

    code = "damaged"
    exit_status = 3


class StoreUnusable(FieldTechError):
    """The store can't be opened or written."""

    code = "store"
    exit_status = 4


class UnusableSettings(StoreUnusable):
    """The settings file can't be understood."""

    code = "settings"
