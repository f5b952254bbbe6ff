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
    """A law of the facts; `check` yields what one record has against it.

    `of_changes` says that it finds something only where something was published already.
    """

    code: Code
    check: Check
    of_changes: bool = False


def rule(name: str, level: Level, *, of_changes: bool = False) -> Callable[[Check], Rule]:
    """Makes a function a rule of that code; its docstring becomes the code's manual."""

    def made(check: Check) -> Rule:
        code = Code(name=name, level=level, manual=inspect.cleandoc(check.__doc__ or ""))
        return Rule(code, check, of_changes)

    return made
