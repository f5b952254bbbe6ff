"""Who stands with whom, and what comes first: the orders and circles that several views need."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from unicodedata import combining, normalize

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Allegation, Event, Quote, Record, Source

R = TypeVar("R", bound=Record)

OTHER, UNDATED = "other", "undated"
"""Where headings that begin with no letter from A to Z are found in an index, and records without a date."""


def in_time(records: Iterable[R]) -> tuple[R, ...]:
    """The records by the first day that their date can mean, by the last where it has no beginning; undated ones last."""
    return tuple(sorted(records, key=lambda record: (_day(record), record.id)))


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


def speakers_for(id: str, dataset: Dataset) -> frozenset[str]:
    """Whose words count as an entity's: its own, those of the groups it belongs to, and of everybody inside it."""
    return frozenset((*dataset.within(id), *dataset.inside(id)))


def concerned(allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """Those whom an allegation is about, one by one, groups by their members, in the order in which it names them."""
    return tuple(dict.fromkeys(member for named in allegation.about for member in dataset.members(named)))


def allegations_about(id: str, dataset: Dataset) -> tuple[Allegation, ...]:
    """The allegations about an entity or a group around it, in time."""
    found = {claim.id: claim for near in dataset.within(id) for claim in dataset.referring(near, Allegation, "about")}
    return in_time(found.values())


def accused(allegation: Allegation, dataset: Dataset) -> frozenset[str]:
    """Everybody whose words are a reply of those whom an allegation is about."""
    named = (*allegation.about, *concerned(allegation, dataset))
    return frozenset(speaker for id in named for speaker in speakers_for(id, dataset))


def party(quote: Quote) -> tuple[str, ...]:
    """Whose words they are: the speaker, and the body on whose behalf the speaker spoke."""
    return (quote.speaker, quote.for_) if quote.for_ else (quote.speaker,)


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
