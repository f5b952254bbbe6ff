"""Reads a written site again, as a stranger would: only harmless elements, every link and anchor resolved, nothing missing."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "data",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "nav",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "svg",
        "path",
        "g",
        "circle",
        "line",
        "rect",
        "text",
        "title",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "alt",
        "aria-current",
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "class",
        "cite",
        "colspan",
        "data-copy",
        "data-form",
        "data-label",
        "data-most",
        "data-nature",
        "data-response",
        "data-search-exclude",
        "data-stage",
        "data-status",
        "data-type",
        "datetime",
        "dir",
        "download",
        "height",
        "href",
        "hidden",
        "id",
        "lang",
        "loading",
        "rel",
        "role",
        "rowspan",
        "scope",
        "src",
        "start",
        "tabindex",
        "title",
        "value",
        "viewbox",
        "width",
        "xmlns",
        "d",
        "fill",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "points",
        "transform",
        "stroke",
        "text-anchor",
        "open",
    ]
)


HELD = "data:text/plain;charset=utf-8,"
"""How the address of a file begins that a page holds itself; a browser saves it and never shows it."""


class Unsound(Exception):
    """The written site is not as it must be; the message lists the first findings."""


@dataclass
class _Seen:
    """What one page holds."""

    anchors: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    headings: int = 0


def inspect(folder: Path, places: Mapping[str, Collection[str]], *, records: int) -> None:
    """Raises Unsound unless the tree holds just the pages and places that were declared, and all its links lead somewhere.

    `places` has the anchors of each page by its address, from the site's root.
    """
    pages = {_address(file, folder): _look(file) for file in sorted(folder.rglob("*.html"))}
    findings = [
        *_strange(pages),
        *_broken(pages, folder),
        *_undeclared(pages, places),
        *_uncounted(folder, records),
        *_unsearched(pages, folder),
    ]
    if findings:
        raise Unsound(f"{len(findings)} findings: " + "; ".join(findings[:10]))


def _address(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix().removesuffix("index.html")


def _look(file: Path) -> _Seen:
    seen = _Seen()
    parser = _Reader(seen)
    parser.feed(file.read_text("utf-8"))
    parser.close()
    return seen


class _Reader(HTMLParser):
    """Notes what stands in a page; only the article, which is ours, is held to the list of elements and attributes."""

    def __init__(self, seen: _Seen) -> None:
        super().__init__()
        self._seen = seen
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self._seen.anchors[values["id"] or ""] += 1
        self._seen.links += [value for name in ("href", "src") if (value := values.get(name))]
        if tag == "h1":
            self._seen.headings += 1
        if tag == "article":
            self._depth += 1
        if self._depth:
            self._judge(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            if not self._depth:
                # Text that closes the article would hide from us what follows it.
                self._seen.strange.append("</article> without its beginning")
            self._depth = max(0, self._depth - 1)

    def _judge(self, tag: str, values: dict[str, str | None]) -> None:
        if tag not in _ELEMENTS:
            self._seen.strange.append(f"<{tag}>")
        self._seen.strange += [f"{name} on <{tag}>" for name in values if name not in _ATTRIBUTES]
        link, loaded = _parts(values.get("href")), _parts(values.get("src"))
        if "download" in values and str(values.get("href")).startswith(HELD):
            link = _parts(None)
        nowhere = not link or (link.scheme in ("http", "https") and not link.netloc)
        if nowhere or (link and link.scheme not in ("", "http", "https", "mailto")):
            self._seen.strange.append(f"href={values['href']}")
        if not loaded or loaded.scheme or loaded.netloc:
            self._seen.strange.append(f"src={values['src']}")


def _parts(link: str | None) -> SplitResult | None:
    """The parts of a link, empty ones where there is none; None if it is no address."""
    try:
        return urlsplit(link or "")
    except ValueError:
        return None


def _strange(pages: dict[str, _Seen]) -> Iterator[str]:
    for address, seen in pages.items():
        for what in dict.fromkeys(seen.strange):
            yield f"{address or 'the home page'} holds {what}"
        for anchor, times in seen.anchors.items():
            if times > 1:
                yield f"{address} has {times} places named {anchor}"
        if seen.headings != 1:
            yield f"{address} has {seen.headings} main headings"


def _broken(pages: dict[str, _Seen], folder: Path) -> Iterator[str]:
    known: dict[str, bool] = {}
    for address, seen in pages.items():
        if address == "404.html":
            continue
        for link in dict.fromkeys(seen.links):
            parts = _parts(link)
            if not parts or parts.scheme or parts.netloc:
                continue
            target = _target(parts.path, address)
            if target not in known:
                known[target] = target in pages or f"{target}/" in pages or (folder / target).is_file()
            if not known[target] or parts.path.startswith("/"):
                yield f"{address or 'the home page'} leads to {link}, which is not there"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{address or 'the home page'} leads to {link}, and that place is not on the page"


def _target(path: str, address: str) -> str:
    """Where a path leads to from the page at an address, from the site's root."""
    if not path:
        return address
    return unquote(urlsplit(urljoin(f"https://site.invalid/{address}", path)).path).removeprefix("/")


def _undeclared(pages: dict[str, _Seen], places: Mapping[str, Collection[str]]) -> Iterator[str]:
    declared = set(places)
    found = {address for address in pages if address != "404.html"}
    yield from (f"{address} was written, but not declared" for address in sorted(found - declared))
    yield from (f"{address} was declared, but not written" for address in sorted(declared - found))
    for address, anchors in sorted(places.items()):
        for anchor in sorted(set(anchors)) if address in pages else ():
            if anchor not in pages[address].anchors:
                yield f"{address}#{anchor} was declared, but is not on the page"


def _uncounted(folder: Path, records: int) -> Iterator[str]:
    files = list(folder.rglob("record.yml"))
    if len(files) != records:
        yield f"{records} records, but {len(files)} record files"


def _unsearched(pages: dict[str, _Seen], folder: Path) -> Iterator[str]:
    index = folder / "search" / "search_index.json"
    if not index.is_file():
        return
    entries = {entry["location"] for entry in json.loads(index.read_text("utf-8"))["docs"]}
    for file in sorted(folder.rglob("record.yml")):
        address = _address(file, folder).removesuffix("record.yml")
        if address not in entries:
            yield f"{address} cannot be searched"
    for entry in sorted(entries):
        address, _hash, anchor = entry.partition("#")
        if address not in pages or (anchor and anchor not in pages[address].anchors):
            yield f"the search leads to {entry}, which is not there"
