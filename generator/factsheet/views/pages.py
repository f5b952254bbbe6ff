"""Every page that the facts make, one after the other, with its place among its neighbours.

What a page says is worked out when it is asked for: its plan costs next to nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Kind, Source
from factsheet.views.allegation import allegation_view
from factsheet.views.colophon import Colophon, colophon
from factsheet.views.desk import ref_to
from factsheet.views.disagreement import disagreement_view
from factsheet.views.entity import entity_view
from factsheet.views.event import event_view
from factsheet.views.index import in_order, index_view, layouts
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
class Besides:
    """What a record's page has besides its view: its neighbours in its index, its words for the search, the bytes of its file,
    and what stands at its end.
    """

    previous: Ref | None
    next: Ref | None
    search: Searchable
    raw: bytes
    colophon: Colophon


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A page before it is made: its address, its template's name, and the functions that make its view and what a record's page has besides.

    `updated` is the newest day on which a source of it was read, as YYYY-MM-DD. Only pages that are `indexed` are found by search engines.
    `stamp` is all that the page depends on besides what its functions look at in the data set, as text; None where they do not
    look there.
    """

    address: str
    template: str
    kind: str
    view: Callable[[], Any]
    updated: str
    indexed: bool = True
    file: str | None = None
    besides: Callable[[], Besides] | None = None
    stamp: str | None = None


def record_plans(dataset: Dataset) -> Iterator[Plan]:
    """A page for every record of every kind, in the order of the indexes."""
    days = _days(dataset)
    newest = updated(dataset)
    for kind in KINDS:
        ids = [record.id for record in in_order(kind, dataset)]
        for before, id, after in zip(("", *ids), ids, (*ids[1:], ""), strict=False):
            yield Plan(
                address=f"{kind}/{id}/",
                template=kind,
                kind=kind,
                view=partial(_view, id, dataset),
                updated=days.get(id, newest),
                file=f"{kind}/{id}.yml",
                besides=partial(_besides, id, before, after, dataset),
                stamp=f"{before} {after}",
            )


def index_plans(dataset: Dataset) -> Iterator[Plan]:
    """The index pages of every kind."""
    newest = updated(dataset)
    for kind in KINDS:
        for layout in layouts(kind, dataset):
            view = partial(index_view, layout, dataset)
            yield Plan(
                address=layout.address, template="index", kind=kind, view=view, updated=newest, stamp=repr(layout)
            )


def names_of(plans: Iterable[Plan], dataset: Dataset) -> Iterator[str]:
    """The names by whose parts the records of these pages are found."""
    for plan in plans:
        if plan.besides:
            _kind, id, _end = plan.address.split("/")
            yield from searchable(dataset.records[id], dataset).names


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


def _view(id: str, dataset: Dataset) -> Any:
    record = dataset.records[id]
    return _VIEWS[record.kind](record, dataset)


def _besides(id: str, before: str, after: str, dataset: Dataset) -> Besides:
    record = dataset.records[id]
    return Besides(
        previous=ref_to(dataset.records[before], dataset) if before else None,
        next=ref_to(dataset.records[after], dataset) if after else None,
        search=searchable(record, dataset),
        raw=dataset.documents[id].raw,
        colophon=colophon(record, dataset),
    )
