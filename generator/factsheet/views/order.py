"""What comes first: the orders in time and by name that several views need."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from unicodedata import combining, normalize

from factsheet.dates import Edtf
from factsheet.model import Allegation, Event, Quote, Record, Source

R = TypeVar("R", bound=Record)

OTHER, UNDATED = "other", "undated"
"""Where headings that begin with no letter from A to Z are found in an index, and records without a date."""


def in_time(records: Iterable[R]) -> tuple[R, ...]:
    """The records by the first day that their date can mean, by the last where it has no beginning; undated ones last."""
    found = tuple(records)
    return found if len(found) < 2 else tuple(sorted(found, key=lambda record: (_day(record), record.id)))


def when(record: Record) -> Edtf | None:
    """When what a record tells was said, happened or was issued; None where no date is given, or its kind has none."""
    match record:
        case Quote():
            return record.said_on
        case Allegation():
            return record.made_on
        case Event():
            return record.date
        case Source():
            return record.issued
    return None


def _day(record: Record) -> date:
    happened = when(record)
    if not happened:
        return date.max
    return happened.earliest if happened.start else happened.latest


def letter(heading: str) -> str:
    """The letter from `a` to `z` under which a heading is found, without its accent; OTHER for any other sign."""
    first = _plain(heading)[:1]
    return first if "a" <= first <= "z" else OTHER


def year(record: Record) -> str:
    """The year under which a record is found where records stand in time; UNDATED where it has no date."""
    day = _day(record)
    return UNDATED if day == date.max else f"{day.year:04}"


def alphabetical(heading: str) -> tuple[bool, str, str]:
    """Sorts headings from A to Z whatever their accents; those that begin with no such letter come last."""
    return letter(heading) == OTHER, _plain(heading), heading


def _plain(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign)).casefold()
