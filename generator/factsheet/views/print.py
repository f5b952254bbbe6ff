"""How a source prints the words of a quote: what it has otherwise than the words, sign by sign."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal
from unicodedata import category

from factsheet.alignment import Piece, pieces
from factsheet.ledger import is_removed
from factsheet.model import Quote, QuoteCitation
from factsheet.proof.signs import Normalisation, composed, evened, without_stop
from factsheet.unspaced import UNSPACED
from factsheet.views.desk import Desk
from factsheet.views.parts import Cited, Listed, SourceLine, Verified

Likeness = Literal["same", "typography", "case", "piece", "marked-cut", "other"]
"""What a print is of the words: the same, but for marks or capital letters; a stretch of them, but for these; or
stretches in their order, with marks where it leaves some out."""

_EVEN = {ord(sign): even for signs, even in (("‘’‚‛ʼ", "'"), ("“”„‟", '"')) for sign in signs}
_BLANK, _BLANKS = re.compile(r"\s"), re.compile("( +)")
_CUT = re.compile(r"\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3}")
_LONGEST_BY_SIGN, _ALIKE = 40, 0.65
"""Words that are longer, or share fewer of their signs, are set against each other whole: they would be a riddle."""
_BESIDE = 24
"""The most signs that are shown before and behind a place that differs."""
_STRETCH = re.compile(rf"\s+|[{UNSPACED}][^\s{UNSPACED}]*|[^\s{UNSPACED}]+")
_BREAK = re.compile(rf"[\s{UNSPACED}]")
_LAST_WORD, _FIRST_WORD = re.compile(r"\S*\s*$"), re.compile(r"\s*\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A print set against the words of its quote; marks of another shape, blanks, and a comma or full stop at the end
    count as the same.

    `after` is what was evened out where nothing else differs. `marked` is the print in pieces, those that it has
    otherwise as added; `places` are the stretches in which the two differ, with a word or the rest of one on each side.
    Both are empty where nothing else differs, and where less than a third of the print is the same. `later` and
    `earlier`: it begins later than the words, or ends earlier.
    """

    likeness: Likeness
    after: tuple[Normalisation, ...] = ()
    marked: tuple[Piece, ...] = ()
    places: tuple[tuple[Piece, ...], ...] = ()
    later: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How one source prints the words, or, if `in_part`, the piece of its print that was read.

    `text` is None where it prints them as shown above, or prints none of them: then the mark's bearing says what it
    does. `translation`: it is one of the words above, or another one of what these were translated from. `compared` is
    None where that would say nothing: in another language, and where words were removed.
    """

    source: SourceLine
    text: str | None
    in_part: bool
    lang: str
    translated_by: str | None
    translation: Literal["of-these", "other"] | None
    difference: Listed | None
    compared: Compared | None
    after: tuple[Listed, ...]
    verified: Verified | None
    mark: Cited


def print_of(quote: Quote, citation: QuoteCitation, mark: Cited, verified: Verified | None, desk: Desk) -> Print:
    """How the source of one of a quote's citations prints its words."""
    text = citation.as_printed or citation.exact
    lang = citation.lang or quote.lang
    comparable = quote.form == "verbatim" and lang == quote.lang and not is_removed(quote.text)
    found = compared(quote.text, text) if text and comparable and not is_removed(text) else None
    return Print(
        source=desk.source_line(citation.source),
        text=None if found and found.likeness == "same" else text,
        in_part=not citation.as_printed,
        lang=lang,
        translated_by=citation.translated_by,
        translation=_translation(quote, citation, lang),
        difference=desk.term_or_none("difference", citation.difference),
        compared=found,
        after=tuple(desk.term("normalisation", value) for value in found.after) if found else (),
        verified=verified,
        mark=mark,
    )


def _translation(quote: Quote, citation: QuoteCitation, lang: str) -> Literal["of-these", "other"] | None:
    if citation.difference != "other-translation" and citation.translated_by in (None, quote.translated_by):
        return None
    is_original = not quote.translated_by and not quote.original and lang != quote.lang
    return "of-these" if is_original else "other"


def compared(words: str, printed: str) -> Compared:
    """What a print in the language of the words has otherwise than they."""
    words, whole = without_stop(composed(words)), composed(printed)
    printed = without_stop(whole)
    likeness = _likeness(words, printed)
    if likeness == "same":
        return Compared(likeness=likeness)
    found = list(pieces(_even(words), _even(printed)))
    # Where a print only begins or ends at another place, that is said in words.
    later, earlier = _is_left_out(found[:2]), len(found) > 1 and _is_left_out(found[:-3:-1])
    inner = found[1 if later else 0 : -1 if earlier else None]
    refined = tuple(_refined(inner))
    marked = (*_with_words(refined), Piece(op="same", text=whole[len(printed) :]))
    own = tuple(_own(_joined(marked), words[len(found[0].text) if later else 0 :], whole))
    if likeness == "typography" or 3 * sum(len(piece.text) for piece in refined if piece.op == "same") < len(printed):
        own = ()
    return Compared(
        likeness=likeness,
        after=evened(words, printed) or (),
        marked=tuple(piece for piece in own if piece.op != "removed"),
        places=tuple(_places(own)),
        later=later and _has_words(found[0]),
        earlier=earlier and _has_words(found[-1]),
    )


