"""What templates tell in HTML, for readers without a browser: the same words as plain text, and as Markdown."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import groupby
from string import punctuation
from typing import NamedTuple
from urllib.parse import quote


def as_text(html: str) -> str:
    """The HTML as plain text, a block a line, with removed words as `[-words-]` and added ones as `{+words+}`.

    Items of lists, and keys with their values, begin with `- ` and are set in by how deep they stand.
    """
    blocks = _Reader(html).blocks
    return "\n".join(block.start + "".join(map(_text, _stretches(block, linked=False))) for block in blocks)


def as_markdown(html: str, base: str) -> str:
    """The HTML as Markdown (CommonMark, with GitHub's strikethrough): no word of it is read as a mark.

    Removed words are struck out, added ones strong. Links within the site lead to `base`, its address with a slash at
    the end; where that is empty, and of other links, there are the words alone.
    """
    blocks = _Reader(html).blocks
    gaps = ("", *("\n" if block.bullet else "\n\n" for block in blocks[1:]))
    return "".join(f"{gap}{block.start}{_markdown(block, base)}" for gap, block in zip(gaps, blocks, strict=False))


class _Run(NamedTuple):
    """Words of a line: `mark` is empty or the element that says that they were removed or added.

    `address` is the page of this site that they lead to, from its root.
    """

    text: str
    mark: str
    address: str | None


class _Block(NamedTuple):
    """A line: `start` stands before it, `bullet` says that an item begins there, `heading` is its depth, 0 for none."""

    start: str
    bullet: bool
    heading: int
    runs: tuple[_Run, ...]


_Stretch = tuple[str, tuple[_Run, ...]]
"""Neighbours with the same mark."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_ALONE = frozenset(("p", "div", "ul", "ol", "li", "dl", *_HEADINGS))
"""The elements that begin a line and end it."""
_BLANKS = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_AROUND = {"q": ("“", "”"), "dt": ("", ": ")}
_PLAIN = frozenset(("bdi", "span", "time", "code", "em", "strong"))
_NOTHING = ("", "")
_BADGE = ("[", "]")


_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[a-z0-9]+)(?P<attributes>[^<>]*)>|<!--.*?-->|(?P<words>[^<]+)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class _Element(NamedTuple):
    """An open element: the signs around its words, and what it and those around it make of them."""

    tag: str
    before: str
    after: str
    mark: str
    address: str | None
    hidden: bool


class _Reader:
    """Reads HTML as our own templates write it, where no sign of a tag stands in an attribute, into blocks."""

    def __init__(self, html: str) -> None:
        self.blocks: list[_Block] = []
        self._open = [_Element("", "", "", "", None, False)]
        self._runs: list[_Run] = []
        self._items: list[tuple[str, bool]] = []
        """The sign of each open item, and whether it still has to be written."""
        self._numbers = [0]
        """The number of the next item of each open list, 0 where it has none; an item may come without its list."""
        self._labelled = False
        for end, tag, attributes, words in _TOKEN.findall(html):
            if words:
                self._add(unescape(words))
            elif end:
                self._end_tag(tag)
            elif tag:
                self._start_tag(tag, attributes)
        self._end()

    def _start_tag(self, tag: str, attributes: str) -> None:
        if tag in _PLAIN and "fs-" not in attributes:
            # Most elements are of this sort, and make nothing of their words.
            around = self._open[-1]
            quiet = not around.before and not around.after
            self._open.append(around if quiet else around._replace(before="", after=""))
            return
        if tag == "br":
            self._add(" ")
            return
        # The words of a label's value go on behind it, whatever paragraph they stand in.
        if tag in _ALONE and not (tag == "p" and self._labelled):
            self._end()
        found = _attributes(attributes) if attributes else {}
        if tag in ("ul", "ol"):
            self._numbers.append(int(found.get("start") or 1) if tag == "ol" else 0)
        if tag == "li" and self._numbers[-1]:
            self._items.append((f"{self._numbers[-1]}. ", True))
            self._numbers[-1] += 1
        elif tag == "li" or (tag == "div" and self._open[-1].tag == "dl"):
            self._items.append(("- ", True))
        element = self._element(tag, found)
        self._open.append(element)
        if element.before:
            self._add(element.before)

    def _element(self, tag: str, attributes: dict[str, str]) -> _Element:
        around = self._open[-1]
        classes = attributes.get("class", "").split()
        before, after = _BADGE if "fs-badge" in classes else _AROUND.get(tag, _NOTHING)
        mark = tag if tag in _WDIFF else around.mark
        address = _address(unescape(attributes.get("href", ""))) if tag == "a" else around.address
        return _Element(tag, before, after, mark, address, around.hidden or "fs-hidden" in classes)

    def _end_tag(self, tag: str) -> None:
        after = self._open[-1].after
        if after:
            self._add(after)
        if tag == "dt":
            self._labelled = True
        if tag in _ALONE:
            self._end()
        self._open.pop()
        if tag in ("ul", "ol"):
            self._numbers.pop()
        if tag == "li" or (tag == "div" and self._open[-1].tag == "dl"):
            self._items.pop()

    def _add(self, data: str) -> None:
        around = self._open[-1]
        if around.hidden:
            return
        text = _BLANKS.sub(" ", data)
        if not self._runs or self._runs[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self._labelled = False
            self._runs.append(_Run(text, around.mark, around.address))

    def _end(self) -> None:
        """Ends the line, where one was begun."""
        runs, self._runs, self._labelled = self._runs, [], False
        if runs and runs[-1].text == " ":
            runs.pop()
        if not runs:
            return
        if runs[-1].text.endswith(" "):
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" "))
        start = "".join(sign if new else " " * len(sign) for sign, new in self._items)
        bullet = any(new and sign == "- " for sign, new in self._items)
        heading = next((_HEADINGS[element.tag] for element in self._open if element.tag in _HEADINGS), 0)
        self._items = [(sign, False) for sign, _new in self._items]
        self.blocks.append(_Block(start, bullet, heading, tuple(runs)))


