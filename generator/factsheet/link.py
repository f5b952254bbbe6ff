"""Makes one data set of all files: each id once, and each reference to a record that is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from factsheet.dataset import Dataset
from factsheet.ledger import VOCABULARIES_ID, History
from factsheet.model import KINDS, SINGULAR, Kind, Path, Record, Use, Vocabularies, references
from factsheet.model.fields import Reference, is_id
from factsheet.model.references import Field, values
from factsheet.model.wording import Wording
from factsheet.problem import MOST_HINTS, Code, Problem, meant, shown
from factsheet.reader import Document

DUPLICATE_ID = Code(
    name="FS210",
    level="error",
    manual="""Each id belongs to one record, of whatever kind, for ever.

References name an id alone; a former id stays with the record that had it.

Fails: `facts/quotes/acme.yml` beside `facts/entities/acme.yml`.
Passes: `facts/quotes/acme-2019-10-08.yml` beside it.
""",
)
WRONG_NAME = Code(
    name="FS211",
    level="error",
    manual="""A record's file has the name of its id.

Fails: `id: acme-ltd` in `facts/entities/acme.yml`.
Passes: `id: acme` there.
""",
)
DANGLING = Code(
    name="FS212",
    level="error",
    manual="""Each reference names a record that is there, of a kind that fits.

Fails: `source: cnbc-2019-10-8`, where the record is `cnbc-2019-10-08`.
Passes: `source: cnbc-2019-10-08`
""",
)
SELF_REFERENCE = Code(
    name="FS213",
    level="error",
    manual="""No record refers to itself.

Fails: in `acme.yml`, `part_of: [{entity: acme, as: parent}]`
Passes: `part_of: [{entity: acme-holding, as: parent}]`
""",
)

LINK_CODES = (DUPLICATE_ID, WRONG_NAME, DANGLING, SELF_REFERENCE)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file of the facts folder: its kind, its document, and its record, or None where that has problems.

    `id` and `former` are what stands under `id` and `former_ids`, the latter with its positions; `names` has every id of
    another record that stands in the document, behind its field (such as `answers.to`).
    """

    kind: Kind
    document: Document
    record: Record | None
    id: str | None
    former: tuple[tuple[int, str], ...]
    names: list[tuple[Field, str]]

    @classmethod
    def of(cls, kind: Kind, document: Document, record: Record | None) -> "Entry":
        """The entry of a document and its record."""
        data = document.data
        id, former = data.get("id"), data.get("former_ids")
        return cls(
            kind=kind,
            document=document,
            record=record,
            id=id if isinstance(id, str) else None,
            former=tuple(
                (position, id)
                for position, id in enumerate(former if isinstance(former, list) else ())
                if isinstance(id, str)
            ),
            names=values(KINDS[kind], data, Reference),
        )

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """The names, each with its place."""
        return tuple(references(self.kind, self.document.data))


def link(
    entries: Sequence[Entry],
    vocabularies: Vocabularies,
    names: Iterable[tuple[Kind, str]] = (),
    lists: Document | None = None,
    history: History | None = None,
    wording: Wording | None = None,
) -> tuple[Dataset, tuple[Problem, ...]]:
    """The data set of these files, and every id and reference in it that is wrong.

    `names` are the names of all files, also of those that could not be read: a file with problems of its own
    still counts as a target, under its name and its id, so that one mistake is reported once. `lists` is the document of
    the vocabularies.
    """
    problems: list[Problem] = []
    kinds = _ids(entries, problems)
    for kind, name in names:
        kinds.setdefault(name, set()).add(kind)
    backward: dict[str, dict[tuple[Kind, str], dict[str, None]]] = {}
    former = {id: str(entry.id) for entry, _path, id in former_ids(entries)}
    for entry in entries:
        own = entry.id
        for position, (field, id) in enumerate(entry.names):
            there = kinds.get(id)
            # Most references are right, and seen to be without a further look.
            if there is None or there.isdisjoint(field.mark.kinds or (entry.kind,)) or id == own:
                use = entry.uses[position]
                problem = _wrong(use, entry, kinds, former, hint=len(problems) < MOST_HINTS)
                if problem:
                    problems.append(Problem.at(entry.document.location(use.path), *problem))
                    continue
            if entry.record:
                here, place = backward.setdefault(id, {}), (entry.kind, field.name)
                ids = here.get(place)
                if ids is None:
                    here[place] = {entry.record.id: None}
                else:
                    ids[entry.record.id] = None
    kept = sorted((entry for entry in entries if entry.record), key=lambda entry: cast(Record, entry.record).id)
    dataset = Dataset(
        records={cast(Record, entry.record).id: cast(Record, entry.record) for entry in kept},
        vocabularies=vocabularies,
        backward={id: {place: tuple(ids) for place, ids in here.items()} for id, here in backward.items()},
        documents={
            **{cast(Record, entry.record).id: entry.document for entry in kept},
            **({VOCABULARIES_ID: lists} if lists else {}),
        },
        history=history or History(),
        complete=not problems and kinds.keys() == {cast(Record, entry.record).id for entry in kept},
        wording=wording or Wording(),
    )
    return dataset, tuple(problems)


