"""How a record is cited, as a line of text, BibTeX, RIS and CSL-JSON, each with the source that stands for it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote

Fields = dict[str, Any]

SITE, ADDRESS = "Benchmark", "https://bench.example.org/"
NOUNS = {"entities": "party", "sources": "source", "allegations": "allegation", "quotes": "quote"}
STATUS = "this version is not released yet"
NOT_PRINTED = "not printed in the source: pages"
ENTRIES = {"article-newspaper": "article", "report": "report", "webpage": "online"}
TAGS = {"article-newspaper": "NEWS", "report": "RPRT", "webpage": "ELEC"}
COPIES = {"hosted-copy": "copy", "reprint": "reprint", "machine-rewording": "machine rewording"}
PLAIN = "!$&'*+,;=:@/?"

_TEX = re.compile(r"([&%$#_{}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """A source in every format; all but the line as an address can hold them."""

    line: str
    text: str
    bibtex: str
    ris: str
    csl: str


def source_formats(source: Fields, sources: Mapping[str, Fields]) -> Formats:
    """A source in every format, made once for all records for which it stands."""
    notes = list(_copied(source, sources))
    page = f"[{source['page']}]" if "page" in source["supplied"] else str(source["page"])
    line = _line(source, notes, page)
    return Formats(
        line=line,
        text=held(line),
        bibtex=held(_bibtex(source, notes, page)),
        ris=held(_ris(source, notes, page)),
        csl=held(_csl(source, notes, page)),
    )


def files(record: Fields, heading: str, line: str, source: Formats) -> Iterator[tuple[str, str, str]]:
    """The name, the file ending and the address of each file; the line comes as `record_line` gives it."""
    id = f"{'entity' if record['kind'] == 'entities' else NOUNS[record['kind']]}-{record['id']}"
    lang = record["language"] if record["kind"] == "sources" else None
    item = {
        "id": id,
        "type": "entry",
        "title": heading,
        "genre": NOUNS[record["kind"]],
        "container-title": SITE,
        "status": STATUS,
        "note": _hash(record),
        "URL": address(record),
    } | ({"language": lang} if lang else {})
    bibtex = [
        ("title", f"{{{_tex(heading)}}}"),
        ("organization", f"{{{SITE}}}"),
        ("type", item["genre"]),
        ("pubstate", STATUS),
        *([("langid", lang)] if lang else ()),
        ("url", item["URL"]),
        ("note", item["note"]),
    ]
    tags = [
        ("TY", "ELEC"),
        ("ID", id),
        ("TI", heading),
        ("T2", SITE),
        ("M3", item["genre"]),
        *([("LA", lang)] if lang else ()),
        ("UR", item["URL"]),
        ("N1", STATUS),
        ("N1", item["note"]),
    ]
    texts = {
        ("text", "txt"): f"{held(line)}%20{source.text}%20{held('Accessed [date].')}%0A",
        ("BibTeX", "bib"): f"{held(_entry('online', id, bibtex))}%0A{source.bibtex}",
        ("RIS", "ris"): f"{held(_reference(tags))}{source.ris}",
        ("CSL-JSON", "json"): f"%5B%0A{held(_item(item))},%0A{source.csl}%0A%5D%0A",
    }
    for (name, ending), text in texts.items():
        yield name, ending, f"data:text/plain;charset=utf-8,{text}"


def record_line(record: Fields, heading: str, among: int, *, primary: bool) -> str:
    """The line up to the source, with the word for what that is to the record."""
    word = "Primary source" if primary else "Source"
    if among > 1:
        word = f"Primary source, one of {among} sources" if primary else f"One of {among} sources"
    quoted = heading.replace("“", "‘").replace("”", "’")
    return f"“{quoted}” ({NOUNS[record['kind']]}), {SITE}, {STATUS}; {_hash(record)}. {address(record)}. {word}:"


def address(record: Fields) -> str:
    """Where a record's page stands."""
    return f"{ADDRESS}{record['kind']}/{record['id']}/"


def held(text: str) -> str:
    """The text as an address can hold it."""
    return quote(text, safe=PLAIN)


def in_words(day: date) -> str:
    """A day as readers say it."""
    return f"{day.day} {day:%B} {day.year}"


