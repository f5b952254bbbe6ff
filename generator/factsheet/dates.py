"""Dates as the records write them: the forms of EDTF (ISO 8601-2:2019, level 1) that are listed in facts/README.md."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year"]

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)", re.ASCII)


class NotADate(ValueError):
    """The text is no date of a form that is understood; the message says why, in a contributor's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One date of day, month or year precision, as written; a month stays a month."""

    year: int
    month: int | None = None
    day: int | None = None
    uncertain: bool = False
    approximate: bool = False

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> date:
        """The first calendar day that the point can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last calendar day that the point can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """The point without its mark of doubt, as HTML's `datetime` attribute takes it."""
        month = f"-{self.month:02d}" if self.month else ""
        day = f"-{self.day:02d}" if self.day else ""
        return f"{self.year:04d}{month}{day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edtf:
    """A date or an interval. `start` or `end` is None where the interval is open on that side; `interval` tells it from a date."""

    text: str
    start: Point | None
    end: Point | None
    interval: bool = False

    @property
    def earliest(self) -> date:
        """The first day it can mean; the first day of all where that is not known."""
        return self.start.earliest if self.start else date.min

    @property
    def latest(self) -> date:
        """The last day it can mean; the last day of all where that is not known."""
        return self.end.latest if self.end else date.max

    @property
    def doubtful(self) -> bool:
        """Whether either end carries `?`, `~` or `%`."""
        return any(point.uncertain or point.approximate for point in (self.start, self.end) if point)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """The date that the text writes: `2019-10-07`, `2019-10`, `2019`, each also with `?`, `~` or `%`, and `a/b` with `..` for an open end.

    Raises NotADate for any other form, for a day that the calendar does not have, and for an interval that ends before it starts.
    """
    first, slash, second = text.partition("/")
    if not slash:
        point = _point(text)
        return Edtf(text=text, start=point, end=point)
    start = None if first == ".." else _point(first)
    end = None if second == ".." else _point(second)
    if start is None and end is None:
        raise NotADate("an interval needs at least one date")
    if start and end and end.latest < start.earliest:
        raise NotADate("the interval ends before it starts")
    return Edtf(text=text, start=start, end=end, interval=True)


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise NotADate("a date is written like 2019-10-07, 2019-10 or 2019")
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    if not year:
        raise NotADate("there is no year 0000 here")
    if month is not None and not 1 <= month <= 12:
        raise NotADate(f"there is no month {month:02d}")
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise NotADate(f"{year:04d}-{month:02d} has no day {day:02d}")
    mark = match["mark"]
    return Point(year=year, month=month, day=day, uncertain=mark in ("?", "%"), approximate=mark in ("~", "%"))


def certainly_before(first: Edtf, second: Edtf, grace: timedelta = timedelta(days=1)) -> bool:
    """Whether `first` was over, more than the grace, before `second` began: false wherever a doubtful date leaves room."""
    if first.doubtful or second.doubtful or first.latest == date.max:
        return False
    return first.latest < second.earliest and second.earliest - first.latest > grace


def overlap(first: Edtf, second: Edtf) -> bool:
    """Whether some day can belong to both."""
    return first.earliest <= second.latest and second.earliest <= first.latest


def is_number_or_date(text: str) -> bool:
    """Whether the text is a whole number or a date, and no words."""
    try:
        parse(text)
    except NotADate:
        return text.isdigit()
    return True
