"""Cuts a text into words, signs and digits, and reads what is written in digits."""

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import decimal

from factsheet.figures.chinese import NUMERALS
from factsheet.figures.values import PartialDate, Token, Value, of_year
from factsheet.unspaced import HAN

_TOKEN = re.compile(rf"[0-9]|[{NUMERALS}]+|[{HAN}]|[^\W\d_{NUMERALS}{HAN}]+|\S")
_GROUPED = "|".join(rf"[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+(?![0-9])" for sign in (",", "\u00a0", "\u2009", "\u202f"))
_NUMBER = re.compile(rf"(?:{_GROUPED}|[0-9]+)(?:\.[0-9]+)?")
_ELSEWHERE = re.compile(r"[0-9]+(?:[.,\u00a0\u2009\u202f'’][0-9]+)*")
_POINTED = ("en", "zh")
"""Languages that write 1,500.5; in others a comma or point may be either."""
_SEPARATOR = re.compile("[^0-9]")
_DAY = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
_MONTH_OR_YEARS = re.compile(r"([0-9]{4})([-–/])([0-9]{2})(?![0-9])")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d|(?<=[０-９])[，．](?=[０-９])|[\u066b\u066c]")
_POINTS = {"，": ",", "．": ".", "\u066b": ".", "\u066c": ","}


def in_plain_digits(text: str) -> str:
    """The text with all decimal digits and the points between them as ASCII has them, each in its place."""
    return text if text.isascii() else _OTHER_DIGIT.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    return _POINTS.get(found[0]) or str(decimal(found[0]))


def tokens(text: str, lang: str | None) -> Iterator[Token]:
    """The words, signs and figures of a text of plain digits, in order; words are not yet read."""
    at = 0
    while found := _TOKEN.search(text, at):
        start, at = found.span()
        if not found[0].isdecimal():
            yield Token(text=found[0], start=start, end=at)
            continue
        made = tuple(_dates(text, start)) or (_number(text, start, lang),)
        yield from made
        at = made[-1].end


def _number(text: str, at: int, lang: str | None) -> Token:
    elsewhere = lang is not None and lang.partition("-")[0] not in _POINTED
    found = (_ELSEWHERE if elsewhere else _NUMBER).match(text, at)
    assert found
    return _token(found, tuple(_values(found[0], elsewhere)))


def _values(text: str, elsewhere: bool) -> Iterator[Value]:
    if len(text) == 4 and text.isdecimal():
        yield from of_year(int(text))
    elif not elsewhere:
        yield Decimal(_SEPARATOR.sub(lambda found: "." if found[0] == "." else "", text))
    else:
        parts = _SEPARATOR.split(text)
        yield Decimal("".join(parts))
        if len(parts) > 1:
            yield Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")


def _token(found: re.Match[str], values: tuple[Value, ...], group: int = 0) -> Token:
    return Token(text=found[group], start=found.start(group), end=found.end(group), values=values)


def _dates(text: str, at: int) -> Iterator[Token]:
    """The date that starts here in digits alone, or two years such as 2017-18."""
    day = _DAY.match(text, at)
    values = tuple(dict.fromkeys(_days(*day.groups()))) if day else ()
    if day and values:
        yield _token(day, values)
        return
    years = _MONTH_OR_YEARS.match(text, at)
    if not years or not 1000 <= int(years[1]) < 3000:
        return
    first, second = int(years[1]), int(years[3])
    last = of_year(first - first % 100 + second) if second > first % 100 else ()
    month = PartialDate(year=first, month=second)
    if month.exists and years[2] != "–":
        yield _token(years, (month, *last))
    elif last:
        yield _token(years, of_year(first), 1)
        yield _token(years, last, 3)


def _days(first: str, sign: str, second: str, third: str) -> Iterator[PartialDate]:
    """The days that three numbers can mean: the year first or last, and last the day or the month first."""
    one, two, three = int(first), int(second), int(third)
    if len(first) == 4 and len(third) <= 2:
        orders = [(one, two, three)]
    elif len(first) <= 2 and (len(third) == 4 or (len(third) == 2 and sign == "/")):
        years = (three,) if len(third) == 4 else (1900 + three, 2000 + three)
        orders = [(year, two, one) for year in years]
        orders += [(year, one, two) for year in years if sign != "."]
    else:
        orders = []
    dates = (PartialDate(year=year, month=month, day=day) for year, month, day in orders if 1000 <= year < 3000)
    return (date for date in dates if date.exists)