def _hash(record: Fields) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return f"content hash sha256:{sha256(text.encode()).hexdigest()}"


def _copied(source: Fields, sources: Mapping[str, Fields]) -> Iterator[str]:
    for origin in source.get("origins", ()):
        if origin["how"] in COPIES:
            known = sources.get(origin.get("source"))
            whence = f"of “{known['title']}”" if known else f"of a text from {origin['from']}"
            yield f"{COPIES[origin['how']]} {whence}"


def _line(source: Fields, notes: list[str], page: str) -> str:
    described = (
        " and ".join(f"{author['given']} {author['family']}" for author in source["author"]),
        f"“{source['title']}”",
        f"{source['container_title']} {source['volume']}",
        source["number"],
        f"page {page}",
        source["publisher"],
        in_words(source["issued"]),
    )
    copy = source["archived"]
    whole = "; ".join((", ".join(described), *notes))
    return f"{whole}. {source['url']}. Archived copy: {copy['url']} ({in_words(copy['on'])})."


def _bibtex(source: Fields, notes: list[str], page: str) -> str:
    sort = ENTRIES[source["type"]]
    container, publisher = (f"{{{_tex(source[name])}}}" for name in ("container_title", "publisher"))
    number = [("number", _tex(source["number"]))] if sort != "article" else []
    said = [source["number"]] if sort == "article" else []
    said += [
        *notes,
        *([NOT_PRINTED] if "page" in source["supplied"] else ()),
        f"Archived copy: {source['archived']['url']}",
    ]
    publishers = {"online": "organization", "report": "institution"}
    return _entry(
        sort,
        source["id"],
        [
            *([("entrysubtype", "newspaper")] if sort == "article" else ()),
            ("author", " and ".join(f"{{{_tex(one['family'])}}}, {_tex(one['given'])}" for one in source["author"])),
            ("title", f"{{{_tex(source['title'])}}}"),
            *([("journal", container)] if sort != "online" else ()),
            ("volume", source["volume"]),
            *number,
            ("pages", page),
            (publishers.get(sort, "publisher"), f"{container} and {publisher}" if sort == "online" else publisher),
            ("date", source["issued"]),
            ("year", source["issued"].year),
            ("langid", source["language"]),
            ("url", source["url"]),
            ("note", _tex("; ".join(said))),
        ],
    )


def _entry(sort: str, id: str, fields: list[tuple[str, Any]]) -> str:
    return f"@{sort}{{{id},\n{''.join(f'  {name} = {{{value}}},{chr(10)}' for name, value in fields)}}}\n"


def _tex(text: str) -> str:
    return _TEX.sub(r"\\\1", text)


def _ris(source: Fields, notes: list[str], page: str) -> str:
    return _reference(
        [
            ("TY", TAGS[source["type"]]),
            ("ID", source["id"]),
            *(("AU", f"{author['family']}, {author['given']}") for author in source["author"]),
            ("TI", source["title"]),
            ("T2", source["container_title"]),
            ("VL", source["volume"]),
            ("M1", source["number"]),
            ("SP", page),
            ("PB", source["publisher"]),
            ("PY", source["issued"].year),
            ("DA", f"{source['issued']:%Y/%m/%d}/"),
            ("LA", source["language"]),
            ("UR", source["url"]),
            ("AV", source["archived"]["url"]),
            *(("N1", note) for note in notes),
            *([("N1", NOT_PRINTED)] if "page" in source["supplied"] else ()),
        ]
    )


def _reference(tags: list[tuple[str, Any]]) -> str:
    return "".join(f"{tag}  - {value}\r\n" for tag, value in (*tags, ("ER", "")))


def _csl(source: Fields, notes: list[str], page: str) -> str:
    issued = source["issued"]
    item = {
        "id": source["id"],
        "type": source["type"],
        "title": source["title"],
        "author": source["author"],
        "container-title": source["container_title"],
        "volume": str(source["volume"]),
        "number": source["number"],
        "page": page,
        "publisher": source["publisher"],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "language": source["language"],
        "URL": source["url"],
        "archive_location": source["archived"]["url"],
        "custom": {"archived": str(source["archived"]["on"]), "supplied": source["supplied"]},
    }
    return _item(item | ({"note": "; ".join(notes)} if notes else {}))


def _item(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
