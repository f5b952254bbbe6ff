"""The view of a quote's page: the words in their own voice, what they answer, and how sources print them."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Quote
from factsheet.views.desk import Desk, ref_to
from factsheet.views.parts import Cited, Common, Listed, Ref, SourceLine, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How one source prints the words, or the piece of them that was read there.

    `text` is None where it prints them as shown above, or prints none of them: then the mark's bearing says what it does.
    """

    source: SourceLine
    text: str | None
    lang: str
    translated_by: str | None
    difference: Listed | None
    mark: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote's page."""

    common: Common
    words: Words
    prints: tuple[Print, ...]
    answers: tuple[tuple[Listed, Ref], ...]
    makes: tuple[Ref, ...]
    bears_on: tuple[Ref, ...]


def quote_view(quote: Quote, dataset: Dataset) -> QuoteView:
    """The view of a quote's page."""
    desk = Desk(dataset)
    words = desk.words(quote)
    return QuoteView(
        words=words,
        prints=_prints(quote, words, desk),
        answers=tuple((desk.term("response", answer.response), desk.ref(answer.to)) for answer in quote.answers),
        makes=tuple(ref_to(made, dataset) for made in dataset.referring(quote.id, Allegation, "words")),
        bears_on=desk.refs(quote.bears_on),
        common=desk.common(quote),
    )


def _prints(quote: Quote, words: Words, desk: Desk) -> tuple[Print, ...]:
    """How each source prints the words; of words that were only reported, the prints that have words to show."""
    every = (_print(quote, position, mark, desk) for position, mark in enumerate(words.marks))
    return tuple(found for found in every if words.verbatim or found.text or found.translated_by)


def _print(quote: Quote, position: int, mark: Cited, desk: Desk) -> Print:
    citation = quote.citations[position]
    return Print(
        source=desk.source_line(citation.source),
        text=citation.as_printed or citation.exact,
        lang=citation.lang or quote.lang,
        translated_by=citation.translated_by,
        difference=desk.term_or_none("difference", citation.difference),
        mark=mark,
    )
