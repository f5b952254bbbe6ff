"""The view of a quote's page: the words in their own voice, what they answer, and how sources print them."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Quote
from factsheet.views.desk import Desk, ref_to
from factsheet.views.parts import Common, Listed, Ref, Words
from factsheet.views.print import Print, print_of
from factsheet.views.proof import verified


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote's page; `marked`: some of its prints have places that differ from the words."""

    common: Common
    words: Words
    prints: tuple[Print, ...]
    marked: bool
    answers: tuple[tuple[Listed, Ref], ...]
    makes: tuple[Ref, ...]
    bears_on: tuple[Ref, ...]


def quote_view(quote: Quote, dataset: Dataset) -> QuoteView:
    """The view of a quote's page."""
    desk = Desk(dataset)
    words = desk.words(quote)
    prints = _prints(quote, words, desk)
    return QuoteView(
        words=words,
        prints=prints,
        marked=any(one.compared and one.compared.places for one in prints),
        answers=tuple((desk.term("response", answer.response), desk.ref(answer.to)) for answer in quote.answers),
        makes=tuple(ref_to(made, dataset) for made in dataset.referring(quote.id, Allegation, "words")),
        bears_on=desk.refs(quote.bears_on),
        common=desk.common(quote),
    )


def _prints(quote: Quote, words: Words, desk: Desk) -> tuple[Print, ...]:
    """How each source prints the words; of words that were only reported, the prints that have words to show."""
    proofs = verified(quote, desk.dataset)
    every = (
        print_of(quote, citation, mark, proofs.get(position), desk)
        for position, (citation, mark) in enumerate(zip(quote.citations, words.marks, strict=True))
    )
    return tuple(found for found in every if words.said.verbatim or found.text or found.translated_by)
