"""The timeline: events above a line and replies below it, one column for each month, and a place for every mark.

Steps: choose the main events, count what was said in answer to each, set both into columns of months or years, and
give every mark its place.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, Point
from factsheet.model import Event, Quote
from factsheet.views.desk import Desk
from factsheet.views.index import jumps
from factsheet.views.order import in_time
from factsheet.views.parts import Listed, Ref

MOST_EVENTS = 40
MOST_COLUMNS = 36
MOST_MARKS = 12
"""In one column; where there are more events, the last mark stands for all that have none."""

STEP = 32
"""From the middle of a column to that of the next; a mark is 24 wide and high."""
RISE = 26
"""From the middle of a mark to that of the one above it."""
Span = Callable[[Edtf], Point]
"""The month or the year in which a date lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """How far below the line things stand: the middles of the marks of replies, the names of months and years, and the ends."""

    replies: int = 18
    month: int = 48
    year: int = 66
    year_end: int = 70
    end: int = 76


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event, and how many quotes answer it; it is `doubtful` if its date is marked as uncertain or approximate."""

    ref: Ref
    date: Edtf
    type: Listed
    planned: bool
    doubtful: bool
    replies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event in the drawing: `y` is the middle of its mark, counted from the line, and so below zero."""

    y: int
    event: Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A month or year in which something is recorded: `x` is its middle.

    `replies` are the quotes dated in it that answer something, and `quotes` is where the index has those of its year;
    `more` events have one mark together, at `top`.
    """

    x: int
    when: Point
    marks: tuple[Mark, ...]
    more: int
    top: int
    replies: int
    quotes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year: where its columns begin, its events, and by month how many quotes dated in it answer something."""

    x: int
    number: int
    events: tuple[Happening, ...]
    replies: tuple[tuple[Point, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The drawing, and the same as a list; `line` is how far down the line is.

    `undrawn` counts the replies without a date, or without a beginning of it.
    """

    width: int
    height: int
    line: int
    below: Below
    monthly: bool
    planned: bool
    doubtful: bool
    columns: tuple[Column, ...]
    years: tuple[Year, ...]
    shown: int
    total: int
    undrawn: int


def timeline(dataset: Dataset, _argument: str) -> Timeline:
    """The main events and all replies."""
    recorded = tuple(event for event in dataset.all(Event) if not event.withdrawn)
    desk = Desk(dataset)
    events = tuple(_happening(event, desk) for event in _main(recorded, dataset))
    replies = tuple(quote.said_on for quote in dataset.all(Quote) if quote.answers and not quote.withdrawn)
    days = tuple(day for day in replies if day and day.start)
    monthly = len({_month(day) for day in (*days, *(event.date for event in events))}) <= MOST_COLUMNS
    places = {jump.key: jump.address for jump in jumps("quotes", dataset)}
    columns = _columns(events, days, _month if monthly else _year, places)
    below = Below()
    line = RISE * max((len(column.marks) + bool(column.more) for column in columns), default=0)
    return Timeline(
        width=STEP * len(columns),
        height=line + below.end,
        line=line,
        below=below,
        monthly=monthly,
        planned=any(event.planned for event in events),
        doubtful=any(event.doubtful for event in events),
        columns=columns,
        years=_years(events, days, columns),
        shown=len(events),
        total=len(recorded),
        undrawn=len(replies) - len(days),
    )


def _main(events: tuple[Event, ...], dataset: Dataset) -> tuple[Event, ...]:
    """The events to which most records refer, in time; of those with equally many the earlier ones."""
    weighed = sorted(in_time(events), key=lambda event: _weight(event, dataset), reverse=True)
    return in_time(weighed[:MOST_EVENTS])


def _weight(event: Event, dataset: Dataset) -> int:
    referring = {id for ids in dataset.backward.get(event.id, {}).values() for id in ids}
    return sum(1 for id in referring if not dataset.records[id].withdrawn)


def _happening(event: Event, desk: Desk) -> Happening:
    return Happening(
        ref=desk.ref(event.id),
        date=event.date,
        type=desk.term("event_type", event.type),
        planned=event.planned,
        doubtful=event.date.doubtful,
        replies=len(desk.dataset.referring(event.id, Quote, "answers.to")),
    )


def _columns(
    events: tuple[Happening, ...], days: tuple[Edtf, ...], span: Span, places: Mapping[str, str]
) -> tuple[Column, ...]:
    happened: dict[Point, list[Happening]] = {}
    for event in events:
        happened.setdefault(span(event.date), []).append(event)
    said = Counter(span(day) for day in days)
    times = sorted({*happened, *said}, key=_in_order)
    return tuple(
        _column(
            STEP * number + STEP // 2,
            when,
            happened.get(when, []),
            said[when],
            places.get(f"{when.year:04}", "quotes/"),
        )
        for number, when in enumerate(times)
    )


def _column(x: int, when: Point, events: list[Happening], replies: int, quotes: str) -> Column:
    shown = events if len(events) <= MOST_MARKS else events[: MOST_MARKS - 1]
    return Column(
        x=x,
        when=when,
        marks=tuple(Mark(y=_rise(number), event=event) for number, event in enumerate(shown)),
        more=len(events) - len(shown),
        top=_rise(len(shown)),
        replies=replies,
        quotes=quotes,
    )


def _rise(number: int) -> int:
    """Where the middle of a column's mark of that number is; the lowest one is 0."""
    return -RISE * number - RISE // 2


def _years(events: tuple[Happening, ...], days: tuple[Edtf, ...], columns: tuple[Column, ...]) -> tuple[Year, ...]:
    first = {column.when.year: column.x - STEP // 2 for column in reversed(columns)}
    said = Counter(_month(day) for day in days)
    return tuple(
        Year(
            x=first[number],
            number=number,
            events=tuple(event for event in events if _point(event.date).year == number),
            replies=tuple((month, said[month]) for month in sorted(said, key=_in_order) if month.year == number),
        )
        for number in sorted(first)
    )


def _point(day: Edtf) -> Point:
    """Where the date begins, or where it ends if its beginning is not known; it has one of the two."""
    return day.start or cast(Point, day.end)


def _in_order(when: Point) -> tuple[int, int]:
    """Sorts months, and a year that has none before those of the same year."""
    return when.year, when.month or 0


def _month(day: Edtf) -> Point:
    point = _point(day)
    return Point(year=point.year, month=point.month)


def _year(day: Edtf) -> Point:
    return Point(year=_point(day).year)
