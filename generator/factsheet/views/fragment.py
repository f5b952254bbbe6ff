"""Views that a hand-written page may embed, each by its name: `<!-- factsheet: NAME -->` on a line of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Kind
from factsheet.views.desk import Desk
from factsheet.views.index import Row, in_order, row
from factsheet.views.parts import Listed

MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first lines of each kind, and how many records it has; no longer for a larger data set."""

    counts: Mapping[Kind, int]
    rows: Mapping[Kind, tuple[Row, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A closed list with its definitions."""

    name: str
    terms: tuple[Listed, ...]


def overview(dataset: Dataset, _argument: str) -> Overview:
    """What the home page shows."""
    desk = Desk(dataset)
    ordered = {kind: tuple(found for found in in_order(kind, dataset) if not found.withdrawn) for kind in KINDS}
    return Overview(
        counts={kind: len(records) for kind, records in ordered.items()},
        rows={kind: tuple(row(record, desk) for record in records[:MOST_LINES]) for kind, records in ordered.items()},
    )


def vocabulary(dataset: Dataset, argument: str) -> Vocabulary:
    """One closed list; raises KeyError for an unknown one."""
    desk = Desk(dataset)
    values = dataset.vocabularies.root[argument]
    return Vocabulary(name=argument, terms=tuple(desk.term(argument, value) for value in values))


FRAGMENTS: Mapping[str, Callable[[Dataset, str], object]] = {"overview": overview, "vocabulary": vocabulary}
"""Each fragment by its name, which is also its template's; called with the data set and the words after the name."""
