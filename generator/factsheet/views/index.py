"""The views of a kind's index: one line a record that says something, two hundred lines a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import KINDS, Allegation, Disagreement, Entity, Event, Kind, Quote, Record, Source
from factsheet.views.allegation import silent
from factsheet.views.desk import Desk
from factsheet.views.order import concerned, in_time
from factsheet.views.parts import Listed, Ref, SourceLine

MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record in one line; what a kind does not have is left out."""

    ref: Ref
    date: Edtf | None = None
    listed: Listed | None = None
    by: tuple[Ref, ...] = ()
    about: tuple[Ref, ...] = ()
    text: str | None = None
    lang: str | None = None
    source: SourceLine | None = None
    answers: tuple[tuple[Listed, Ref], ...] = ()
    count: int = 0
    further: int = 0
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """One page of a kind's index; `pages` has the address of each page, and `number` counts from 1."""

    kind: Kind
    address: str
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: tuple[str, ...]


def index_views(kind: Kind, dataset: Dataset) -> Iterator[IndexView]:
    """The pages of a kind's index: at least one, even if it is empty."""
    rows = in_order(kind, dataset)
    count = max(1, -(-len(rows) // MOST_ROWS))
    pages = tuple(f"{kind}/" if number == 1 else f"{kind}/page/{number}/" for number in range(1, count + 1))
    desk = Desk(dataset)
    for number, address in enumerate(pages, 1):
        part = rows[(number - 1) * MOST_ROWS : number * MOST_ROWS]
        yield IndexView(
            kind=kind,
            address=address,
            rows=tuple(row(record, desk) for record in part),
            total=len(rows),
            number=number,
            pages=pages,
        )


def in_order(kind: Kind, dataset: Dataset) -> tuple[Record, ...]:
    """The records of a kind as its index lists them: dated kinds by day, the others by their heading."""
    records = dataset.all(KINDS[kind])
    if kind in ("allegations", "quotes", "events"):
        return in_time(records)
    return tuple(sorted(records, key=lambda record: (str(getattr(record, "title", "")).casefold(), record.id)))


def row(record: Record, desk: Desk) -> Row:
    """A record in one line."""
    dataset = desk.dataset
    ref = desk.ref(record.id)
    match record:
        case Entity():
            about = sum(len(dataset.referring(id, Allegation, "about")) for id in dataset.within(record.id))
            said = len(dataset.referring(record.id, Quote, "speaker", "for"))
            return Row(
                ref=ref, listed=desk.term("entity_type", record.type), text=record.name, count=about, further=said
            )
        case Allegation():
            stage = record.stages[-1].stage if record.stages else record.stage or ""
            answering = len(concerned(record, dataset)) - len(silent(record, dataset))
            return Row(
                ref=ref,
                date=record.made_on,
                listed=desk.term("stage", stage),
                by=desk.refs(record.made_by),
                about=desk.refs(record.about),
                text=record.voice,
                count=answering,
            )
        case Quote():
            answers = tuple((desk.term("response", answer.response), desk.ref(answer.to)) for answer in record.answers)
            text = record.text
            return Row(
                ref=ref,
                date=record.said_on,
                listed=desk.term("form", record.form),
                text=text,
                lang=record.lang,
                answers=answers,
            )
        case Event():
            return Row(ref=ref, date=record.date, listed=desk.term("event_type", record.type), planned=record.planned)
        case Source():
            resting = {id for ids in dataset.backward.get(record.id, {}).values() for id in ids}
            return Row(ref=ref, date=record.issued, source=desk.source_line(record.id), count=len(resting))
        case Disagreement():
            return Row(
                ref=ref,
                listed=desk.term("status", record.status),
                about=desk.refs(record.about),
                count=len(record.readings),
            )
    raise TypeError(f"no index line is written for {type(record).__name__}")
