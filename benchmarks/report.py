"""The report, made of the results that are there."""

from collections.abc import Mapping
from pathlib import Path

import jinja2
from bars import BARS, judged
from results import Result
from runners import RUNNERS


def report(results: Mapping[str, Result]) -> str:
    """The text of REPORT.md."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    machines = dict.fromkeys(
        ", ".join(f"{name} {value}" for name, value in one.machine.items()) for one in results.values()
    )
    return environment.get_template("report.md.jinja").render(
        judged=[judged(bar, results) for bar in BARS],
        results=sorted(
            results.values(), key=lambda result: (not result.runs, result.name.rpartition("-")[0], result.size)
        ),
        machines=list(machines),
        titles={name: runner.title for name, runner in RUNNERS.items()},
    )
