"""Which statements stand on words that are proven to be in a stored copy."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Citation, Event, Path, Quote, Record
from factsheet.proof.wanted import Wanted, proven


def statements_of(record: Record) -> Iterator[tuple[Path, tuple[Citation, ...]]]:
    """Every statement of a record that stands on citations of its own, with its path: the record itself, then those inside it."""
    if isinstance(record, Allegation | Quote | Event):
        yield (), record.citations
    for path, statement in record.statements():
        yield path, statement.citations


def exacts(path: Path, record: Record, dataset: Dataset) -> tuple[Wanted, ...]:
    """The words that the statement at a path cites in its support with `exact`, as far as they are proven to stand there."""
    return tuple(one for one in _supporting(path, record, dataset) if one.path[-1] == "exact" and one.role == "passage")


def stored(path: Path, record: Record, dataset: Dataset) -> bool:
    """Whether the words are stored that the statement at a path rests on.

    One proven print is enough for a quote, one proven `exact` for any other statement, and for an allegation also that all
    the quotes that make it are so.
    """
    if not path and isinstance(record, Quote) and record.form == "verbatim":
        return bool(_supporting(path, record, dataset))
    if exacts(path, record, dataset):
        return True
    words = record.words if not path and isinstance(record, Allegation) else ()
    quotes = [dataset.find(Quote, id) for id in words]
    return bool(quotes) and all(quote is not None and stored((), quote, dataset) for quote in quotes)


def _supporting(path: Path, record: Record, dataset: Dataset) -> tuple[Wanted, ...]:
    """The proven words of the citations that support the statement at a path."""
    if not record.proofs:
        return ()
    cited = dict(statements_of(record)).get(path, ())
    own = [(*path, "citations", position) for position, one in enumerate(cited) if one.bearing == "supports"]
    return tuple(one for one in dataset.once(_proven, record.id) if one.path[: len(path) + 2] in own)


def _proven(id: str, dataset: Dataset) -> tuple[Wanted, ...]:
    return tuple(proven(dataset.records[id], dataset))
