"""The history of the toy facts: what was different before each of their releases, and the ledger that follows from it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from factsheet.ledger import (
    VOCABULARIES_ID,
    Kept,
    Ledger,
    Release,
    State,
    changes_between,
    next_version,
    text_of,
    with_ids,
)
from factsheet.ledger.release import LAST, text_of_last
from factsheet.pipeline import check

TOY = Path(__file__).parent / "toy_facts"

Earlier = Mapping[str, Any]
"""The values of a record before a release, by the way to them, such as `citations.0.at`; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A release: its day, its note, and what was different before it, by today's ids; None for a record that was not there."""

    day: str
    note: str | None = None
    was: Mapping[str, Earlier | None] = field(default_factory=dict)


STEPS = (
    Step(day="2024-06-02"),
    Step(
        day="2024-06-05",
        was={
            "acme-tools-duplicate": {"withdrawn": None},
            "guild-2024-05-thumbs-again": {"withdrawn": None},
            "lost-leaflet-2023": {"withdrawn": None},
            "researcher-2024-saw-dust": {
                "title": "Left saws in the river",
                "corrections": None,
                "withdrawn": None,
            },
            "saws-or-blades": {"withdrawn": None},
            "toolmakers-listed-2024-05-effective": {"date": "2024-05-02", "corrections": None},
            "toolmakers-listed-2024-05-twice": {"withdrawn": None},
        },
    ),
    Step(
        day="2024-09-16",
        note="Two records have new ids; the old ones lead to them.",
        was={
            "acme": {"properties.0.value": "1948", "corrections": None},
            "acme-2024-05-appeal": None,
            "day-of-the-2024-listing": {"id": "day-of-the-listing", "former_ids": None},
            "example-times-2024-05-02": {"issued": "2024-05-01", "corrections": None},
            "guild-2023-dull-blades": {"id": "guild-dull-blades", "former_ids": None},
        },
    ),
    Step(
        day="2025-03-03",
        was={
            "acme": {"note": "Not the shop of the *same* name."},
            "gazette-2024-17": {"url": "https://gazette.example/17"},
            "guild-2024-05-02-thumbs": {"answers.0": None},
            "guild-2024-05-borrowed-saws": {"citations.0.at": "paragraph 6"},
            "mithal-2024-05-thirty-saws": {"note": "So it counts.", "said_on": "2024-05"},
            "saws-order-review-2027": None,
            "tool-office-2024-05-unsafe-saws": {
                "citations.1": {"source": "gazette-2024-17", "at": "page 1"},
                "citations.2": None,
            },
            "toolmakers-listed-2024-05-announced": {
                "title": "Six toolmakers were named by the Tool Office",
                "citations.1": {"source": "saw-mirror-undated", "at": "title"},
                "corrections": None,
            },
        },
    ),
    Step(
        day="2025-11-17",
        note="Words of one record were removed for a legal reason, here and in every earlier release.",
        was={
            "acme-number-of-saws": {
                "readings.2": {
                    "says": "About 2,000",
                    "citations": [{"source": "saw-mirror-undated", "at": "paragraph 3"}],
                },
                "corrections": None,
            },
            "guild-2024-05-borrowed-saws": {"redacted": None},
            VOCABULARIES_ID: {
                "noticed_by.curator": None,
                "response.objects.definition": "The words reject or regret it.",
            },
        },
    ),
    Step(
        day="2026-05-11",
        was={
            "acme": {"properties.7": None, "part_of.1.note": "It left."},
            "acme-2019-old-saws": {"proofs": None},
            "acme-2024-05-02-every-saw": {"text": "我们的每一把锯都有护罩", "corrections": None, "proofs": None},
            "acme-2024-05-appeal": {"accepted": None},
            "day-of-the-2024-listing": {"question": "When were they listed?", "corrections": None},
            "guild-2024-05-02-thumbs": {"proofs": None},
            "lizi-2024-05-no-comment": {"proofs": None},
            "mithal-2024-05-thirty-saws": {"proofs": None},
            "tool-office-2024-05-01-guard": {"proofs": None},
            "tool-office-2024-05-unsafe-saws": {"proofs": None},
            "toolmakers-listed-2024": {"proofs": None},
            "toolmakers-listed-2024-05-announced": {"exemptions": None},
        },
    ),
)
"""Every release of the toy facts, oldest first."""


@cache
def ledger() -> Ledger:
    """The ledger of the toy facts, made anew from what they are today."""
    found = Ledger()
    before: State = {}
    for step, state in zip(STEPS, states(), strict=True):
        found = Ledger(releases=(*found.releases, release(found, before, state, step.day, step.note)))
        before = state
    return found


def release(ledger: Ledger, before: State, now: State, day: str, note: str | None = None) -> Release:
    """The release of a state on a day, whatever it is, after the last one of a ledger, which left the state before."""
    last = ledger.last
    return Release(
        version=next_version(last.version if last else None, date.fromisoformat(day)),
        released_on=day,
        previous=last.named if last else None,
        note=note,
        changes=changes_between(before, now),
    )


def files(ledger: Ledger) -> dict[str, str]:
    """The text of each file of a ledger, by its name."""
    last = {LAST: text_of_last(ledger.last.named)} if ledger.last else {}
    return {f"{release.version}.json": text_of(release) for release in ledger.releases} | last


def states() -> tuple[State, ...]:
    """The toy facts as each release left them, oldest first; the last of them is what they are today."""
    checked = check(TOY, Ledger())
    assert checked.dataset is not None, checked.problems
    found = [checked.dataset.state]
    for step in reversed(STEPS[1:]):
        found.insert(0, before(found[0], step.was))
    return tuple(found)


def before(state: State, was: Mapping[str, Earlier | None]) -> State:
    """The state in which the values were as named."""
    ids = {id: str(earlier["id"]) for id, earlier in was.items() if earlier and "id" in earlier}
    found: dict[str, tuple[Kept, dict[str, Any]]] = {}
    for id, (kind, data) in state.items():
        earlier = was.get(id, {})
        if earlier is not None:
            named = data if kind == "vocabularies" else with_ids(kind, data, ids)
            record = deepcopy(dict(named))
            for way, value in earlier.items():
                put(record, way.split("."), value)
            found[ids.get(id, id)] = (kind, record)
    return found


def put(held: Any, way: Sequence[str], value: Any) -> None:
    """Sets the value at the end of the way, adds it where a list ends, or takes it out for None."""
    here, *further = way
    key: Any = int(here) if isinstance(held, list) else here
    if further:
        put(held[key], further, value)
    elif value is None:
        del held[key]
    elif isinstance(held, list) and key == len(held):
        held.append(value)
    else:
        held[key] = value
