"""Makes the pieces of one page from the data set, and numbers its citations as they come up."""

from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

from factsheet.dataset import Dataset
from factsheet.ledger import is_removed
from factsheet.model import Citation, Path, Quote, Record, RepliesSought, Source, Statement, Term
from factsheet.prints import is_all_that_is_printed
from factsheet.proof.stored import statements_of, stored
from factsheet.replies import party
from factsheet.views.concerning import concerning
from factsheet.views.order import in_time
from factsheet.views.parts import (
    Cited,
    Common,
    Entry,
    Listed,
    Place,
    Ref,
    Remarks,
    Said,
    Sought,
    SourceLine,
    Withdrawn,
    Witnesses,
    Words,
)
from factsheet.views.present import listed
from factsheet.views.proof import is_verified
from factsheet.witnesses import witnesses


class Desk:
    """Makes the pieces of one page from the data set, and numbers its citations as they come up."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._cited: dict[str, tuple[int, SourceLine, dict[tuple[str | None, str | None], _Place]]] = {}
        """By source: its number, its line, and what is there by place and words."""

    def term(self, vocabulary: str, value: str) -> Listed:
        """A checked value with its label and definition."""
        return listed(vocabulary, value, self.dataset)

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
        return tuple([self.ref(id) for id in ids])

    def cite(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        """Marks for these citations; the same source has the same number on the whole page, the same place and words the same letter."""
        return tuple([self._mark(citation) for citation in citations])

    def witnesses(self, record: Record, *path: str | int) -> Witnesses | None:
        """Who stands behind the statement at a path of a record, or behind the record itself; None where nothing is cited."""
        return self.dataset.once(_witnesses, record.id).get(path)

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
        return Words(said=self.dataset.once(_said, quote.id), marks=self.cite(quote.citations))

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

    def common(self, record: Record, *also: str) -> Common:
        """What every record's page shows. Called last, when all citations of the page are numbered.

        The disagreements are also those that concern the records with the ids `also`, which the page shows or belongs to.
        """
        gone = record.withdrawn
        bearing = in_time(self.dataset.referring(record.id, Quote, "bears_on"))
        words = tuple(self.words(quote) for quote in bearing if record.id not in party(quote))
        return Common(
            words=words,
            id=record.id,
            address=address_of(record),
            note=record.note,
            derived=record.derived,
            exemptions=record.exemptions,
            withdrawn=Withdrawn(
                on=gone.on,
                reason=self.term("withdrawal_reason", gone.reason),
                replaced_by=self.ref(gone.replaced_by) if gone.replaced_by else None,
                note=gone.note,
            )
            if gone
            else None,
            entries=self.entries(),
            disagreements=tuple(ref_to(found, self.dataset) for found in concerning(record.id, also, self.dataset)),
        )

    def entries(self) -> tuple[Entry, ...]:
        """The apparatus of all citations so far, by number."""
        return tuple(
            Entry(
                number=number,
                source=source,
                places=tuple(
                    [
                        Place(letter=letter, anchor=anchor, at=at, exact=exact, marks=tuple(marks))
                        for (at, exact), (letter, anchor, marks) in places.items()
                    ]
                ),
            )
            for number, source, places in self._cited.values()
        )

    def _mark(self, citation: Citation) -> Cited:
        known = self._cited.get(citation.source)
        if known is None:
            known = (len(self._cited) + 1, self.source_line(citation.source), {})
            self._cited[citation.source] = known
        number, source, places = known
        place = places.get((citation.at, citation.exact))
        if place is None:
            letter = _letter(len(places))
            place = places[citation.at, citation.exact] = (letter, f"citation-{number}{letter}", [])
        letter, entry, marks = place
        label = f"{number}{letter}"
        anchor = f"mark-{label}-{len(marks) + 1}"
        marks.append(anchor)
        return Cited(
            label=label,
            anchor=anchor,
            entry=entry,
            source=source.publisher or source.title,
            at=citation.at,
            bearing=None if citation.bearing == "supports" else self.term("bearing", citation.bearing),
        )


_Place: TypeAlias = tuple[str, str, list[str]]
"""What tells a place in a source apart, the anchor of its entry, and those of its marks."""


def _letter(position: int) -> str:
    """What tells the places in one source apart: nothing for the first one, then b to z, then z27 and so on."""
    return "" if position == 0 else chr(ord("a") + position) if position < 26 else f"z{position + 1}"


def address_of(record: Record) -> str:
    """The permanent address of a record's page, from the site's root."""
    return f"{record.kind}/{record.id}/"


def ref_to(record: Record, dataset: Dataset) -> Ref:
    """A link to a record's page; of a quote, the text is its speaker's name and `note` its first words."""
    return dataset.once(_ref, record.id)


def _witnesses(id: str, dataset: Dataset) -> dict[Path, Witnesses]:
    """Who stands behind each statement of a record that cites anything, by its path."""
    record = dataset.records[id]
    return {path: _behind(path, citations, record, dataset) for path, citations in statements_of(record) if citations}


def _behind(path: Path, citations: Iterable[Citation], record: Record, dataset: Dataset) -> Witnesses:
    found = witnesses(citations, dataset)
    spoken = isinstance(record, Quote) and record.form == "verbatim"
    return Witnesses(
        sources=found.sources,
        origins=found.origins,
        copy=found.sources == 1 and is_copy(dataset.get(Source, found.ids[0])),
        one_document=found.prints_of is not None,
        stored=spoken or stored(path, record, dataset),
    )


def _said(id: str, dataset: Dataset) -> Said:
    quote = dataset.get(Quote, id)
    desk = Desk(dataset)
    return Said(
        ref=desk.ref(id),
        verbatim=quote.form == "verbatim",
        form=desk.term("form", quote.form),
        text=quote.text,
        lead_in=quote.lead_in,
        lang=quote.lang,
        speaker=desk.ref(quote.speaker),
        behalf=desk.ref(quote.for_) if quote.for_ else None,
        capacity=quote.capacity,
        said_on=quote.said_on,
        said_to=desk.ref(quote.said_to) if quote.said_to else None,
        setting=desk.term_or_none("setting", quote.setting),
        translated_by=quote.translated_by,
        original=desk.term_or_none("original", quote.original),
        only_these=not quote.withdrawn and is_all_that_is_printed(quote),
        verified=is_verified(id, dataset),
        witnesses=desk.witnesses(quote),
    )


def _ref(id: str, dataset: Dataset) -> Ref:
    record = dataset.records[id]
    lang, note, note_lang, cut, by, when = None, None, None, False, None, None
    match record:
        case Quote():
            text = dataset.entity(record.for_ or record.speaker).title
            note, note_lang = shorten(record.text, 60), record.lang
            by, when = text, record.said_on
            cut = len(note) < len(" ".join(record.text.split()))
        case Source():
            # What was worked out stands in our words.
            text, lang = record.title, None if "title" in record.supplied else record.language
            by, when = record.publisher, record.issued
        case _:
            text = str(getattr(record, "title", id))
    return Ref(
        id=id,
        kind=record.kind,
        address=address_of(record),
        text=text,
        lang=lang,
        note=note,
        note_lang=note_lang,
        verbatim=isinstance(record, Quote) and record.form == "verbatim",
        cut=cut,
        by=by,
        when=when,
        withdrawn=record.withdrawn is not None,
    )


def _source_line(id: str, dataset: Dataset) -> SourceLine:
    source = dataset.get(Source, id)
    return SourceLine(
        ref=ref_to(source, dataset),
        title=source.title,
        publisher=source.publisher,
        issued=source.issued,
        supplied=frozenset(source.supplied),
        nature=listed("nature", source.nature, dataset),
        reading=listed("reading", source.reading, dataset),
        copy=is_copy(source),
        origins=tuple(
            (listed("origin", origin.how, dataset), origin.from_ or dataset.get(Source, str(origin.source)).title)
            for origin in source.origins
        ),
        language=source.language,
        url=source.url,
        host=urlsplit(source.url).hostname if source.url else None,
    )


def shorten(text: str, most: int) -> str:
    """The first words of the text, on one line, with at most so many signs; whoever shows them says where they are cut.

    What stands in the place of removed words stays whole.
    """
    line = " ".join(text.split())
    return line if len(line) <= most or is_removed(line) else line[:most].rsplit(" ", 1)[0]


def is_copy(source: Source) -> bool:
    """Whether the content was taken over from elsewhere: such a source is no second witness."""
    return any(origin.how in ("reprint", "hosted-copy", "machine-rewording") for origin in source.origins)
