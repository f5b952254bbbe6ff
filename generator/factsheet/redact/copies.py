"""Every record and the closed lists wherever they stand: in their own file, and in each release that has a version of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from factsheet.folder import printable, scan
from factsheet.ledger import (
    RELEASES,
    VOCABULARIES_ID,
    Data,
    Kept,
    Ledger,
    Release,
    field_name,
    history_of,
)
from factsheet.model import KINDS, Model, Term, VocabularyName
from factsheet.model.fields import Literally
from factsheet.model.references import Path as Steps
from factsheet.model.references import marks_at
from factsheet.proof.keep import joined
from factsheet.reader import Document, read, texts
from factsheet.rules.removed import ADDRESSES

Sort = Literal["free", "address", "place", "fixed"]
"""What becomes of a text: one that is `free` gives way to its hash, an `address` or a `place` is left out, the others stay."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Copy:
    """A record, or the closed lists, as their own file or a release has them; `owner` is the id that the record has now."""

    file: Path
    origin: Document | Release
    kind: Kept
    id: str
    owner: str
    data: Data

    @cached_property
    def texts(self) -> Mapping[Steps, str]:
        """Every text in it, by its path."""
        return dict(texts(self.data))

    @property
    def model(self) -> type[Model]:
        """The shape of the record, or of a value of the closed lists."""
        return Term if self.kind == "vocabularies" else KINDS[self.kind]

    def sort(self, path: Steps) -> Sort:
        """What becomes of the text at that path, if it has to go.

        All stays in the file of the closed lists: it has no place for a notice, and pages need its words.
        """
        if self.kind == "vocabularies":
            return "free" if isinstance(self.origin, Release) and self.is_words(path) else "fixed"
        if path[-1] in ADDRESSES:
            return "address"
        if not self.is_words(path):
            return "fixed"
        marks = marks_at(self.model, path)
        if any(isinstance(mark, VocabularyName) for mark in marks):
            return "place"
        return "fixed" if path[0] in ("corrections", "redacted") and path[-1] == "field" else "free"

    def is_words(self, path: Steps) -> bool:
        """Whether readers see the text at that path as it is written."""
        inside = path[2:] if self.kind == "vocabularies" else path
        return any(isinstance(mark, Literally) for mark in marks_at(self.model, inside))

    def field(self, path: Steps) -> str:
        """The field of the text at that path, as corrections name it, such as `properties[founded]`; of a list, its value."""
        if self.kind == "vocabularies":
            return f"{path[0]}[{path[1]}]"
        return field_name(self.data, path)


Gone = Mapping[Copy, Mapping[Steps, str]]
"""The texts that go from each copy of a record, by their path."""


def copies_in(facts: Path, ledger: Ledger) -> Iterator[Copy]:
    """Every record of the files and of the releases, and the closed lists; what the files have comes first."""
    folder = scan(facts)
    found = [(kind, file, read(file, printable(file))) for kind, file in folder.files]
    documents = [
        (kind, file, joined(document, _beside(folder.proofs.get(file.stem))))
        for kind, file, document in found
        if isinstance(document, Document)
    ]
    for kind, file, document in documents:
        yield Copy(file=file, origin=document, kind=kind, id=file.stem, owner=file.stem, data=document.data)
    lists = read(facts / VOCABULARIES_ID, printable(facts / VOCABULARIES_ID))
    if isinstance(lists, Document):
        name = VOCABULARIES_ID
        yield Copy(file=facts / name, origin=lists, kind="vocabularies", id=name, owner=name, data=lists.data)
    now = {str(old): file.stem for _kind, file, document in documents for old in document.data.get("former_ids", ())}
    for last, versions in history_of(ledger).versions.items():
        for version in versions:
            kept, owner = version.change, now.get(last, last)
            file = file_of(version.release, facts)
            yield Copy(file=file, origin=version.release, kind=kept.kind, id=kept.id, owner=owner, data=kept.record)


def _beside(file: Path | None) -> Document | None:
    found = read(file, printable(file)) if file else None
    return found if isinstance(found, Document) else None


def file_of(release: Release, facts: Path) -> Path:
    """The file of a release."""
    return facts / RELEASES / f"{release.version}.json"
