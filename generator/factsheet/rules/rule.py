"""What a rule is: a code and a function that finds what breaks it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Record
from factsheet.problem import Code, Level

Finding = tuple[tuple[str | int, ...], str, str]
"""The path of the wrong value in its record, what is wrong, and the remedy."""
Check = Callable[[Record, Dataset], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A law of the facts; `check` yields what one record has against it."""

    code: Code
    check: Check


def rule(name: str, level: Level) -> Callable[[Check], Rule]:
    """Makes a function a rule of that code; its docstring becomes the code's manual."""

    def made(check: Check) -> Rule:
        return Rule(Code(name=name, level=level, manual=inspect.cleandoc(check.__doc__ or "")), check)

    return made
