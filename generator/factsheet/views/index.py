"""The views of a kind's index: one line a record that says something, two hundred lines a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Kind, Record
from factsheet.views.disagreement import Differing, differing
from factsheet.views.order import alphabetical, in_time, letter, year
from factsheet.views.row import Row, row_of

MOST_ROWS = 200
MOST_ROWS_WITHOUT_JUMPS = 12
DATED: tuple[Kind, ...] = ("allegations", "quotes", "events")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A link to the first row of a letter or year, or of those that have none: `key` is as `order` names it."""

    key: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """One page of a kind's index; `pages` has the address of each page, and `number` counts from 1.

    Below the first page of the disagreements stand the first properties on whose values sources differ too, and how many more
    there are.
    """

    kind: Kind
    address: str
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: tuple[str, ...]
    jumps: tuple[Jump, ...]
    differing: tuple[Differing, ...]
    more_differing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands where on one page of a kind's index: the ids in their order, each with its anchor, empty for most of them."""

    kind: Kind
    ids: tuple[tuple[str, str], ...]
    total: int
    number: int
    pages: tuple[str, ...]
    jumps: tuple[Jump, ...]

    @property
    def address(self) -> str:
        """The address of the page."""
        return self.pages[self.number - 1]


def layouts(kind: Kind, dataset: Dataset) -> Iterator[Layout]:
    """The pages of a kind's index: at least one, even if it is empty."""
    records = in_order(kind, dataset)
    firsts = _firsts(kind, records)
    ids = [(record.id, _place(firsts[place]) if place in firsts else "") for place, record in enumerate(records)]
    pages = tuple(_page(kind, number) for number in range(max(1, -(-len(records) // MOST_ROWS))))
    found = _jumps(kind, firsts)
    for number in range(1, len(pages) + 1):
        part = tuple(ids[(number - 1) * MOST_ROWS : number * MOST_ROWS])
        yield Layout(kind=kind, ids=part, total=len(records), number=number, pages=pages, jumps=found)


def index_view(layout: Layout, dataset: Dataset) -> IndexView:
    """The view of a page of an index."""
    values = tuple(differing(dataset)) if layout.kind == "disagreements" and layout.number == 1 else ()
    return IndexView(
        kind=layout.kind,
        address=layout.address,
        rows=tuple(replace(row_of(id, dataset), place=place or None) for id, place in layout.ids),
        total=layout.total,
        number=layout.number,
        pages=layout.pages,
        jumps=layout.jumps,
        differing=values[:MOST_ROWS],
        more_differing=max(0, len(values) - MOST_ROWS),
    )


def jumps(kind: Kind, dataset: Dataset) -> tuple[Jump, ...]:
    """The links to the first row of each letter or year in a kind's index; no rows are made for them."""
    return _jumps(kind, _firsts(kind, in_order(kind, dataset)))


def _jumps(kind: Kind, firsts: Mapping[int, str]) -> tuple[Jump, ...]:
    return tuple(
        Jump(key=key, address=f"{_page(kind, position // MOST_ROWS)}#{_place(key)}") for position, key in firsts.items()
    )


def in_order(kind: Kind, dataset: Dataset) -> tuple[Record, ...]:
    """The records of a kind as its index lists them: dated kinds by day, the others by their heading."""
    return dataset.once(_in_order, kind)


def _in_order(kind: Kind, dataset: Dataset) -> tuple[Record, ...]:
    records = dataset.all(KINDS[kind])
    if kind in DATED:
        return in_time(records)
    return tuple(sorted(records, key=lambda record: (alphabetical(_heading(record)), record.id)))


def _firsts(kind: Kind, records: Sequence[Record]) -> dict[int, str]:
    """The positions of the first record of each letter or year; none where a list is short or has but one of them."""
    keys: dict[str, int] = {}
    for position, record in enumerate(records):
        keys.setdefault(year(record) if kind in DATED else letter(_heading(record)), position)
    worth = len(records) > MOST_ROWS_WITHOUT_JUMPS and len(keys) > 1
    return {position: key for key, position in keys.items()} if worth else {}


def _page(kind: Kind, before: int) -> str:
    """The address of the page of an index that so many pages stand before."""
    return f"{kind}/page/{before + 1}/" if before else f"{kind}/"


def _place(key: str) -> str:
    return f"at-{key}"


def _heading(record: Record) -> str:
    return str(getattr(record, "title", ""))
