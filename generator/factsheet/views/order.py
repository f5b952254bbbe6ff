"""Who stands with whom, and what comes first: the orders and circles that several views need."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Event, Quote, Record, Source

R = TypeVar("R", bound=Record)


def in_time(records: Iterable[R]) -> tuple[R, ...]:
    """The records by the first day that their date can mean, undated ones last, then by id."""
    return tuple(sorted(records, key=lambda record: (_day(record), record.id)))


def _day(record: Record) -> date:
    match record:
        case Quote():
            happened = record.said_on
        case Allegation():
            happened = record.made_on
        case Event():
            happened = record.date
        case Source():
            happened = record.issued
        case _:
            happened = None
    return happened.earliest if happened else date.max


def accused(allegation: Allegation, dataset: Dataset) -> frozenset[str]:
    """Everybody whom an allegation is about: those it names, and the members of the groups among them."""
    return frozenset(
        id for named in allegation.about for id in (named, *dataset.members(named), *_inner_groups(named, dataset))
    )


def _inner_groups(id: str, dataset: Dataset) -> tuple[str, ...]:
    members = dataset.entity(id).members
    return tuple(found for member in members for found in (member, *_inner_groups(member, dataset)))


def party(quote: Quote) -> tuple[str, ...]:
    """Whose words they are: the speaker, and the body on whose behalf the speaker spoke."""
    return (quote.speaker, quote.for_) if quote.for_ else (quote.speaker,)
