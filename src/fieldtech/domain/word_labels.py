"""What people call the words of the closed vocabularies, in the language in use; what is stored are the words."""

from collections.abc import Mapping
from enum import StrEnum

from fieldtech.domain.rhythms import HowOften, SortOfDay, WhichDay
from fieldtech.domain.rounds import StopState
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    ContactWay,
    DayOffPolicy,
    Impact,
    MaintenanceKind,
    Mode,
    Nature,
    OccurrenceState,
    OutageImpact,
    OutageStatus,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Role,
    Status,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.text import N_, _

# fmt: off
_LABELS: Mapping[type[StrEnum], tuple[str, ...]] = {
    Channel: (N_("service desk"), N_("phone"), N_("e-mail"), N_("walk-in"), N_("monitoring"), N_("inspection")),
    Impact: (N_("one person"), N_("a team"), N_("a site"), N_("the organisation")),
    Urgency: (N_("high"), N_("medium"), N_("low")),
    Nature: (N_("hardware"), N_("software"), N_("network"), N_("user support")),
    Priority: (N_("urgent"), N_("important"), N_("general")),
    Mode: (N_("on site"), N_("remote")),
    Status: (N_("draft"), N_("reported"), N_("assessed"), N_("in progress"), N_("implemented"), N_("verified"),
             N_("closed"), N_("cancelled")),
    CheckResult: (N_("pass"), N_("attention"), N_("fail"), N_("n/a")),
    PendingReason: (N_("the user"), N_("parts"), N_("the vendor"), N_("access"), N_("a change window"), N_("other")),
    ResolutionCode: (N_("hardware repair"), N_("hardware replacement"), N_("software patch"), N_("upgrade"),
                     N_("configuration"), N_("training"), N_("no fault found"), N_("other")),
    PlanKind: (N_("standard"), N_("upgrade"), N_("replacement")),
    SystemCheck: (N_("pass"), N_("fail")),
    UserVerdict: (N_("accepted"), N_("partly"), N_("rejected")),
    ContactWay: (N_("phone"), N_("e-mail"), N_("in person"), N_("chat"), N_("service desk"), N_("other")),
    Role: (N_("technician"), N_("supervisor")),
    MaintenanceKind: (N_("hardware check"), N_("software update"), N_("data backup"), N_("inspection round"),
                      N_("cleaning"), N_("battery test"), N_("certificate renewal"), N_("other")),
    DayOffPolicy: (N_("as planned"), N_("nothing on that day"), N_("the working day before"),
                   N_("the working day after")),
    OccurrenceState: (N_("planned"), N_("moved"), N_("due"), N_("overdue"), N_("missed"), N_("started"), N_("deferred"),
                      N_("skipped"), N_("done")),
    OutageStatus: (N_("tentative"), N_("confirmed"), N_("re-scheduled"), N_("under way"), N_("completed"),
                   N_("called off")),
    HowOften: (N_("daily"), N_("weekly"), N_("monthly"), N_("quarterly"), N_("half-yearly"), N_("yearly"),
               N_("by a rule")),
    WhichDay: (N_("first"), N_("second"), N_("third"), N_("fourth"), N_("last"), N_("by date")),
    SortOfDay: (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"), N_("Mon to Fri"),
                N_("any day")),
    StopState: (N_("to do"), N_("begun"), N_("done"), N_("attention"), N_("fail"), N_("not walked")),
    Standing: (N_("this one, before"), N_("trusted"), N_("revoked"), N_("not trusted")),
    OutageImpact: (N_("no impact"), N_("less redundancy"), N_("degraded"), N_("outage")),
}
"""The labels of each vocabulary, in the order of its words."""
# fmt: on


def label_of(word: StrEnum) -> str:
    """Say a word of a closed vocabulary as people say it."""
    vocabulary = type(word)
    return _(_LABELS[vocabulary][tuple(vocabulary).index(word)])


def labels_of(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    """Say all words of a closed vocabulary, in its order."""
    return tuple(_(label) for label in _LABELS[vocabulary])


def label_of_text(vocabulary: type[StrEnum], text: str) -> str:
    """Say a word that stands as text, such as the channel of a word to the user; free text stands for itself."""
    known = {str(word): word for word in vocabulary}
    return label_of(known[text]) if text in known else text
