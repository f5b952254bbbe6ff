"""Prints problems: as text for people, as JSON for programs, as annotations for a pull request."""

import json
from collections.abc import Callable
from pathlib import Path

from factsheet.problem import Location, Problem

Style = Callable[[str, str], str]
"""Makes a text stand out (`error`, `warning`, `place`, `mark`), or returns it as it is."""

MOST_SHOWN_WIDTH = 110


def as_text(problems: tuple[Problem, ...], style: Style = lambda _name, text: text) -> str:
    """Each problem on a line with the line of the file and a mark below, then how many there are; empty for none."""
    lines: list[str] = []
    files: dict[str, list[str]] = {}
    for problem in problems:
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
    if problems:
        lines.append(summary(problems))
    return "\n".join(lines)


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
