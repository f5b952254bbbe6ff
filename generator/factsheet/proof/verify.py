"""Looks for the words of records in the stored copies of their sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from factsheet.dataset import Dataset
from factsheet.ledger import is_removed
from factsheet.model import Entity, Proof, Quote, Record, Snapshot, Source
from factsheet.proof.extract import MOST_BYTES, Fault, Unreadable, text_of
from factsheet.proof.passage import Place, Text
from factsheet.proof.wanted import Wanted, beside, fits, is_own, is_transcript, snapshot_of, wanted

Outcome: TypeAlias = Literal[
    "proven",
    "not-as-quotation",
    "cut-short",
    "several-places",
    "not-found",
    "no-text",
    "not-here",
    "no-stored-copy",
    "removed",
]
"""What came of looking for words: only the first is a proof; of the last four no text could be looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of looking for words of a record.

    `proof` is what can be kept: it stands for words found as what they are said to be, or else as a mere passage.
    `lines` are those of the copy's text on which the words start, `text` is that text; where there is none, `fault` may say why.
    """

    record: Record
    wanted: Wanted
    outcome: Outcome
    proof: Proof | None = None
    lines: tuple[int, ...] = ()
    text: Text | None = None
    fault: Fault | None = None

    @property
    def held(self) -> tuple[Proof, ...]:
        """The proofs of these words that the record has."""
        one = self.wanted
        return tuple(held for held in self.record.proofs if (held.source, held.words) == (one.source, one.sha256))


def verify(dataset: Dataset, copies: Mapping[str, Path]) -> Iterator[Finding]:
    """What came of looking for all words that are said to stand in a source, by source and record.

    `copies` are the files at hand by the SHA-256 of their bytes. Of each copy the text is read once, and kept no
    longer than its source is looked through.
    """
    by_source: dict[str, list[tuple[Record, Wanted]]] = {}
    for record in dataset.records.values():
        for one in () if record.withdrawn else wanted(record):
            by_source.setdefault(one.source, []).append((record, one))
    for id, these in sorted(by_source.items()):
        snapshot = snapshot_of(id, dataset)
        file = copies.get(snapshot.sha256) if snapshot else None
        text = _text(file, snapshot, dataset.get(Source, id)) if snapshot and file else None
        for record, one in these:
            if is_removed(one.words):
                yield Finding(record=record, wanted=one, outcome="removed")
            elif snapshot and isinstance(text, Text):
                yield _look(record, one, text, snapshot.sha256, dataset)
            elif isinstance(text, str):
                yield Finding(record=record, wanted=one, outcome="no-text", fault=text)
            else:
                yield Finding(record=record, wanted=one, outcome="not-here" if snapshot else "no-stored-copy")


def to_keep(record: Record, findings: Iterable[Finding], dataset: Dataset) -> tuple[Proof, ...]:
    """The proofs that a record is to have after a search: of words whose copy was not at hand, those that it has and that fit."""
    kept: dict[Proof, None] = {}
    for one in findings:
        if one.outcome in ("not-here", "removed"):
            kept |= dict.fromkeys(proof for proof in one.held if fits(proof, one.wanted, dataset))
        elif one.proof:
            kept[one.proof] = None
    return tuple(kept)


def _text(file: Path, snapshot: Snapshot, source: Source) -> Text | Fault:
    """The text of a stored copy, or why it has none."""
    if file.stat().st_size > MOST_BYTES:
        return "too-large"
    try:
        return Text(text_of(file.read_bytes(), snapshot.media_type, source.url))
    except Unreadable as why:
        return why.fault


def _look(record: Record, one: Wanted, text: Text, snapshot: str, dataset: Dataset) -> Finding:
    places = text.places(one.words, prefix=one.prefix, suffix=one.suffix)
    lines = tuple(place.line for place in places)
    if len(places) != 1:
        outcome: Outcome = "several-places" if places else "not-found"
        return Finding(record=record, wanted=one, outcome=outcome, lines=lines, text=text)
    (place,) = places
    stands = _stands(record, one, place, dataset)
    outcome = _outcome(one, place, stands)
    proof = Proof(
        source=one.source,
        words=one.sha256,
        snapshot=snapshot,
        beside=beside(one, dataset),
        stands=stands,
        start=place.start,
        end=place.end,
        after=place.after,
        speaker=_speaker(record, place.turn, dataset) if stands == "turn" and isinstance(record, Quote) else None,
    )
    kept = None if outcome == "cut-short" else proof
    return Finding(record=record, wanted=one, outcome=outcome, proof=kept, lines=lines, text=text)


def _outcome(one: Wanted, place: Place, stands: str) -> Outcome:
    if one.role == "passage":
        return "proven"
    if stands == "passage":
        return "not-as-quotation"
    return "proven" if place.whole else "cut-short"


def _stands(record: Record, one: Wanted, place: Place, dataset: Dataset) -> str:
    """As what words stand at a place."""
    if place.quoted:
        return "quotation"
    if isinstance(record, Quote):
        source = dataset.get(Source, one.source)
        if is_own(record, source):
            return "own-document"
        if is_transcript(source) and _speaker(record, place.turn, dataset):
            return "turn"
    return "passage"


def _speaker(quote: Quote, turn: str | None, dataset: Dataset) -> str | None:
    """Whose name stands before a turn: the speaker's, or that of whoever the speaker spoke for."""
    said = " ".join((turn or "").split()).casefold()
    for id in (quote.speaker, quote.for_):
        entity = dataset.find(Entity, id) if id else None
        names = (entity.name, entity.short_name, *(name.text for name in entity.names)) if entity else ()
        if said in {" ".join(name.split()).casefold() for name in names if name}:
            return id
    return None
