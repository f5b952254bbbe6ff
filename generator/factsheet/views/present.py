"""What ids and listed values of any release are called now."""

from factsheet.dataset import Dataset
from factsheet.views.parts import Listed


def current(id: str, dataset: Dataset) -> str:
    """The id that a record has now, whatever it was called before."""
    return dataset.renamed.get(id, id)


def listed(vocabulary: str, value: str, dataset: Dataset) -> Listed:
    """A value of a closed list; one that the list no longer has is its own label, without a definition."""
    return dataset.once(_listed, (vocabulary, value))


def _listed(key: tuple[str, str], dataset: Dataset) -> Listed:
    vocabulary, value = key
    term = dataset.vocabularies.root.get(vocabulary, {}).get(value)
    return Listed(value=value, label=term.label if term else value, definition=term.definition if term else "")
