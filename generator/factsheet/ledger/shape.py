"""Whether what a release holds are records: a seal says that nobody changed them, and not that they are what they should be."""

from collections.abc import Callable, Collection, Iterator

from pydantic import BaseModel, ValidationError

from factsheet.ledger.canonical import Data, is_removed
from factsheet.ledger.chain import Ledger
from factsheet.ledger.release import Change, Release
from factsheet.model import KINDS, Vocabularies, references


def misshapen(
    ledger: Ledger, checked: Callable[[str], Data | None], there: Collection[str]
) -> Iterator[tuple[Release, str]]:
    """The releases with a record of another shape than its kind has, or that names what never was; and the record's id.

    `checked` gives the record that the facts have under an id: a version that is like it needs no second look. `there` are
    the names of all files of facts.
    """
    changes = [change for release in ledger.releases for change in release.changes]
    ids = {*there, *(id for change in changes for id in (change.id, *change.former_ids))}
    for release in ledger.releases:
        for change in release.changes:
            if checked(change.id) != change.record and not (_fits(change) and _leads(change, ids)):
                yield release, change.id


def _fits(change: Change) -> bool:
    model: type[BaseModel] = Vocabularies if change.kind == "vocabularies" else KINDS[change.kind]
    try:
        model.model_validate(change.record)
    except ValidationError as error:
        # Only an address that was removed is no longer what its field asks for.
        return all(isinstance(found["input"], str) and is_removed(found["input"]) for found in error.errors())
    return True


def _leads(change: Change, ids: set[str]) -> bool:
    return change.kind == "vocabularies" or all(use.id in ids for use in references(change.kind, change.record))
