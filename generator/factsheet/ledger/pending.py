"""What changed between two states of the data set, and what each change means to readers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from factsheet.ledger.canonical import Data
from factsheet.ledger.compare import Edit, compare, guarded, with_ids
from factsheet.ledger.release import CLASSES, KIND_ORDER, Change, Class, Kept, Op, State
from factsheet.model import EARLIER

WORDS = ("label", "definition", "inverse")
"""What readers see of a term."""


def changes_between(was: State, now: State) -> tuple[Change, ...]:
    """What happened to each record, in the order of kinds and ids; a record that is gone without a trace is left out."""
    return tuple(sorted(_changes(was, now), key=lambda change: (KIND_ORDER[change.kind], change.id)))


def _changes(was: State, now: State) -> Iterator[Change]:
    ids = renamed_in(now)
    for id, (kind, record) in now.items():
        before = was.get(id) or next((was[old] for old in _former(record) if old in was and old not in now), None)
        old = before[1] if before else None
        if old == record and id in was:
            continue
        if old and kind != "vocabularies":
            old = with_ids(kind, old, ids)
        yield Change.model_validate(
            {"op": _op(old, record), "kind": kind, "id": id, "classes": classes_of(kind, old, record), "record": record}
        )


def renamed_in(state: State) -> Mapping[str, str]:
    """The ids that records of a data set had before, each with the one that it gave way to."""
    return {former: id for id, (_kind, record) in state.items() for former in _former(record)}


def _former(record: Data) -> Iterable[str]:
    former = record.get("former_ids", ())
    return former if isinstance(former, list) else ()


def _op(was: Data | None, now: Data) -> Op:
    if "withdrawn" in now and "withdrawn" not in (was or {}):
        return "withdrawn"
    return "added" if was is None else "changed"


def classes_of(kind: Kept, was: Data | None, now: Data) -> tuple[Class, ...]:
    """What a change of a record means, the weightiest first; `was` is None for a record that was not there."""
    if kind == "vocabularies":
        found = _classes_of_lists(was, now)
    elif was is None:
        found = {*_withdrawal(now)} or {"reply-received" if any(map(_replies, now.get("answers", ()))) else "new"}
    else:
        edits = compare(kind, was, now)
        found = {name for edit in edits for name in _classes_of(edit, edits, now)}
        if "corrected" not in found:
            found.update(class_of(edit) for edit in edits if guarded(edit))
    return tuple(name for name in CLASSES if name in found) or ("metadata-only",)


def _classes_of_lists(was: Data | None, now: Data) -> set[Class]:
    """Of the closed lists: whether a term is new, and whether published words of one are others, or are gone."""
    if was is None:
        return {"new"}
    pairs = ((term, now.get(name, {}).get(value, {})) for name, terms in was.items() for value, term in terms.items())
    same = all(old.get(key) == new.get(key) for old, new in pairs for key in WORDS)
    more = any(value not in was.get(name, {}) for name, terms in now.items() for value in terms)
    found: tuple[tuple[Class, bool], ...] = (("new", more), ("reworded", not same))
    return {name for name, is_so in found if is_so}


def _classes_of(edit: Edit, edits: Sequence[Edit], record: Data) -> Iterator[Class]:
    match edit.path[0]:
        case "corrections" if isinstance(edit.now, dict):
            yield "reworded" if edit.now.get("reason") == "wording" and not _of_facts(edit.now, edits) else "corrected"
        case "withdrawn":
            yield from _withdrawal(record)
        case "redacted":
            yield "withdrawn"
        case _ if guarded(edit) or edit.role is None:
            return
        case _:
            yield class_of(edit)


def _of_facts(correction: Data, edits: Iterable[Edit]) -> bool:
    """Whether more than words differ in the field that a correction names."""
    return any(edit.field == correction.get("field") and edit.role != "words" for edit in edits if guarded(edit))


def class_of(edit: Edit) -> Class:
    """What an edit would make of a change that it is the whole of, and that no correction explains."""
    if edit.role is None:
        return "metadata-only"
    if edit.role == "remark" or (edit.role == "words" and guarded(edit)):
        return "reworded"
    if edit.role == "reply" and edit.was is None and _replies(edit.now):
        return "reply-received"
    return "evidence-added" if edit.was is None else "evidence-removed" if edit.now is None else "evidence-changed"


def _replies(answer: Data) -> bool:
    """Whether the words were said in answer; words that are older than what they bear on are none."""
    return answer.get("response") != EARLIER


def _withdrawal(record: Data) -> Iterator[Class]:
    withdrawn = record.get("withdrawn")
    if withdrawn:
        yield "withdrawn"
        if withdrawn.get("reason") == "source-lost":
            yield "source-lost"
