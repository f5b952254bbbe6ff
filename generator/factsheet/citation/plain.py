"""The house style: a citation as one line of plain text. Only order and punctuation stand here; every word is handed in."""

from unicodedata import name as name_of

from factsheet.citation.csl import Item
from factsheet.citation.marks import quoted
from factsheet.citation.pages import NUMBERED
from factsheet.citation.wording import Wording, after, date_in_words, joined
from factsheet.model import Author

_MOST_NAMED = 3
_FAMILY_FIRST = ("CJK ", "HALFWIDTH ", "HANGUL ", "HIRAGANA ", "IDEOGRAPHIC ", "KATAKANA")
"""How Unicode's names of letters of Han, kana and hangul begin."""


def word_for(wording: Wording, *, primary: bool, among: int) -> str:
    """The word before the sentences of a source for what it is to the record: its only one, or one among several."""
    if among > 1:
        return (wording.one_primary_of if primary else wording.one_of).format(among)
    return wording.primary_source if primary else wording.other_source


def sentences(item: Item, wording: Wording) -> str:
    """One item, on one line."""
    described = (
        _shown(item, "author", _names(item.author, wording)),
        joined(_title(item), _within(item.genre)),
        after(wording.translated_by, _shown(item, "translator", _names(item.translator, wording))),
        joined(item.container_title, item.volume),
        item.number,
        after(wording.release, item.version),
        _pages(item.page, wording),
        item.publisher,
        joined(
            _shown(item, "issued", date_in_words(item.issued, wording)) or item.status or wording.no_date,
            _within(after(wording.original, _shown(item, "original_date", date_in_words(item.original_date, wording)))),
        ),
    )
    whole = "; ".join((", ".join(part for part in described if part), *item.notes)).removesuffix(".")
    found = (whole, item.url, _archived(item, wording))
    return " ".join(" ".join(f"{sentence}." for sentence in found if sentence).splitlines())


def _within(text: str | None) -> str:
    return f"({text})" if text else ""


def _shown(item: Item, name: str, text: str) -> str:
    """The text of a variable, in brackets where it was supplied."""
    return f"[{text}]" if text and name in item.supplied else text


def _title(item: Item) -> str:
    """Quotation marks say that it is printed so: a title of ours has its brackets alone."""
    return item.title if "title" in item.supplied else quoted(item.title)


def _pages(page: str | None, wording: Wording) -> str:
    found = NUMBERED.fullmatch((page or "").strip("[]"))
    if page and found and (found["last"] or found["more"]):
        return after(wording.pages, page.replace("-", "–"))
    return after(wording.page, page)


def _names(authors: tuple[Author, ...], wording: Wording) -> str:
    """Up to three names, or the first and a word for the others."""
    names = [_name(author) for author in authors]
    if len(names) > _MOST_NAMED:
        return f"{names[0]} {wording.others}"
    return f" {wording.conjunction} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _name(author: Author) -> str:
    """A name in Han, kana or hangul has its family name first and no blank, another its given name first."""
    if author.literal:
        return author.literal
    written = f"{author.family}{author.given or ''}"
    return written if _is_family_first(written) else joined(author.given, author.family)


def _is_family_first(written: str) -> bool:
    scripts = [name_of(sign, "").startswith(_FAMILY_FIRST) for sign in written if sign.isalpha()]
    return bool(scripts) and all(scripts)


def _archived(item: Item, wording: Wording) -> str:
    if not item.archived:
        return ""
    return joined(wording.archived_copy, item.archived.url, _within(date_in_words(item.archived.on, wording)))