def _likeness(words: str, printed: str) -> Likeness:
    if words == printed:
        return "same"
    if evened(words, printed) is not None:
        return "typography"
    whole, part = (_even(text).casefold() for text in (words, printed))
    if whole == part:
        return "case"
    parts = [found.strip() for found in _CUT.split(part.rstrip(".,。， "))]
    if not all(parts) or not _in_order(parts, whole):
        return "other"
    return "piece" if len(parts) == 1 else "marked-cut"


def _in_order(parts: Sequence[str], whole: str) -> bool:
    """Whether the parts stand in a text one after the other."""
    at = 0
    for part in parts:
        found = whole.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _even(text: str) -> str:
    """The text with marks of one shape and blanks of one sort, each sign where it was."""
    return _BLANK.sub(" ", text.translate(_EVEN))


def _is_left_out(end: Sequence[Piece]) -> bool:
    """Whether the words go on where a print does not: the outermost piece, then its neighbour."""
    return end[0].op == "removed" and all(piece.op == "same" for piece in end[1:])


def _has_words(piece: Piece) -> bool:
    return any(sign.isalnum() for sign in piece.text)


def _refined(found: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, words that took the place of others set against them sign by sign."""
    rest = list(found)
    while rest:
        piece = rest.pop(0)
        if piece.op != "removed" or not rest or rest[0].op != "added":
            yield piece
            continue
        was, now = _BLANKS.split(piece.text), _BLANKS.split(rest[0].text)
        if was[1::2] != now[1::2]:
            was, now = [piece.text], [rest[0].text]
        rest.pop(0)
        for old, new in zip(was, now, strict=True):
            yield from _by_sign(old, new)


def _by_sign(was: str, now: str) -> Iterator[Piece]:
    """What became of a word, sign by sign where enough of its signs are still there."""
    old, new = _signs(was), _signs(now)
    matched = SequenceMatcher(None, old, new, autojunk=False)
    readable = max(len(old), len(new)) <= _LONGEST_BY_SIGN and matched.ratio() >= _ALIKE
    whole = [("equal" if was == now else "replace", 0, len(old), 0, len(new))]
    for op, a, b, c, d in matched.get_opcodes() if readable else whole:
        if op == "equal":
            yield Piece(op="same", text="".join(new[c:d]))
            continue
        if a < b:
            yield Piece(op="removed", text="".join(old[a:b]))
        if c < d:
            yield Piece(op="added", text="".join(new[c:d]))


def _signs(text: str) -> list[str]:
    """The signs of a text, each with the marks that are set above or below it."""
    signs: list[str] = []
    for sign in text:
        if signs and category(sign).startswith("M"):
            signs[-1] += sign
        else:
            signs.append(sign)
    return signs


def _with_words(found: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, but whole words where signs differ that are no letters or digits: a struck comma cannot be read."""
    for word in _by_word(found):
        yield from _whole(word) if _has_bare_mark(word) else word


def _by_word(found: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each word with its marks; a blank that both have stands alone."""
    word: list[Piece] = []
    for piece in found:
        for text in _STRETCH.findall(piece.text) if piece.op == "same" else [piece.text]:
            if piece.op == "same" and _BREAK.match(text):
                yield word
                word = []
            word.append(Piece(op=piece.op, text=text))
            if piece.op == "same" and text.isspace():
                yield word
                word = []
    yield word


def _has_bare_mark(word: Sequence[Piece]) -> bool:
    """Whether signs differ in a word that are no letters or digits; those beside a blank are a word themselves."""
    runs = (list(run) for is_same, run in groupby(word, lambda piece: piece.op == "same") if not is_same)
    return any(
        not any(map(_has_words, run)) and any(piece.text.strip() in ("", piece.text) for piece in run) for run in runs
    )


def _whole(word: Sequence[Piece]) -> Iterator[Piece]:
    yield Piece(op="removed", text="".join(piece.text for piece in word if piece.op != "added"))
    yield Piece(op="added", text="".join(piece.text for piece in word if piece.op != "removed"))


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that have text, neighbours of the same sort in one."""
    for op, run in groupby((piece for piece in found if piece.text), lambda piece: piece.op):
        yield Piece(op=op, text="".join(piece.text for piece in run))


def _own(found: Iterator[Piece], words: str, printed: str) -> Iterator[Piece]:
    """The pieces with the signs that words and print have themselves, where marks had been evened out."""
    at, there = 0, 0
    for piece in found:
        size = len(piece.text)
        if piece.op == "removed":
            yield Piece(op="removed", text=words[at : at + size])
        else:
            yield Piece(op=piece.op, text=printed[there : there + size])
        at += size if piece.op != "added" else 0
        there += size if piece.op != "removed" else 0


def _places(found: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The stretches that differ, each with the word before and the word behind; near ones in one."""
    place: list[Piece] = []
    for position, piece in enumerate(found):
        if piece.op != "same":
            place.append(piece)
            continue
        is_first, is_last = position == 0, position == len(found) - 1
        if not is_first and not is_last and len(piece.text) <= _BESIDE:
            place.append(piece)
            continue
        if not is_first:
            yield (*place, _beside(_FIRST_WORD, piece.text[:_BESIDE]))
        place = [] if is_last else [_beside(_LAST_WORD, piece.text[-_BESIDE:])]
    if any(piece.op != "same" for piece in place):
        yield tuple(place)


def _beside(pattern: re.Pattern[str], text: str) -> Piece:
    return Piece(op="same", text="".join(pattern.findall(text)[:1]))
