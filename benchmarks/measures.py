"""The measures: each makes the facts that it needs, has commands run in turn, and gives what it found."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import releases
import sites
from limits import limit
from measure import Cost
from pages import Site, growth, likeness, records, words
from results import Result, machine
from runners import OURS, RUNNERS, Runner, environment, ready
from serving import previewed

HERE = Path(__file__).parent
RELEASES = 50

Measure = Callable[[int, int, Path], Result]
"""Given the number of entities, how often each command runs, and an empty folder."""


def measured(name: str, pairs: int, folder: Path) -> Result:
    """What the measure of that name found; a name is that of a kind and a number of entities, such as `hugo-1000`."""
    kind, size = parted(name)
    return KINDS[kind](size, pairs, folder)


def parted(name: str) -> tuple[str, int]:
    """The kind and the number of entities of a measure; raises ValueError where there is none of that name."""
    kind, _, size = name.rpartition("-")
    if kind not in KINDS or not size.isdecimal() or int(size) < 10 or int(size) % 10:
        raise ValueError(f"{name}: a measure is one of {', '.join(KINDS)}, a dash and a multiple of ten")
    return kind, int(size)


def _beside(peer: str, size: int, pairs: int, folder: Path) -> Result:
    """Full builds by ours and by a peer. A tenth of the facts is built first, which warms the machine up."""
    ready(peer)
    runners = (OURS, RUNNERS[peer])
    small = sites.facts_of(max(10, size // 100 * 10), folder / "small")
    shown = {}
    for runner in runners:
        sites.build(runner, small)
        sites.examined(runner, small)
        shown[runner.name] = words(sites.site_of(small), records(small))
    facts = sites.facts_of(size, folder / "whole")
    made: dict[str, Site] = {}

    def built(runner: Runner) -> Cost:
        cost = sites.build(runner, facts)
        made[runner.name] = sites.examined(runner, facts)
        return cost

    runs = sites.in_turn(pairs, {runner.name: partial(built, runner) for runner in runners})
    figures = {
        name: {
            "pages": len(site.sizes),
            "page": site.median,
            "entity": site.median_of("entities"),
            "likeness": likeness(shown[OURS.name], shown[name]),
        }
        for name, site in made.items()
    }
    return _result(peer, size, runs, runners, figures)


def _limits(size: int, pairs: int, folder: Path) -> Result:
    """Full builds, beside the two limits."""
    facts = sites.facts_of(size, folder / "whole")
    aside = folder / "aside"
    sites.build(OURS, facts)
    with ExitStack() as stack:
        costs = {
            "bare": stack.enter_context(limit("bare", facts)),
            "written": stack.enter_context(limit("written", sites.site_of(facts))),
        }

        turns = {
            "ours": partial(sites.build, OURS, facts),
            **{kind: partial(_aside, cost, aside) for kind, cost in costs.items()},
        }
        runs = sites.in_turn(pairs, turns)
    return _result("limits", size, runs)


def _downloads(size: int, pairs: int, folder: Path) -> Result:
    """Full builds, beside all that they give away besides pages, made by itself."""
    facts = sites.facts_of(size, folder / "whole")
    aside = folder / "aside"
    with limit("downloads", facts) as cost:
        turns: dict[str, Callable[[], Cost]] = {
            "ours": partial(sites.build, OURS, facts),
            "downloads": partial(_aside, cost, aside),
        }
        runs = sites.in_turn(pairs, turns)
    return _result("downloads", size, runs)


def _aside(cost: Callable[[Path], Cost], folder: Path) -> Cost:
    """What a piece of work costs in a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    sites.settle()
    return cost(folder)


