"""What a removal writes, in an order that lets it be broken off anywhere and completed later."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from factsheet.ledger import Data, Ledger, Release, hash_of, is_removed, removed
from factsheet.model.references import Path as Steps
from factsheet.model.references import model_at
from factsheet.proof import keep
from factsheet.reader import Document
from factsheet.reader.writer import as_yaml
from factsheet.redact.copies import Copy, Gone, copies_in, file_of
from factsheet.redact.staying import Stay, in_fields, in_notes, outside_fields
from factsheet.redact.words import Sought, kept_values, note_of, own_texts, texts_elsewhere, words_of, words_of_note
from factsheet.release import replace

_MODELINE = re.compile(r"# yaml-language-server: \$schema=[\w./-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A text that goes: its file, the id of its record (None: a release's own note), its field, and its SHA-256."""

    file: Path
    id: str | None
    field: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A record's file, and the text that it is to have."""

    file: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What a removal does: the texts that go, and what it writes, in that order.

    `keeps` are the record's own fields that have values which stay although all its texts go; `stays` are the places of words
    that do not go, of a part of them, or of nearly the same ones; `touched` are all files that any words were ever taken
    from, also under names that they had before.
    """

    places: tuple[Place, ...]
    writes: tuple[Rewritten | Release, ...]
    keeps: tuple[str, ...]
    stays: tuple[Stay, ...]
    touched: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What goes: of the record's own texts, elsewhere, and both; and the versions of the releases whose note goes."""

    ledger: Ledger
    copies: tuple[Copy, ...]
    own: Gone
    elsewhere: Gone
    both: Gone
    notes: frozenset[str]


def removal(facts: Path, ledger: Ledger, id: str, reason: str, day: date, field: str | None = None) -> Removal:
    """What it takes to remove the texts of a record, or of one field of it; all files can be read and decoded.

    The id may also be the version of a release, whose note goes, or the name of the closed lists: a value of them is a field.
    Raises NotRemovable. A removal that was broken off is planned to its end.
    """
    copies = tuple(copies_in(facts, ledger))
    note = note_of(ledger, id, field)
    own = own_texts(copies, id, field) if note is None else {copy: {} for copy in copies}
    sought = words_of(own, field) if note is None else words_of_note(note)
    elsewhere = texts_elsewhere(copies, own, sought)
    plan = _Plan(
        ledger=ledger,
        copies=copies,
        own=own,
        elsewhere=elsewhere,
        both={copy: {**own[copy], **elsewhere[copy]} for copy in copies},
        notes=frozenset(release.version for release in ledger.releases if release.note and sought.holds(release.note)),
    )
    writes = tuple(_writes(plan, id, {"on": day.isoformat(), "reason": reason}))
    touched = {file for copy in copies if plan.both[copy] or _was_touched(copy) for file in _names(copy, facts)}
    without_note = (one for one in ledger.releases if one.version in plan.notes or is_removed(one.note or ""))
    touched |= {file_of(release, facts) for release in without_note}
    return Removal(
        places=tuple(dict.fromkeys(_places(plan, facts))),
        writes=writes,
        keeps=kept_values(own, id) if field is None else (),
        stays=tuple(sorted(set(_stays(plan, facts, writes, sought)), key=_by_place)),
        touched=tuple(sorted(touched)),
    )


def carry_out(removal: Removal, facts: Path) -> None:
    """Writes what a removal writes, each file in one step."""
    for write in removal.writes:
        match write:
            case Rewritten():
                _replace(write)
            case Release():
                replace(write, facts)


def _writes(plan: _Plan, id: str, notice: Data) -> Iterator[Rewritten | Release]:
    by_owner: dict[str, list[Copy]] = {}
    for copy in plan.copies:
        by_owner.setdefault(copy.owner, []).append(copy)
    own = by_owner.pop(id, [])
    # Which words are looked for elsewhere, only the record's own texts or the release's own note say; that a record needs a
    # notice, only the texts that go from it. So other records come first, then what releases hold elsewhere, then the
    # record's own file, and its own texts in releases, or the note, last: wherever this is broken off, what is left to do
    # can be worked out again.
    for others in by_owner.values():
        yield from _rewritten(others, plan.both, notice)
    yield from _releases(plan, (plan.notes | _versions(plan.elsewhere)) - {id}, plan.elsewhere)
    if own:
        yield from _rewritten(own, plan.both, notice)
    yield from _releases(plan, _versions(plan.own) | (plan.notes & {id}), plan.both)


