"""Rules about what belongs to what."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from factsheet.dataset import Dataset
from factsheet.model import Entity, Kind, Record, Source
from factsheet.rules.rule import Finding, rule


@rule("FS214", "error")
def circular(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Nothing is, in the end, its own origin, whole or member.

    A circle is reported once, at the first of its records.

    Fails: `acme` is part of `acme-holding`, which is part of `acme`.
    Passes: one of the two.
    """
    for field, further in _STEPS.get(record.kind, ()):
        circle = _circle(record.id, further, dataset)
        if circle and record.id == min(circle):
            way = " to ".join((*circle, record.id))
            yield (field,), f"{field} leads from {way}", "take the wrong step out of one of these records"


def _origins(id: str, dataset: Dataset) -> Iterable[str]:
    source = dataset.find(Source, id)
    return (origin.source for origin in (source.origins if source else ()) if origin.source)


def _members(id: str, dataset: Dataset) -> Iterable[str]:
    entity = dataset.find(Entity, id)
    return entity.members if entity else ()


def _wholes(id: str, dataset: Dataset) -> Iterable[str]:
    entity = dataset.find(Entity, id)
    return (whole.entity for whole in (entity.part_of if entity else ()))


_Further = Callable[[str, Dataset], Iterable[str]]
_STEPS: Mapping[Kind, tuple[tuple[str, _Further], ...]] = {
    "sources": (("origins", _origins),),
    "entities": (("members", _members), ("part_of", _wholes)),
}


def _circle(start: str, further: _Further, dataset: Dataset) -> tuple[str, ...]:
    """The records on a shortest way from one back to itself; none where no way leads back.

    A step from the record straight to itself is another code's matter.
    """
    ways: dict[str, tuple[str, ...]] = {id: (start,) for id in further(start, dataset) if id != start}
    ahead = deque(ways)
    while ahead:
        id = ahead.popleft()
        for after in further(id, dataset):
            if after == start:
                return (*ways[id], id)
            if after not in ways:
                ways[after] = (*ways[id], id)
                ahead.append(after)
    return ()


@rule("FS215", "error")
def sizes_that_do_not_add_up(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """The sizes of a group's members add up to its own.

    A member counts one, a member that is a group counts its size. A group with a member of unknown size is passed over.

    Fails: a group of size 28 with eight companies and a group of 19.
    Passes: a group of size 28 with eight companies and a group of 20.
    """
    if not isinstance(record, Entity) or not record.members or not record.size:
        return
    sizes = [_size(member, dataset) for member in dataset.members(record.id)]
    total = sum(size for size in sizes if size is not None)
    if None not in sizes and total != record.size.value:
        message = f"the group counts {record.size.value}, its members {total}"
        yield ("size", "value"), message, "correct the size, or the members"


def _size(id: str, dataset: Dataset) -> int | None:
    entity = dataset.find(Entity, id)
    if not entity or entity.type != "group":
        return 1 if entity else None
    return entity.size.value if entity.size else None


RULES = (circular, sizes_that_do_not_add_up)
