"""The citation of a record in every format: what a page shows, and what it gives away as a file."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from string import printable
from urllib.parse import quote

from factsheet.citation import (
    Item,
    Noticed,
    Published,
    Wording,
    bibtex,
    csl_json,
    item_json,
    item_with_notices,
    named,
    record_item,
    ris,
    sentences,
    source_item,
)
from factsheet.ledger import with_notices
from factsheet.views.cite import Cite

_PLAIN = "!$&'()*+,;=:@/?"
"""Signs that may stand in an address as they are (RFC 3986, section 3.4), besides letters, digits and `-._~`."""
_HEAD = "data:text/plain;charset=utf-8,"
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ESCAPES = [(sign, quote(sign)) for sign in dict.fromkeys("%" + printable) if quote(sign, safe=_PLAIN) != sign]
"""What other signs of ASCII are written as; that which all these begin with comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation in a format: the format's name and file ending, and an address that holds the whole text (RFC 2397)."""

    name: str
    ending: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """One item in every format; `bibtex` and `ris` as an address can hold them, `csl` an item of a file."""

    line: str
    bibtex: str
    ris: str
    csl: str


def cited(
    cite: Cite, site: str, base: str, wording: Wording, sources: dict[str, Formats]
) -> tuple[str, tuple[Cited, ...]]:
    """The line that a page shows, and it, BibTeX, RIS and CSL-JSON as files: of the record and the source that stands for it.

    The line holds the hashes of removed words, which a page exchanges as it does all others; the files hold notices.
    `site` is the site's name, `base` where it stands, with a slash at its end, or empty. `sources` keeps what was made of
    a source, for many records have the same one.
    """

    def noticed(sha256: str) -> str:
        return unescape(wording.notice(cite.notices.get(sha256)))

    made = [_formats(_record(cite, site, base, wording), wording, noticed)]
    line = made[0].line
    if cite.source:
        key, source = cite.source.key, cite.source.source
        if key not in sources:
            sources[key] = _formats(source_item(source, wording, cite.source.originals), wording, noticed)
        made.append(sources[key])
        line = f"{line} {named(sources[key].line, wording, primary=source.nature == 'primary', among=cite.among)}"
    line = f"{line} {wording.accessed}"
    texts = {
        ("text", "txt"): held(f"{with_notices(line, noticed)}\n"),
        ("BibTeX", "bib"): held("\n").join(item.bibtex for item in made),
        ("RIS", "ris"): "".join(item.ris for item in made),
        ("CSL-JSON", "json"): held(csl_json(item.csl for item in made)),
    }
    return line, tuple(Cited(name=name, ending=ending, address=_HEAD + text) for (name, ending), text in texts.items())


def held(text: str) -> str:
    """The text as an address can hold it."""
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text if text.isascii() else _FOREIGN.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    return _percent(found[0])


# Mostly the same few signs: quotation marks, dashes.
@lru_cache(maxsize=4096)
def _percent(text: str) -> str:
    return quote(text)


def _formats(item: Item, wording: Wording, noticed: Noticed) -> Formats:
    told = item_with_notices(item, noticed)
    return Formats(
        line=sentences(item, wording),
        bibtex=held(bibtex((told,), wording)),
        ris=held(ris((told,), wording)),
        csl=item_json(told),
    )


def _record(cite: Cite, site: str, base: str, wording: Wording) -> Item:
    published = Published(
        kind=cite.kind,
        id=cite.id,
        title=cite.title,
        lang=cite.lang,
        site=site,
        version=cite.version,
        released_on=cite.released_on,
        sha256=cite.sha256,
        withdrawn=cite.withdrawn,
        url=f"{base}{cite.address}" if base else None,
    )
    return record_item(published, wording)
