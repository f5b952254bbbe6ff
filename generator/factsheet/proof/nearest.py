"""The passage of a text that is most like words which do not stand in it."""

from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio_alignment

from factsheet.alignment import Piece, pieces
from factsheet.proof.passage import Text
from factsheet.proof.quotations import MOST_SIGNS

_LEAST_LIKE = 60.0
"""How much of the words a passage has at least, in percent; what is less like them says nothing."""
_AROUND = 40
_MOST_SIGNS = 2_000_000
_MOST_WORDS = 2_000
"""How many signs of a text are searched, and how many of the words are searched for: more would take too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A passage like the words: the line on which it starts, and word by word how it differs (`removed`: here alone)."""

    line: int
    pieces: tuple[Piece, ...]


def nearest(words: str, text: Text) -> Near | None:
    """The passage of a paragraph that is most like the words; None where nothing is like them."""
    words = " ".join(words[:_MOST_WORDS].split())
    best, found = _LEAST_LIKE, None
    for start, end in text.paragraphs:
        if start > _MOST_SIGNS or end - start > MOST_SIGNS:
            continue
        paragraph = text.text[start:end]
        alike = partial_ratio_alignment(words, paragraph, score_cutoff=best)
        if alike and alike.score > best:
            # Where the words are longer than the paragraph, a part of them was laid over it.
            from_, to = (alike.dest_start, alike.dest_end) if len(words) <= len(paragraph) else (0, len(paragraph))
            best, found = alike.score, (start, start + from_, start + to, end)
    return _near(words, text, *found) if found else None


def _near(words: str, text: Text, first: int, start: int, end: int, last: int) -> Near:
    """The passage around a stretch that is like the words, without what only stands beside it."""
    start, end = max(first, start - _AROUND), min(last, end + _AROUND)
    while start > first and not text.text[start - 1].isspace():
        start -= 1
    while end < last and not text.text[end].isspace():
        end += 1
    differing = [*pieces(words, " ".join(text.text[start:end].split()))]
    if len(differing) > 1 and differing[0].op == "added":
        start += len(differing.pop(0).text)
    if len(differing) > 1 and differing[-1].op == "added":
        differing.pop()
    return Near(line=text.line(start), pieces=tuple(differing))
