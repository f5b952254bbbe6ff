"""What a change did to a record, in readers' terms: how it was called, what it answers, what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, parse
from factsheet.ledger import WORDS, Change, Class, Data, Edit, Kept, class_of, compare, is_removed, with_ids
from factsheet.ledger.listing import more
from factsheet.ledger.release import Op
from factsheet.model import KINDS, Kind, Model, Term, Value
from factsheet.views.cell import Cell, Chosen, Grouped, Linked, Written
from factsheet.views.desk import address_of, ref_to, shorten
from factsheet.views.parts import Corrected, Listed, Ref, Withdrawn
from factsheet.views.present import current, listed, renamed
from factsheet.views.sheet import Around, Field, around, cell, date_of, fields, label, lines, named_field
from factsheet.views.wording import Piece, pieces


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What words answer, and what they do to it."""

    to: Ref
    response: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A removal of words in readers' terms."""

    field: str
    reason: Listed
    on: Edtf


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change in readers' terms. `ref` leads to the record's page, under the heading that it had after the change.

    `former` is the id that it had before, and `called` the heading, each where that was another one. `said_on` and
    `answered` are of words that answer something since this change. What `answered`, `corrections`, `withdrawn`,
    `redacted` and `former` tell is left out of `edits`, and the words of a correction where `edits` show them. The closed
    lists have no page.
    """

    kind: Kept
    id: str
    op: Op
    classes: tuple[Class, ...]
    ref: Ref | None = None
    former: str | None = None
    called: Written | None = None
    said_on: Edtf | None = None
    answered: tuple[Answering, ...] = ()
    edits: tuple[EditLine, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    withdrawn: Withdrawn | None = None
    redacted: tuple[Redacted, ...] = ()

    @property
    def has_details(self) -> bool:
        """Whether there is more to tell than a sentence."""
        found = (self.former, self.answered, self.edits, self.corrections, self.withdrawn, self.redacted)
        return any(found)


def changed(change: Change, was: Data | None, dataset: Dataset) -> Changed:
    """A change in readers' terms; `was` is the record before it, None for a new one."""
    kind = change.kind
    if kind == "vocabularies":
        edits = tuple(_edits_of_lists(was, change.record, dataset)) if was else ()
        return Changed(kind=kind, id=change.id, op=change.op, classes=change.classes, edits=edits)
    ids = renamed(dataset)
    before, record = with_ids(kind, was or {}, ids), with_ids(kind, change.record, ids)
    found = compare(kind, before, record) if was else ()
    former = before["id"] if was and before["id"] != change.id else None
    answers = [edit.now for edit in found if _is_answer(edit)] if was else record.get("answers", ())
    ref = ref_of(kind, record, dataset)
    earlier = _heading(kind, before, dataset) if was and kind != "quotes" else None
    shown = [edit for edit in found if not _told_apart(edit, change.op, former)]
    entries = _fresh("corrections", before, record)
    return Changed(
        kind=kind,
        id=change.id,
        op=change.op,
        classes=change.classes,
        ref=ref,
        former=former,
        called=earlier if earlier and earlier.text != ref.text else None,
        said_on=ref.when if answers else None,
        answered=tuple(_answering(answer, dataset) for answer in answers),
        edits=tuple(_line(edit, kind, before, record, dataset) for edit in shown),
        corrections=tuple(
            _corrected(entry, kind, dataset, with_words=not _is_shown(entry, entries, shown)) for entry in entries
        ),
        withdrawn=_withdrawn(record["withdrawn"], dataset) if change.op == "withdrawn" else None,
        redacted=tuple(_redacted(entry, kind, dataset) for entry in _fresh("redacted", before, record)),
    )


def ref_of(kind: Kind, data: Data, dataset: Dataset) -> Ref:
    """A link to a record's page as it is now, under the heading that data of any release gives it, as `ref_to` does."""
    record = dataset.records[current(data["id"], dataset)]
    heading = _heading(kind, data, dataset)
    words = data.get("text", "") if kind == "quotes" else ""
    note = None if is_removed(words) else shorten(words, 60) or None
    day = data.get("said_on") or data.get("issued")
    return Ref(
        id=record.id,
        kind=kind,
        address=address_of(record),
        text=heading.text,
        lang=heading.lang,
        note=note,
        note_lang=data.get("lang"),
        verbatim=kind == "quotes" and data.get("form") != "reported",
        cut=note is not None and len(note) < len(" ".join(words.split())),
        by=heading.text if kind == "quotes" else data.get("publisher"),
        when=date_of(day) if day else None,
        withdrawn=record.withdrawn is not None,
    )