def _growth(size: int, pairs: int, folder: Path) -> Result:
    """Full builds of all facts and of a tenth; by how much the page of the same entity is larger."""
    sets = {"ours": sites.facts_of(size, folder / "whole"), "tenth": sites.facts_of(size // 10, folder / "tenth")}
    runs = sites.in_turn(pairs, {name: partial(sites.build, OURS, facts) for name, facts in sets.items()})
    made = {name: sites.examined(OURS, facts) for name, facts in sets.items()}
    figures: dict[str, dict[str, float]] = {
        name: {"pages": len(site.sizes), "entity": site.median_of("entities")} for name, site in made.items()
    }
    figures["ours"]["growth"] = 1 + growth(made["tenth"], made["ours"])
    return _result("growth", size, runs, figures=figures)


def _edit(size: int, pairs: int, folder: Path) -> Result:
    """A full build, and the command again after one fact was changed."""
    facts = sites.facts_of(size, folder / "whole")
    edits = sites.edit(facts)

    def edited() -> Cost:
        next(edits)
        return sites.again(OURS.command(facts), facts)

    turns: dict[str, Callable[[], Cost]] = {
        "ours": partial(sites.build, OURS, facts),
        "first": edited,
        "edit": edited,
    }
    return _result("edit", size, sites.in_turn(pairs, turns))


def _serve(size: int, pairs: int, folder: Path) -> Result:
    """A preview, in which one fact is changed again and again."""
    facts = sites.facts_of(size, folder / "whole")
    with previewed(facts, sites.fresh(facts)) as shown:
        # The first change finds half of what was made in a copy of the process, which has ended.
        shown(0)
        numbers = count(1)
        return _result("serve", size, sites.in_turn(pairs, {"shown": lambda: shown(next(numbers))}))


def _check(size: int, pairs: int, folder: Path) -> Result:
    """`factsheet check` from nothing and again, beside a bare parse of the same files."""
    facts = sites.facts_of(size, folder / "whole")
    check = (sys.executable, "-m", "factsheet", "check", "-q", "--facts", str(facts))

    def cold() -> Cost:
        sites.fresh(facts)
        return sites.again(check, facts)

    sites.fresh(facts)
    turns: dict[str, Callable[[], Cost]] = {
        "parse": partial(sites.again, (sys.executable, str(HERE / "parse.py"), str(facts)), facts),
        "cold": cold,
        "warm": partial(sites.again, check, facts),
    }
    return _result("check", size, sites.in_turn(pairs, turns))


def _releases(size: int, pairs: int, folder: Path) -> Result:
    """Full builds of the same facts with and without a past of 50 releases, each of which changes one in a hundred."""
    past = sites.facts_of(size, folder / "past")
    releases.write(past, RELEASES)
    facts = folder / "whole" / "facts"
    shutil.copytree(past, facts, ignore=shutil.ignore_patterns("releases"))
    turns = {name: partial(sites.build, OURS, of) for name, of in (("ours", facts), ("past", past))}
    return _result("releases", size, sites.in_turn(pairs, turns))


def _profile(size: int, _pairs: int, folder: Path) -> Result:
    """Where the time of one full build goes; it takes longer for being watched."""
    facts = sites.facts_of(size, folder / "whole")
    run = sites.fresh(facts)
    OURS.prepare(run, facts)
    command = (sys.executable, str(HERE / "profiled.py"), str(facts), "site")
    said = subprocess.run(command, cwd=run, env=environment(run), check=True, stdout=subprocess.PIPE, text=True).stdout
    return _result("profile", size, {}, profile=json.loads(said))


def _result(
    kind: str,
    size: int,
    runs: Mapping[str, Sequence[Cost]],
    runners: Sequence[Runner] = (OURS,),
    figures: Mapping[str, Mapping[str, float]] | None = None,
    profile: Mapping[str, Any] | None = None,
) -> Result:
    return Result(
        name=f"{kind}-{size}",
        size=size,
        machine=machine(),
        versions={runner.name: runner.versions() for runner in runners},
        runs=runs,
        figures=figures or {},
        profile=profile or {},
    )


KINDS: Mapping[str, Measure] = {
    **{peer: partial(_beside, peer) for peer in RUNNERS if peer != OURS.name},
    "limits": _limits,
    "downloads": _downloads,
    "growth": _growth,
    "edit": _edit,
    "serve": _serve,
    "check": _check,
    "releases": _releases,
    "profile": _profile,
}
