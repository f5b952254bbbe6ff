"""The way of the facts, in one place: read, decode, link, check."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from factsheet.beside import Plain, Wanted, beside
from factsheet.dataset import Dataset
from factsheet.decode import decode, decode_vocabularies, decode_wording
from factsheet.decode.codes import BAD_VOCABULARY, DECODE_CODES
from factsheet.earlier import Earlier, tool
from factsheet.folder import NO_FACTS, UNEXPECTED, VOCABULARIES, printable, scan
from factsheet.ledger import (
    EDITED,
    LEDGER_CODES,
    RELEASES,
    History,
    Ledger,
    history_of,
    misshapen,
    read_ledger,
    text_of,
)
from factsheet.link import LINK_CODES, Entry, former_ids, link
from factsheet.model import Kind, Record, Vocabularies
from factsheet.model.wording import Wording
from factsheet.notes import Notes
from factsheet.parsed import Files
from factsheet.problem import Code, Location, Problem, has_plain_errors, shown
from factsheet.problem import Plain as PlainProblem
from factsheet.proof.copies import NOT_PUBLIC, not_public
from factsheet.proof.keep import MISPLACED, joined, misplaced, ownerless
from factsheet.proof.report import VERIFY_CODES
from factsheet.reader import READER_CODES, Document
from factsheet.rules import EXEMPTION_CODES, RULES, VANISHED, Rule, findings, in_releases, vanished

CODES: tuple[Code, ...] = tuple(
    sorted(
        (
            *(*READER_CODES, UNEXPECTED, NO_FACTS, *DECODE_CODES, *LINK_CODES, *LEDGER_CODES, MISPLACED, VANISHED),
            *(NOT_PUBLIC, *VERIFY_CODES, *EXEMPTION_CODES),
            *(rule.code for rule in RULES),
        ),
        key=lambda code: code.name,
    )
)
"""Every code that a check of the facts can report, by name."""


FEW = 1000
"""So many records are looked at sooner than a copy of the process is made."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of the facts found: all problems, sorted, and the data set, None where an error stands in the way.

    The problems are `plain` data until somebody asks for them: most builds do not.
    """

    dataset: Dataset | None
    plain: tuple[PlainProblem, ...]
    files: int
    vocabularies: Vocabularies | None
    notes: Notes | None = None

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by their places."""
        return tuple(map(Problem.of, self.plain))


