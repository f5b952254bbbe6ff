"""The text of a stored copy: plain text, HTML, PDF, or a web archive that holds one of these."""

import gzip
import io
import logging
import re
from codecs import lookup
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from html import escape
from itertools import islice
from typing import Any, Literal

MOST_BYTES = 32 * 1024 * 1024
MEDIA_TYPES = ("text/plain", "text/html", "application/xhtml+xml", "application/pdf", "application/warc")

_MOST_UNPACKED = 4 * MOST_BYTES
_MOST_PAGES = 3_000
_MOST_ELEMENTS = 50_000
_CHARSETS = {
    "": "utf-8-sig",
    "utf-8": "utf-8-sig",
    "us-ascii": "utf-8-sig",
    "ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""What browsers read under a name (WHATWG Encoding), where that is not what Python reads."""
_NO_CHARSETS = {"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"}
"""What Python reads by these names, in its own spelling, no page is written in."""
_NAMED_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.ASCII)
_TAG = re.compile("<[A-Za-z]")
_ACCENTS = re.compile(r"[^\w\x00-\u02ff\u2000-\u2bff\u3000-\u303f]{100}")
"""More signs in a row than a letter has above it: to put them in order would take too long."""
_UNSEEN = (
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "textarea",
    "select",
    "svg",
    "object",
    "iframe",
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = {
    *("html", "body", "main", "article", "section", "div", "p", "br", "hr", "pre", "blockquote", "address", "details"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "nav", "aside", "menu", "form", "fieldset", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("figure", "figcaption"),
}
_MARKS = (("“", "”"), ("‘", "’"))
_SHORT = 0.75
_SENTENCE_END = re.compile(r"[.!?:…”»’\"'」。！？]\s*\Z")

Fault = Literal["too-large", "empty", "not-text", "no-text", "damaged", "unknown-type", "not-in-archive"]
"""Why a stored copy gives no text."""


class Unreadable(Exception):
    """A stored copy gives no text; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def text_of(raw: bytes, media_type: str, url: str | None = None) -> str:
    """The text in the bytes of a stored copy of that media type; raises Unreadable.

    Of a web archive (WARC, ISO 28500) it is the page of that address; where none is given, its only page.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable("too-large")
    if not raw.strip():
        raise Unreadable("empty")
    header = Message()
    header["content-type"] = " ".join(media_type.split())
    read = _READERS.get(header.get_content_type())
    if not read:
        raise Unreadable("unknown-type")
    text = read(raw, header.get_content_charset() or "", url)
    if not text.strip():
        raise Unreadable("no-text")
    return text


def _plain(raw: bytes, charset: str, _url: str | None) -> str:
    try:
        name = _CHARSETS.get(charset, charset)
        text = "\x00" if lookup(name).name in _NO_CHARSETS else raw.decode(name)
    except (LookupError, ValueError):
        raise Unreadable("not-text") from None
    if "\x00" in text or _ACCENTS.search(text):
        raise Unreadable("not-text")
    return text


def _html(raw: bytes, charset: str, _url: str | None) -> str:
    """What readers of a page see, a line a paragraph. Whatever stands in a paragraph is kept or left out together with it."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    named = _NAMED_CHARSET.search(raw, 0, 1024)
    text = _plain(raw, charset or (named[1].decode("ascii").lower() if named else ""), None)
    if not _TAG.search(text):
        raise Unreadable("not-text")
    tree = trafilatura.load_html(text if "html" in text[:50].lower() else f"<!doctype html>{text}")
    if tree is None:
        raise Unreadable("damaged")
    if sum(1 for _element in tree.iter()) > _MOST_ELEMENTS:
        raise Unreadable("too-large")
    return trafilatura.extract("".join(_written(tree, 0)), favor_recall=True) or ""


def _written(element: Any, quoted: int) -> Iterator[str]:
    """An element as HTML that has paragraphs and other blocks, and else text alone; with the marks that a browser draws."""
    tag = element.tag
    if tag in _BLOCKS:
        kept = "".join(f' {name}="{escape(element.get(name))}"' for name in ("class", "id") if element.get(name))
        # What follows a block is another line, also where the block itself is left out.
        before, behind = f"<{tag}{kept}>", f"</{tag}>{'<br>' if (element.tail or '').strip() else ''}"
    else:
        before, behind = _MARKS[min(quoted, 1)] if tag == "q" else ("", "")
    if isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(element):
        yield before + escape(element.text or "")
        for child in element:
            yield from _written(child, quoted + (tag == "q"))
        yield behind
    yield escape(element.tail or "")


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_NOT_SHOWN.search(element.get("style", "")))


def _pdf(raw: bytes, _charset: str, _url: str | None) -> str:
    """The pages of a document, each ended by a form feed."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    text = ""
    try:
        pages = pypdf.PdfReader(io.BytesIO(raw)).pages
        count = len(pages)
        for page in islice(pages, _MOST_PAGES):
            text += _parted(page.extract_text()) + "\f"
            if len(text) > MOST_BYTES:
                break
    except Exception:
        raise Unreadable("damaged") from None
    if count > _MOST_PAGES or len(text) > MOST_BYTES:
        raise Unreadable("too-large")
    return text


def _parted(page: str) -> str:
    """A page with an empty line after each line that seems to end a paragraph: a short one that ends with a sentence."""
    lines = page.split("\n")
    full = max(map(len, lines))
    return "\n".join(
        f"{line}\n" if len(line) < full * _SHORT and _SENTENCE_END.search(line) else line for line in lines
    )


def _warc(raw: bytes, _charset: str, url: str | None) -> str:
    from warcio.archiveiterator import ArchiveIterator

    only: tuple[bytes, str] | None = None
    try:
        for record in ArchiveIterator(io.BytesIO(_unpacked(raw))):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            media_type = record.http_headers.get_header("Content-Type") or ""
            if media_type.partition(";")[0].strip().lower() not in MEDIA_TYPES[:-1]:
                continue
            if url and record.rec_headers.get_header("WARC-Target-URI") != url:
                continue
            payload = record.content_stream().read(MOST_BYTES + 1)
            if url:
                return text_of(payload, media_type)
            if only:
                raise Unreadable("not-in-archive")
            only = payload, media_type
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("damaged") from None
    if not only:
        raise Unreadable("not-in-archive")
    return text_of(*only)


def _unpacked(raw: bytes) -> bytes:
    """A web archive without its gzip members; at most a few times as large as a copy may be."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    with gzip.open(io.BytesIO(raw)) as packed:
        unpacked = packed.read(_MOST_UNPACKED + 1)
    if len(unpacked) > _MOST_UNPACKED:
        raise Unreadable("too-large")
    return unpacked


_READERS: Mapping[str, Callable[[bytes, str, str | None], str]] = {
    "text/plain": _plain,
    "text/html": _html,
    "application/xhtml+xml": _html,
    "application/pdf": _pdf,
    "application/warc": _warc,
}
