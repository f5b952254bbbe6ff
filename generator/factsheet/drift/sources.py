"""What moved below a record in the words that were read in sources: those that a sentence of it stood on and does not any more."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from factsheet.dataset import Dataset
from factsheet.drift.moved import SAYS, Drift, accepted, even, published, run_of, says, sha256_of
from factsheet.ledger import Data, compare, is_removed
from factsheet.model import Kind, Path, Record

_CITING: Kind = "allegations"
"""A kind whose records cite: what two lists of citations differ in is the same for all of them."""
BESIDE = ("citations", "note", "quotes")
"""The keys of an item that are no part of what it says."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a record says at a place, with the words that it rests on and the way to the first of them, each by source."""

    part: Path
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)


def of_sources(record: Record, dataset: Dataset) -> Iterator[Drift]:
    """What moved in the words of sources that sentences of the record stand on, in the order of the sentences."""
    data = dataset.documents[record.id].data
    if all(version.change.record == data for version in dataset.versions(record)):
        return
    before = [(version, _sentences(record.kind, was)) for version, was in published(record, dataset)]
    for own, sentence in _sentences(record.kind, data).items():
        run = run_of(own, before)
        stood = [those[own].words for _version, those in before[len(before) - len(run) :]]
        for source in {source: None for words in stood for source in words}:
            told = [(version.version, words.get(source, ())) for version, words in zip(run, stood, strict=True)]
            yield from _words_gone(record, sentence, source, [*told, (None, sentence.words.get(source, ()))])


def _sentences(kind: Kind, data: Data) -> dict[Hashable, _Sentence]:
    """The sentences of a record that stand on citations of their own, by what they say; exact words are no sentence of ours."""
    found: dict[Hashable, _Sentence] = {}
    if kind in SAYS and (kind != "quotes" or data.get("form") == "reported"):
        own: Hashable = frozenset((key, even(text)) for key, text in says(kind, data).items())
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
        words = (even(citation[key]) for key in ("exact", "as_printed") if key in citation)
        sentence.words[source] = (*sentence.words.get(source, ()), *words)
        sentence.places.setdefault(source, (*path, "citations", position))


def _words_gone(
    record: Record, sentence: _Sentence, source: str, told: Sequence[tuple[str | None, tuple[str, ...]]]
) -> Iterator[Drift]:
    """The words of a source that a sentence stood on and does not any more. Words that were only added change nothing."""
    _version, now = told[-1]
    seen = _seen(told, accepted(record, source))
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
                sha256=sha256_of(now),
            )


def _seen(told: Sequence[tuple[str | None, tuple[str, ...]]], accepted: Collection[str]) -> list[tuple[str, ...]]:
    """The words at which somebody has looked together with the sentence: at first, and each time that it was accepted."""
    found = [told[0][1]]
    for _version, words in told:
        if sha256_of(words) in accepted:
            found.append(words)
        elif {*found[-1]} <= {*words}:
            found[-1] = words
    return found
