"""Where words stay although they go from a record: the same ones, a part of them, or nearly the same."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from factsheet.ledger import Data, Ledger, is_removed
from factsheet.model.references import Path as Steps
from factsheet.proof.copies import sha256_of
from factsheet.proof.extract import Unreadable, text_of
from factsheet.reader import Document
from factsheet.redact.copies import Copy, Gone, file_of
from factsheet.redact.words import Sought

_REMARK = re.compile(r"(?:^|[ \t])#(.*)", re.MULTILINE)
_IDS = ("id", "former_ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Where words stay: the file; the id that the record has now, None where there is none; the field, None outside all."""

    file: Path
    id: str | None
    field: str | None


def in_fields(copies: Sequence[Copy], gone: Gone, sought: Sought) -> Iterator[Stay]:
    """The places in records and closed lists that hold words after `gone` went from them."""
    for copy in copies:
        for path, text in copy.texts.items():
            if path not in gone[copy] and _is_read(copy, path) and not is_removed(text) and sought.is_near(text):
                yield Stay(file=copy.file, id=copy.owner, field=copy.field(path))


def in_notes(facts: Path, ledger: Ledger, gone: Collection[str], sought: Sought) -> Iterator[Stay]:
    """The releases whose notes hold words, but for those of the versions whose note goes."""
    for release in ledger.releases:
        if release.version not in gone and release.note and sought.is_near(release.note):
            yield Stay(file=file_of(release, facts), id=None, field="note")


def outside_fields(facts: Path, copies: Sequence[Copy], rewritten: Collection[Path], sought: Sought) -> Iterator[Stay]:
    """The files that hold words in remarks, unless they are rewritten without any, and the files that are no records."""
    for copy in copies:
        if isinstance(copy.origin, Document) and copy.file not in rewritten:
            remarks = "\n".join(_REMARK.findall(copy.origin.raw.decode("utf-8-sig")))
            if sought.is_near(remarks):
                yield Stay(file=copy.file, id=None, field=None)
    read = {copy.file for copy in copies}
    stored = {copy.data["snapshot"]["sha256"]: copy.data for copy in copies if "snapshot" in copy.data}
    for file in sorted(facts.rglob("*")):
        if file not in read and file.is_file() and any(map(sought.is_near, _texts_of(file, stored))):
            yield Stay(file=file, id=None, field=None)


def _texts_of(file: Path, stored: Mapping[str, Data]) -> Iterator[str]:
    """What a file that is no record says: its signs as they are, and of a stored copy its text."""
    yield file.read_bytes().decode("utf-8", "replace")
    source = stored.get(sha256_of(file))
    if source:
        with suppress(Unreadable):
            yield text_of(file.read_bytes(), source["snapshot"]["media_type"], source.get("url"))


def _is_read(copy: Copy, path: Steps) -> bool:
    """Whether the text is words for readers, or part of an address, and no key, date or number that only stands for one."""
    return path[0] != "redacted" and (copy.is_words(path) or copy.sort(path) == "address" or path[0] in _IDS)
