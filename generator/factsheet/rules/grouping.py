"""Rules about what belongs to what."""

from collections.abc import Callable, Iterable, Iterator

from factsheet.dataset import Dataset
from factsheet.model import Entity, Record, Source
from factsheet.rules.rule import Finding, rule


@rule("FS214", "error")
def circular(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Nothing is, in the end, its own origin, whole or member.

    Fails: `acme` is part of `acme-holding`, which is part of `acme`.
    Passes: one of the two.
    """
    match record:
        case Source():
            field, further = "origins", _origins
        case Entity() if record.members:
            field, further = "members", _members
        case Entity():
            field, further = "part_of", _wholes
        case _:
            return
    if _reaches(record.id, further, dataset):
        message = f"following {field} from record to record leads back to this one"
        yield (field,), message, "take the wrong step out of one of these records"


def _origins(id: str, dataset: Dataset) -> Iterable[str]:
    source = dataset.find(Source, id)
    return (origin.source for origin in (source.origins if source else ()) if origin.source)


def _members(id: str, dataset: Dataset) -> Iterable[str]:
    entity = dataset.find(Entity, id)
    return entity.members if entity else ()


def _wholes(id: str, dataset: Dataset) -> Iterable[str]:
    entity = dataset.find(Entity, id)
    return (whole.entity for whole in (entity.part_of if entity else ()))


def _reaches(start: str, further: Callable[[str, Dataset], Iterable[str]], dataset: Dataset) -> bool:
    """Whether the steps lead from the record back to itself; a step to itself is another code's matter."""
    seen: set[str] = set()
    ahead = [id for id in further(start, dataset) if id != start]
    while ahead:
        id = ahead.pop()
        if id == start:
            return True
        if id not in seen:
            seen.add(id)
            ahead += further(id, dataset)
    return False


@rule("FS215", "error")
def sizes_that_do_not_add_up(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """The sizes of a group's members add up to its own.

    A member counts one, a member that is a group counts its size. A group with a member of unknown size is passed over.

    Fails: a group of size 28 with eight companies and a group of 19.
    Passes: a group of size 28 with eight companies and a group of 20.
    """
    if not isinstance(record, Entity) or not record.members or not record.size:
        return
    sizes = [_size(member, dataset, (record.id,)) for member in record.members]
    total = sum(size for size in sizes if size is not None)
    if None not in sizes and total != record.size.value:
        message = f"the group counts {record.size.value}, its members {total}"
        yield ("size", "value"), message, "correct the size, or the members"


def _size(id: str, dataset: Dataset, above: tuple[str, ...]) -> int | None:
    entity = dataset.find(Entity, id)
    if not entity or id in above:
        return None
    if entity.type != "group":
        return 1
    if entity.size:
        return entity.size.value
    sizes = [_size(member, dataset, (*above, id)) for member in entity.members]
    return None if None in sizes else sum(size for size in sizes if size is not None)


RULES = (circular, sizes_that_do_not_add_up)
