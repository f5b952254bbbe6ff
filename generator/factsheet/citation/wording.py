"""The words of citations, and dates in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from factsheet.dates import Edtf, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a citation, in the language of the site.

    A word that opens a sentence has its colon, `accessed` is a whole sentence. `{}` in `one_of` and `one_primary_of` stands for the number
    of sources. `kinds` says what a record of each kind is called, `variables` what a source's fields are, by their names in
    the model, and `copies` what a source is that was taken over from another one, by its origin's `how`. `notice` makes HTML of
    the notice of removed words, or of None where there is none: what stands in their place.
    """

    months: tuple[str, ...]
    around: str
    uncertain: str
    since: str
    to: str
    until: str
    no_date: str
    original: str
    conjunction: str
    others: str
    translated_by: str
    release: str
    page: str
    pages: str
    archived_copy: str
    primary_source: str
    other_source: str
    one_primary_of: str
    one_of: str
    accessed: str
    not_released: str
    withdrawn: str
    content_hash: str
    not_printed: str
    of: str
    of_text_from: str
    inferred: str
    kinds: Mapping[str, str]
    variables: Mapping[str, str]
    copies: Mapping[str, str]
    notice: Callable[[Any], str]


def joined(*parts: str | None) -> str:
    """The parts that are there, with blanks between them."""
    return " ".join(part for part in parts if part)


def after(word: str, text: str | None) -> str:
    """The text behind a word; empty where there is no text."""
    return f"{word} {text}" if text else ""


def date_in_words(date: Edtf | None, wording: Wording) -> str:
    """A date in words; empty where there is none."""
    if not date:
        return ""
    start, end = (_point(point, wording) if point else "" for point in (date.start, date.end))
    if not date.interval:
        return start
    if start and end:
        return f"{start} {wording.to} {end}"
    return after(wording.since, start) or after(wording.until, end)


def _point(point: Point, wording: Wording) -> str:
    return joined(
        wording.around if point.approximate else None,
        str(point.day) if point.day else None,
        wording.months[point.month - 1] if point.month else None,
        str(point.year),
        wording.uncertain if point.uncertain else None,
    )
