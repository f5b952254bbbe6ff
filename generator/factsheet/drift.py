"""What rests on what, and what has moved since: words that a record was written for, and that say something else now.

Nobody types what a record was written for; it follows from the ledger. It is what the other record said in the release
in which the part that rests on it came, or last changed.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any, TypeVar

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Edit, Version, compare, digest, guarded, is_removed, order_of, with_ids
from factsheet.ledger.release import Order
from factsheet.model import Kind, Path, Record

T = TypeVar("T")

SAYS: Mapping[Kind, tuple[str, ...]] = {"allegations": ("statement",), "events": ("title", "date"), "quotes": ("text",)}
"""The fields in which records of a kind say what others rest on; of other kinds, nothing rests on the whole."""
_CITING: Kind = "allegations"
"""A kind whose records cite: what two lists of citations differ in is the same for all of them."""
BESIDE = ("citations", "note", "quotes")
"""The keys of an item that are no part of what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """That a record rests on words of another one, or on words read in it, which have changed.

    `path` leads to where the record says so, `part` to what rests on them: a field, or an item of a list. `edit` is what
    differs between `was`, for which the record was written or at which it was last looked, and `now`; both are data of
    `kind`, or citations alone. `since` is the release that made the change, None for one that is not published yet.
    `sha256` is the digest of all that the other one says now, or of all the words that are read in it now.
    """

    record: str
    of: str
    path: Path
    part: Path
    kind: Kind
    was: Data
    now: Data
    edit: Edit
    since: str | None
    sha256: str


def drifts(dataset: Dataset) -> tuple[Drift, ...]:
    """Everything that has to be looked at again, by the records that rest on it."""
    if not dataset.history.versions:
        return ()
    return tuple(drift for id in dataset.records for drift in drifts_of(id, dataset))


def drifts_of(id: str, dataset: Dataset) -> tuple[Drift, ...]:
    """What moved below the record of that id, in the order of its fields; nothing below one that was withdrawn."""
    return dataset.once(_drifts, id)


def says(kind: Kind, data: Data) -> Data:
    """What a record of that kind says to those that rest on it."""
    return {key: data[key] for key in SAYS.get(kind, ()) if key in data}


def ever_said(id: str, dataset: Dataset) -> frozenset[str]:
    """The digests of all that a record says or ever said to those that rest on it; none of what was only read in a source."""
    kind = dataset.records[id].kind if id in dataset.records else None
    states = dataset.once(_states, id) if kind in SAYS else ()
    return frozenset(_sha256(says(kind, state.data).values()) for state in states if kind)


def _drifts(id: str, dataset: Dataset) -> tuple[Drift, ...]:
    record = dataset.records[id]
    # What was never published was written for what stands in the files.
    if record.withdrawn or not dataset.versions(record):
        return ()
    return (*_of_others(record, dataset), *_of_own_words(record, dataset))


# What other records say.


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


def _of_others(record: Record, dataset: Dataset) -> Iterator[Drift]:
    ties = _ties(record.kind, dataset.documents[record.id].data)
    moved = [tie for tie in ties if len(dataset.once(_states, tie.of)) > 1]
    before = [(version, {*_ties(record.kind, data)}) for version, data in _published(record, dataset)] if moved else []
    for tie in moved:
        run = _run(tie, before)
        if run:
            yield from _since_written(record, tie, order_of(run[0].version), dataset)


def _ties(kind: Kind, data: Data) -> Iterator[_Tie]:
    match kind:
        case "quotes":
            for position, answer in enumerate(data.get("answers", ())):
                own = (_even(data["text"]), answer["response"])
                yield _Tie(answer["to"], own, ("text",), ("answers", position, "to"))
        case "allegations":
            for position, quote in enumerate(data.get("words", ())):
                yield _Tie(quote, (_even(data["statement"]),), ("statement",), ("words", position))
        case "disagreements":
            for position, reading in enumerate(data["readings"]):
                part: Path = ("readings", position)
                for place, quote in enumerate(reading.get("quotes", ())):
                    yield _Tie(quote, (_even(reading["says"]),), part, (*part, "quotes", place))


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
    now, accepted = states[-1], _accepted(record, tie.of)
    if not pins or not _moved(kind, states[pins[-1]], now):
        return
    seen = [place for place, state in enumerate(states) if _sha256(says(kind, state.data).values()) in accepted]
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
            sha256=_sha256(says(kind, now.data).values()),
        )


def _moved(kind: Kind, was: _State, now: _State) -> tuple[Edit, ...]:
    """How a record says something else than it did; words that were removed by law cannot be looked at."""
    edits = compare(kind, says(kind, was.data), says(kind, now.data))
    return tuple(edit for edit in edits if guarded(edit) and not is_removed(edit.now or ""))


