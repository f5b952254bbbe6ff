"""Where words stand in a stored text: in a quotation, in a speaker's turn, or anywhere; and whether they are cut off there."""

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from unicodedata import category

from factsheet.proof.quotations import Quotation, around, cuts, quotations
from factsheet.proof.signs import (
    NORMALISATIONS,
    Index,
    Match,
    Normalisation,
    before_joined,
    behind_joined,
    broken_at,
    composed,
    indexed,
    matches,
    with_line_feeds,
)
from factsheet.unspaced import UNSPACED

MOST_PLACES = 1000
"""How many places are looked for: one is what is needed, and of a few the lines are told."""
_EMPTY_LINE = re.compile(r"\n[^\S\n\f]*\n\s*|\s*\f\s*")
_LINE = re.compile(r"\n\s*")
_COMMAS = ",،，、"
_WIDE_STOPS = "，、。；：！？"
_COLON = re.compile("[:：]")
_TURN = re.compile(r"(?P<who>[^:：\n]{1,80})[:：]\s*")
_IN_NUMBER = re.compile(r"\d[.,]\d")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words found in a text. `start` and `end` are offsets in signs (W3C Web Annotation, TextPositionSelector).

    `line` counts from 1, without empty lines; `after` is what was evened out. `quoted`: they stand inside one pair of quotation marks of
    one paragraph. `whole`: nothing that belongs to them was left off, at either end. `turn` is what the paragraph
    has before its first colon, where the words stand behind that and before any other.
    """

    start: int
    end: int
    line: int
    after: tuple[Normalisation, ...]
    quoted: bool
    whole: bool
    turn: str | None


class Text:
    """The text of a stored copy. Where it has empty lines or form feeds these part its paragraphs, elsewhere every line is one."""

    def __init__(self, text: str) -> None:
        self._as_stored = with_line_feeds(text)
        self.text = composed(self._as_stored)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The offsets of each paragraph's start and end."""
        gaps = (_EMPTY_LINE if _EMPTY_LINE.search(self.text.strip(" \n")) else _LINE).finditer(self.text)
        bounds = [0, *(at for gap in gaps for at in gap.span()), len(self.text)]
        return tuple((start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end)

    def places(self, words: str, *, prefix: str | None = None, suffix: str | None = None) -> tuple[Place, ...]:
        """The first 1,000 places inside one paragraph where the words stand as words of their own.

        Given `prefix` or `suffix`, those alone that these words stand before or behind (TextQuoteSelector).
        """
        found = (
            self._place(match, bool(prefix), bool(suffix)) for match in matches(words, self._index, prefix, suffix)
        )
        return tuple(islice((place for place in found if place), MOST_PLACES))

    def line(self, at: int) -> int:
        """The number of the line at an offset; lines count from 1, empty ones do not."""
        return bisect_left(self._line_ends, at) + 1

    def _place(self, match: Match, has_prefix: bool, has_suffix: bool) -> Place | None:
        if not self._as_words(match):
            return None
        number = bisect_right(self._starts, match.first) - 1
        start, end = self.paragraphs[number]
        if match.last > end:
            return None
        found = self._quotations(number)
        quotation = around(match.start - start, match.end - start, found)
        inside = (start + quotation.start, start + quotation.end) if quotation else (start, end)
        return Place(
            start=match.start,
            end=match.end,
            line=self.line(match.start),
            after=self._after(match),
            quoted=quotation is not None,
            whole=not cuts(match.start - start, match.end - start, found)
            and (has_prefix or self._begins(match.start, inside[0]))
            and (has_suffix or self._ends(match.end, inside[1])),
            turn=self._turn(number, match.start),
        )

    @cached_property
    def _index(self) -> Index:
        return indexed(self.text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _end in self.paragraphs)

    @cached_property
    def _line_ends(self) -> "array[int]":
        first = len(self.text) - len(self.text.lstrip())
        return array("Q", (found.start() for found in _LINE.finditer(self.text, first)))

    @cached_property
    def _turns(self) -> tuple[tuple[str | None, int], ...]:
        """Of each paragraph, who speaks in it if the text is a transcript, and where the speech starts.

        A paragraph that names nobody may be anybody's, and so may what follows a further colon.
        """
        turns: list[tuple[str | None, int]] = []
        for start, end in self.paragraphs:
            named = _TURN.match(self.text, start, end)
            turns.append((named["who"].strip(), named.end()) if named else (None, start))
        return tuple(turns)

    def _turn(self, number: int, at: int) -> str | None:
        who, speech = self._turns[number]
        return who if at >= speech and not _COLON.search(self.text, speech, at) else None

    def _quotations(self, number: int) -> tuple[Quotation, ...]:
        if number not in self._quoted:
            start, end = self.paragraphs[number]
            self._quoted[number] = quotations(self.text[start:end])
        return self._quoted[number]

    @cached_property
    def _quoted(self) -> dict[int, tuple[Quotation, ...]]:
        """The quotations of the paragraphs that were looked through so far."""
        return {}

    def _after(self, match: Match) -> tuple[Normalisation, ...]:
        """What was evened out, the text's own letters included."""
        stored = self._as_stored is self.text or self.text[match.start : match.end] in self._as_stored
        evened = {*match.after} if stored else {*match.after, "composition"}
        return tuple(one for one in NORMALISATIONS if one in evened)

    def _as_words(self, match: Match) -> bool:
        """Whether the words neither start nor end inside a word; in scripts without blanks nobody can tell."""
        return not (_one_word(self.text, match.start) or _one_word(self.text, match.end))

    def _begins(self, at: int, first: int) -> bool:
        """Whether nothing that belongs to the words stands before them."""
        before = before_joined(self.text, at)
        return at == first or before.isspace() or before in _WIDE_STOPS

    def _ends(self, at: int, last: int) -> bool:
        """Whether nothing that belongs to the words follows them: a comma is the reporter's, a full stop may be theirs."""
        final = self.text[at - 1]
        if final in _COMMAS:
            return False
        if at == last:
            return True
        behind = behind_joined(self.text, at)
        return behind.isspace() or behind in _COMMAS or final in _WIDE_STOPS


def _one_word(text: str, at: int) -> bool:
    """Whether the signs before and behind a place are of one word, or of one number."""
    if not 0 < at < len(text):
        return False
    if broken_at(text, at):
        return True
    before, behind = text[at - 1], text[at]
    if _IS_UNSPACED.match(before) or _IS_UNSPACED.match(behind):
        return category(behind).startswith("M")
    if _of_word(before) and _of_word(behind):
        return True
    return bool(_IN_NUMBER.match(text, max(0, at - 2)) if behind.isdigit() else _IN_NUMBER.match(text, at - 1))


def _of_word(sign: str) -> bool:
    return sign.isalnum() or category(sign).startswith("M")
