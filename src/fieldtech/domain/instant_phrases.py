"""What people write for a date and a time, in English, Chinese and ISO 8601, read without knowing a zone's rules."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from fieldtech.domain.errors import UnreadableInstant
from fieldtech.text import _


class WallClock(NamedTuple):
    """A date and a time as a clock on the wall shows them."""

    local: datetime
    """Without a zone."""
    offset: timedelta | None = None
    """From UTC, where it was written."""


class _Time(NamedTuple):
    since_midnight: timedelta
    offset: timedelta | None = None


_DAY_WORDS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "后天": 2,
}
_SHORT_DAYS = {"昨晚": "昨天晚上", "今早": "今天早上", "今晚": "今天晚上", "明早": "明天早上"}
# fmt: off
_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")
# fmt: on
_NUMERALS: dict[str, float] = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", 1)}
_NUMERALS |= {"两": 2, "十一": 11, "十二": 12, "a": 1, "an": 1, "half an": 0.5, "half a": 0.5, "半": 0.5}

_NUMBER = r"\d{1,6}(?:\.\d{1,3})?|half an?|an?|十一|十二|[半两一二三四五六七八九十]"
_UNITS = {
    "weeks": r"w|weeks?|周|个?星期",
    "days": r"d|days?|天",
    "hours": r"h|hrs?|hours?|个?小时|个?钟头",
    "minutes": r"m|mins?|minutes?|分钟?",
    "seconds": r"s|secs?|seconds?|秒钟?",
}
_PARTS = r" ?".join(rf"(?:(?P<{unit}>{_NUMBER}) ?(?:{words}))?" for unit, words in _UNITS.items())
_DISTANCE = re.compile(rf"(?P<ahead>in )?{_PARTS} ?(?P<side>ago|之?前|以前|之?后|以后)?", re.ASCII)
_NOW = {"now", "just now", "现在", "刚才", "刚刚"}

_NUMERIC_DATE = r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
_COMPACT_DATE = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"
_CHINESE_DATE = r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]"
_MONTH_NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_ENGLISH_DATE = rf"(?P<day>\d{{1,2}}) ?(?P<name>{_MONTH_NAMES})(?![a-z])\.?(?: (?P<year>\d{{4}})(?![\d:]))?"
_DATES = tuple(re.compile(date, re.ASCII) for date in (_NUMERIC_DATE, _COMPACT_DATE, _CHINESE_DATE, _ENGLISH_DATE))
_UNORDERED_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}(?:\d{2})?(?!\d)", re.ASCII)

_SECONDS = r"(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?"
_OFFSET = r"(?: ?(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2})?))?"
_HALF = r"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)? ?"
_CLOCK_TIME = re.compile(_HALF + rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::{_SECONDS})?{_OFFSET}", re.ASCII)
_NOON_TIME = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>[ap])\.?m\.?", re.ASCII)
_CHINESE_TIME = re.compile(
    _HALF + r"(?P<hour>\d{1,2}|十一|十二|[两一二三四五六七八九十]) ?[点时](?:钟|整)?"
    r"(?: ?(?P<minute>\d{1,2}) ?分?| ?(?P<quarter>半|一刻|三刻))?",
    re.ASCII,
)
_COMPACT_TIME = re.compile(rf"(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?:{_SECONDS})?{_OFFSET}", re.ASCII)
_TIMES = (_CLOCK_TIME, _NOON_TIME, _CHINESE_TIME)
_QUARTERS = {"一刻": 15, "半": 30, "三刻": 45}


def read_distance(words: str) -> timedelta | None:
    """Read how far from now something was or will be, such as `10 min ago`, `2小时后`, `now`.

    Args:
        words: In lower case, without blanks around.

    Returns:
        Negative for the past. None: the words tell no distance.
    """
    if words in _NOW:
        return timedelta(0)
    match = _DISTANCE.fullmatch(words)
    if match is None or bool(match["ahead"]) == bool(match["side"]):
        return None
    amounts = {unit: _number(match[unit]) for unit in _UNITS if match[unit]}
    if not amounts:
        return None
    is_past = match["side"] in ("ago", "前", "之前", "以前")
    return timedelta(**amounts) * (-1 if is_past else 1)


def read_wall_clock(words: str, today: date) -> WallClock | None:
    """Read a date and a time; a date in digits without a time begins its day, a time without a date is today's.

    Args:
        words: In lower case, without blanks around.
        today: The date in the zone of whoever writes.

    Returns:
        None: the words tell no date and no time.

    Raises:
        UnreadableInstant: They do, but of a day or a time that doesn't exist, or one that can be read in two ways.
    """
    for short, whole in _SHORT_DAYS.items():
        words = words.replace(short, whole)
    if match := _UNORDERED_DATE.match(words):
        raise UnreadableInstant(
            _("“{text}” doesn't say which is the day and which the month: the year comes first.").format(text=match[0])
        )
    if word := next((word for word in _DAY_WORDS if words.startswith(word) or words.endswith(f" {word}")), None):
        return _on_named_day(word, words, today)
    return _on_dated_day(words, today)


def _on_named_day(word: str, words: str, today: date) -> WallClock | None:
    rest = words.removeprefix(word) if words.startswith(word) else words.removesuffix(word)
    day = today + timedelta(days=_DAY_WORDS[word])
    if not rest:
        raise UnreadableInstant(_("“{text}” lacks the time of the day.").format(text=words))
    told = _read_time(rest, _TIMES)
    return _joined(day, told) if told else None


def _on_dated_day(words: str, today: date) -> WallClock | None:
    for pattern in _DATES:
        if match := pattern.match(words):
            rest = words[match.end() :]
            if not rest:
                return WallClock(datetime.combine(_day_of(match, today), time()))
            told = _read_time(rest, (*_TIMES, _COMPACT_TIME))
            return _joined(_day_of(match, today), told) if told else None
    told = _read_time(words, _TIMES)
    return _joined(today, told) if told else None


def _joined(day: date, told: _Time) -> WallClock:
    return WallClock(datetime.combine(day, time()) + told.since_midnight, told.offset)


def _day_of(match: re.Match[str], today: date) -> date:
    """Make the date that was matched; one without a year is the nearest to today."""
    groups = match.groupdict()
    month = int(groups["month"]) if "month" in groups else _month_named(groups["name"])
    years = [int(groups["year"])] if groups["year"] else [today.year - 1, today.year, today.year + 1]
    days = [day for year in years if (day := _day_or_none(year, month, int(groups["day"])))]
    if not days:
        raise UnreadableInstant(_("There is no day “{text}” in the calendar.").format(text=match[0].strip()))
    return min(days, key=lambda day: abs(day - today))


def _month_named(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name))


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_time(words: str, patterns: tuple[re.Pattern[str], ...]) -> _Time | None:
    words = words.removeprefix("t").strip(" ,").removeprefix("at ")
    match = next(filter(None, (pattern.fullmatch(words) for pattern in patterns)), None)
    return _time_of(match) if match else None


def _time_of(match: re.Match[str]) -> _Time:
    groups = match.groupdict()
    hour = _hour_of_day(int(_number(groups["hour"])), groups.get("half"), match[0])
    minute = _QUARTERS.get(groups.get("quarter") or "") or int(groups.get("minute") or 0)
    second = int(groups.get("second") or 0)
    microsecond = int((groups.get("fraction") or "").ljust(6, "0")[:6])
    told = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)
    if minute > 59 or second > 59 or told > timedelta(days=1):
        raise _no_such_time(match[0])
    return _Time(told, _offset(groups.get("offset"), match[0]))


def _hour_of_day(hour: int, half: str | None, text: str) -> int:
    """Bring an hour of half a day, such as `2 pm` or 下午2点, to the hour of the day."""
    if not half or (hour > 12 and half not in ("a", "p")):
        return hour
    is_evening = half in ("下午", "傍晚", "晚上")
    if not 0 <= hour <= 12 or (hour == 0 and half in ("a", "p")) or (half == "晚上" and hour < 5):
        raise _no_such_time(text)
    match half:
        case "a" | "凌晨":
            return hour % 12
        case "p":
            return hour % 12 + 12
        case "中午":
            return hour if hour > 9 else hour + 12
    if half == "晚上" and hour == 12:
        return 24
    return hour + 12 if is_evening and hour < 12 else hour


def _offset(text: str | None, whole: str) -> timedelta | None:
    if text is None:
        return None
    if text in ("z", "utc", "gmt"):
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise UnreadableInstant(_("In “{text}” the offset from UTC is none that exists.").format(text=whole))
    return -offset if text.startswith("-") else offset


def _number(word: str) -> float:
    return _NUMERALS[word] if word in _NUMERALS else float(word)


def _no_such_time(text: str) -> UnreadableInstant:
    return UnreadableInstant(_("There is no time “{text}”.").format(text=text))
