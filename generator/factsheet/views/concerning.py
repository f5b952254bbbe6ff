"""Which disagreements concern a record."""

from factsheet.dataset import Dataset
from factsheet.model import Disagreement


def concerning(id: str, also: tuple[str, ...], dataset: Dataset) -> tuple[Disagreement, ...]:
    """The disagreements that are about a record, show its words, or tell what it says, each once.

    Those that concern one of the records `also` are among them, where one of these is a party that they are about.
    """
    meant = {id, *also}
    shared = (found for other in also for found in dataset.once(_concerning, other) if _parties(found, dataset) & meant)
    return tuple({one.id: one for one in (*dataset.once(_concerning, id), *shared)}.values())


def _concerning(id: str, dataset: Dataset) -> tuple[Disagreement, ...]:
    return dataset.referring(id, Disagreement, "about", "readings.quotes", "readings.said_by")


def _parties(disagreement: Disagreement, dataset: Dataset) -> set[str]:
    return {id for id in disagreement.about if dataset.records[id].kind == "entities"}
