"""What a change did to a record, in readers' terms: how it was called, what it answers, what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, parse
from factsheet.ledger import Change, Class, Data, Edit, Kept, compare, is_removed, with_ids
from factsheet.ledger.listing import more
from factsheet.ledger.release import Op
from factsheet.model import Kind
from factsheet.views.cell import Written
from factsheet.views.desk import address_of, ref_to, shorten
from factsheet.views.edit import EditLine, edit_line, edits_of_lists
from factsheet.views.parts import Corrected, Listed, Ref, Withdrawn
from factsheet.views.present import current, listed
from factsheet.views.sheet import date_of, named_field


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
        edits = tuple(edits_of_lists(was, change.record, dataset)) if was else ()
        return Changed(kind=kind, id=change.id, op=change.op, classes=change.classes, edits=edits)
    ids = dataset.renamed
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
        edits=tuple(edit_line(edit, kind, before, record, dataset) for edit in shown),
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
    found = [_plain(*edit.stands_for) for edit in edits if edit.field == field and not edit.reordered]
    whole, apart = [(was, now)], [(was, None), (None, now)]
    alone = [other["field"] for other in entries].count(field) == 1
    return alone and any(all(found.count(_plain(*pair)) == 1 for pair in pairs) for pairs in (whole, apart))


def _plain(*words: str | None) -> tuple[list[str] | None, ...]:
    """Texts as pages show them, which keep no white space."""
    return tuple(None if text is None else text.split() for text in words)


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
