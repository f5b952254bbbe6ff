"""The view of a disagreement's page: the readings side by side, each with who says it; and values that differ elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Disagreement, Entity, Event, Quote
from factsheet.views.desk import Desk
from factsheet.views.entity import PropertyLine, property_lines
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, SourceLine, Witnesses, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One of the things that are said; `sources` are those that say it, without those that only mention it."""

    says: str
    sources: tuple[SourceLine, ...]
    remarks: Remarks
    words: tuple[Words, ...]
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementView:
    """A disagreement's page."""

    common: Common
    question: str
    status: Listed
    about: tuple[Ref, ...]
    readings: tuple[ReadingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A property of a party or an event for which sources give different values of the same time; `address` is where they stand."""

    ref: Ref
    address: str
    property: Listed
    lines: tuple[PropertyLine, ...]


def differing(dataset: Dataset) -> Iterator[Differing]:
    """The properties whose values differ, by the ids of their records; those of withdrawn ones too, as their pages show them."""
    holders: tuple[Entity | Event, ...] = (*dataset.all(Entity), *dataset.all(Event))
    for record in holders:
        place = "identity" if isinstance(record, Entity) else "properties"
        desk = Desk(dataset)
        lines = property_lines(record, desk, doubted=True)
        ref = desk.ref(record.id)
        for listed in dict.fromkeys(line.property for line in lines):
            yield Differing(
                ref=ref,
                address=f"{ref.address}#{place}",
                property=listed,
                lines=tuple(line for line in lines if line.property == listed),
            )


def disagreement_view(disagreement: Disagreement, dataset: Dataset) -> DisagreementView:
    """The view of a disagreement's page."""
    desk = Desk(dataset)
    return DisagreementView(
        question=disagreement.question,
        status=desk.term("status", disagreement.status),
        about=desk.refs(disagreement.about),
        readings=tuple(
            ReadingLine(
                says=reading.says,
                sources=tuple(
                    desk.source_line(id)
                    for id in dict.fromkeys(
                        citation.source for citation in reading.citations if citation.bearing == "supports"
                    )
                ),
                remarks=desk.remarks(reading),
                marks=desk.cite(reading.citations),
                witnesses=desk.witnesses(disagreement, "readings", position),
                words=tuple(desk.words(dataset.get(Quote, id)) for id in reading.quotes),
            )
            for position, reading in enumerate(disagreement.readings)
        ),
        common=desk.common(disagreement),
    )
