"""The words of two texts, side by side."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from factsheet.unspaced import UNSPACED


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of two versions of a text: those that stand in both, in the first alone, or in the second alone."""

    op: Literal["same", "removed", "added"]
    text: str


_MOST_COMPARED = 250_000
"""The most pairs of words that are compared; a longer rewording is shown as a whole."""
_ABOVE = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
"""Signs of these scripts that belong to the one before them."""
_STOPS = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u0f0b-\u0f14\u2010-\u205e\u3000-\u3004\u3008-\u303f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_IN_WORD = rf"[^\s{_STOPS}{UNSPACED}]+"
_TOKEN = re.compile(rf"\s+|[{UNSPACED}][{_ABOVE}]*|{_IN_WORD}(?:[-.,:'’]{_IN_WORD})*|.", re.DOTALL)


def pieces(was: str, now: str) -> tuple[Piece, ...]:
    """The words of two versions of a text: all but those added are the first one, all but those removed the second.

    Words are whole, and blanks as they were; in scripts that put no blanks between words, each sign is one.
    """
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    return tuple(_pieces(_aligned(old, new, _by_words)))


def count_of_words(text: str) -> int:
    """How many words a text has; in scripts that put no blanks between words, how many signs that are no marks."""
    return sum([token[0].isalnum() for token in _TOKEN.findall(text)])


_Stretch = tuple[bool, list[str], list[str]]
"""Whether the words are the same, the old ones, and the new ones."""


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words at the start are the same."""
    count = 0
    for first, second in zip(old, new, strict=False):
        if first != second:
            break
        count += 1
    return count


def _aligned(
    old: list[str], new: list[str], inner: Callable[[list[str], list[str]], Iterator[_Stretch]]
) -> Iterator[_Stretch]:
    """What is alike at both ends, and between them what `inner` makes of the rest."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    yield True, old[:head], new[:head]
    yield from inner(old[head : len(old) - tail], new[head : len(new) - tail])
    yield True, old[len(old) - tail :], new[len(new) - tail :]


def _by_words(old: list[str], new: list[str]) -> Iterator[_Stretch]:
    """The words that both have, and what is between them: a mark before another word is no common ground."""
    if len(old) * len(new) > _MOST_COMPARED:
        yield False, old, new
        return
    at, there = 0, 0
    for a, b in (*_shared(old, new), (len(old), len(new))):
        yield from _aligned(old[at:a], new[there:b], _by_marks)
        yield True, old[a : a + 1], new[b : b + 1]
        at, there = a + 1, b + 1


def _shared(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand that both have."""
    was, now = ([at for at, token in enumerate(tokens) if token[0].isalnum()] for tokens in (old, new))
    found = SequenceMatcher(None, [old[at] for at in was], [new[at] for at in now], autojunk=False)
    for a, b, size in found.get_matching_blocks():
        yield from zip(was[a : a + size], now[b : b + size], strict=True)


def _by_marks(old: list[str], new: list[str]) -> Iterator[_Stretch]:
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # A blank between two words that changed says nothing; between changes it goes with them.
        yield op == "equal" and not "".join(old[a:b]).isspace(), old[a:b], new[c:d]


def _pieces(stretches: Iterable[_Stretch]) -> Iterator[Piece]:
    """The pieces of stretches, neighbours of the same sort joined."""
    joined: list[_Stretch] = []
    for same, old, new in stretches:
        if joined and joined[-1][0] == same:
            joined[-1] = (same, joined[-1][1] + old, joined[-1][2] + new)
        else:
            joined.append((same, old, new))
    for same, old, new in joined:
        if same and old:
            yield Piece(op="same", text="".join(old))
        elif not same:
            yield from (Piece(op="removed", text="".join(old)),) if old else ()
            yield from (Piece(op="added", text="".join(new)),) if new else ()
