"""Every page that the facts make, one after the other, with its place among its neighbours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Kind, Record, Source
from factsheet.views.allegation import allegation_view
from factsheet.views.colophon import Colophon, colophon
from factsheet.views.desk import address_of, ref_to
from factsheet.views.disagreement import disagreement_view
from factsheet.views.entity import entity_view
from factsheet.views.event import event_view
from factsheet.views.index import in_order, index_views
from factsheet.views.parts import Ref
from factsheet.views.quote import quote_view
from factsheet.views.source import source_view
from factsheet.views.words import Searchable, searchable

_VIEWS: Mapping[Kind, Callable[[Any, Dataset], Any]] = {
    "entities": entity_view,
    "sources": source_view,
    "allegations": allegation_view,
    "quotes": quote_view,
    "events": event_view,
    "disagreements": disagreement_view,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A page before it is made: its address, its template's name, and the function that makes its view.

    `updated` is the newest day on which a source of it was read, as YYYY-MM-DD. Only pages that are `indexed` are found by search engines.
    A record's page has its neighbours in its index, its words for the search, the bytes of its file, and what stands at its end.
    """

    address: str
    template: str
    kind: str
    view: Callable[[], Any]
    updated: str
    indexed: bool = True
    file: str | None = None
    raw: bytes | None = None
    colophon: Callable[[], Colophon] | None = None
    previous: Ref | None = None
    next: Ref | None = None
    search: Searchable | None = None


def record_plans(dataset: Dataset) -> Iterator[Plan]:
    """A page for every record of every kind, in the order of the indexes."""
    days = _days(dataset)
    newest = updated(dataset)
    for kind in KINDS:
        records = in_order(kind, dataset)
        for position, record in enumerate(records):
            yield Plan(
                address=address_of(record),
                template=kind,
                kind=kind,
                view=partial(_VIEWS[kind], record, dataset),
                updated=days.get(record.id, newest),
                file=f"{kind}/{record.id}.yml",
                raw=dataset.documents[record.id].raw,
                colophon=partial(colophon, record, dataset),
                previous=_neighbour(records, position - 1, dataset),
                next=_neighbour(records, position + 1, dataset),
                search=searchable(record, dataset),
            )


def index_plans(dataset: Dataset) -> Iterator[Plan]:
    """The index pages of every kind."""
    newest = updated(dataset)
    for kind in KINDS:
        for view in index_views(kind, dataset):
            yield Plan(address=view.address, template="index", kind=kind, view=partial(given, view), updated=newest)


def updated(dataset: Dataset) -> str:
    """The newest day on which any source was read, as YYYY-MM-DD: what pages of no record are dated by."""
    return max((_read_on(source) for source in dataset.all(Source)), default="1970-01-01")


def _days(dataset: Dataset) -> dict[str, str]:
    """For each record that is a source or cites one, the newest day on which one of these was read."""
    days: dict[str, str] = {}
    for source in dataset.all(Source):
        day = _read_on(source)
        citing = (id for ids in dataset.backward.get(source.id, {}).values() for id in ids)
        for id in (source.id, *citing):
            days[id] = max(days.get(id, day), day)
    return days


def _read_on(source: Source) -> str:
    return source.read_on.latest.isoformat()


def given(view: object) -> object:
    """A view that is there already, as what makes it."""
    return view


def _neighbour(records: tuple[Record, ...], position: int, dataset: Dataset) -> Ref | None:
    return ref_to(records[position], dataset) if 0 <= position < len(records) else None