def check(
    facts: Path,
    ledger: Ledger | None = None,
    *,
    rules: Sequence[Rule] = RULES,
    wording: Path | None = None,
    files: Files | None = None,
    earlier: Earlier | None = None,
    before: Dataset | None = None,
) -> Checked:
    """The facts in a folder, checked against its ledger or the one given instead, and by all rules or the given ones.

    `wording` is the file with the words that our own sentences avoid, where there is one; `files` is what is known already of
    the files in the folder. What an `earlier` check found holds as long as nothing has changed that it rests on; where one is
    given, what this one finds is noted too; `before` is its data set, if the same process has made that.

    Problems are values; OSErrors are the machine's and propagate.
    """
    folder, files = scan(facts), files or Files()
    problems = list(folder.problems)
    lists, vocabularies = _vocabularies(facts, files, problems)
    entries: list[Entry] = []
    problems += ownerless(folder.proofs, (file.stem for _kind, file in folder.files))
    files.parse((*(file for _kind, file in folder.files), *folder.proofs.values()))
    with files.left_meanwhile():
        for kind, file in folder.files:
            document = files.document(file)
            if isinstance(document, tuple):
                problems += document
                continue
            beside = _beside(folder.proofs.get(file.stem), files, problems)
            decoded = files.decoded_before.get(str(file))
            if not decoded or not decoded.is_of(document, beside, vocabularies):
                decoded = _decoded(kind, document, beside, vocabularies)
            files.decoded[str(file)] = decoded
            problems += decoded.problems
            entries.append(decoded.entry)
    names = [(kind, file.stem) for kind, file in folder.files]
    published: Ledger | Sequence[Problem] = ledger or read_ledger(facts)
    if isinstance(published, Ledger):
        published = tuple(_misshapen(published, entries, {id for _kind, id in names}, facts)) or published
    dataset, dangling = link(
        entries,
        vocabularies or Vocabularies(root={}),
        names,
        lists,
        history=_history(published, problems),
        wording=_wording(wording, vocabularies, files, problems) if wording and vocabularies else None,
    )
    problems += dangling
    unread = {id for _entry, _path, id in former_ids(entry for entry in entries if not entry.record)}
    for kind, id, message, fix in vanished(dataset, {name for _kind, name in names} | unread):
        problems.append(Problem.at(Location(printable(facts / kind / f"{id}.yml")), VANISHED, message, fix))
    notes = Notes(dataset, _world(facts, dataset), earlier, before) if earlier else None
    broken = _broken(dataset, rules, notes) if rules else ()
    problems += not_public(folder.snapshots, dataset)
    problems += in_releases(dataset, facts)
    found = tuple(sorted({*broken, *(problem.plain() for problem in problems)}))
    return Checked(
        dataset=None if has_plain_errors(found) else dataset,
        plain=found,
        files=len(folder.files),
        vocabularies=vocabularies,
        notes=notes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    """What was made of a document and the one beside it, with these closed lists."""

    document: Document
    beside: Document | None
    vocabularies: Vocabularies | None
    entry: Entry
    problems: tuple[Problem, ...]

    def is_of(self, document: Document, beside: Document | None, vocabularies: Vocabularies | None) -> bool:
        """Whether it was made of the very same."""
        return self.document is document and self.beside is beside and self.vocabularies is vocabularies


def _decoded(kind: Kind, document: Document, beside: Document | None, vocabularies: Vocabularies | None) -> _Decoded:
    whole = joined(document, beside)
    record = decode(whole, kind, vocabularies) if vocabularies else None
    problems = (*misplaced(document, beside), *(record if isinstance(record, tuple) else ()))
    return _Decoded(
        document=document,
        beside=beside,
        vocabularies=vocabularies,
        entry=Entry.of(kind, whole, None if isinstance(record, tuple) else record),
        problems=problems,
    )


def _world(facts: Path, dataset: Dataset) -> str:
    """The SHA-256 of all that the answers of the rules and the pages rest on, whatever record they are about."""
    last = dataset.history.ledger.last
    whole = sha256(tool().encode())
    for held in (
        printable(facts),
        repr(dataset.vocabularies),
        repr(dataset.wording),
        text_of(last) if last else "",
        repr(sorted(dataset.renamed.items())),
        str(dataset.complete),
    ):
        whole.update(f"{len(held)} {held}".encode())
    return whole.hexdigest()


def _broken(dataset: Dataset, rules: Sequence[Rule], notes: Notes | None) -> Iterator[PlainProblem]:
    """What the rules have against the records; of many, half are looked at in a copy of this process."""
    asked = [rule for rule in rules if dataset.history.versions or not rule.of_changes]
    records = []
    for record in dataset.records.values():
        found = notes.kept(_rules_on(record), "") if notes else None
        if found is None:
            records.append(record)
        else:
            yield from found

    def rest(wanted: Wanted) -> Plain:
        with notes.apart() if notes else nullcontext(dict) as made:
            problems = list(_against(records[1::2], dataset, asked, notes, wanted))
            return {"problems": problems, "notes": made()}

    with beside(rest, copied=len(records) > FEW) as ended:
        yield from _against(records[::2], dataset, asked, notes, lambda: None)
        there = ended()
    yield from there["problems"]
    if notes:
        notes.join(there["notes"])


def _against(
    records: Iterable[Record], dataset: Dataset, rules: Sequence[Rule], notes: Notes | None, wanted: Wanted
) -> Iterator[PlainProblem]:
    for record in records:
        wanted()
        with dataset.trace.of_its_own() as seen:
            document = dataset.documents[record.id]
            found = [
                Problem.at(document.location(path), code, *said).plain()
                for code, (path, *said) in findings(record, dataset, rules)
            ]
        if notes:
            notes.note(_rules_on(record), "", seen, found)
        yield from found


def _rules_on(record: Record) -> str:
    """What the rules have against a record, by the name of that piece."""
    return f"rules {record.id}"


def _beside(file: Path | None, files: Files, problems: list[Problem]) -> Document | None:
    """The proofs of a record, where it has some that can be read."""
    found = files.document(file) if file else None
    if isinstance(found, tuple):
        problems += found
        return None
    return found


def _history(ledger: Ledger | Sequence[Problem], problems: list[Problem]) -> History:
    """What was published, or nothing where the ledger has problems: they would only bring others."""
    if isinstance(ledger, Ledger):
        return history_of(ledger)
    problems += ledger
    return History()


def _misshapen(ledger: Ledger, entries: Sequence[Entry], there: Collection[str], facts: Path) -> Iterator[Problem]:
    checked = {entry.record.id: entry.document for entry in entries if entry.record}
    for release, id in misshapen(ledger, lambda id: checked[id].data if id in checked else None, there):
        file = printable(facts / RELEASES / f"{release.version}.json")
        message = f"the release is not as it was written: {shown(id)} is no record"
        yield Problem.at(Location(file), EDITED, message, f"take the file back as git has it: git checkout -- {file}")


def _wording(file: Path, vocabularies: Vocabularies, files: Files, problems: list[Problem]) -> Wording | None:
    document = files.document(file)
    found = document if isinstance(document, tuple) else decode_wording(document, vocabularies)
    if isinstance(found, tuple):
        problems += found
        return None
    return found


def _vocabularies(facts: Path, files: Files, problems: list[Problem]) -> tuple[Document | None, Vocabularies | None]:
    file = facts / VOCABULARIES
    if not file.exists():
        fix = "add the file; facts/README.md says what stands in it"
        problems.append(Problem.at(Location(printable(file)), BAD_VOCABULARY, "the closed lists are missing", fix))
        return None, None
    document = files.document(file)
    before = files.decoded_before.get(VOCABULARIES)
    if isinstance(document, tuple):
        vocabularies: Vocabularies | tuple[Problem, ...] = document
    elif before and before[0] is document:
        vocabularies = before[1]
    else:
        vocabularies = decode_vocabularies(document)
    files.decoded[VOCABULARIES] = (document, vocabularies)
    if isinstance(vocabularies, tuple):
        problems += vocabularies
        return None, None
    return (None if isinstance(document, tuple) else document), vocabularies
