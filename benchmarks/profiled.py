"""Where the time of a build of ours goes: python benchmarks/profiled.py FACTS SITE, in a folder with mkdocs.yml.

Printed is JSON: `modules` by their own time, those of ours and of the libraries, and what is built into Python; and of our functions and templates the
ten with most time of their `own`, and with most `total`, what they call included. Work in a copy of the process is not seen.
"""

import cProfile
import gc
import json
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import factsheet
from factsheet.cli import commands

MOST, MOST_MODULES = 10, 24
BUILT_IN = "built in"
OURS = Path(factsheet.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A function: seconds of its own, and with all that it calls."""

    module: str
    function: str
    calls: int
    own: float
    total: float


def profiled() -> dict[str, Any]:
    """The summary of the command that stands in `sys.argv`."""
    profile = cProfile.Profile()
    try:
        gc.disable()
        profile.runcall(commands, prog_name="factsheet")
    except SystemExit as end:
        if end.code:
            raise
    rows = [_row(entry) for entry in profile.getstats()]
    modules: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        modules[row.module if row.module != BUILT_IN else row.function.strip("<>")] += row.own
    ours = [row for row in rows if row.module.startswith("factsheet")]
    return {
        "modules": [
            {"module": module, "own": own}
            for module, own in sorted(modules.items(), key=lambda item: -item[1])[:MOST_MODULES]
        ],
        "own": [asdict(row) for row in sorted(ours, key=lambda row: -row.own)[:MOST]],
        "total": [asdict(row) for row in sorted(ours, key=lambda row: -row.total)[:MOST]],
    }


def _row(entry: Any) -> Row:
    code: CodeType | str = entry.code
    return Row(
        module=_module(code.co_filename) if isinstance(code, CodeType) else BUILT_IN,
        function=code.co_qualname if isinstance(code, CodeType) else code,
        calls=entry.callcount,
        own=entry.inlinetime,
        total=entry.totaltime,
    )


def _module(name: str) -> str:
    """A module or template of ours as its path, a module of others as its package."""
    file = Path(name)
    if file.is_relative_to(OURS):
        return file.relative_to(OURS.parent).as_posix()
    for folder in map(Path, sys.path):
        if folder.name and file.is_relative_to(folder):
            return file.relative_to(folder).parts[0].removesuffix(".py")
    return file.name


if __name__ == "__main__":
    facts, site = sys.argv[1:]
    sys.argv = ["factsheet", "build", "-q", "-f", "mkdocs.yml", "--facts", facts, "-d", site]
    print(json.dumps(profiled()))
