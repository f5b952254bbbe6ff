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
    record_item,
    ris,
    sentences,
    source_item,
    word_for,
)
from factsheet.ledger import with_notices
from factsheet.views.cite import Cite

_PLAIN = "!$&'()*+,;=:@/?"
"""Signs that may stand in an address as they are (RFC 3986, section 3.4), besides letters, digits and `-._~`."""
_BETWEEN = "\0"
_HEAD = "data:text/plain;charset=utf-8,"
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ESCAPES = [(sign, quote(sign)) for sign in printable if quote(sign, safe=f"{_PLAIN}%") != sign]
"""What other signs of ASCII are written as, but for that which all these begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation in a format: the format's name and file ending, and an address that holds the whole text (RFC 2397)."""

    name: str
    ending: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """One item in every format: `line` as a page shows it, the others as an address can hold them."""

    line: str
    text: str
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
    between = " "
    if cite.source:
        key, source = cite.source.key, cite.source.source
        if key not in sources:
            sources[key] = _formats(source_item(source, wording, cite.source.originals), wording, noticed)
        made.append(sources[key])
        between = f" {word_for(wording, primary=source.nature == 'primary', among=cite.among)} "
    end = f" {wording.accessed}"
    texts = {
        ("text", "txt"): _held(between).join([item.text for item in made]) + _held(f"{end}\n"),
        ("BibTeX", "bib"): _held("\n").join([item.bibtex for item in made]),
        ("RIS", "ris"): "".join([item.ris for item in made]),
        ("CSL-JSON", "json"): csl_json([item.csl for item in made], _held),
    }
    line = between.join([item.line for item in made]) + end
    return line, tuple(Cited(name=name, ending=ending, address=_HEAD + text) for (name, ending), text in texts.items())


def held(text: str) -> str:
    """The text as an address can hold it."""
    text = text.replace("%", "%25")
    if not text.isascii():
        text = _FOREIGN.sub(_quoted, text)
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


_held = lru_cache(maxsize=256)(held)
"""The same of what stands between the items of every file."""


def _quoted(found: re.Match[str]) -> str:
    return _percent(found[0])


# Mostly the same few signs: quotation marks, dashes.
@lru_cache(maxsize=4096)
def _percent(text: str) -> str:
    return quote(text)


def _formats(item: Item, wording: Wording, noticed: Noticed) -> Formats:
    told = item_with_notices(item, noticed)
    line = sentences(item, wording)
    # One text is sooner done than four; no text of the facts holds this sign.
    texts = (with_notices(line, noticed), bibtex((told,), wording), ris((told,), wording), item_json(told))
    text, as_bibtex, as_ris, csl = held(_BETWEEN.join(texts)).split(_BETWEEN)
    return Formats(line=line, text=text, bibtex=as_bibtex, ris=as_ris, csl=csl)


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
