"""Numbers in Chinese numerals: simplified, traditional and financial ones (GB/T 15835-2011 on their use)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from factsheet.figures.values import EXACT, Token, of_year

_FINANCIAL = "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟"
_DIGITS = {
    sign: digit
    for digit, signs in enumerate(
        ("〇零○", "一壹", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
NUMERALS = "".join((*_DIGITS, *_UNITS, *_MYRIADS, "廿卅"))
"""All signs of which a number can be written."""
_ABOUT = "几幾数數好"
_GROWING = re.compile("一二|二三|三四|四五|五六|六七|七八|八九")


def numbers(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """The tokens, those of numerals with their values; digits and the numerals behind them (150万) become one."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.number is not None and _is_multiple(tokens, at):
            first = token.start
            value, lowest, at = _multiplied(tokens, at - 1)
            while at < len(tokens) and tokens[at].start == tokens[at - 1].end and tokens[at].number is not None:
                further = _multiplied(tokens, at)
                if further[0] >= lowest:
                    break
                value, lowest, at = EXACT.add(value, further[0]), *further[1:]
            end = tokens[at - 1].end
            yield Token(text=text[first:end], start=first, end=end, values=(value,))
        elif token.text[0] in NUMERALS and text[max(token.start - 1, 0)] not in _ABOUT:
            yield _alone(token, text)
        else:
            yield token


def _is_multiple(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].text[0] in _UNITS or tokens[at].text[0] in _MYRIADS)


def _multiplied(tokens: Sequence[Token], at: int) -> tuple[Decimal, int, int]:
    """The value of digits with the numerals behind them, the lowest unit among those, and where it ends."""
    number = tokens[at].number or Decimal(0)
    if not _is_multiple(tokens, at + 1):
        return number, 1, at + 1
    run = tokens[at + 1].text
    value = _read(run, number)
    lowest = min(_UNITS.get(sign) or _MYRIADS.get(sign, 1) for sign in run)
    return number if value is None else value, lowest, at + 2


def _alone(token: Token, text: str) -> Token:
    run = token.text
    positional = all(sign in _DIGITS for sign in run)
    if positional and len(run) > 1:
        # Two digits that follow each other (七八) mean one or the other.
        value = None if _GROWING.fullmatch(run) else Decimal("".join(str(_DIGITS[sign]) for sign in run))
    else:
        value = None if len(run) == 1 and run in _FINANCIAL else _read(run)
    if value is None:
        return token
    values = of_year(int(value)) if positional and len(run) == 4 else (value,)
    return Token(text=run, start=token.start, end=token.end, values=values, loose=run == "一")


def _read(run: str, number: Decimal | None = None) -> Decimal | None:
    """The value of numerals, with digits that stand before them; None where they are no number."""
    whole = high = part = Decimal(0)
    least: int | None = None
    unit = 1
    for sign in run.translate(_TENS):
        if sign in _DIGITS:
            if number:
                return None
            number, unit = Decimal(_DIGITS[sign]), unit if _DIGITS[sign] else 1
        elif sign in _UNITS:
            least, before, unit = _UNITS[sign], least, _UNITS[sign]
            if not number and unit == 10:
                number = Decimal(1)
            if not number or (before and unit >= before):
                return None
            part, number = EXACT.add(part, EXACT.multiply(number, Decimal(unit))), None
        else:
            unit = _MYRIADS[sign]
            here = EXACT.add(part, number or Decimal(0))
            if unit == 10**4 and here and not high:
                high = EXACT.multiply(here, Decimal(unit))
            elif unit == 10**8 and (high or here) and not whole:
                whole, high = EXACT.multiply(EXACT.add(high, here), Decimal(unit)), Decimal(0)
            else:
                return None
            part, number, least = Decimal(0), None, None
    # The last digit behind a unit counts the next lower one: 一万五 is 15,000.
    last = EXACT.multiply(number or Decimal(0), Decimal(unit // 10 if unit > 10 else 1))
    return EXACT.add(EXACT.add(whole, high), EXACT.add(part, last))
