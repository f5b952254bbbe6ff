"""What moved below a record in the words of other records that it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from factsheet.dataset import Dataset
from factsheet.drift.moved import SAYS, Drift, accepted, even, published, run_of, says, sha256_of
from factsheet.ledger import Data, Edit, compare, guarded, is_removed, order_of
from factsheet.ledger.release import Order
from factsheet.model import Kind, Path, Record


def ever_said(id: str, dataset: Dataset) -> frozenset[str]:
    """The digests of all that a record says or ever said to those that rest on it; none of what was only read in a source."""
    kind = dataset.records[id].kind if id in dataset.records else None
    states = dataset.once(_states, id) if kind in SAYS else ()
    return frozenset(sha256_of(says(kind, state.data).values()) for state in states if kind)


@dataclass(frozen=True, slots=True)
class _Tie:
    """That a part of a record rests on another one: `own` is what that part says, `path` the way to the other one's id."""

    of: str
    own: tuple[str, ...]
    part: Path = field(compare=False)
    path: Path = field(compare=False)


@dataclass(frozen=True, slots=True)
class _State:
    """What a record was, from a release on; without one, what it is in the files."""

    version: str | None
    data: Data

    @property
    def order(self) -> Order | None:
        return order_of(self.version) if self.version else None


def of_others(record: Record, dataset: Dataset) -> Iterator[Drift]:
    """What moved in the words of other records that parts of this one were written for, in the order of its fields."""
    ties = _ties(record.kind, dataset.documents[record.id].data)
    moved = [tie for tie in ties if len(dataset.once(_states, tie.of)) > 1]
    before = [(version, {*_ties(record.kind, data)}) for version, data in published(record, dataset)] if moved else []
    for tie in moved:
        run = run_of(tie, before)
        if run:
            yield from _since_written(record, tie, order_of(run[0].version), dataset)


def _ties(kind: Kind, data: Data) -> Iterator[_Tie]:
    match kind:
        case "quotes":
            for position, answer in enumerate(data.get("answers", ())):
                own = (even(data["text"]), answer["response"])
                yield _Tie(answer["to"], own, ("text",), ("answers", position, "to"))
        case "allegations":
            for position, quote in enumerate(data.get("words", ())):
                yield _Tie(quote, (even(data["statement"]),), ("statement",), ("words", position))
        case "disagreements":
            for position, reading in enumerate(data["readings"]):
                part: Path = ("readings", position)
                for place, quote in enumerate(reading.get("quotes", ())):
                    yield _Tie(quote, (even(reading["says"]),), part, (*part, "quotes", place))


def _states(id: str, dataset: Dataset) -> tuple[_State, ...]:
    """What a record said from release to release, and says now, each time that was another thing; nothing if it is gone."""
    record = dataset.records.get(id)
    if not record or record.withdrawn:
        return ()
    published = (_State(version.version, version.change.record) for version in dataset.versions(record))
    found: list[_State] = []
    for state in (*published, _State(None, dataset.documents[id].data)):
        if not found or says(record.kind, found[-1].data) != says(record.kind, state.data):
            found.append(state)
    return tuple(found)


def _since_written(record: Record, tie: _Tie, written: Order, dataset: Dataset) -> Iterator[Drift]:
    kind, states = dataset.records[tie.of].kind, dataset.once(_states, tie.of)
    pins = [place for place, state in enumerate(states) if state.order and state.order <= written]
    now, looked_at = states[-1], accepted(record, tie.of)
    if not pins or not _moved(kind, states[pins[-1]], now):
        return
    seen = [place for place, state in enumerate(states) if sha256_of(says(kind, state.data).values()) in looked_at]
    start = max([pins[-1], *seen])
    was = states[start]
    after = [*takewhile(lambda state: _moved(kind, was, state), reversed(states))]
    for edit in _moved(kind, was, now):
        yield Drift(
            record=record.id,
            of=tie.of,
            path=tie.path,
            part=tie.part,
            kind=kind,
            was=was.data,
            now=now.data,
            edit=edit,
            since=after[-1].version,
            sha256=sha256_of(says(kind, now.data).values()),
        )


def _moved(kind: Kind, was: _State, now: _State) -> tuple[Edit, ...]:
    """How a record says something else than it did; words that were removed by law cannot be looked at."""
    edits = compare(kind, says(kind, was.data), says(kind, now.data))
    return tuple(edit for edit in edits if guarded(edit) and not is_removed(edit.now or ""))
