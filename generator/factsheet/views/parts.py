"""The pieces that views are made of: links, terms, numbered citations, and short forms of records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import (
    Allegation,
    Citation,
    Derived,
    Disagreement,
    Event,
    Kind,
    Quote,
    Record,
    RepliesSought,
    Source,
    Statement,
    Term,
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A link to a record's page: its address from the site's root, and the text to click."""

    id: str
    kind: Kind
    address: str
    text: str
    lang: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A value of a closed list, with what readers see of it."""

    value: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A mark in the text: `number` leads to the citation's entry, `anchor` is where the entry leads back to."""

    number: int
    anchor: str
    entry: str
    at: str | None
    bearing: Listed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in one line: what a reader needs to weigh it."""

    ref: Ref
    title: str
    publisher: str | None
    issued: Edtf | None
    supplied: frozenset[str]
    nature: Listed
    reading: Listed
    copy: bool
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A numbered entry of the page's apparatus: source, place, words, and the anchors of the marks that lead here."""

    number: int
    anchor: str
    source: SourceLine
    at: str | None
    exact: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What a record or a statement says about itself beside its main words."""

    as_of: Edtf | None = None
    from_: Edtf | None = None
    to: Edtf | None = None
    said_by: tuple[Ref, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction in readers' terms."""

    field: str
    was: str
    now: str
    reason: Listed
    noticed_by: Listed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A withdrawal in readers' terms."""

    on: Edtf
    reason: Listed
    replaced_by: Ref | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every record's page shows: its heading, remarks, apparatus, and where its file and data are."""

    id: str
    kind: Kind
    address: str
    file: str
    note: str | None
    derived: tuple[Derived, ...]
    corrections: tuple[Corrected, ...]
    withdrawn: Withdrawn | None
    entries: tuple[Entry, ...]
    disagreements: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A quote as it is shown anywhere: the words in their own voice, who said them, and where they were read."""

    ref: Ref
    verbatim: bool
    form: Listed
    text: str
    lead_in: str | None
    lang: str
    speaker: Ref
    behalf: Ref | None
    capacity: str | None
    said_on: Edtf | None
    said_to: Ref | None
    setting: Listed | None
    translated_by: str | None
    original: Listed | None
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words that answer something, and what they do to it; `to` where the page does not already say what they answer."""

    words: Words
    response: Listed
    to: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What was done to get a missing reply."""

    entities: tuple[Ref, ...]
    result: Listed
    on: Edtf | None
    where: str | None
    asked_by: Ref | None
    note: str | None
    marks: tuple[Cited, ...]


class Desk:
    """Makes the pieces of one page from the data set, and numbers its citations as they come up."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._entries: dict[tuple[str, str | None, str | None], tuple[int, list[str]]] = {}

    def term(self, vocabulary: str, value: str) -> Listed:
        """A checked value with its label and definition."""
        return self.dataset.once(_listed, (vocabulary, value))

    def term_or_none(self, vocabulary: str, value: str | None) -> Listed | None:
        """The same for a value that may be left out."""
        return self.term(vocabulary, value) if value else None

    def inverse(self, vocabulary: str, value: str) -> Listed:
        """A relation's term as read from the other side."""
        term: Term = self.dataset.vocabularies.term(vocabulary, value)
        return Listed(value=value, label=term.inverse or term.label, definition=term.definition)

    def ref(self, id: str) -> Ref:
        """A link to the record of that id."""
        return self.dataset.once(_ref, id)

    def refs(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Links to the records of these ids, in their order."""
        return tuple(self.ref(id) for id in ids)

    def cite(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        """Marks for these citations; the same source, place and words have the same number on the whole page."""
        return tuple(self._mark(citation) for citation in citations)

    def remarks(self, statement: Statement) -> Remarks:
        """A statement's time, speakers and note."""
        return Remarks(
            as_of=statement.as_of,
            from_=statement.from_,
            to=statement.to,
            said_by=self.refs(statement.said_by),
            note=statement.note,
        )

    def words(self, quote: Quote) -> Words:
        """A quote as it is shown anywhere."""
        return Words(
            ref=ref_to(quote, self.dataset),
            verbatim=quote.form == "verbatim",
            form=self.term("form", quote.form),
            text=quote.text,
            lead_in=quote.lead_in,
            lang=quote.lang,
            speaker=self.ref(quote.speaker),
            behalf=self.ref(quote.for_) if quote.for_ else None,
            capacity=quote.capacity,
            said_on=quote.said_on,
            said_to=self.ref(quote.said_to) if quote.said_to else None,
            setting=self.term_or_none("setting", quote.setting),
            translated_by=quote.translated_by,
            original=self.term_or_none("original", quote.original),
            marks=self.cite(quote.citations),
        )

    def sought(self, search: RepliesSought) -> Sought:
        """What was done to get a missing reply."""
        return Sought(
            entities=self.refs(search.entities),
            result=self.term("result", search.result),
            on=search.on,
            where=search.where,
            asked_by=self.ref(search.asked_by) if search.asked_by else None,
            note=search.note,
            marks=self.cite(search.citations),
        )

    def source_line(self, id: str) -> SourceLine:
        """The source of that id in one line."""
        return self.dataset.once(_source_line, id)

    def common(self, record: Record) -> Common:
        """What every record's page shows. Called last, when all citations of the page are numbered."""
        gone = record.withdrawn
        return Common(
            id=record.id,
            kind=record.kind,
            address=address_of(record),
            file=f"{record.kind}/{record.id}.yml",
            note=record.note,
            derived=record.derived,
            corrections=tuple(
                Corrected(
                    field=correction.field,
                    was=correction.was,
                    now=correction.now,
                    reason=self.term("correction_reason", correction.reason),
                    noticed_by=self.term_or_none("noticed_by", correction.noticed_by),
                )
                for correction in record.corrections
            ),
            withdrawn=Withdrawn(
                on=gone.on,
                reason=self.term("withdrawal_reason", gone.reason),
                replaced_by=self.ref(gone.replaced_by) if gone.replaced_by else None,
                note=gone.note,
            )
            if gone
            else None,
            entries=self.entries(),
            disagreements=self.disagreements(record),
        )

    def entries(self) -> tuple[Entry, ...]:
        """The apparatus of all citations so far, by number."""
        return tuple(
            Entry(
                number=number,
                anchor=f"citation-{number}",
                source=self.source_line(source),
                at=at,
                exact=exact,
                marks=tuple(marks),
            )
            for (source, at, exact), (number, marks) in self._entries.items()
        )

    def disagreements(self, record: Record) -> tuple[Ref, ...]:
        """Links to the disagreements that name the record."""
        return tuple(ref_to(found, self.dataset) for found in self.dataset.referring(record.id, Disagreement, "about"))

    def _mark(self, citation: Citation) -> Cited:
        key = (citation.source, citation.at, citation.exact)
        number, marks = self._entries.setdefault(key, (len(self._entries) + 1, []))
        anchor = f"mark-{number}-{len(marks) + 1}"
        marks.append(anchor)
        bearing = None if citation.bearing == "supports" else self.term("bearing", citation.bearing)
        return Cited(number=number, anchor=anchor, entry=f"citation-{number}", at=citation.at, bearing=bearing)


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


def address_of(record: Record) -> str:
    """The permanent address of a record's page, from the site's root."""
    return f"{record.kind}/{record.id}/"


def ref_to(record: Record, dataset: Dataset) -> Ref:
    """A link to a record's page; of a quote, the text is its speaker's name and `note` its first words."""
    return dataset.once(_ref, record.id)


def _ref(id: str, dataset: Dataset) -> Ref:
    record = dataset.records[id]
    lang, note = None, None
    match record:
        case Quote():
            text = dataset.entity(record.for_ or record.speaker).title
            note = shorten(record.text, 60)
        case Source():
            text, lang = record.title, record.language
        case _:
            text = str(getattr(record, "title", id))
    return Ref(id=id, kind=record.kind, address=address_of(record), text=text, lang=lang, note=note)


def _listed(key: tuple[str, str], dataset: Dataset) -> Listed:
    vocabulary, value = key
    term = dataset.vocabularies.term(vocabulary, value)
    return Listed(value=value, label=term.label, definition=term.definition)


def _source_line(id: str, dataset: Dataset) -> SourceLine:
    source = dataset.get(Source, id)
    return SourceLine(
        ref=ref_to(source, dataset),
        title=source.title,
        publisher=source.publisher,
        issued=source.issued,
        supplied=frozenset(source.supplied),
        nature=_listed(("nature", source.nature), dataset),
        reading=_listed(("reading", source.reading), dataset),
        copy=is_copy(source),
        url=source.url,
    )


def shorten(text: str, most: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it has more signs than `most`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0]}…"


def is_copy(source: Source) -> bool:
    """Whether the content was taken over from elsewhere: such a source is no second witness."""
    return any(origin.how in ("reprint", "hosted-copy", "machine-rewording") for origin in source.origins)


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
