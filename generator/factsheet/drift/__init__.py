"""What rests on what, and what has moved since: words that a record was written for, and that say something else now.

Nobody types what a record was written for; it follows from the ledger. It is what the other record said in the release
in which the part that rests on it came, or last changed.
"""

from factsheet.dataset import Dataset
from factsheet.drift.moved import SAYS, Drift
from factsheet.drift.others import ever_said, of_others
from factsheet.drift.sources import BESIDE, of_sources

__all__ = ["BESIDE", "SAYS", "Drift", "drifts", "drifts_of", "ever_said"]


def drifts(dataset: Dataset) -> tuple[Drift, ...]:
    """Everything that has to be looked at again, by the records that rest on it."""
    if not dataset.history.versions:
        return ()
    return tuple(drift for id in dataset.records for drift in drifts_of(id, dataset))


def drifts_of(id: str, dataset: Dataset) -> tuple[Drift, ...]:
    """What moved below the record of that id, in the order of its fields; nothing below one that was withdrawn."""
    return dataset.once(_drifts, id)


def _drifts(id: str, dataset: Dataset) -> tuple[Drift, ...]:
    record = dataset.records[id]
    # What was never published was written for what stands in the files.
    if record.withdrawn or not dataset.versions(record):
        return ()
    return (*of_others(record, dataset), *of_sources(record, dataset))
