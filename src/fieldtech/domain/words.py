"""The closed vocabularies of the process, with the words that the journal and the command line spell."""

from enum import StrEnum


class Channel(StrEnum):
    """How a report reached us (PROCESS S3.1)."""

    SERVICE_DESK = "service-desk"
    PHONE = "phone"
    EMAIL = "email"
    WALK_IN = "walk-in"
    MONITORING = "monitoring"
    INSPECTION = "inspection"


class Impact(StrEnum):
    """Whom a fault hits, from narrow to wide."""

    PERSON = "person"
    TEAM = "team"
    SITE = "site"
    ORGANISATION = "organisation"


class Urgency(StrEnum):
    """How soon it hurts."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Nature(StrEnum):
    """What a fault is, at the coarsest (PROCESS S3.2)."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    NETWORK = "network"
    USER_SUPPORT = "user-support"


class Priority(StrEnum):
    """The three levels of PROCESS S3.2, first is most pressing."""

    URGENT = "urgent"
    IMPORTANT = "important"
    GENERAL = "general"

    @property
    def rank(self) -> int:
        """Order of handling: 0 comes first."""
        return tuple(Priority).index(self)


class Mode(StrEnum):
    """Where the work is done (PROCESS S3.3)."""

    ON_SITE = "on-site"
    REMOTE = "remote"


class Status(StrEnum):
    """Where a fault stands on its road, as every list shows it."""

    DRAFT = "draft"
    REPORTED = "reported"
    ASSESSED = "assessed"
    IN_PROGRESS = "in-progress"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CheckResult(StrEnum):
    """What a check of a list found."""

    PASS = "pass"
    ATTENTION = "attention"
    FAIL = "fail"
    NOT_APPLICABLE = "na"


class PendingReason(StrEnum):
    """What a pending fault waits for."""

    USER = "user"
    PARTS = "parts"
    VENDOR = "vendor"
    ACCESS = "access"
    CHANGE = "change"
    OTHER = "other"


class ResolutionCode(StrEnum):
    """What kind of solution was put in place."""

    HARDWARE_REPAIR = "hardware-repair"
    HARDWARE_REPLACEMENT = "hardware-replacement"
    SOFTWARE_PATCH = "software-patch"
    UPGRADE = "upgrade"
    CONFIGURATION = "configuration"
    TRAINING = "training"
    NO_FAULT_FOUND = "no-fault-found"
    OTHER = "other"


class PlanKind(StrEnum):
    """What a written solution plan calls for (PROCESS S3.3)."""

    STANDARD = "standard"
    UPGRADE = "upgrade"
    REPLACEMENT = "replacement"


class SystemCheck(StrEnum):
    """The first leg of verification: what the check of the system said."""

    PASS = "pass"
    FAIL = "fail"


class UserVerdict(StrEnum):
    """The second leg of verification: what the user said."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class ContactWay(StrEnum):
    """How something was told to a user, or heard from him."""

    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in-person"
    CHAT = "chat"
    SERVICE_DESK = "service-desk"
    OTHER = "other"


class Role(StrEnum):
    """What a person of the staff may do."""

    TECHNICIAN = "technician"
    SUPERVISOR = "supervisor"


class MaintenanceKind(StrEnum):
    """What planned maintenance is for (PROCESS S3.6)."""

    HARDWARE_CHECK = "hardware-check"
    SOFTWARE_UPDATE = "software-update"
    DATA_BACKUP = "data-backup"
    INSPECTION_ROUND = "inspection-round"
    CLEANING = "cleaning"
    BATTERY_TEST = "battery-test"
    CERTIFICATE_RENEWAL = "certificate-renewal"
    OTHER = "other"


class DayOffPolicy(StrEnum):
    """What becomes of a planned day on which the site doesn't work."""

    KEEP = "keep"
    """It stands: days off don't matter."""
    NONE = "none"
    """There is nothing on that day."""
    BEFORE = "before"
    """It is done on the last working day before."""
    AFTER = "after"
    """It is done on the first working day after."""


class OccurrenceState(StrEnum):
    """Where one occurrence of a plan stands, by what was recorded and by the clock."""

    PLANNED = "planned"
    MOVED = "moved"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"
    STARTED = "started"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    DONE = "done"


class OutageStatus(StrEnum):
    """Where a provider's planned work stands, by his own word (the maintenance-notice profile of iCalendar)."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    RE_SCHEDULED = "re-scheduled"
    IN_PROCESS = "in-process"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class OutageImpact(StrEnum):
    """What a provider's planned work does to what it touches, from nothing to all."""

    NO_IMPACT = "no-impact"
    REDUCED_REDUNDANCY = "reduced-redundancy"
    DEGRADED = "degraded"
    OUTAGE = "outage"
