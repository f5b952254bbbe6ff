"""Measures this generator side by side with its peers, on the same facts: python benchmarks/run.py --n 1000 --pairs 5.

It makes the facts, has every generator build a tenth of them once (which warms the machine up and shows how large
pages are in a small site), then builds the whole in turn, A B A B, and writes benchmarks/REPORT.md. The exit code is 1
where a page is missing, where pages grow with the number of facts, or where a promised ratio is not kept.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import psutil
import synthetic
import yaml
from measure import Cost, Failed, measure
from pages import Incomplete, Record, Site, examine, growth, likeness, records, words
from runners import OURS, PEERS, Missing, Runner, environment

HERE = Path(__file__).parent
MOST_CPU = {"mkdocs": 1 / 4, "hugo": 1.5}
"""The processor time that ours may take at most, for each peer, as a share of the peer's."""
MOST_GROWTH = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A median with the smallest and the largest value."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A generator's figures; `likeness` is the share of words that its pages have in common with ours."""

    title: str
    versions: str
    runs: int
    cpu: Spread
    wall: Spread
    memory: Spread
    pages: int
    page: int
    entity: int
    growth: float
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """What a generator made of a tenth of the facts."""

    site: Site
    words: Counter[tuple[Record, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Ours against a peer: the ratio of the medians over the rounds in which both ran, and the ratios round by round."""

    title: str
    pairs: int
    cpu: float
    cpu_pairs: Spread
    wall: float
    wall_pairs: Spread
    bar: float

    @property
    def kept(self) -> bool:
        """Whether ours takes no more than was promised."""
        return self.cpu <= self.bar


def main() -> None:
    """Runs the command line."""
    options = _options()
    runners = [OURS, *(PEERS[name] for name in options.peers)]
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            lines, comparisons = compare(runners, options, Path(folder).resolve())
    except (Failed, Incomplete, Missing) as error:
        sys.exit(f"run.py: {error}")
    report = _report(options, lines, comparisons)
    print(report)
    options.report.write_text(report, encoding="utf-8", newline="\n")
    sys.exit(not (lines[0].growth <= MOST_GROWTH and all(found.kept for found in comparisons)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--n", type=int, default=1000, help="entities; there are 7.1 records for each (1000)")
    parser.add_argument("--pairs", type=int, default=5, help="rounds in which every generator builds once (5)")
    parser.add_argument("--mkdocs-pairs", type=int, default=2, help="rounds in which the slow one takes part (2)")
    parser.add_argument("--peers", type=_peers, default=("mkdocs", "hugo"), help="of mkdocs,hugo (both)")
    parser.add_argument("--report", type=Path, default=HERE / "REPORT.md", help="the file to write")
    options = parser.parse_args()
    if options.n < 10 or options.n % 10 or options.pairs < 1:
        parser.error("--n is a multiple of ten, and --pairs at least 1")
    return options


def _peers(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    if not set(names) <= set(PEERS):
        raise argparse.ArgumentTypeError(f"the peers are {', '.join(PEERS)}")
    return names


def compare(
    runners: Sequence[Runner], options: argparse.Namespace, folder: Path
) -> tuple[list[Line], list[Comparison]]:
    """The figures of every generator, ours first, and ours against each of the others."""
    sizes = {"small": max(10, options.n // 100 * 10), "whole": options.n}
    for name, size in sizes.items():
        _say(f"{synthetic.write(size, folder / name)} records for {size} entities")
    small = {runner.name: _first(runner, folder) for runner in runners}
    costs: dict[str, dict[int, Cost]] = {runner.name: {} for runner in runners}
    sites: dict[str, Site] = {}
    for number in range(options.pairs):
        for runner in runners:
            if runner.name != "mkdocs" or number < options.mkdocs_pairs:
                costs[runner.name][number], place = _build(runner, folder, "whole")
                sites[runner.name] = examine(place, records(folder / "whole"))
    own = small[OURS.name].words
    lines = [
        Line(
            title=runner.title,
            versions=runner.versions(),
            runs=len(costs[runner.name]),
            cpu=_spread(cost.cpu for cost in costs[runner.name].values()),
            wall=_spread(cost.wall for cost in costs[runner.name].values()),
            memory=_spread(_mib(cost.memory) for cost in costs[runner.name].values()),
            pages=len(sites[runner.name].sizes),
            page=sites[runner.name].median,
            entity=sites[runner.name].median_of("entities"),
            growth=growth(small[runner.name].site, sites[runner.name]),
            likeness=likeness(own, small[runner.name].words),
        )
        for runner in runners
    ]
    return lines, [_comparison(runner, costs[OURS.name], costs[runner.name]) for runner in runners[1:]]


def _first(runner: Runner, folder: Path) -> Small:
    """A build of the small set, whose cost does not count."""
    _cost, place = _build(runner, folder, "small")
    expected = records(folder / "small")
    return Small(site=examine(place, expected), words=words(place, expected))


def _build(runner: Runner, folder: Path, facts: str) -> tuple[Cost, Path]:
    """What one build from nothing cost, and the folder of the site, which the next build removes."""
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    runner.prepare(place, folder / facts)
    # Whatever was written before would else be paid for by this run.
    os.sync()
    cost = measure(runner.command(folder / facts), place, environment(place))
    _say(f"{facts:5} {runner.name:6} {cost.cpu:7.2f} s CPU {cost.wall:7.2f} s wall {_mib(cost.memory):6.0f} MiB")
    return cost, place / "site"


def _comparison(peer: Runner, ours: Mapping[int, Cost], theirs: Mapping[int, Cost]) -> Comparison:
    pairs = [(ours[number], theirs[number]) for number in sorted(theirs)]
    return Comparison(
        title=peer.title,
        pairs=len(pairs),
        cpu=_ratio([own.cpu for own, _ in pairs], [other.cpu for _, other in pairs]),
        cpu_pairs=_spread(own.cpu / other.cpu for own, other in pairs),
        wall=_ratio([own.wall for own, _ in pairs], [other.wall for _, other in pairs]),
        wall_pairs=_spread(own.wall / other.wall for own, other in pairs),
        bar=MOST_CPU[peer.name],
    )


def _ratio(own: Sequence[float], other: Sequence[float]) -> float:
    return statistics.median(own) / statistics.median(other)


def _spread(values: Iterator[float]) -> Spread:
    found = sorted(values)
    return Spread(median=statistics.median(found), least=found[0], most=found[-1])


def _mib(size: int) -> float:
    return size / 2**20


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _report(options: argparse.Namespace, lines: Sequence[Line], comparisons: Sequence[Comparison]) -> str:
    loader = jinja2.FileSystemLoader(HERE)
    template = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("report.md.jinja")
    return template.render(
        options=options,
        lines=lines,
        comparisons=comparisons,
        most_growth=MOST_GROWTH,
        machine=f"{platform.system()}, {platform.machine()}",
        cores=psutil.cpu_count(),
        memory=psutil.virtual_memory().total / 2**30,
        python=platform.python_version(),
        yaml=f"PyYAML {yaml.__version__}",
    )


if __name__ == "__main__":
    main()
