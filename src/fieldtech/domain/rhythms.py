"""How often work recurs, put by choices as people make them, and the recurrence rule that says the same."""

import datetime
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.recurrence_rules import DAYS, Rule, read_rule


class HowOften(StrEnum):
    """The choices, from the shortest to the longest; the last is any rule that none of them says."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    BY_RULE = "by-rule"


class WhichDay(StrEnum):
    """Which of the days of a month that are of one sort."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"
    BY_DATE = "by-date"
    """By the number of the day."""


class SortOfDay(StrEnum):
    """What is counted in a month."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    MONDAY_TO_FRIDAY = "monday-to-friday"
    ANY = "any"


STEPS: Mapping[HowOften, int] = {HowOften.QUARTERLY: 3, HowOften.HALF_YEARLY: 6, HowOften.YEARLY: 12}
"""How many months lie between the months of a choice."""
_COUNTED = {WhichDay.FIRST: 1, WhichDay.SECOND: 2, WhichDay.THIRD: 3, WhichDay.FOURTH: 4, WhichDay.LAST: -1}
_WEEKDAYS = dict(zip(SortOfDay, DAYS, strict=False))
_MONDAY_TO_FRIDAY = ",".join(DAYS[:5])
_FREQUENCIES = {
    "DAILY": HowOften.DAILY, "WEEKLY": HowOften.WEEKLY, "MONTHLY": HowOften.MONTHLY, "YEARLY": HowOften.YEARLY,
}  # fmt: skip


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen; what is left open follows from the day from which the plan counts."""

    often: HowOften
    every: int = 1
    """Each so many days, weeks, months or years."""
    weekdays: tuple[SortOfDay, ...] = ()
    """Of a weekly one, in the order of the week. Empty: the first day's."""
    which: WhichDay = WhichDay.BY_DATE
    sort: SortOfDay = SortOfDay.ANY
    date: int = 0
    """By which number of the day, where it goes by date. 0: the first day's."""
    month: int = 0
    """One of its months, where months are left out. 0: the first day's."""

    @property
    def months(self) -> tuple[int, ...]:
        """The months that it names, in order; empty: they are counted from the first day."""
        step = STEPS.get(self.often, 0)
        if not step or not self.month:
            return ()
        return tuple(sorted((self.month - 1 + ahead) % 12 + 1 for ahead in range(0, 12, step)))

    @property
    def is_distance(self) -> bool:
        """It names no day, so that it is only so many days, weeks, months or years."""
        return self.which is WhichDay.BY_DATE and not (self.date or self.month or self.weekdays)

    def counted_from(self, first: datetime.date) -> "Rhythm":
        """Say what is left open as it follows from the first day."""
        weekdays = self.weekdays or (tuple(SortOfDay)[first.weekday()],)
        return msgspec.structs.replace(
            self,
            weekdays=weekdays if self.often is HowOften.WEEKLY else (),
            date=self.date or (first.day if self.which is WhichDay.BY_DATE else 0),
            month=self.month or first.month,
        )

    @property
    def rule(self) -> str:
        """Spell it as a recurrence rule, canonically; a yearly one that says which day of the month names the month."""
        frequency, interval = self.often.upper(), self.every
        if self.often in (HowOften.QUARTERLY, HowOften.HALF_YEARLY):
            frequency, interval = "MONTHLY", 1 if self.month else STEPS[self.often]
        parts: dict[str, str] = {}
        if self.often is HowOften.WEEKLY and self.weekdays:
            parts["BYDAY"] = ",".join(_WEEKDAYS[each] for each in SortOfDay if each in self.weekdays)
        elif self.often not in (HowOften.DAILY, HowOften.WEEKLY):
            parts |= self._day_parts()
            if self.months:
                parts["BYMONTH"] = ",".join(map(str, self.months))
        return Rule(frequency, interval, 0, dict(sorted(parts.items()))).text

    def _day_parts(self) -> dict[str, str]:
        if self.which is WhichDay.BY_DATE:
            return {"BYMONTHDAY": str(self.date)} if self.date else {}
        place = str(_COUNTED[self.which])
        if self.sort is SortOfDay.ANY:
            return {"BYMONTHDAY": place}
        if self.sort is SortOfDay.MONDAY_TO_FRIDAY:
            return {"BYDAY": _MONDAY_TO_FRIDAY, "BYSETPOS": place}
        return {"BYDAY": place + _WEEKDAYS[self.sort]}


def read_rhythm(text: str) -> Rhythm | None:
    """Read a rule as choices; None: no choices say the same."""
    try:
        rule = _by_month(read_rule(text))
    except RuleViolation:
        return None
    if rule.count or "WKST" in rule.parts:
        return None
    found = _candidate(rule)
    return found if found is not None and read_rule(found.rule) == rule else None


def _by_month(rule: Rule) -> Rule:
    """Put the weekdays of several months of each year as those of some months: they are the same days."""
    is_weekday_of_months = rule.parts.keys() == {"BYDAY", "BYMONTH"} and "," in rule.parts["BYMONTH"]
    if rule.frequency == "YEARLY" and rule.interval == 1 and is_weekday_of_months:
        return msgspec.structs.replace(rule, frequency="MONTHLY")
    return rule


def _candidate(rule: Rule) -> Rhythm | None:
    """Guess the choices that may say a rule; whether they do is for the caller to see."""
    often, parts = _FREQUENCIES[rule.frequency], rule.parts
    if often in (HowOften.DAILY, HowOften.WEEKLY):
        named = tuple(each for each in SortOfDay if _WEEKDAYS.get(each) in parts.get("BYDAY", "").split(","))
        return Rhythm(often=often, every=rule.interval, weekdays=named)
    day = _read_day(parts)
    if day is None:
        return None
    which, sort, number = day
    months = parts.get("BYMONTH", "").split(",") if "BYMONTH" in parts else []
    often, every = _by_months(often, rule.interval, len(months))
    month = min(map(int, months), default=0)
    if often is HowOften.YEARLY and not month and len(parts):
        return None  # Counted from January on, and not in one month.
    return Rhythm(often=often, every=every, which=which, sort=sort, date=number, month=month)


def _by_months(often: HowOften, interval: int, months: int) -> tuple[HowOften, int]:
    """Find quarters and half years among what recurs by months."""
    if often is HowOften.MONTHLY:
        for each in (HowOften.QUARTERLY, HowOften.HALF_YEARLY):
            if (interval, months) in ((STEPS[each], 0), (1, 12 // STEPS[each])):
                return each, 1
    return often, interval


def _read_day(parts: Mapping[str, str]) -> tuple[WhichDay, SortOfDay, int] | None:
    counted = {str(place): which for which, place in _COUNTED.items()}
    sorts = {day: sort for sort, day in _WEEKDAYS.items()} | {_MONDAY_TO_FRIDAY: SortOfDay.MONDAY_TO_FRIDAY}
    date, days, place = parts.get("BYMONTHDAY", ""), parts.get("BYDAY", ""), parts.get("BYSETPOS", "")
    if date:
        if date == "-1":
            return WhichDay.LAST, SortOfDay.ANY, 0
        return (WhichDay.BY_DATE, SortOfDay.ANY, int(date)) if date.isdigit() else None
    if not days:
        return WhichDay.BY_DATE, SortOfDay.ANY, 0
    if not place:
        place, days = days[:-2].lstrip("+"), days[-2:]
    which, sort = counted.get(place), sorts.get(days)
    return (which, sort, 0) if which and sort else None
