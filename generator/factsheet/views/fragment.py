"""Views that a hand-written page may embed, each by its name: `<!-- factsheet: NAME ARGUMENT -->` on a line of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Allegation, Event, Kind, Quote, Record
from factsheet.views.coverage import coverage
from factsheet.views.desk import Desk
from factsheet.views.index import in_order
from factsheet.views.order import in_time, when
from factsheet.views.parts import Listed
from factsheet.views.row import Row, row
from factsheet.views.timeline import timeline
from factsheet.views.unknown import unknown

MOST_LINES = 20
MOST_LATEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first lines of a kind, and how many records it has; no longer for a larger data set."""

    kind: Kind
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """What happened or was said last: the newest first, each with its kind."""

    rows: tuple[tuple[Kind, Row], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A closed list with its definitions."""

    name: str
    terms: tuple[Listed, ...]


def overview(dataset: Dataset, argument: str) -> Overview:
    """The first records of a kind, as its index lists them; raises KeyError for an unknown kind."""
    kind = KINDS[cast(Kind, argument)].kind
    records = tuple(record for record in in_order(kind, dataset) if not record.withdrawn)
    desk = Desk(dataset)
    return Overview(kind=kind, count=len(records), rows=tuple(row(record, desk) for record in records[:MOST_LINES]))


def latest(dataset: Dataset, _argument: str) -> Latest:
    """The newest events, allegations and quotes that have a date and do not lie ahead."""
    sorts: tuple[type[Record], ...] = (Event, Allegation, Quote)
    dated = (record for sort in sorts for record in dataset.all(sort) if _has_happened(record))
    desk = Desk(dataset)
    newest = reversed(in_time(dated)[-MOST_LATEST:])
    return Latest(rows=tuple((record.kind, row(record, desk)) for record in newest))


def vocabulary(dataset: Dataset, argument: str) -> Vocabulary:
    """One closed list; raises KeyError for an unknown one."""
    desk = Desk(dataset)
    values = dataset.vocabularies.root[argument]
    return Vocabulary(name=argument, terms=tuple(desk.term(argument, value) for value in values))


def _has_happened(record: Record) -> bool:
    ahead = isinstance(record, Event) and record.planned
    return when(record) is not None and not ahead and not record.withdrawn


FRAGMENTS: Mapping[str, Callable[[Dataset, str], object]] = {
    "coverage": coverage,
    "latest": latest,
    "overview": overview,
    "timeline": timeline,
    "unknown": unknown,
    "vocabulary": vocabulary,
}
"""Each fragment by its name, which is also its template's; called with the data set and the word after the name."""
