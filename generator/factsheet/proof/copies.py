"""The stored copies that are at hand: found by their SHA-256, never by their names."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest
from pathlib import Path

from factsheet.dataset import Dataset
from factsheet.folder import is_left_by_an_editor, printable
from factsheet.model import Source
from factsheet.problem import Code, Location, Problem

NOT_PUBLIC = Code(
    name="FS404",
    level="error",
    manual="""A copy in facts/snapshots/ belongs to a source that says it may be published.

Everybody can read the folder of the facts. A copy whose licence does not allow that stays outside; `factsheet verify
--snapshots` finds it there by its SHA-256.

Fails: a file in `facts/snapshots/` whose SHA-256 no source names, or one with `keep: private`
Passes: `snapshot: {sha256: ..., keep: public, ...}` in the source's file
""",
)


def not_public(files: Iterable[Path], dataset: Dataset) -> Iterator[Problem]:
    """Files among the facts that no source names as a copy which may be published."""
    copies = [source.snapshot for source in dataset.all(Source) if source.snapshot]
    private = {copy.sha256 for copy in copies if copy.keep != "public"}
    public = {copy.sha256 for copy in copies} - private
    for file in files:
        if file.is_symlink() or not file.is_file() or sha256_of(file) not in public:
            message = "no source names this as a copy that may be published"
            fix = (
                "take it out of the facts folder and out of git's history; or name it in its source, with keep: public"
            )
            yield Problem.at(Location(printable(file)), NOT_PUBLIC, message, fix)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def copies(folders: Iterable[Path]) -> Mapping[str, Path]:
    """Every regular file in the folders and those inside them, by the SHA-256 of its bytes.

    Links are not followed. OSErrors propagate: a folder that was named has to be there.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for file in _files(folder):
            found.setdefault(sha256_of(file), file)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink() or is_left_by_an_editor(entry.name):
            continue
        if entry.is_dir():
            yield from _files(entry)
        elif entry.is_file():
            yield entry
