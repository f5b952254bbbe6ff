"""Finds what stands between quotation marks. Where a mark could be read in two ways, nothing is held to be quoted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quotation:
    """What stands between a pair of marks: the offsets of its first sign, and of the mark that closes it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark, and what it does: None where that cannot be told."""

    at: int
    opens: bool | None


MOST_SIGNS = 50_000
"""The longest paragraph that is looked through; what is longer is no paragraph of a text that people read."""
_CORNERS = (("「", "」"), ("『", "』"), ("｢", "｣"), ("〝", "〞〟"))
_ANGLES = (("«", "»"), ("‹", "›"))
_CURLY = re.compile("[“”„‟]")
_STRAIGHT = re.compile('["＂]')
_INCHES = re.compile(r'\d"\s')
_SINGLE = re.compile("['‘’‚‛]")
_BEFORE_OPENING = re.compile(r"[\s(\[{<«‹「『“„‘‚\"'\u2010-\u2015/：，、；-]")
_BEHIND_OPENING = re.compile(r"\.[\w.]|[^\s.,;:!?)\]}，。、；：！？）]")
_AFTER_CLOSING = re.compile(r"[\s)\]}>»›」』”’\"'.,;:!?…\u2010-\u2015/、。，；：！？）-]")
_LETTER = re.compile(r"[^\W\d_]")
_LEFT_OUT = re.compile(
    r"(?:bout|cause|cos|em|fraid|k|kay|n|neath|nother|nuff|round|t|til|till|tis|twas|tween|twere|twill)\b", re.I
)
"""Words that begin with an apostrophe, after it."""


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of a paragraph, inner ones too, by their start.

    Marks of one sort that do not open and close in turn, each in its own place, make no quotation: the writer's intent
    cannot be read from them. Neither do marks around such double marks, nor two pairs of which each holds one mark of
    the other. An apostrophe inside a word is no mark.
    """
    if len(text) > MOST_SIGNS:
        return ()
    found: list[Quotation] = []
    strange: list[int] = []
    for marks in _double_marks(text):
        if _in_turn(marks):
            found += _paired(marks)
        else:
            strange += (mark.at for mark in marks)
    single = _single(text)
    if _in_turn(single):
        found += _paired(single)
    else:
        # An apostrophe says nothing of the quotation that it stands in; a mark that opens may say that it ended before.
        strange += (mark.at for mark in single if mark.opens)
    clear = (one for one in found if not any(one.start <= at < one.end for at in strange))
    return _nested(sorted(clear))


def around(start: int, end: int, found: Iterable[Quotation]) -> Quotation | None:
    """The innermost quotation that holds a stretch whole."""
    holding: Iterator[Quotation] = (one for one in found if one.start <= start and end <= one.end)
    return min(holding, key=lambda one: one.end - one.start, default=None)


def cuts(start: int, end: int, found: Iterable[Quotation]) -> bool:
    """Whether a stretch holds one mark of a quotation without the other."""
    return any((start < one.start <= end) != (start <= one.end < end) for one in found)


def _double_marks(text: str) -> Iterator[list[_Mark]]:
    for opening, closing in _CORNERS:
        signs = re.finditer(f"[{opening}{closing}]", text)
        yield [_Mark(sign.start(), sign[0] == opening) for sign in signs]
    for opening, closing in _ANGLES:
        yield _angles(opening, closing, text)
    yield _curly(text)
    yield [
        _Mark(sign.start(), None if _INCHES.match(text, max(0, sign.start() - 1)) else _opens(text, sign.start()))
        for sign in _STRAIGHT.finditer(text)
    ]


def _in_turn(marks: list[_Mark]) -> bool:
    """Whether all marks open and close in turn."""
    return len(marks) % 2 == 0 and all(mark.opens is (position % 2 == 0) for position, mark in enumerate(marks))


def _paired(marks: list[_Mark]) -> Iterator[Quotation]:
    return (Quotation(start=first.at + 1, end=second.at) for first, second in pairwise(marks) if first.opens)


def _nested(found: list[Quotation]) -> tuple[Quotation, ...]:
    """Of quotations by their start, those that lie whole inside or outside every other one."""
    open_ones: list[Quotation] = []
    crossing: set[Quotation] = set()
    for one in found:
        open_ones = [other for other in open_ones if other.end > one.start]
        crossed = [other for other in open_ones if other.end < one.end]
        crossing.update((one, *crossed) if crossed else ())
        open_ones.append(one)
    return tuple(one for one in found if one not in crossing)


def _angles(opening: str, closing: str, text: str) -> list[_Mark]:
    """Guillemets, «so», « so » or »so«: their shape says what they do, and no neighbour may say otherwise."""
    read = [
        (sign.start(), sign[0] == opening, _opens(text, sign.start()))
        for sign in re.finditer(f"[{opening}{closing}]", text)
    ]
    if read and not read[0][1]:
        # Where they point inwards no blank stands inside, so that each neighbour has to say the same.
        return [_Mark(at, beside if beside is not shape else None) for at, shape, beside in read]
    return [_Mark(at, shape if beside in (None, shape) else None) for at, shape, beside in read]


def _curly(text: str) -> list[_Mark]:
    """Curly double marks: “so”, „so“, „so” and ”so”. The same shape closes after a low mark, and opens elsewhere."""
    signs = [(sign.start(), sign[0]) for sign in _CURLY.finditer(text)]
    if all(sign == "”" for _at, sign in signs):
        return [_Mark(at, _opens(text, at)) for at, _sign in signs]
    marks: list[_Mark] = []
    low = False
    for at, sign in signs:
        opens = sign in "„‟" or (sign == "“" and not low)
        low = opens and sign == "„"
        marks.append(_Mark(at, opens))
    return marks


def _single(text: str) -> list[_Mark]:
    """Single marks, told from apostrophes.

    An apostrophe may stand for letters left out at a word's start, and after the s at a word's end.
    """
    marks: list[_Mark] = []
    for found in _SINGLE.finditer(text):
        at, sign = found.start(), found[0]
        before, behind = text[at - 1 : at], text[at + 1 : at + 2]
        if before.isalnum() and behind.isalnum():
            continue
        opens = True if sign in "‘‚‛" else _opens(text, at) if sign == "'" else False
        if opens and (not _LETTER.match(behind) or _LEFT_OUT.match(text, at + 1)):
            opens = None
        if opens is False and (not before.strip() or _owner(text, at)):
            opens = None
        marks.append(_Mark(at, opens))
    return marks


def _owner(text: str, at: int) -> bool:
    """Whether the mark may be an apostrophe of possession: right after an s."""
    return text[at - 1 : at] in ("s", "S")


def _opens(text: str, at: int) -> bool | None:
    """What a mark does by its neighbours: one after a blank and before a word opens, one after a word and before a blank closes."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    may_open = (not before or bool(_BEFORE_OPENING.match(before))) and bool(_BEHIND_OPENING.match(text, at + 1))
    may_close = (not behind or bool(_AFTER_CLOSING.match(behind))) and bool(before) and not before.isspace()
    return None if may_open == may_close else may_open
