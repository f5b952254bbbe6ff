"""Rules about corrections: published words never change in silence, and no correction names what was never published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Edit, compare, guarded, is_removed
from factsheet.ledger.listing import more
from factsheet.model import Record
from factsheet.problem import shown
from factsheet.rules.published import as_released, changed, mark_of, something_left
from factsheet.rules.removed import command, words_back
from factsheet.rules.rule import Finding, rule

_MOST_OF_A_REMEDY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """What became of a released record since: its edits, and the corrections that it did not have, by their position.

    `going` are the fields with words that were removed, and stand there still or again; `lost` says that a published
    correction is gone.
    """

    edits: tuple[Edit, ...] = ()
    entries: tuple[tuple[int, Data], ...] = ()
    going: frozenset[str] = frozenset()
    lost: bool = False

    @property
    def in_silence(self) -> tuple[Edit, ...]:
        """The edits that a correction has to name, and none does."""
        return tuple(edit for edit in self.edits if guarded(edit) and not self._is_fine(edit))

    @property
    def unfit(self) -> tuple[tuple[int, Data], ...]:
        """The corrections that name no edit."""
        return tuple((position, entry) for position, entry in self.entries if not _named(entry, self.edits))

    def _is_fine(self, edit: Edit) -> bool:
        was, now = edit.stands_for
        went = all(words is None or is_removed(words) for words in (was, now))
        same = was is not None and now is not None and mark_of(was) == mark_of(now)
        told = edit.field in self.going or any(_names(entry, edit, self.edits) for _position, entry in self.entries)
        return went or same or told


@rule("FS506", "error", of_changes=True)
def changed_in_silence(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Published words and facts do not change without a correction.

    That is our own sentences, names and values (`statement`, `title`, `name`, `says`, a property's value ...), the text of
    a quote, and who, when and in which form (`speaker`, `about`, `said_on`, `stage`, a reply's `response` ...). One entry under
    `corrections` names the field, the old words and the new ones; where something was taken out, `now` is left out, and `was`
    where words of ours or a party were added. Another order of `stages` and of `via` is a change too, and names all of
    them. A date that only became more exact needs none. New evidence, replies, notes and the fields of sources need none
    either: they are listed as what they are. A correction for the sake of the wording alone has the reason `wording`.

    Fails: `statement: ...` with other words than in the last release
    Passes: beside it, `corrections: [{field: statement, was: ..., now: ..., reason: source-misread}]`
    """
    since = dataset.once(_since, record.id)
    for edit in since.in_silence:
        was, now = edit.stands_for
        if is_removed(now or ""):
            message = f"what was published under {edit.field} was taken out here, and not from the releases"
            yield edit.place, message, f"put the old words back, then run: {command(record.id, edit.field)}"
            continue
        done = "changed" if now else "taken out"
        said = f"what was published under {edit.field} was {done}" if was else f"something was added under {edit.field}"
        write = "write under corrections, instead of what fits nothing" if since.unfit else "add to corrections"
        back = "put back what was published" if was else "take the new words out again"
        yield edit.place, f"{said}, and no correction says so", f"{write}: {_entry(edit)}; or {back}"


