"""The house style: a citation as one line of plain text. Only order and punctuation stand here; every word is handed in."""

import unicodedata
from dataclasses import dataclass

from factsheet.citation.csl import Item
from factsheet.dates import Edtf, Point
from factsheet.model import Author

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a citation, in the language of the site; a word that opens a sentence has its colon, `accessed` is a whole sentence."""

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
    accessed: str


def plain(items: tuple[Item, ...], wording: Wording, *, primary: bool = True) -> str:
    """The first item, each further one as its source, primary or not, and room for the day on which the reader saw it."""
    first, *sources = (sentences(item, wording) for item in items)
    named = wording.primary_source if primary else wording.other_source
    return " ".join((first, *(f"{named} {source}" for source in sources), wording.accessed))


def sentences(item: Item, wording: Wording) -> str:
    """One item, on one line."""
    described = (
        _shown(item, "author", _names(item.author, wording)),
        _joined(_title(item), _within(item.genre)),
        _after(wording.translated_by, _shown(item, "translator", _names(item.translator, wording))),
        _joined(item.container_title, item.volume),
        item.number,
        _after(wording.release, item.version),
        _pages(item.page, wording),
        item.publisher,
        _joined(
            _shown(item, "issued", _date(item.issued, wording)) or wording.no_date,
            _within(_after(wording.original, _shown(item, "original_date", _date(item.original_date, wording)))),
        ),
    )
    found = (", ".join(part for part in described if part), item.note, item.url, _archived(item, wording))
    return " ".join(" ".join(f"{sentence}." for sentence in found if sentence).splitlines())


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _after(word: str, text: str | None) -> str:
    return f"{word} {text}" if text else ""


def _within(text: str | None) -> str:
    return f"({text})" if text else ""


def _shown(item: Item, name: str, text: str) -> str:
    """The text of a variable, in brackets where it was supplied."""
    return f"[{text}]" if text and name in item.supplied else text


def _title(item: Item) -> str:
    """Quotation marks say that it is printed so: a title of ours has its brackets alone."""
    return item.title if "title" in item.supplied else f"“{item.title}”"


def _pages(page: str | None, wording: Wording) -> str:
    several = page and "-" in page
    return _after(wording.pages if several else wording.page, page and page.replace("-", "–"))


def _names(authors: tuple[Author, ...], wording: Wording) -> str:
    """Up to three names, or the first and a word for the others."""
    names = [_name(author) for author in authors]
    if len(names) > _MOST_NAMED:
        return f"{names[0]} {wording.others}"
    return f" {wording.conjunction} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _name(author: Author) -> str:
    """A name in Han signs has its family name first and no blank, another its given name first."""
    if author.literal:
        return author.literal
    written = f"{author.family}{author.given or ''}"
    return written if _in_han(written) else _joined(author.given, author.family)


def _in_han(text: str) -> bool:
    return all(unicodedata.name(sign, "").startswith("CJK UNIFIED IDEOGRAPH") for sign in text)


def _archived(item: Item, wording: Wording) -> str:
    if not item.archived:
        return ""
    return _joined(wording.archived_copy, item.archived.url, _within(_date(item.archived.on, wording)))


def _date(date: Edtf | None, wording: Wording) -> str:
    """A date in words; empty where there is none."""
    if not date:
        return ""
    start, end = (_point(point, wording) if point else "" for point in (date.start, date.end))
    if not date.interval:
        return start
    if start and end:
        return f"{start} {wording.to} {end}"
    return _after(wording.since, start) or _after(wording.until, end)


def _point(point: Point, wording: Wording) -> str:
    return _joined(
        wording.around if point.approximate else None,
        str(point.day) if point.day else None,
        wording.months[point.month - 1] if point.month else None,
        str(point.year),
        wording.uncertain if point.uncertain else None,
    )
