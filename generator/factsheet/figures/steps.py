"""Works out steps of arithmetic, such as `8 + 20`."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from factsheet.figures.reading import figures

_PLUS, _MINUS, _TIMES, _OVER = ("+",), ("-", "−", "–"), ("*", "×", "x"), ("/", "÷")


def comes_to(step: str, value: str) -> bool | None:
    """Whether a step gives a figure, to as many decimals as the figure has; None where one of the two is in prose.

    The step is made of numbers, each as digits or words, and of signs for the four operations; behind a further `=` it is
    given once more.
    """
    sides = [_result(side) for side in (value, *step.split("="))]
    read = [side for side in sides if side is not None]
    if len(read) < len(sides):
        return None
    decimals = len(value.partition(".")[2])
    return all(abs(result - read[0]) * 10**decimals <= Fraction(1, 2) for result in read[1:])


def _result(text: str) -> Fraction | None:
    """What sums and products of numbers come to, without brackets."""
    plain = text.strip()
    found = figures(plain)
    numbers = [Fraction(one.values[0]) for one in found if isinstance(one.values[0], Decimal)]
    if not found or len(numbers) < len(found) or found[0].start or found[-1].end < len(plain):
        return None
    total, term = Fraction(0), numbers[0]
    for (before, after), number in zip(pairwise(found), numbers[1:], strict=True):
        sign = plain[before.end : after.start].strip()
        if sign in _TIMES:
            term *= number
        elif sign in _OVER and number:
            term /= number
        elif sign in (*_PLUS, *_MINUS):
            total, term = total + term, number if sign in _PLUS else -number
        else:
            return None
    return total + term
