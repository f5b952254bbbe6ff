"""Citations as RIS (Research Information Systems' tagged format, tags of 2011)."""

from collections.abc import Iterator

from factsheet.citation.csl import Item, remarks
from factsheet.citation.pages import NUMBERED
from factsheet.citation.wording import Wording, date_in_words
from factsheet.dates import Edtf
from factsheet.model import Author

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry": "ELEC",
    "entry-encyclopedia": "ENCYC",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "webpage": "ELEC",
}


def ris(items: tuple[Item, ...], wording: Wording) -> str:
    """One reference an item; lines end with CR and LF, as the format demands, and no value has a second line."""
    return "".join(
        f"{tag}  - {' '.join(value.splitlines())}\r\n"
        for item in items
        for tag, value in _tags(item, wording)
        if value is not None
    )


def _tags(item: Item, wording: Wording) -> Iterator[tuple[str, str | None]]:
    yield "TY", _TYPES.get(item.type, "GEN")
    yield "ID", item.id
    yield from (("AU", _name(author)) for author in item.author)
    yield "TI", item.title
    yield from (("A4", _name(author)) for author in item.translator)
    yield "T2", item.container_title
    yield "VL", item.volume
    yield "M1", item.number
    yield "ET", item.version
    yield from _pages(item.page)
    yield "PB", item.publisher
    yield "M3", item.genre
    if item.issued:
        yield from _dates(item.issued, wording)
    yield "OP", item.original_date.text if item.original_date else None
    yield "LA", item.language
    yield "UR", item.url
    yield "AV", item.archived.url if item.archived else None
    yield "N1", item.status
    yield from (("N1", note) for note in remarks(item, wording))
    yield "ER", ""


def _name(author: Author) -> str:
    """`Family, Given`; a name that is whole ends with a comma, lest its last word is taken for the family name."""
    return f"{author.literal or author.family}, {author.given or ''}".rstrip()


def _pages(page: str | None) -> Iterator[tuple[str, str | None]]:
    """The format has room for one range: several stand in the first field as they are."""
    found = NUMBERED.fullmatch(page or "")
    one = None if found and found["more"] else found
    yield "SP", one["first"] if one else page
    yield "EP", one["last"] if one else None


def _dates(date: Edtf, wording: Wording) -> Iterator[tuple[str, str]]:
    """The year and the date with all its slashes. RIS knows one plain date: what is more than that stands in a note."""
    if point := date.start or date.end:
        year, *rest = point.iso.split("-")
        yield "PY", year
        yield "DA", "/".join((year, *rest, *[""] * (3 - len(rest))))
    if date.interval or date.doubtful:
        yield "N1", f"{wording.variables['issued']}: {date_in_words(date, wording)}"
