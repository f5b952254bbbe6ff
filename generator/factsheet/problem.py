"""What is wrong with a fact, where, and what to do about it: small values that can be sorted and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, TypeAlias

Level = Literal["error", "warning"]
Plain: TypeAlias = tuple[str, int, int, int, str, str, str, str]
"""A problem as plain data: path, line, column and width of its place, code, level, message and remedy."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a facts file: lines and columns count from 1, columns and width in characters; line 0 is the whole file."""

    path: str
    line: int = 0
    column: int = 0
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of problem. Its name never changes meaning; `manual` is its page in the reference."""

    name: str
    level: Level
    manual: str

    @property
    def title(self) -> str:
        """The manual's first line: the law that the problem breaks."""
        return self.manual.strip().partition("\n")[0]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place, with its remedy; sorts by place, then code."""

    location: Location
    code: str
    level: Level
    message: str
    fix: str

    @classmethod
    def at(cls, location: Location, code: Code, message: str, fix: str) -> "Problem":
        """A problem of the given code."""
        return cls(location, code.name, code.level, message, fix)

    def plain(self) -> Plain:
        """The problem as plain data, which sorts as problems do and can be written as JSON."""
        place = self.location
        return (place.path, place.line, place.column, place.width, self.code, self.level, self.message, self.fix)

    @classmethod
    def of(cls, plain: Sequence[Any]) -> "Problem":
        """The problem that such data was made of; raises ValueError or TypeError for any other."""
        path, line, column, width, *rest = plain
        code, level, message, fix = rest
        return cls(Location(path, line, column, width), code, level, message, fix)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems keeps the facts from being published."""
    return any(problem.level == "error" for problem in problems)


def has_plain_errors(problems: Iterable[Plain]) -> bool:
    """The same of problems as plain data."""
    return any(level == "error" for _path, _line, _column, _width, _code, level, _message, _fix in problems)


def shown(value: object, most: int = 200) -> str:
    """A contributed value as it may stand in a message: on one line, visible signs only, at most 200 characters, quoted."""
    text = str(value)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return f"'{text}'" if len(text) <= most else f"'{text[: most - 1]}…'"


MOST_HINTS = 20
"""For how many mistakes of one sort a likely word is looked for: each is compared with every word there is."""


def meant(word: str, known: Iterable[str]) -> str:
    """The likely word for a misspelt one, as a remedy; empty where none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {shown(near[0])}?" if near else ""