def _rewritten(copies: Sequence[Copy], gone: Gone, notice: Data) -> Iterator[Rewritten]:
    """A record's file without what goes, and with a notice of all that went from its copies, unless it has that already."""
    own = copies[0]
    if own.kind == "vocabularies" or not isinstance(own.origin, Document) or not any(gone[copy] for copy in copies):
        return
    went = {
        (copy.field(path), hash_of(text)): None
        for copy in copies
        for path, text in copy.texts.items()
        if path in gone[copy] or is_removed(text)
    }
    notices = list(own.data.get("redacted", ()))
    known = {(entry["field"], entry["sha256"]) for entry in notices}
    notices += [{"field": field, "sha256": sha256, **notice} for field, sha256 in went if (field, sha256) not in known]
    data = {**_without(own.data, dict(_instead(own, gone[own]))), "redacted": notices}
    schema = _MODELINE.match(own.origin.raw.decode("utf-8-sig"))
    for file, modeline, by_tool in (
        (own.file, schema and schema[0], False),
        (keep.file_of(own.id, own.file.parent.parent), keep.MODELINE, True),
    ):
        held, was = (
            {key: value for key, value in one.items() if (key in keep.BY_TOOL) == by_tool} for one in (data, own.data)
        )
        if held != was:
            yield Rewritten(file=file, text=as_yaml(held, modeline))


def _instead(copy: Copy, gone: Mapping[Steps, str]) -> Iterator[tuple[Steps, str | None]]:
    """What a record's file has instead of each text, by path; None where a key is left out, with all that needs it."""
    for path, text in gone.items():
        if copy.sort(path) == "free":
            yield path, removed(text)
            continue
        while (model := model_at(copy.model, path[:-1])) and model.model_fields[str(path[-1])].is_required():
            path = path[:-1]
        yield path, None


def _releases(plan: _Plan, versions: Set[str], gone: Gone) -> Iterator[Release]:
    """The releases of these versions without the texts that go from them, and without the notes that go."""
    records = {
        (copy.origin.version, copy.id): _without(copy.data, {path: removed(text) for path, text in gone[copy].items()})
        for copy in plan.copies
        if isinstance(copy.origin, Release) and copy.origin.version in versions
    }
    for release in plan.ledger.releases:
        if release.version in versions:
            changes = (
                change.model_copy(update={"record": records.get((release.version, change.id), change.record)})
                for change in release.changes
            )
            note = removed(release.note) if release.note and release.version in plan.notes else release.note
            yield release.model_copy(update={"changes": tuple(changes), "note": note})


def _versions(gone: Gone) -> frozenset[str]:
    return frozenset(copy.origin.version for copy in gone if gone[copy] and isinstance(copy.origin, Release))


def _without(value: Any, instead: Mapping[Steps, str | None], path: Steps = ()) -> Any:
    """Plain data with other texts at these paths; where there is none instead, the key is left out."""
    if path in instead:
        return instead[path]
    if isinstance(value, dict):
        inside = {key: _without(held, instead, (*path, key)) for key, held in value.items()}
        return {key: held for key, held in inside.items() if held is not None}
    if isinstance(value, list):
        return [_without(held, instead, (*path, position)) for position, held in enumerate(value)]
    return value


def _places(plan: _Plan, facts: Path) -> Iterator[Place]:
    for copy in plan.copies:
        for path, text in plan.both[copy].items():
            yield Place(file=copy.file, id=copy.id, field=copy.field(path), sha256=hash_of(text))
    for release in plan.ledger.releases:
        if release.note and release.version in plan.notes:
            yield Place(file=file_of(release, facts), id=None, field="note", sha256=hash_of(release.note))


def _stays(plan: _Plan, facts: Path, writes: Sequence[Rewritten | Release], sought: Sought) -> Iterator[Stay]:
    yield from in_fields(plan.copies, plan.both, sought)
    yield from in_notes(facts, plan.ledger, plan.notes, sought)
    rewritten = {write.file for write in writes if isinstance(write, Rewritten)}
    yield from outside_fields(facts, plan.copies, rewritten, sought)


def _by_place(stay: Stay) -> tuple[Path, str, str]:
    return stay.file, stay.id or "", stay.field or ""


def _names(copy: Copy, facts: Path) -> Iterator[Path]:
    """The file, and those that the record, or the closed lists, have or had otherwise."""
    yield copy.file
    if copy.kind == "vocabularies":
        yield facts / copy.id
    yield from (facts / copy.kind / f"{old}.yml" for old in copy.data.get("former_ids", ()))


def _was_touched(copy: Copy) -> bool:
    return "redacted" in copy.data or any(map(is_removed, copy.texts.values()))


def _replace(write: Rewritten) -> None:
    # A check passes over a file of such a name.
    aside = write.file.with_name(f"{write.file.name}.new~")
    with aside.open("w", encoding="utf-8", newline="\n") as out:
        out.write(write.text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(write.file)
