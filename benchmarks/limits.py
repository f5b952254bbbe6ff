"""Parts of what a build of ours does, by themselves: python benchmarks/limits.py bare FACTS, written SITE, or downloads FACTS.

`bare` renders the body of each record's page by Jinja2 as it comes, from views that were made before, and writes it.
`written` writes the files of a site, which were read before. `downloads` makes and writes all that a build gives away besides
pages, of facts that were checked before. Each says `ready`; then it does its work in each folder
that it is given a line for, and says what that cost, as JSON.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import jinja2
from factsheet import press
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.views.pages import Plan, record_plans
from measure import Cost, Failed

READY = "ready\n"

Made = TypeVar("Made")
Work = Callable[[Path], None]


@contextmanager
def limit(kind: str, source: Path) -> Iterator[Callable[[Path], Cost]]:
    """A process that has prepared one of the limits; the function has it do its work in a new folder, and gives the cost."""
    command = (sys.executable, __file__, kind, str(source))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        said = process.stdout

        def cost(folder: Path) -> Cost:
            print(folder, file=process.stdin, flush=True)
            return Cost(**json.loads(said.readline()))

        if said.readline() != READY:
            raise Failed(f"the limit {kind} could not be prepared")
        yield cost


def bare(facts: Path) -> Work:
    """Renders and writes the bodies."""
    dataset = check(facts).dataset
    assert dataset
    plans = [_prepared(plan) for plan in record_plans(dataset)]

    def work(folder: Path) -> None:
        with patch("factsheet.render.templates", _plain):
            renderer = Renderer(site_url="https://bench.example.org/", site_name="Benchmark")
        for plan in plans:
            _write(folder / plan.address / "index.html", renderer.page(plan).body.encode())

    return work


def written(site: Path) -> Work:
    """Writes all files."""
    files = {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}

    def work(folder: Path) -> None:
        for path, content in files.items():
            _write(folder / path, content)

    return work


def downloads(facts: Path) -> Work:
    """Makes and writes all files that are no pages."""
    dataset = check(facts).dataset
    assert dataset

    def work(folder: Path) -> None:
        renderer = Renderer(site_url="https://bench.example.org/", site_name="Benchmark")
        for plan in record_plans(dataset):
            _write(folder / plan.address / "record.yml", dataset.documents[plan.address.split("/")[-2]].raw)
        for path, text in press.files(dataset, renderer):
            _write(folder / path, text.encode())

    return work


def _prepared(plan: Plan) -> Plan:
    assert plan.besides
    return replace(plan, view=_given(plan.view()), besides=_given(plan.besides()))


def _given(value: Made) -> Callable[[], Made]:
    return lambda: value


def _plain(_own: Path | None) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("factsheet", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def main() -> None:
    """Runs the command line."""
    work = {"bare": bare, "written": written, "downloads": downloads}[sys.argv[1]](Path(sys.argv[2]))
    gc.collect()
    # What was prepared would else be looked through again and again.
    gc.freeze()
    print(READY, end="", flush=True)
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        work(Path(line.rstrip("\n")))
        print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}), flush=True)


if __name__ == "__main__":
    main()
