"""What a figure of a text can mean."""

from calendar import monthrange
from dataclasses import astuple, dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Works out products without rounding them."""
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as it is said: at least one of year, month and day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def says(self, other: "PartialDate") -> bool:
        """Whether it says all that the other one does: the day says the month, and never the other way round."""
        return all(theirs in (None, own) for own, theirs in zip(astuple(self), astuple(other), strict=True))

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a date."""
        if self.month is None:
            return self.day is None or 1 <= self.day <= 31
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= monthrange(self.year or _LEAP_YEAR, self.month)[1]


Value = Decimal | PartialDate
"""A number (28 and 28.0 are the same), or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number or date of a text, with its place.

    `values` is what it can mean, more than one where the text leaves it open: 2019 is a number and a year, 7/10/2019 is one
    of two days. `loose`: a word that is seldom meant as a figure, such as "one" or "first".
    """

    start: int
    end: int
    values: tuple[Value, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a sign or a figure of a text, with its place; only a figure has values."""

    text: str
    start: int
    end: int
    values: tuple[Value, ...] = ()
    loose: bool = False

    @property
    def word(self) -> str:
        """The text as word lists have it; empty for a figure."""
        return "" if self.values else self.text.casefold()

    @property
    def number(self) -> Decimal | None:
        """The first number that it can be."""
        return next((value for value in self.values if isinstance(value, Decimal)), None)

    @property
    def year(self) -> int | None:
        """The year that it can be alone."""
        years = (value.year for value in self.values if isinstance(value, PartialDate) and value.month is None)
        return next(years, None)


def of_year(number: int) -> tuple[Value, ...]:
    """What a number of four digits can be: a year of our reckoning too."""
    return (Decimal(number), PartialDate(year=number)) if 1000 <= number < 3000 else (Decimal(number),)
