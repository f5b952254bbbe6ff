"""What is cited, as CSL 1.0.2 items: a source, or a record of the site as a release published it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from factsheet.citation.marks import quoted
from factsheet.citation.wording import Wording, date_in_words, joined
from factsheet.dates import Edtf, Point, parse
from factsheet.model import SINGULAR, Archived, Author, Kind, Source

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_NAMES = {"url": "URL", "archived": "archive_location", "notes": "note"}
_BRACKETED = {"genre", "title", "publisher", "container_title", "volume", "page", "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A CSL item by its variables' names, `_` for `-`; `url` is CSL's URL, `archived` holds its archive_location, `notes` its note.

    `supplied` names the variables that we worked out. Where they are text they stand in square brackets here; names, dates,
    language and address do not, for programs must be able to read them.
    """

    id: str
    type: str
    title: str
    genre: str | None = None
    author: tuple[Author, ...] = ()
    translator: tuple[Author, ...] = ()
    container_title: str | None = None
    volume: str | None = None
    number: str | None = None
    version: str | None = None
    page: str | None = None
    publisher: str | None = None
    issued: Edtf | None = None
    original_date: Edtf | None = None
    status: str | None = None
    language: str | None = None
    url: str | None = None
    archived: Archived | None = None
    notes: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A record as a release published it.

    `title` is plain text, `site` the site's name, `released_on` an ISO day, both it and `version`
    None for what is not released yet; `sha256` is the record's content hash; `withdrawn` says since when the record no longer counts,
    and why, as the closed list calls it; `url` is the address of this very version, None where the site has no address.
    """

    kind: Kind
    id: str
    title: str
    lang: str | None
    site: str
    version: str | None
    released_on: str | None
    sha256: str
    withdrawn: tuple[Edtf, str] | None
    url: str | None


def record_item(record: Published, wording: Wording) -> Item:
    """The item of a published record: an entry of the site, with the release as its version.

    The release is a part of its id, or its kind where there is none yet, so that two versions of a record, or a source and our record of it, can
    stand in one list.
    """
    released = record.version is not None
    return Item(
        id=f"{record.id}-{record.version}" if released else f"{SINGULAR[record.kind]}-{record.id}",
        type="entry",
        title=record.title,
        genre=wording.kinds[record.kind],
        container_title=record.site or None,
        version=record.version,
        issued=parse(record.released_on) if record.released_on else None,
        status=None if released else wording.not_released,
        language=record.lang,
        url=record.url,
        notes=(*_withdrawn(record, wording), f"{wording.content_hash} sha256:{record.sha256}"),
    )


def source_item(source: Source, wording: Wording, originals: Mapping[str, Source]) -> Item:
    """The item of a source. An article whose record names no container stands in the paper that its publisher names.

    `originals` are the sources from which its content comes, by their ids.
    """
    in_its_paper = source.type.startswith("article-") and not source.container_title
    supplied = tuple("container_title" if in_its_paper and name == "publisher" else name for name in source.supplied)
    item = Item(
        id=source.id,
        type=source.type,
        title=source.title,
        genre=source.genre,
        author=source.author,
        translator=source.translator,
        container_title=source.publisher if in_its_paper else source.container_title,
        volume=source.volume,
        number=source.number,
        page=source.page,
        publisher=None if in_its_paper else source.publisher,
        issued=source.issued,
        original_date=source.original_date,
        language=source.language,
        url=source.url,
        archived=source.archived,
        notes=tuple(_copied(source, wording, originals)),
        supplied=supplied,
    )
    worked_out = [name for name in supplied if name in _BRACKETED and getattr(item, name)]
    bracketed: Mapping[str, Any] = {name: f"[{getattr(item, name)}]" for name in worked_out}
    return replace(item, **bracketed)


def remarks(item: Item, wording: Wording) -> Iterator[str]:
    """What belongs into the notes of a format without square brackets: the item's own notes, and what was supplied, in words."""
    yield from item.notes
    if item.supplied:
        yield f"{wording.not_printed} {', '.join(wording.variables[name] for name in item.supplied)}"


def csl_json(items: Iterable[str], held: Callable[[str], str] = str) -> str:
    """A file of CSL-JSON of its items, each as `item_json` gives it; `held` is what they went through, and what is around them goes."""
    return held("[\n") + held(",\n").join(items) + held("\n]\n")


def item_json(item: Item) -> str:
    """One item of CSL-JSON, on one line, keys sorted.

    What CSL has no variable for stands in its `custom`: which variables were supplied, and the day of the archived copy.
    """
    return _WRITER.encode(_csl(item))


def _withdrawn(record: Published, wording: Wording) -> Iterator[str]:
    if record.withdrawn:
        on, reason = record.withdrawn
        yield f"{wording.withdrawn} {date_in_words(on, wording)}: {_low(reason)}"


def _copied(source: Source, wording: Wording, originals: Mapping[str, Source]) -> Iterator[str]:
    for origin in source.origins:
        if origin.how in wording.copies:
            known = originals.get(origin.source or "")
            whence = f"{wording.of} {_title(known)}" if known else f"{wording.of_text_from} {origin.from_}"
            yield joined(wording.copies[origin.how], whence, wording.inferred if origin.basis == "inferred" else None)


def _title(source: Source) -> str:
    return f"[{source.title}]" if "title" in source.supplied else quoted(source.title)


def _low(label: str) -> str:
    """A label within a sentence; one with further capitals is a name."""
    return label.lower() if label[1:] == label[1:].lower() else label


def _csl(item: Item) -> dict[str, object]:
    variables = {name: _csl_value(value) for key, name in _VARIABLES if (value := getattr(item, key))}
    archived_on = str(item.archived.on) if item.archived and item.archived.on else None
    custom = {"archived": archived_on, "supplied": [_csl_name(name) for name in item.supplied]}
    more = {"note": "; ".join(item.notes), "custom": {name: value for name, value in custom.items() if value}}
    return variables | {name: value for name, value in more.items() if value}


def _csl_name(name: str) -> str:
    return _NAMES.get(name, name.replace("_", "-"))


_VARIABLES = [(field.name, _csl_name(field.name)) for field in fields(Item) if field.name not in ("notes", "supplied")]
"""The variables that hold values of their own, by the names of their fields."""


def _csl_value(value: object) -> object:
    match value:
        case str():
            return value
        case Edtf():
            return _csl_date(value)
        case Archived():
            return value.url
        case tuple():
            return [author.model_dump(exclude_none=True) for author in value]
    raise TypeError(f"CSL has no variable that holds {type(value).__name__}")


def _csl_date(date: Edtf) -> dict[str, object]:
    """CSL has no open intervals: such a date is a literal. It has one mark for all doubt."""
    if not date.start or not date.end:
        return {"literal": date.text}
    points = (date.start, date.end) if date.interval else (date.start,)
    parts: dict[str, object] = {"date-parts": [_parts(point) for point in points]}
    return parts | {"circa": True} if date.doubtful else parts


def _parts(point: Point) -> list[int]:
    return [part for part in (point.year, point.month, point.day) if part]
