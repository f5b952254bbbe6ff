"""Reads words in a text sign by sign. What may differ is listed here, and nothing else: case, words, marks and brackets count."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Literal, get_args
from unicodedata import is_normalized, normalize

from factsheet.unspaced import HAN, KANA

Normalisation = Literal[
    "line-joins", "white-space", "line-break-hyphens", "quotation-marks", "apostrophes", "composition"
]
"""What was evened out between words and their source before they were the same, sign for sign."""
NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)

_SINGLE, _DOUBLE, _HYPHENS = "'‘’‚‛ʼ", '"“”„‟', "-‐"
_BREAKING = f"{_HYPHENS}\u00ad"
_WIDE = f"\u3000-\u303f{KANA}{HAN}\uff00-\uffef"
"""Han, kana and the signs that stand among them: a line of these may end anywhere."""
_MOST_STARTS = 500_000
"""A text where words may start at more places is none that people read; it would be looked through for minutes."""
_BLANK = re.compile(r"\s+")
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_BROKEN = re.compile(rf"[{_BREAKING}][^\S\n]*\n\s*|\u00ad+")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_CLOSING = re.compile(r"(?<!\.)[.,。，]$")
_SOLID = re.compile(rf"[^{_BREAKING}\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Words as a text has them: where they start and end in it (offsets in signs), and what had to be evened out.

    `first` and `last` are the start and the end of these words together with those that were to stand beside them.
    """

    start: int
    end: int
    after: tuple[Normalisation, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Index:
    """A composed text, and its signs without blanks and hyphens, marks of one sort made the same: words are looked for in these.

    `bare_starts` and `starts` say where each stretch of these signs begins in `bare` and in the text.
    """

    text: str
    bare: str
    bare_starts: "array[int]"
    starts: "array[int]"

    def position(self, at: int) -> int:
        """Where a sign of `bare` stands in the text."""
        stretch = bisect_right(self.bare_starts, at) - 1
        return self.starts[stretch] + at - self.bare_starts[stretch]


def with_line_feeds(text: str) -> str:
    """The text with its lines ended by a line feed alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def composed(text: str) -> str:
    """The text in Unicode's normal form C, its lines ended by a line feed alone."""
    text = with_line_feeds(text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def indexed(text: str) -> Index:
    """The index of a composed text."""
    bare_starts, starts = array("Q"), array("Q")
    stretches: list[str] = []
    at = 0
    for found in _SOLID.finditer(text):
        bare_starts.append(at)
        starts.append(found.start())
        stretches.append(found[0])
        at += len(found[0])
    return Index(text, _evened("".join(stretches)), bare_starts, starts)


def matches(words: str, text: str | Index, prefix: str | None = None, suffix: str | None = None) -> Iterator[Match]:
    """Every place in a composed text where the words stand, from left to right.

    Words are taken as a facts file has them: where they are broken into lines, a line's end is one blank. Words with a blank
    before or behind them stand nowhere: that blank would be compared with nothing. Given `prefix` or `suffix`, those places
    alone that these words stand right before or behind, a blank between them or none.
    """
    wanted, before, behind = _as_written(words), *(_as_written(beside or "").strip() for beside in (prefix, suffix))
    own: frozenset[Normalisation] = frozenset() if is_normalized("NFC", words) else frozenset(("composition",))
    if not wanted or wanted != wanted.strip() or (prefix and not before) or (suffix and not behind):
        return
    index = text if isinstance(text, Index) else indexed(text)
    for first in _starts(f"{before}{wanted}{behind}", index):
        beside = _read(before, index.text, first)
        start = _over_blanks(index.text, beside[0]) if beside and before else first
        found = _read(wanted, index.text, start) if beside else None
        rest = _read(behind, index.text, _over_blanks(index.text, found[0])) if found else None
        if found and rest:
            end, after = found
            yield Match(
                start=start,
                end=end,
                after=tuple(one for one in NORMALISATIONS if one in after | own),
                first=first,
                last=rest[0] if behind else end,
            )


def _as_written(words: str) -> str:
    return _LINE_END.sub(" ", composed(words).strip("\n"))


def _evened(text: str) -> str:
    text = reduce(lambda evened, sign: evened.replace(sign, "'"), _SINGLE, text)
    return reduce(lambda evened, sign: evened.replace(sign, '"'), _DOUBLE, text)


def _starts(words: str, index: Index) -> Iterator[int]:
    """Where the words may start; what stands there is read again, sign by sign."""
    bare = _evened("".join(_SOLID.findall(words)))
    at = index.bare.find(bare) if bare and index.bare.count(bare) < _MOST_STARTS else -1
    while at >= 0:
        start = index.position(at)
        if words[0] in _HYPHENS:
            skipped = range(index.position(at - 1) + 1 if at else 0, start)
            yield from (position for position in skipped if index.text[position] in _HYPHENS)
        else:
            yield start
        at = index.bare.find(bare, at + 1)


def _over_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _read(words: str, text: str, at: int) -> tuple[int, set[Normalisation]] | None:
    """Where the words end that start here, and what was evened out; None where others stand here."""
    after: set[Normalisation] = set()
    before = " "
    for sign in words:
        if sign.isspace():
            blank = _BLANK.match(text, at)
            if not blank:
                return None
            if blank[0] != sign:
                after.add("line-joins" if "\n" in blank[0] else "white-space")
            at, before = blank.end(), sign
            continue
        if not before.isspace():
            at = _over_line_end(before, sign, text, at, after)
        found = text[at : at + 1]
        if found != sign:
            if not found:
                return None
            if sign in _SINGLE and found in _SINGLE:
                after.add("apostrophes")
            elif sign in _DOUBLE and found in _DOUBLE:
                after.add("quotation-marks")
            else:
                return None
        at, before = at + 1, sign
    return at, after


def _over_line_end(before: str, sign: str, text: str, at: int, after: set[Normalisation]) -> int:
    """Where the text goes on if a line ends between two signs of a word; where none does, the same place."""
    broken = _BROKEN.match(text, at) if sign not in _HYPHENS else None
    if broken:
        after.add("line-break-hyphens")
        return broken.end()
    joined = _LINE_END.match(text, at)
    if joined and (before in _HYPHENS or (_IS_WIDE.match(before) and _IS_WIDE.match(sign))):
        after.add("line-joins")
        return joined.end()
    return at


def before_joined(text: str, at: int) -> str:
    """The sign before an offset; where a line of wide signs ends there, the last of these."""
    end = _end_before(text, at)
    joined = "\n" in text[end:at] and _IS_WIDE.match(text, at) and _IS_WIDE.match(text[end - 1 : end])
    return text[end - 1 : end] if joined else text[at - 1 : at]


def behind_joined(text: str, at: int) -> str:
    """The sign behind an offset; where a line of wide signs ends there, the first of the next one."""
    blank = _LINE_END.match(text, at)
    joined = blank and _IS_WIDE.match(text, at - 1) and _IS_WIDE.match(text, blank.end())
    return text[blank.end()] if blank and joined else text[at : at + 1]


def broken_at(text: str, at: int) -> bool:
    """Whether an offset is where a word may be broken into two lines: before or behind the hyphen and the line's end."""
    end = _end_before(text, at)
    if text[end - 1 : end] in _BREAKING and end and ("\n" in text[end:at] or text[end - 1] == "\u00ad"):
        return text[end - 2 : end - 1].isalnum()
    broken = _BROKEN.match(text, at)
    return bool(broken and text[at - 1 : at].isalnum() and text[broken.end() : broken.end() + 1].isalnum())


def _end_before(text: str, at: int) -> int:
    """The end of what stands before an offset and the blanks before that."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def without_stop(text: str) -> str:
    """The text without a comma or full stop at its end: that may be of the sentence around the words."""
    return _CLOSING.sub("", text)


def evened(words: str, printed: str) -> tuple[Normalisation, ...] | None:
    """What has to be evened out before a print is the same as the words; None where they differ by more.

    One comma or full stop at the end is no difference: it may close the reporter's sentence alone.
    """
    words, printed = without_stop(words), without_stop(composed(printed))
    whole = (match for match in matches(words, printed) if (match.start, match.end) == (0, len(printed)))
    return next((match.after for match in whole), None)
