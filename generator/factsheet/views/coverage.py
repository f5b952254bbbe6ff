"""The coverage of a group: for each member how much is recorded of what is alleged, answered and said."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Entity
from factsheet.views.desk import Desk
from factsheet.views.entity import EntityView, entity_view
from factsheet.views.parts import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number, and the address at which it can be looked up, from the site's root."""

    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What is recorded of one member; `unnamed` is the size of a group whose members are not named."""

    ref: Ref
    unnamed: int | None
    allegations: Cell
    replies: Cell
    quotes: Cell
    sources: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is recorded of each member of a group, in the group's order."""

    group: Ref
    rows: tuple[Covered, ...]


def coverage(dataset: Dataset, group: str) -> Coverage:
    """The coverage of the group of that id; raises KeyError where there is none."""
    desk = Desk(dataset)
    ref = desk.ref(dataset.entity(group).id)
    return Coverage(group=ref, rows=tuple(_covered(dataset.entity(id), desk) for id in dataset.members(group)))


def _covered(entity: Entity, desk: Desk) -> Covered:
    """One member, counted on the view of its page: readers find there what the numbers say."""
    view = entity_view(entity, desk.dataset)
    return Covered(
        ref=desk.ref(entity.id),
        unnamed=entity.size.value if entity.size and not entity.members else None,
        allegations=_cell(view, view.claims, "allegations"),
        replies=Cell(count=view.replies, address=f"{view.common.address}{'#replies' if view.claims else ''}"),
        quotes=_cell(view, view.quotes, "said"),
        sources=_cell(view, len(view.common.entries), "citations"),
    )


def _cell(view: EntityView, count: int, place: str) -> Cell:
    """A number that leads to a place of the entity's page, or to its top: without anything to show the place is not there."""
    address = view.common.address
    return Cell(count=count, address=f"{address}#{place}" if count else address)