@rule("FS511", "error", of_changes=True)
def corrects_nothing(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A correction names words that were published, and what they were changed to.

    It is listed and announced as what it says. It may also name a change that needs none, such as that of a note, or one
    that an earlier release made in silence. What was changed twice between two releases is one change.

    Fails: `{field: statement, was: ..., now: ..., reason: wording}`, where the last release has other words, or the same
    Passes: the words of the last release under `was`, and those that stand there now under `now`
    """
    since, versions = dataset.once(_since, record.id), dataset.versions(record)
    # What other codes say first may mend this too.
    if since.in_silence or since.going or since.lost:
        return
    for position, entry in since.unfit:
        path = ("corrections", position)
        if not versions:
            yield path, "nothing of this record was published yet, and nothing can be corrected", "take the entry out"
        elif not any(is_removed(entry.get(key, "")) for key in ("was", "now")) and not _late(entry, record, dataset):
            message = f"this correction names no change of {shown(entry['field'])} since {versions[-1].version}"
            fits = [edit for edit in since.edits if edit.path[0] == _top(entry["field"]) and any(edit.stands_for)]
            write = f"write what was changed, {_entry(fits[0])}; or " if fits else ""
            yield path, message, f"{write}take the entry out"


@rule("FS512", "error", of_changes=True)
def more_than_wording(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A correction for the sake of the wording changes words of ours, and nothing else.

    It is announced as reworded: the same is said in other words. Who, when and in which form are no words of ours (`about`,
    `speaker`, `date`, `stage`, that a record is withdrawn ...), nor is what a source prints. An item that was added to a list,
    or taken out of it, is not the same in other words.

    Fails: `{field: about, was: acme, now: mithal, reason: wording}`
    Passes: `{field: title, was: Sold saws, now: Saws were sold, reason: wording}`; for a party the reason `wrong-party`
    """
    since = dataset.once(_since, record.id)
    for position, entry in since.entries:
        if entry["reason"] != "wording":
            continue
        changes = _named(entry, since.edits) or _late(entry, record, dataset)
        if not all(_is_wording(edit, entry) for edit in changes):
            message = f"what was changed under {shown(entry['field'])} is more than the wording"
            others = [why for why in dataset.vocabularies.values("correction_reason") if why != "wording"]
            fix = f"say why it was changed, with one of: {', '.join(others)}; or put back what was published"
            yield ("corrections", position, "reason"), message, fix


def _is_wording(edit: Edit, entry: Data) -> bool:
    in_place = len(edit.path) == 1 or {"was", "now"} <= entry.keys()
    return edit.role in ("words", "remark") and in_place


@rule("FS507", "error", of_changes=True)
def taken_back(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A published correction, former id or notice of removal stays.

    Fails: an entry under `corrections` deleted or changed after its release
    Passes: the entry as it was, and below it a further one
    """
    before = changed(record, dataset)
    if not before:
        return
    now = dataset.documents[record.id].data
    for key, what in _STAYS.items():
        for _position, entry in more(before.change.record.get(key, ()), now.get(key, ())):
            if entry != record.id:
                name = entry if isinstance(entry, str) else entry.get("field")
                fix = f"put it back as it was in the release {before.version}"
                yield (key,), f"the published {what} {shown(name)} is gone or was changed", fix


_STAYS = {"corrections": "correction of", "former_ids": "former id", "redacted": "notice of the removal of"}


_NOTHING = _Since()


def _since(id: str, dataset: Dataset) -> _Since:
    record, now = dataset.records[id], dataset.documents[id].data
    if not dataset.versions(record):
        # Where nothing was published yet, there is nothing to hold a correction against.
        return _Since(entries=tuple(enumerate(now.get("corrections", ()))) if dataset.history.versions else ())
    before = changed(record, dataset)
    if not before or before.change.kind != record.kind:
        return _NOTHING
    was = as_released(before, record.kind, dataset)
    if not something_left(record.kind, was, now):
        return _NOTHING
    old, new = was.get("corrections", ()), now.get("corrections", ())
    return _Since(
        edits=compare(record.kind, was, now),
        entries=tuple(more(new, old)),
        lost=any(more(old, new)),
        going=frozenset(
            field for data in (was, now) for _path, field in words_back(record, record.kind, data, dataset)
        ),
    )


def _named(entry: Data, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if _names(entry, edit, edits))


def _names(entry: Data, edit: Edit, edits: Sequence[Edit]) -> bool:
    """Whether a correction says what an edit did: in its field, with its words.

    Where an item of a list was taken out and another one added, it may say both at once.
    """
    was, now = edit.stands_for
    beside = [e.stands_for for e in edits if e.field == edit.field and len(e.path) == len(edit.path)]
    olds = [was] if was is not None else [None, *(gone for gone, new in beside if new is None)]
    news = [now] if now is not None else [None, *(new for gone, new in beside if gone is None)]
    return (
        entry["field"] == edit.field
        and any(_same(entry.get("was"), old) for old in olds)
        and any(_same(entry.get("now"), new) for new in news)
    )


def _same(first: str | None, second: str | None) -> bool:
    if first is None or second is None:
        return first is second
    return first.split() == second.split() or (is_removed(first) and is_removed(second))


def _late(entry: Data, record: Record, dataset: Dataset) -> tuple[Edit, ...]:
    """The edits that a correction names which an earlier release made, and none named."""
    published = [version.change.record for version in dataset.versions(record)]
    said = [
        (old["field"], old.get("was"), old.get("now")) for last in published[-1:] for old in last.get("corrections", ())
    ]
    if (entry["field"], entry.get("was"), entry.get("now")) in said:
        return ()
    made = (compare(record.kind, was, now) for was, now in pairwise(published))
    return tuple(edit for edits in made for edit in _named(entry, edits))


def _top(field: str) -> str:
    return field.partition("[")[0].partition(".")[0].strip()


def _entry(edit: Edit) -> str:
    """The correction that an edit asks for, as YAML has it."""
    was, now = edit.stands_for
    words = [("field", edit.field), *(("was", was),) * (was is not None), *(("now", now),) * (now is not None)]
    return f"{{{', '.join(f'{key}: {_quoted(text)}' for key, text in words if text is not None)}, reason: ...}}"


def _quoted(words: str) -> str:
    return shown(" ".join(words.split()).replace("'", "''"), _MOST_OF_A_REMEDY)


RULES = (changed_in_silence, taken_back, corrects_nothing, more_than_wording)