# What was read in sources.


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a record says at a place, with the words that it rests on and the way to the first of them, each by source."""

    part: Path
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)


def _of_own_words(record: Record, dataset: Dataset) -> Iterator[Drift]:
    data = dataset.documents[record.id].data
    if all(version.change.record == data for version in dataset.versions(record)):
        return
    before = [(version, _sentences(record.kind, was)) for version, was in _published(record, dataset)]
    for own, sentence in _sentences(record.kind, data).items():
        run = _run(own, before)
        stood = [those[own].words for _version, those in before[len(before) - len(run) :]]
        for source in {source: None for words in stood for source in words}:
            told = [(version.version, words.get(source, ())) for version, words in zip(run, stood, strict=True)]
            yield from _words_gone(record, sentence, source, [*told, (None, sentence.words.get(source, ()))])


def _sentences(kind: Kind, data: Data) -> dict[Hashable, _Sentence]:
    """The sentences of a record that stand on citations of their own, by what they say; exact words are no sentence of ours."""
    found: dict[Hashable, _Sentence] = {}
    if kind in SAYS and (kind != "quotes" or data.get("form") == "reported"):
        own: Hashable = frozenset((key, _even(text)) for key, text in says(kind, data).items())
        _add(found.setdefault(own, _Sentence((SAYS[kind][0],))), data.get("citations", ()), ())
    for key, held in data.items():
        for position, item in enumerate(held if isinstance(held, list) else ()):
            if isinstance(item, dict):
                own = key, _fixed({name: value for name, value in item.items() if name not in BESIDE})
                _add(found.setdefault(own, _Sentence((key, position))), item.get("citations", ()), (key, position))
    return found


def _fixed(held: Any) -> Hashable:
    """Plain data as a value that is the same for the same data, and for no other."""
    if isinstance(held, dict):
        return frozenset([(key, _fixed(inner)) for key, inner in held.items()])
    return tuple(map(_fixed, held)) if isinstance(held, list) else held


def _add(sentence: _Sentence, citations: Iterable[Data], path: Path) -> None:
    for position, citation in enumerate(citations):
        if citation.get("bearing", "supports") != "supports":
            continue
        source = citation["source"]
        words = (_even(citation[key]) for key in ("exact", "as_printed") if key in citation)
        sentence.words[source] = (*sentence.words.get(source, ()), *words)
        sentence.places.setdefault(source, (*path, "citations", position))


def _words_gone(
    record: Record, sentence: _Sentence, source: str, told: Sequence[tuple[str | None, tuple[str, ...]]]
) -> Iterator[Drift]:
    """The words of a source that a sentence stood on and does not any more. Words that were only added change nothing."""
    _version, now = told[-1]
    seen = _seen(told, _accepted(record, source))
    gone = [word for word in seen[-1] if word not in now]
    if any({*words} <= {*now} for words in seen) or any(map(is_removed, now)):
        return
    new = [word for word in now if word not in seen[-1]]
    was, is_ = ({"citations": [{"source": source, "exact": word} for word in words]} for words in (gone, new))
    went = [version for (_, a), (version, b) in pairwise(told) if {*a} & {*gone} - {*b}]
    for edit in compare(_CITING, was, is_):
        if edit.was is not None:
            yield Drift(
                record=record.id,
                of=source,
                path=sentence.places.get(source, sentence.part),
                part=sentence.part,
                kind=_CITING,
                was=was,
                now=is_,
                edit=edit,
                since=went[-1],
                sha256=_sha256(now),
            )


def _seen(told: Sequence[tuple[str | None, tuple[str, ...]]], accepted: Collection[str]) -> list[tuple[str, ...]]:
    """The words at which somebody has looked together with the sentence: at first, and each time that it was accepted."""
    found = [told[0][1]]
    for _version, words in told:
        if _sha256(words) in accepted:
            found.append(words)
        elif {*found[-1]} <= {*words}:
            found[-1] = words
    return found


# Both.


def _run(own: T, before: Sequence[tuple[Version, Collection[T]]]) -> list[Version]:
    """The last versions of a record, oldest first, in which this part of it is as it is now."""
    found: list[Version] = []
    for version, those in reversed(before):
        if own not in those:
            break
        found.insert(0, version)
    return found


def _published(record: Record, dataset: Dataset) -> Iterator[tuple[Version, Data]]:
    """The same, each with its data, in which others have the ids that they have now."""
    for version in dataset.versions(record):
        if version.change.kind == record.kind:
            yield version, with_ids(record.kind, version.change.record, dataset.renamed)


def _accepted(record: Record, of: str) -> frozenset[str]:
    return frozenset(entry.sha256 for entry in record.accepted if entry.of == of)


def _sha256(texts: Iterable[str]) -> str:
    return digest([_even(text) for text in texts])


def _even(text: str) -> str:
    """A text with its white space evened out, which pages show in one way."""
    return " ".join(text.split())
