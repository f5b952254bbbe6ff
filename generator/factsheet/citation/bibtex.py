"""Citations as BibTeX, in the fields of biblatex (its manual, section 2.2), which BibTeX itself passes over where it does not know them."""

import re
from collections.abc import Iterator

from factsheet.citation.csl import Item, remarks
from factsheet.citation.wording import Wording
from factsheet.model import Author

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry": "online",
    "entry-encyclopedia": "inreference",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "post": "online",
    "post-weblog": "online",
    "regulation": "article",
    "report": "report",
    "webpage": "online",
}
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_BOOKS = ("incollection", "inreference")
_PUBLISHERS = {"misc": "organization", "online": "organization", "report": "institution"}
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
    | {sign: f"\\{sign}" for sign in "&%$#_"}
)
_SPECIAL = re.compile(r"[\\{}~^`<>&%$#_]")
# TeX makes one sign of two of these.
_LIGATURE = re.compile(r"([-',])(?=\1)")
_SEPARATOR = re.compile(r",|\band\b", re.IGNORECASE)


def bibtex(items: tuple[Item, ...], wording: Wording) -> str:
    """One entry an item, keyed by its id."""
    return "\n".join(_entry(item, wording) for item in items)


def _entry(item: Item, wording: Wording) -> str:
    sort = _TYPES.get(item.type, "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item, sort, wording) if value)
    return f"@{sort}{{{item.id},\n{fields}}}\n"


def _fields(item: Item, sort: str, wording: Wording) -> Iterator[tuple[str, str | None]]:
    """Names and values, marked up; a value in a second pair of braces keeps its capitals, and its `and`."""
    # An @online has no field for the site that it is a page of: that is one of its organizations.
    container, publishers = (
        (None, (item.container_title, item.publisher))
        if sort == "online"
        else (item.container_title, (item.publisher,))
    )
    yield "entrysubtype", _SUBTYPES.get(item.type)
    yield "author", " and ".join(_name(author) for author in item.author)
    yield "title", _whole(item.title)
    yield "translator", " and ".join(_name(author) for author in item.translator)
    yield "booktitle" if sort in _BOOKS else "journal", _whole(container)
    yield "volume", _tex(item.volume)
    # The number of an article is that of its issue.
    yield "number", None if sort == "article" else _tex(item.number)
    yield "version", _tex(item.version)
    yield "pages", _tex(item.page)
    yield _PUBLISHERS.get(sort, "publisher"), " and ".join(_whole(name) for name in dict.fromkeys(publishers) if name)
    yield "type", _tex(item.genre)
    yield from _dates(item)
    yield "pubstate", _tex(item.status)
    yield "langid", item.language
    yield "url", item.url and item.url.replace("{", "%7B").replace("}", "%7D")
    yield "note", "; ".join(filter(None, map(_tex, _notes(item, sort, wording))))


def _dates(item: Item) -> Iterator[tuple[str, str | None]]:
    """biblatex reads EDTF; the year is for styles of BibTeX, which know no `date`."""
    if item.issued:
        point = item.issued.start or item.issued.end
        yield "date", item.issued.text
        yield "year", str(point.year) if point else None
    yield "origdate", item.original_date.text if item.original_date else None


def _notes(item: Item, sort: str, wording: Wording) -> Iterator[str]:
    if sort == "article" and item.number:
        yield item.number
    yield from remarks(item, wording)
    if item.archived:
        yield f"{wording.archived_copy} {item.archived.url}"


def _name(author: Author) -> str:
    """A name whose parts cannot be taken apart again: braces hide `and`, commas and small particles."""
    family, given = _whole(author.literal or author.family), _tex(author.given)
    if not given:
        return family
    return f"{family}, {_whole(author.given) if _SEPARATOR.search(given) else given}"


def _whole(text: str | None) -> str:
    return f"{{{_tex(text)}}}" if text else ""


def _tex(text: str | None) -> str:
    """The text in LaTeX's signs; empty where there is none."""
    if not text:
        return ""
    return _LIGATURE.sub(r"\1{}", text.translate(_SIGNS) if _SPECIAL.search(text) else text)
