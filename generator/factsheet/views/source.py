"""The view of a source's page: what it is, where its content comes from, how much was read, and all that rests on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import KINDS, Author, Kind, Record, Snapshot, Source
from factsheet.views.desk import Desk, ref_to
from factsheet.views.parts import Common, Listed, Ref
from factsheet.witnesses import citing


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLine:
    """Where the content comes from: a record here, or a name."""

    how: Listed
    name: str | None
    ref: Ref | None
    basis: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A record that cites the source, and the places that it cites."""

    ref: Ref
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source's page; `supplied` names the fields to show in square brackets."""

    common: Common
    title: str
    type: Listed
    genre: str | None
    authors: tuple[str, ...]
    translators: tuple[str, ...]
    publisher: str | None
    issued_by: tuple[Ref, ...]
    container_title: str | None
    volume: str | None
    page: str | None
    number: str | None
    issued: Edtf | None
    original_date: Edtf | None
    language: str | None
    url: str | None
    supplied: frozenset[str]
    nature: Listed
    origins: tuple[OriginLine, ...]
    copies: tuple[Ref, ...]
    hosted_by: str | None
    canonical_url: str | None
    read_on: Edtf
    reading: Listed
    archived_url: str | None
    archived_on: Edtf | None
    snapshot: Snapshot | None
    keep: Listed | None
    resting: tuple[tuple[Kind, tuple[Resting, ...]], ...]


def source_view(source: Source, dataset: Dataset) -> SourceView:
    """The view of a source's page."""
    desk = Desk(dataset)
    return SourceView(
        title=source.title,
        type=desk.term("source_type", source.type),
        genre=source.genre,
        authors=tuple(_written(author) for author in source.author),
        translators=tuple(_written(author) for author in source.translator),
        publisher=source.publisher,
        issued_by=desk.refs(source.issued_by),
        container_title=source.container_title,
        volume=source.volume,
        page=source.page,
        number=source.number,
        issued=source.issued,
        original_date=source.original_date,
        language=source.language,
        url=source.url,
        supplied=frozenset(source.supplied),
        nature=desk.term("nature", source.nature),
        origins=tuple(
            OriginLine(
                how=desk.term("origin", origin.how),
                name=origin.from_,
                ref=desk.ref(origin.source) if origin.source else None,
                basis=desk.term("basis", origin.basis),
            )
            for origin in source.origins
        ),
        copies=tuple(ref_to(copy, dataset) for copy in dataset.referring(source.id, Source, "origins.source")),
        hosted_by=source.hosted_by,
        canonical_url=source.canonical_url,
        read_on=source.read_on,
        reading=desk.term("reading", source.reading),
        archived_url=source.archived.url if source.archived else None,
        archived_on=source.archived.on if source.archived else None,
        snapshot=source.snapshot,
        keep=desk.term("keep", source.snapshot.keep) if source.snapshot else None,
        resting=tuple(_resting(source, dataset)),
        common=desk.common(source),
    )


def _written(author: Author) -> str:
    """The name in the order in which it is printed on a title page."""
    return author.literal or " ".join(part for part in (author.given, author.family) if part)


def _resting(source: Source, dataset: Dataset) -> Iterator[tuple[Kind, tuple[Resting, ...]]]:
    here = [dataset.records[id] for id in sorted(citing(source.id, dataset))]
    for kind in KINDS:
        records = [record for record in here if record.kind == kind]
        if records:
            yield (
                kind,
                tuple(
                    Resting(ref=ref_to(record, dataset), places=_places(record, source.id, dataset))
                    for record in records
                ),
            )


def _places(record: Record, source: str, dataset: Dataset) -> tuple[str, ...]:
    return dataset.once(_places_by_source, record.id).get(source, ())


def _places_by_source(id: str, dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Each source that a record cites, with the places it names there."""
    found: dict[str, dict[str, None]] = {}
    for citation in _citations(dataset.documents[id].data):
        if "at" in citation:
            found.setdefault(citation["source"], {})[citation["at"]] = None
    return {source: tuple(places) for source, places in found.items()}


def _citations(data: Any) -> list[dict[str, str]]:
    """Every citation in a record's plain data, at any depth."""
    found: list[dict[str, str]] = []
    for key, held in data.items():
        if key == "citations" and isinstance(held, list):
            found += held
        else:
            inner = held if isinstance(held, list) else (held,)
            found += [citation for item in inner if isinstance(item, dict) for citation in _citations(item)]
    return found
