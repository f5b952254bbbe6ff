"""Numbers in English words, and digits with words behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from factsheet.figures.values import EXACT, Token, Value

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TO_NINETEENTH = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS_IN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_THOUSANDS = "thousand million billion trillion"
_UNITS = {word: value for value, word in enumerate(_TO_NINETEEN.split())}
_TENS = {word: value for value, word in zip(range(20, 100, 10), _TENS_IN_WORDS.split(), strict=True)}
_ORDINALS = {
    **{word: value for value, word in enumerate(_TO_NINETEENTH.split())},
    **{word: value for value, word in zip(range(20, 100, 10), _TENTHS.split(), strict=True)},
}
_SMALL = {**_UNITS, **_TENS, **_ORDINALS}
_SCALES = {f"{word}{th}": 1000**power for power, word in enumerate(_THOUSANDS.split(), 1) for th in ("", "th")}
_HUNDREDS = ("hundred", "hundredth")
_MULTIPLES = {"dozen": 12, **_SCALES}
_BEHIND_DIGITS = {"hundred": 100, "mn": 10**6, "bn": 10**9, "tn": 10**12, **_MULTIPLES}
_SHORTEST = {"k": 10**3, "m": 10**6, "b": 10**9}
"""Attached to digits these may be units of another sort."""
_SUFFIXES = ("st", "nd", "rd", "th")
_ARTICLES = ("a", "an")
_LOOSE = ("one", "first", "second")
"""Seldom meant as figures: "no one", "at first", "second hand"."""
_HYPHENS = ("-", "\u2010", "\u2011")
TO = (*_HYPHENS, "–", "—", "~", "～", "to", "and", "or", "through", "until")
"""What stands between the two ends of a range, or before the last of a list."""
_CURRENCIES = "$€£¥￥"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read: the values, the index behind the last token, and the one word that all of it is multiplied by."""

    values: tuple[Value, ...]
    end: int
    multiple: int = 1


def numbers(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens, with one in the place of all words of a number; "1 to 1.8 million" leaves open what the first means."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        read = _of_words(tokens, at) if token.number is None else _of_digits(tokens, at)
        if read:
            _share(made, read.multiple)
            start, end = token.start, tokens[read.end - 1].end
            loose = token.loose or (read.end == at + 1 and token.word in _LOOSE)
            token = Token(text=text[start:end], start=start, end=end, values=read.values, loose=loose)
        made.append(token)
        at = read.end if read else at + 1
    return made


def _share(made: list[Token], multiple: int) -> None:
    """Gives the first end of a range the word behind its second one, as something that it can mean."""
    between = -2 if made and made[-1].text in _CURRENCIES else -1
    if multiple > 1 and len(made) >= 1 - between and made[between].word in TO:
        first = made[between - 1]
        if first.number is not None and (first.text[-1].isdecimal() or first.text.casefold() in _SMALL):
            values = (*first.values, EXACT.multiply(first.number, Decimal(multiple)))
            made[between - 1] = replace(first, values=values, loose=False)


def _of_digits(tokens: Sequence[Token], at: int) -> _Read | None:
    """Digits with the words behind them: 1.5 million, 28th, 1990s, 20m."""
    token, number = tokens[at], tokens[at].number
    if number is None:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].start == token.end:
        word = tokens[at + 1].word
        if word in _SUFFIXES:
            return _Read(values=token.values, end=at + 2)
        if word == "s":
            return _Read(values=(number,), end=at + 2)
        if word in _SHORTEST:
            values = (number, EXACT.multiply(number, Decimal(_SHORTEST[word])))
            return _Read(values=values, end=at + 2, multiple=_SHORTEST[word])
    behind = _over_hyphen(tokens, at + 1)
    multiple = _BEHIND_DIGITS.get(_word(tokens, behind))
    if multiple:
        return _Read(values=(EXACT.multiply(number, Decimal(multiple)),), end=behind + 1, multiple=multiple)
    return _Read(values=token.values, end=at + 1)


def _of_words(tokens: Sequence[Token], at: int) -> _Read | None:
    """A number in words, its parts from large to small."""
    first, second = _word(tokens, at), _word(tokens, at + 1)
    if first == "half" and second in _ARTICLES and _word(tokens, at + 2) in _MULTIPLES:
        return _Read(values=(Decimal(_MULTIPLES[_word(tokens, at + 2)]) / 2,), end=at + 3)
    article = first in _ARTICLES and second in _MULTIPLES
    group = (Decimal(1), at + 1) if article else _below_thousand(tokens, at)
    whole, least, parts, end = Decimal(0), 0, 0, at
    while group:
        value, end = group
        group = None
        behind = _over_hyphen(tokens, end)
        multiple = 1 if tokens[end - 1].word in _ORDINALS else _MULTIPLES.get(_word(tokens, behind), 1)
        whole += value * multiple
        parts += 1
        if multiple > 1:
            least, end = multiple, behind + 1
            group = _smaller(tokens, end, least)
    if not parts:
        return None
    return _Read(values=(whole,), end=end, multiple=least if parts == 1 and least else 1)


def _smaller(tokens: Sequence[Token], at: int, least: int) -> tuple[Decimal, int] | None:
    """The next part of a number behind one of thousands or more; None where another number starts."""
    group = _below_thousand(tokens, _over(tokens, at, "and"))
    if not group or least < 10**3:
        return None
    return group if _MULTIPLES.get(_word(tokens, _over_hyphen(tokens, group[1])), 1) < least else None


def _below_thousand(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """A number of hundreds, tens and units, and the index behind it; also nineteen hundred, and two and a half."""
    article = _word(tokens, at) in _ARTICLES and _word(tokens, at + 1) in _HUNDREDS
    small = (1, at + 1) if article else _below_hundred(tokens, at)
    if not small:
        return None
    value, end = small
    behind = _over_hyphen(tokens, end)
    if _word(tokens, behind) in _HUNDREDS and _word(tokens, end - 1) not in _ORDINALS:
        value, end = value * 100, behind + 1
        rest = _below_hundred(tokens, _over(tokens, end, "and"))
        if rest and _word(tokens, _over_hyphen(tokens, rest[1])) not in _HUNDREDS:
            return Decimal(value + rest[0]), rest[1]
    elif [_word(tokens, end + step) for step in range(3)] == ["and", "a", "half"]:
        return Decimal(value) + Decimal("0.5"), end + 3
    return Decimal(value), end


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    word = _word(tokens, at)
    if word in _TENS:
        behind = _over_hyphen(tokens, at + 1)
        unit = _SMALL.get(_word(tokens, behind), 0)
        return (_TENS[word] + unit, behind + 1) if 1 <= unit <= 9 else (_TENS[word], at + 1)
    return (_SMALL[word], at + 1) if word in _SMALL else None


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""


def _over_hyphen(tokens: Sequence[Token], at: int) -> int:
    return _over(tokens, at, *_HYPHENS)


def _over(tokens: Sequence[Token], at: int, *words: str) -> int:
    """The index behind a token that is one of the words; the same index where it is none."""
    return at + 1 if _word(tokens, at) in words else at
