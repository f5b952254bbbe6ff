"""Reads a text for its figures."""

from factsheet.figures.chinese import numbers as with_chinese
from factsheet.figures.days import dates
from factsheet.figures.english import numbers as with_english
from factsheet.figures.tokens import in_plain_digits, tokens
from factsheet.figures.values import Figure


def figures(text: str, lang: str | None = None) -> tuple[Figure, ...]:
    """Every number and date of a text, in order, each once; signs, currencies and units are left aside.

    `lang` is the text's language (BCP 47). Words are read in English and Chinese, digits in every script, and a text
    of no known language is read for both. Words that are too loose for a figure (dozens, several, half, last week) are none.
    """
    plain = in_plain_digits(text)
    language = lang.partition("-")[0] if lang else None
    found = list(tokens(plain, lang))
    if language in (None, "zh"):
        found = list(with_chinese(found, plain))
    if language in (None, "en"):
        found = with_english(found, plain)
    return tuple(
        Figure(start=token.start, end=token.end, values=token.values, loose=token.loose)
        for token in dates(found, plain, english=language in (None, "en"))
        if token.values
    )
