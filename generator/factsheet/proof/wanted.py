"""Which words of a record have to stand in which source, and as what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from factsheet.dataset import Dataset
from factsheet.ledger import hash_of
from factsheet.model import Citation, Path, Proof, Quote, QuoteCitation, Record, Snapshot, Source, citations

Role = Literal["quote", "print", "passage"]
"""The words of a quote as it is shown; another print of them; or words that need not be anybody's speech."""
TRANSCRIPT = "transcript"
UNQUOTED = "not-in-quotation-marks"
PLAIN, ARCHIVE = "text/plain", "application/warc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Words that a citation says stand in its source; `path` leads to them in the record."""

    path: Path
    source: str
    at: str | None
    words: str
    role: Role
    prefix: str | None
    suffix: str | None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the words, by which a proof names them; of removed words, the one that is left of them."""
        return hash_of(self.words)


def wanted(record: Record) -> tuple[Wanted, ...]:
    """All words of a record that are said to stand in a source, in the order of its citations."""
    return tuple(_of_quote(record) if isinstance(record, Quote) else _passages(citations(record)))


def _of_quote(quote: Quote) -> Iterator[Wanted]:
    for position, citation in enumerate(quote.citations):
        path: Path = ("citations", position)
        if quote.form == "verbatim":
            yield from _prints(quote, citation, path)
        elif citation.as_printed:
            yield _one((*path, "as_printed"), citation, citation.as_printed, "passage")
        if citation.exact and (quote.form == "reported" or citation.as_printed or citation.bearing != "supports"):
            yield _one((*path, "exact"), citation, citation.exact, "passage")


def _prints(quote: Quote, citation: QuoteCitation, path: Path) -> Iterator[Wanted]:
    """What a source prints of exact words: its own print, the piece that was read there, or the words themselves."""
    spoken: Role = "passage" if citation.difference == UNQUOTED else "print"
    if citation.as_printed:
        yield _one((*path, "as_printed"), citation, citation.as_printed, spoken)
    elif citation.bearing == "supports" and citation.exact:
        yield _one((*path, "exact"), citation, citation.exact, "quote" if citation.exact == quote.text else spoken)
    elif citation.bearing == "supports":
        yield _one(path, citation, quote.text, "passage" if citation.difference == UNQUOTED else "quote")


def _passages(found: Iterator[tuple[Path, Citation]]) -> Iterator[Wanted]:
    for path, citation in found:
        if citation.exact:
            yield _one((*path, "exact"), citation, citation.exact, "passage")


def _one(path: Path, citation: Citation, words: str, role: Role) -> Wanted:
    # Words beside `exact` tell its places apart, not those of another print.
    beside = path[-1] == "exact" or role == "quote"
    return Wanted(
        path=path,
        source=citation.source,
        at=citation.at,
        words=words,
        role=role,
        prefix=citation.prefix if beside else None,
        suffix=citation.suffix if beside else None,
    )


def beside(one: Wanted, dataset: Dataset) -> str | None:
    """What else than words and copy decides where the words are found, as a proof names it (see Proof.beside)."""
    source = dataset.get(Source, one.source)
    # Removed words are known by their hash alone.
    media_type = hash_of(source.snapshot.media_type if source.snapshot else PLAIN)
    held = {
        "prefix": one.prefix,
        "suffix": one.suffix,
        "media_type": source.snapshot.media_type if source.snapshot and media_type != hash_of(PLAIN) else None,
        "url": source.url if media_type == hash_of(ARCHIVE) else None,
    }
    lines = [f"{name}: {hash_of(text)}" for name, text in held.items() if text]
    return hash_of("\n".join(lines)) if lines else None


def proves(proof: Proof, one: Wanted, record: Record, dataset: Dataset) -> bool:
    """Whether a proof is one of these words as what they are said to be: of the same words, copy, and manner of standing."""
    if not fits(proof, one, dataset):
        return False
    if one.role == "passage":
        return True
    if not isinstance(record, Quote):
        return False
    source = dataset.get(Source, one.source)
    match proof.stands:
        case "own-document":
            return is_own(record, source)
        case "turn":
            return is_transcript(source) and proof.speaker in (record.speaker, record.for_)
    return proof.stands == "quotation"


def fits(proof: Proof, one: Wanted, dataset: Dataset) -> bool:
    """Whether a proof is of these words and of the copy that their source has now, sought in the same way."""
    copy = snapshot_of(one.source, dataset)
    return (
        copy is not None
        and (proof.source, proof.words, proof.snapshot) == (one.source, one.sha256, copy.sha256)
        and proof.beside == beside(one, dataset)
    )


def is_own(quote: Quote, source: Source) -> bool:
    """Whether a source is the speaker's own document: primary, and issued by the speaker or whoever the speaker spoke for."""
    return source.nature == "primary" and bool({quote.speaker, quote.for_} & {*source.issued_by})


def is_transcript(source: Source) -> bool:
    """Whether a source says of itself that it is a transcript."""
    return TRANSCRIPT in (source.genre or "").casefold().split()


def snapshot_of(source: str, dataset: Dataset) -> Snapshot | None:
    """The stored copy of the source of that id."""
    found = dataset.find(Source, source)
    return found.snapshot if found else None


def proven(record: Record, dataset: Dataset) -> Iterator[Wanted]:
    """The words of a record that are proven to stand in their source as what they are said to be."""
    for one in wanted(record) if record.proofs else ():
        if any(proves(proof, one, record, dataset) for proof in record.proofs):
            yield one