def _ids(entries: Sequence[Entry], problems: list[Problem]) -> dict[str, set[Kind]]:
    """The kinds of every id that is there, former ids left out; more than one only where that is a problem."""
    kinds: dict[str, set[Kind]] = {}
    taken: dict[str, str] = {}
    for entry in entries:
        id, path = entry.id, entry.document.path
        if id is not None:
            _take(id, entry, ("id",), "choose another id, and rename the file", taken, problems)
            kinds.setdefault(id, set()).add(entry.kind)
            stem = path.rpartition("/")[2].removesuffix(".yml")
            if id != stem:
                message, place = f"the id {shown(id)} is not the file's name", entry.document.location(("id",))
                problems.append(Problem.at(place, WRONG_NAME, message, f"write id: {stem}, or rename the file"))
    for entry, steps, id in former_ids(entries):
        _take(id, entry, steps, "delete it here, or there", taken, problems)
    return kinds


def _take(id: str, entry: Entry, path: Path, fix: str, taken: dict[str, str], problems: list[Problem]) -> None:
    if id in taken:
        place = entry.document.location(path)
        problems.append(Problem.at(place, DUPLICATE_ID, f"the id {shown(id)} is taken by {taken[id]}", fix))
    taken.setdefault(id, entry.document.path)


def former_ids(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Path, str]]:
    """The ids that records had before, each with its entry and the path there; also of records with problems of their own."""
    for entry in entries:
        for position, id in entry.former:
            yield entry, ("former_ids", position), id


def _singular(kinds: Iterable[Kind]) -> str:
    return " or ".join(SINGULAR[kind] for kind in kinds)


def _wrong(
    use: Use, entry: Entry, kinds: Mapping[str, set[Kind]], former: Mapping[str, str], *, hint: bool
) -> tuple[Code, str, str] | None:
    """What is wrong with a reference: code, message and remedy; None where it is right, or no id at all."""
    there = kinds.get(use.id)
    if there is None:
        if not is_id(use.id):
            return None
        if use.id in former:
            return DANGLING, f"{shown(use.id)} is a former id", f"use {shown(former[use.id])}, as it is called now"
        known = [id for id, kinds_of_id in kinds.items() if kinds_of_id.intersection(use.kinds)] if hint else []
        wanted, near = _singular(use.kinds), meant(use.id, known)
        return (
            DANGLING,
            f"no {wanted} has the id {shown(use.id)}",
            near or f"add the {wanted}, or use the id of one that is there",
        )
    if there.isdisjoint(use.kinds):
        message = f"{shown(use.id)} is no {_singular(use.kinds)}, but one of the {min(there)}"
        return DANGLING, message, f"use an id from {' or '.join(f'{kind}/' for kind in use.kinds)}"
    if use.id == entry.id and entry.kind in use.kinds:
        return SELF_REFERENCE, "the record refers to itself", "use the id of another record, or delete the reference"
    return None