def _heading(kind: Kind, data: Data, dataset: Dataset) -> Written:
    """What a record was called; of a quote, by whom it is."""
    if kind == "quotes":
        id = str(data.get("for") or data.get("speaker"))
        speaker = dataset.records.get(current(id, dataset))
        return Written(sort="text", text=ref_to(speaker, dataset).text if speaker else id)
    called = next((data[key] for key in ("short_name", "name", "title", "question") if key in data), data["id"])
    ours = kind != "sources" or "title" in data.get("supplied", ())
    return Written(sort="text", text=str(called), lang=None if ours else data.get("language"))


def _to(id: str, dataset: Dataset) -> Ref:
    return ref_to(dataset.records[current(id, dataset)], dataset)


def _fresh(key: str, was: Data, now: Data) -> list[Data]:
    return [entry for _position, entry in more(now.get(key, ()), was.get(key, ()))]


def _is_answer(edit: Edit) -> bool:
    """Whether it is an answer that was not there."""
    return edit.path[0] == "answers" and len(edit.path) == 2 and edit.was is None


def _answering(answer: Data, dataset: Dataset) -> Answering:
    return Answering(to=_to(answer["to"], dataset), response=listed("response", answer["response"], dataset))


def _corrected(entry: Data, kind: Kind, dataset: Dataset, *, with_words: bool) -> Corrected:
    noticed_by = entry.get("noticed_by")
    return Corrected(
        field=named_field(kind, entry["field"], dataset),
        was=entry.get("was") if with_words else None,
        now=entry.get("now") if with_words else None,
        reason=listed("correction_reason", entry["reason"], dataset),
        noticed_by=listed("noticed_by", noticed_by, dataset) if noticed_by else None,
    )


def _is_shown(entry: Data, entries: Sequence[Data], edits: Sequence[Edit]) -> bool:
    """Whether the edits show the words of a correction, and none but these can be meant.

    Where an item of a list gave way to another one, they show the two apart.
    """
    field, was, now = entry["field"], entry.get("was"), entry.get("now")
    found = [_plain(*edit.stands_for) for edit in edits if edit.field == field and not _is_order(edit)]
    whole, apart = [(was, now)], [(was, None), (None, now)]
    alone = [other["field"] for other in entries].count(field) == 1
    return alone and any(all(found.count(_plain(*pair)) == 1 for pair in pairs) for pairs in (whole, apart))


def _plain(*words: str | None) -> tuple[list[str] | None, ...]:
    """Texts as pages show them, which keep no white space."""
    return tuple(None if text is None else text.split() for text in words)


def _is_order(edit: Edit) -> bool:
    """Whether nothing but the order of the items differs."""
    return isinstance(edit.was, list) and isinstance(edit.now, list)


def _withdrawn(entry: Data, dataset: Dataset) -> Withdrawn:
    instead = entry.get("replaced_by")
    return Withdrawn(
        on=parse(entry["on"]),
        reason=listed("withdrawal_reason", entry["reason"], dataset),
        replaced_by=_to(instead, dataset) if instead else None,
        note=entry.get("note"),
    )


def _redacted(entry: Data, kind: Kind, dataset: Dataset) -> Redacted:
    return Redacted(
        field=named_field(kind, entry["field"], dataset),
        reason=listed("withdrawal_reason", entry["reason"], dataset),
        on=parse(entry["on"]),
    )


def _told_apart(edit: Edit, op: Op, former: str | None) -> bool:
    match edit.path[0]:
        case "former_ids":
            return former is not None
        case "withdrawn":
            return op == "withdrawn"
        case key:
            return key in ("corrections", "redacted") or _is_answer(edit)


_Step = tuple[Field, str]
"""A field, and what the item of it is known by that is meant; empty where it has no items or none is."""


def _line(edit: Edit, kind: Kind, was: Data, now: Data, dataset: Dataset) -> EditLine:
    *outer, (field, item) = steps = tuple(_steps(edit, kind))
    sources = [known for step in steps if step[0].key == "citations" for known in _known_by(*step, dataset)]
    reordered = _is_order(edit)
    before, after = (
        None if value is None or reordered else cell(field, value, _beside(value, steps, around(data, dataset)))
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
        reordered=reordered,
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


def _edits_of_lists(was: Data, now: Data, dataset: Dataset) -> Iterator[EditLine]:
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
