"""What a preview shows above its last good pages when the facts have errors."""

from dataclasses import dataclass

from factsheet.problem import Problem

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The first errors, how many there are, and how many are not shown; `shows_pages` if there are good pages below."""

    errors: int
    shows_pages: bool
    shown: tuple[Problem, ...]
    further: int


def banner(problems: tuple[Problem, ...], *, shows_pages: bool) -> Banner:
    """The banner for these problems; warnings are left out."""
    errors = tuple(problem for problem in problems if problem.level == "error")
    return Banner(
        errors=len(errors),
        shows_pages=shows_pages,
        shown=errors[:MOST_SHOWN],
        further=max(0, len(errors) - MOST_SHOWN),
    )