@lru_cache(maxsize=4096)
def _attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _address(href: str) -> str | None:
    """Where a link leads within the site; None for one that leads out of it."""
    way = re.match(r"(?:\.{1,2}/)+", href)
    return href[way.end() :] if way else None


def _stretches(block: _Block, *, linked: bool) -> Iterator[_Stretch]:
    """The words of a line, neighbours with the same mark together, and no blank at the edge of a mark."""
    runs = block.runs if linked else tuple(_Run(run.text, run.mark, None) for run in block.runs)
    for mark, group in groupby(runs, key=_mark_of):
        found = tuple(
            _Run("".join([run.text for run in same]), mark, to) for to, same in groupby(group, key=_address_of)
        )
        words = "".join([run.text for run in found]) if mark else ""
        head, tail = len(words) - len(words.lstrip()), len(words.rstrip())
        if not tail:
            yield "", found
            continue
        yield "", _cut(found, 0, head)
        yield mark, _cut(found, head, tail)
        yield "", _cut(found, tail, len(words))


def _cut(runs: tuple[_Run, ...], start: int, end: int) -> tuple[_Run, ...]:
    """What stands in runs from a place on to another one."""
    found, place = [], 0
    for run in runs:
        text = run.text[max(start - place, 0) : max(end - place, 0)]
        place += len(run.text)
        if text:
            found.append(run._replace(text=text))
    return tuple(found)


def _mark_of(run: _Run) -> str:
    return run.mark


def _address_of(run: _Run) -> str | None:
    return run.address


_WDIFF = {"": ("", ""), "del": ("[-", "-]"), "ins": ("{+", "+}")}


def _text(stretch: _Stretch) -> str:
    mark, runs = stretch
    before, after = _WDIFF[mark]
    words = "".join(run.text for run in runs)
    return f"{before}{words}{after}" if words else ""


_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&!$^=@]|(?<=\w)\.(?=\w)|:(?=\S)")
_AT_START = re.compile(r"^(\d{0,9})([-+:.)])(?=\s|$|[-+])")
"""A sign that makes a list or a line of what it begins."""
_MARKDOWN = {"del": "~~", "ins": "**"}


def _markdown(block: _Block, base: str) -> str:
    line, apart = "", False
    for mark, runs in _stretches(block, linked=bool(base)):
        words = "".join(_escaped(run, base) for run in runs)
        if mark:
            line = line if words[0].isalnum() else line[:-1] + _apart(line[-1:])
            line += f"{_MARKDOWN[mark]}{words}{_MARKDOWN[mark]}"
            apart = not words[-1].isalnum()
        elif words:
            line += _apart(words[0]) + words[1:] if apart else words
            apart = False
    line = _AT_START.sub(r"\1\\\2", line)
    return f"{'#' * block.heading} {line}" if block.heading else line


def _apart(sign: str) -> str:
    """A letter beside a mark within which a stop stands: as a number, which ends with a stop too.

    Between a stop and a letter a mark is none (CommonMark 0.31, section 6.2, "delimiter run").
    """
    return sign if sign in punctuation or sign == " " else f"&#{ord(sign)};"


def _escaped(run: _Run, base: str) -> str:
    words = _SIGNS.sub(r"\\\g<0>", run.text)
    return words if run.address is None else f"[{words}]({base}{quote(run.address, safe='/#')})"
