"""Gives a folder of invented facts a past, and measures what it costs: python benchmarks/releases.py FOLDER [RELEASES].

    python benchmarks/synthetic.py 710 /tmp/facts && python benchmarks/releases.py /tmp/facts 50

The facts as they are become the first release; each further one changes one record of a hundred: a note, a citation more,
or our own sentence with its correction. Printed are the seconds of a further release and of a full build with and without
the past, in turn, and their ratio.
"""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from factsheet.ledger import RELEASES, Release, State, changes_between, next_version
from factsheet.pipeline import check
from factsheet.release import write as write_release
from synthetic import as_yaml

FIRST_DAY = date(2025, 3, 10)
SHARE = 0.01
PAIRS = 5
SITE = Path(__file__).parent / "ours" / "mkdocs.yml"
SENTENCES = {"entities": "name", "allegations": "statement", "quotes": "text", "events": "title"}

Fields = dict[str, Any]


def write(facts: Path, releases: int) -> None:
    """Writes so many releases into a folder of facts, and the records as the last one leaves them."""
    dataset = check(facts).dataset
    assert dataset
    state: State = dataset.state
    kept: dict[str, Fields] = {}
    previous: Release | None = None
    for number in range(releases):
        if number:
            changed = dict(_edited(number, state))
            kept |= changed
            now: State = {**state, **{id: (state[id][0], data) for id, data in changed.items()}}
        else:
            now, state = state, {}
        day = FIRST_DAY + timedelta(days=7 * number)
        previous = Release(
            version=next_version(previous.version if previous else None, day),
            released_on=day.isoformat(),
            previous=previous.named if previous else None,
            changes=changes_between(state, now),
        )
        write_release(previous, facts)
        state = now
    for id, data in kept.items():
        (facts / state[id][0] / f"{id}.yml").write_text(as_yaml(state[id][0], data), encoding="utf-8", newline="\n")


def _edited(number: int, state: State) -> Iterator[tuple[str, Fields]]:
    random = Random(f"release {number}")
    ids = sorted(id for id, (kind, _record) in state.items() if kind != "vocabularies")
    for id in random.sample(ids, round(len(ids) * SHARE)):
        kind, record = state[id]
        data = deepcopy(dict(record))
        match random.randrange(3):
            case 0 if kind in SENTENCES:
                field = SENTENCES[kind]
                was, now = data[field], f"{data[field].rstrip('.')}, as of release {number}."
                data[field] = now
                entry = {"field": field, "was": was, "now": now, "reason": "source-misread"}
                data["corrections"] = [*data.get("corrections", ()), entry]
            case 1 if "citations" in data:
                data["citations"] = [*data["citations"], {**data["citations"][0], "at": f"page {number}"}]
            case _:
                data["note"] = f"Read again for release {number}."
        yield id, data


def main() -> None:
    facts, releases = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    write(facts, releases)
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        bare, further = aside / "bare", aside / "further"
        shutil.copytree(facts, bare, ignore=shutil.ignore_patterns(RELEASES))
        shutil.copytree(facts, further)
        changed = dict(_edited(releases, check(facts).dataset.state))  # type: ignore[union-attr]
        for id, data in changed.items():
            (file,) = further.glob(f"*/{id}.yml")
            file.write_text(as_yaml(file.parent.name, data), encoding="utf-8", newline="\n")
        day = (FIRST_DAY + timedelta(days=7 * releases)).isoformat()
        release = ("release", "--facts", further, "--on", day)
        with_past = ("build", "-q", "-f", SITE, "--facts", facts, "-d", aside / "with")
        without = ("build", "-q", "-f", SITE, "--facts", bare, "-d", aside / "without")
        rows = [
            {"release": _seconds(release), "with": _seconds(with_past), "without": _seconds(without)}
            for _ in range(PAIRS)
        ]
    middle = {name: median(row[name] for row in rows) for name in rows[0]}
    print(json.dumps({"pairs": rows, "medians": middle, "ratio": middle["with"] / middle["without"]}, indent=1))


def _seconds(arguments: tuple[object, ...]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "factsheet", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    main()
