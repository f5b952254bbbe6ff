"""Prints problems: as text for people, as JSON for programs, as annotations for a pull request."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from factsheet.alignment import Piece
from factsheet.problem import Location, Problem

Style = Callable[[str, str], str]
"""Makes a text stand out (`error`, `warning`, `place`, `mark`), or returns it as it is."""

MOST_SHOWN_WIDTH = 110
MOST_ALIKE = 3
"""How many warnings of one code are shown where many are left to be shown by `check --all`."""


def as_text(
    problems: tuple[Problem, ...],
    style: Style = lambda _name, text: text,
    *,
    every: bool = False,
    below: Mapping[Problem, tuple[str, ...]] = MappingProxyType({}),
) -> str:
    """Each problem on a line with the line of the file and a mark below, then how many there are; empty for none.

    Where warnings of one code are many the first ones stand for them, unless `every` one is asked for. `below` has further
    lines for some problems.
    """
    lines: list[str] = []
    files: dict[str, list[str]] = {}
    kept, left = (problems, Counter[str]()) if every else few(problems)
    for problem in kept:
        place = problem.location
        where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
        level = style(problem.level, f"{problem.level} {problem.code}")
        lines.append(f"{style('place', where)}: {level}: {problem.message}")
        excerpt = _excerpt(place, files)
        if excerpt:
            source, mark = excerpt
            lines.append(f"{place.line:>5} | {source}")
            lines.append(f"      | {style('mark', mark)} {problem.fix}")
        else:
            lines.append(f"      | {problem.fix}")
        lines += below.get(problem, ())
    for code, count in sorted(left.items()):
        lines.append(f"and {count} more of {style('warning', f'warning {code}')}; to see all: factsheet check --all")
    if problems:
        lines.append(summary(problems))
    return "\n".join(lines)


def few(problems: tuple[Problem, ...]) -> tuple[tuple[Problem, ...], Counter[str]]:
    """All errors, and of each code the first warnings; and by code how many warnings were left out, none where only one was."""
    seen = Counter(problem.code for problem in problems if problem.level == "warning")
    left = Counter({code: count - MOST_ALIKE for code, count in seen.items() if count > MOST_ALIKE + 1})
    kept: list[Problem] = []
    taken: Counter[str] = Counter()
    for problem in problems:
        taken[problem.code] += 1
        if problem.level == "error" or problem.code not in left or taken[problem.code] <= MOST_ALIKE:
            kept.append(problem)
    return tuple(kept), left


def summary(problems: tuple[Problem, ...]) -> str:
    """How many errors and warnings there are, such as `2 errors, 1 warning`."""
    counts = [(sum(problem.level == level for problem in problems), level) for level in ("error", "warning")]
    return ", ".join(f"{count} {level}{'' if count == 1 else 's'}" for count, level in counts)


def as_json(problems: tuple[Problem, ...]) -> str:
    """One object with `problems`: each with path, line, column, width, code, level, message and fix; line 0 is the whole file."""
    rows = [
        {
            "path": problem.location.path,
            "line": problem.location.line,
            "column": problem.location.column,
            "width": problem.location.width,
            "code": problem.code,
            "level": problem.level,
            "message": problem.message,
            "fix": problem.fix,
        }
        for problem in problems
    ]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=2)


def as_annotations(problems: tuple[Problem, ...]) -> str:
    """A line a problem in the form of a GitHub workflow command, which shows it beside the changed line."""
    return "\n".join(
        f"::{problem.level} {_properties(problem)}::{_data(f'{problem.message}: {problem.fix}')}"
        for problem in problems
    )


def as_difference(
    pieces: Sequence[Piece], first: str, second: str, style: Style = lambda _name, text: text
) -> tuple[str, ...]:
    """Two texts one below the other under these names, from about where they part, with marks below the words that differ."""
    common = len(pieces[0].text) if pieces and pieces[0].op == "same" else 0
    start = max(0, common - MOST_SHOWN_WIDTH // 3)
    lines: list[str] = []
    for name, without in ((first, "added"), (second, "removed")):
        text = marks = ""
        for piece in pieces:
            if piece.op != without:
                words = "".join(sign if sign.isprintable() else " " for sign in piece.text)
                text += words
                marks += (" " if piece.op == "same" else "^") * len(words)
        shown, marked = text[start : start + MOST_SHOWN_WIDTH], marks[start : start + MOST_SHOWN_WIDTH]
        cells = "".join(mark * _cells(sign) for sign, mark in zip(shown, marked, strict=True))
        lines.append(f"{name:>5} | {shown}")
        lines.append(f"      | {style('mark', cells.rstrip())}")
    return tuple(lines)


def _properties(problem: Problem) -> str:
    place = problem.location
    values = {"file": place.path, "line": max(place.line, 1), "col": max(place.column, 1), "title": problem.code}
    return ",".join(f"{name}={_property(str(value))}" for name, value in values.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _excerpt(place: Location, files: dict[str, list[str]]) -> tuple[str, str] | None:
    """The line of the file, cut around the place, and carets below it; None where there is nothing to show.

    `files` keeps the lines of the files that were read, so that many problems of one file read it once.
    """
    if not place.line:
        return None
    if place.path not in files:
        files[place.path] = _lines(Path(place.path))
    lines = files[place.path]
    if place.line > len(lines):
        return None
    line = lines[place.line - 1]
    start = max(0, place.column - 1 - MOST_SHOWN_WIDTH // 2) if len(line) > MOST_SHOWN_WIDTH else 0
    shown = "".join(sign if sign.isprintable() else " " for sign in line[start : start + MOST_SHOWN_WIDTH])
    at = place.column - 1 - start
    width = max(1, min(place.width, len(shown) - at))
    return shown, " " * _cells(shown[:at]) + "^" * max(1, _cells(shown[at : at + width]))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide signs take two, joined ones none."""
    from rich.cells import cell_len

    return cell_len(text)
