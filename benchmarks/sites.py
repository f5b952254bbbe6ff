"""Builds, each of the facts in a folder of its own: what one costs, and several in turn."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import synthetic
import yaml
from measure import Cost, measure
from pages import Site, examine, records
from runners import Runner, environment


def facts_of(size: int, folder: Path) -> Path:
    """Facts of so many entities, in a new folder beside which all that is done with them stands."""
    facts = folder / "facts"
    say(f"{synthetic.write(size, facts)} records for {size} entities")
    return facts


def fresh(facts: Path) -> Path:
    """A new folder for a run; whatever earlier runs have left beside the facts is out of the way.

    It is deleted when all has been measured: ext4 gives no place that was just given up to a new file, and looks long for
    another one.
    """
    aside = Path(tempfile.mkdtemp(dir=facts.parent.parent))
    for left in facts.parent.iterdir():
        if left != facts:
            left.rename(aside / left.name)
    run = facts.parent / "run"
    run.mkdir()
    return run


def build(runner: Runner, facts: Path) -> Cost:
    """What a build from nothing cost; its site stays until the next one."""
    runner.prepare(fresh(facts), facts)
    return again(runner.command(facts), facts)


def again(command: tuple[str, ...], facts: Path) -> Cost:
    """What a command cost where an earlier run has left what it has left."""
    run = facts.parent / "run"
    settle()
    return measure(command, run, environment(run))


def examined(runner: Runner, facts: Path) -> Site:
    """What the last build has made."""
    site = site_of(facts)
    return examine(site, records(facts), runner.found(site))


def site_of(facts: Path) -> Path:
    """The folder of the site that the last build has made."""
    return facts.parent / "run" / "site"


def settle() -> None:
    """Has all that was written so far reach the disk, for which the next run would else pay."""
    os.sync()


def edit(facts: Path) -> Iterator[None]:
    """Changes a sentence of one fact in the midst of them, another way each time."""
    files = sorted((facts / "allegations").iterdir())
    file = files[len(files) // 2]
    fields = yaml.safe_load(file.read_text(encoding="utf-8"))
    statement = fields["statement"]
    number = 0
    while True:
        number += 1
        text = synthetic.as_yaml("allegations", fields | {"statement": f"{statement} It was said {number} times."})
        file.write_text(text, encoding="utf-8", newline="\n")
        yield


def in_turn(pairs: int, turns: Mapping[str, Callable[[], Cost]]) -> dict[str, list[Cost]]:
    """The costs of each, one after the other, so many times."""
    runs: dict[str, list[Cost]] = {name: [] for name in turns}
    for _ in range(pairs):
        for name, turn in turns.items():
            cost = turn()
            runs[name].append(cost)
            say(f"{name:12} {cost.cpu:7.2f} s CPU {cost.wall:7.2f} s wall {cost.memory / 2**20:6.0f} MiB")
    return runs


def say(text: str) -> None:
    """Tells whoever waits how far it has come."""
    print(text, file=sys.stderr, flush=True)
