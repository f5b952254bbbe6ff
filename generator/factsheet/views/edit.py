"""What differs between two versions of a record, or of the closed lists, line by line in readers' terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet.alignment import Piece, pieces
from factsheet.dataset import Dataset
from factsheet.ledger import WORDS, Class, Data, Edit, class_of, is_removed
from factsheet.model import KINDS, Kind, Model, Term, Value
from factsheet.views.cell import Cell, Chosen, Grouped, Linked, Written
from factsheet.views.parts import Listed, Ref
from factsheet.views.sheet import Around, Field, around, cell, fields, label, lines, named_field


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine:
    """One thing that differs: `label` is its key as words, `within` names what it stands in, from the outside.

    `item` is what it is itself, where that is a term of a closed list. `field` is the record's field as a correction
    names it, in readers' terms. `means` is what this alone would make of the change. Of two texts, `pieces` are their
    words. `cited` is the source whose citation is meant, or stands around it. `reordered` says that nothing but the
    order of the items differs; then there is no cell.
    """

    key: str
    label: str
    field: str
    within: tuple[Cell, ...]
    means: Class
    item: Listed | None = None
    was: Cell | None = None
    now: Cell | None = None
    pieces: tuple[Piece, ...] = ()
    cited: Ref | None = None
    reordered: bool = False


_Step = tuple[Field, str]
"""A field, and what the item of it is known by that is meant; empty where it has no items or none is."""


def edit_line(edit: Edit, kind: Kind, was: Data, now: Data, dataset: Dataset) -> EditLine:
    """An edit between two versions of a record of that kind, in readers' terms."""
    *outer, (field, item) = steps = tuple(_steps(edit, kind))
    sources = [known for step in steps if step[0].key == "citations" for known in _known_by(*step, dataset)]
    before, after = (
        None if value is None or edit.reordered else cell(field, value, _beside(value, steps, around(data, dataset)))
        for value, data in ((edit.was, was), (edit.now, now))
    )
    return EditLine(
        key=field.key,
        label=field.label,
        field=named_field(kind, edit.field, dataset),
        within=tuple(
            shown for step in outer for shown in (Written(sort="text", text=step[0].label), *_known_by(*step, dataset))
        ),
        means="withdrawn" if edit.path[0] == "withdrawn" else class_of(edit),
        was=before,
        now=after,
        pieces=_worded(before, after),
        item=_term(field, item, dataset),
        cited=next((source.ref for source in reversed(sources) if isinstance(source, Linked)), None),
        reordered=edit.reordered,
    )


def _steps(edit: Edit, kind: Kind) -> Iterator[_Step]:
    model: type[Model] = KINDS[kind]
    path = iter(edit.path)
    for key in path:
        field = fields(model)[key]
        yield field, next(path, "") if field.many and field.model else ""
        model = field.model or model


def _known_by(field: Field, item: str, dataset: Dataset) -> tuple[Cell, ...]:
    """What tells the item from others."""
    known_by = field.model.known_by if item and field.model and issubclass(field.model, Value) else None
    if not field.model or not known_by:
        return ()
    naming = fields(field.model)[known_by]
    names = item.split(", ") if naming.many else [item]
    return tuple(cell(naming, name, around({}, dataset)) for name in names)


def _term(field: Field, item: str, dataset: Dataset) -> Listed | None:
    """The term of a closed list that an item is known by; a property is named by its own already."""
    terms = [known.listed for known in _known_by(field, item, dataset) if isinstance(known, Chosen)]
    return terms[0] if terms and field.key != "properties" else None


def _beside(value: Any, steps: Sequence[_Step], place: Around) -> Around:
    """What a value stands in: the keys beside it."""
    held = [place.held]
    for field, _item in steps[:-1]:
        below = [data[field.key] for data in held if field.key in data]
        held = [item for found in below for item in (found if isinstance(found, list) else [found])]
    key = steps[-1][0].key
    beside = next((data for data in held if data.get(key) == value), place.held)
    return Around(held=beside, lang=place.lang, dataset=place.dataset)


def _worded(was: Cell | None, now: Cell | None) -> tuple[Piece, ...]:
    if not isinstance(was, Written) or not isinstance(now, Written):
        return ()
    if "address" in (was.sort, now.sort) or was.lang != now.lang or is_removed(was.text) or is_removed(now.text):
        return ()
    return pieces(was.text, now.text)


def edits_of_lists(was: Data, now: Data, dataset: Dataset) -> Iterator[EditLine]:
    """The terms of the closed lists that were added, removed or reworded, by name."""
    for name in sorted({*was, *now}):
        old, new = was.get(name, {}), now.get(name, {})
        for value in sorted({*old, *new}):
            if old.get(value) != new.get(value):
                yield from _edits_of_term(name, value, old.get(value), new.get(value), dataset)


def _edits_of_term(name: str, value: str, was: Data | None, now: Data | None, dataset: Dataset) -> Iterator[EditLine]:
    of, place = Written(sort="text", text=label(name)), around({}, dataset)
    if was is None or now is None:
        before, after = (Grouped(lines=lines(Term, term, place)) if term else None for term in (was, now))
        means: Class = "reworded" if was else "new"
        yield EditLine(key=value, label=value, field=of.text, within=(of,), means=means, was=before, now=after)
        return
    for key, field in fields(Term).items():
        if was.get(key) != now.get(key):
            old, new = (cell(field, term[key], place) if key in term else None for term in (was, now))
            yield EditLine(
                key=key,
                label=field.label,
                field=of.text,
                within=(of, Written(sort="text", text=value)),
                means="reworded" if key in WORDS else "metadata-only",
                was=old,
                now=new,
                pieces=_worded(old, new),
            )
