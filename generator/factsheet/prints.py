"""How much of an utterance its prints hold: whether one of them goes on where a quote's text breaks off."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from factsheet.ledger import is_removed
from factsheet.model import Quote
from factsheet.unspaced import UNSPACED

_OF_OTHER_WORDS = ("other-translation", "reworded")
_OWN_SENTENCE = "not-in-quotation-marks"
_APOSTROPHES = re.compile("['‘’‛ʼ]")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_FIRST_WORD = re.compile(r"[^\W_]+")


def longer_prints(quote: Quote) -> Iterator[int]:
    """The positions of the citations whose print holds exact words as a stretch of whole words, and more of them.

    Case, punctuation and the shape of marks do not count. Left out are prints in another language or in other words, and
    those of a source that prints the words in its own sentence: these may go on without the speaker.
    """
    is_printed = quote.form == "verbatim" and any(citation.as_printed for citation in quote.citations)
    text = _words(quote.text) if is_printed else ""
    for position, citation in enumerate(quote.citations):
        same = citation.lang in (None, quote.lang) and citation.difference not in (*_OF_OTHER_WORDS, _OWN_SENTENCE)
        printed = _words(citation.as_printed or "") if text and same and citation.bearing == "supports" else ""
        if text.strip() and text != printed and text in printed:
            yield position


def is_all_that_is_printed(quote: Quote) -> bool:
    """Whether exact words are a piece of an utterance of which no source that was read prints more.

    A piece has words of ours before it, or begins with a small letter. Where a print is in another language or in other
    words, how much it holds cannot be told.
    """
    told = all(
        citation.lang in (None, quote.lang) and citation.difference not in _OF_OTHER_WORDS
        for citation in quote.citations
    )
    return quote.form == "verbatim" and told and _is_piece(quote) and next(longer_prints(quote), None) is None


def _is_piece(quote: Quote) -> bool:
    """The whole first word counts: a name may begin with a small letter and go on with a capital."""
    first = _FIRST_WORD.search(quote.text)
    return not is_removed(quote.text) and (bool(quote.lead_in) or (first is not None and first[0].islower()))


def _words(text: str) -> str:
    """The words of a text between blanks, without case and marks; in scripts that put none between words, each sign is one."""
    return f" {' '.join(_WORD.findall(_APOSTROPHES.sub('', normalize('NFKC', text).casefold())))} "
