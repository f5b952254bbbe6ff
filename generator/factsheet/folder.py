"""What may stand in the facts folder, and where: finds the records' files and refuses everything else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from factsheet.model import KINDS, Kind
from factsheet.problem import Code, Location, Problem, shown

UNEXPECTED = Code(
    name="FS109",
    level="error",
    manual="""Under the facts folder there are only records, each in its kind's folder as `<id>.yml`.

A file with a wrong name or in a wrong place would be a lost fact. Beside the six kinds' folders there may be
`vocabularies.yml`, `README.md`, `releases/`, `proofs/` and `snapshots/`; images and other media are not accepted.
What an editor leaves beside an open file (`.x.yml.swp`, `x.yml~`, `.#x.yml`) is passed over.

Fails: `facts/quotes/acme.yaml`, `facts/quote/acme.yml`, `facts/quotes/.acme.yml`
Passes: `facts/quotes/acme.yml`
""",
)

NO_FACTS = Code(
    name="FS110",
    level="error",
    manual="""There is at least one record.

An empty folder is most often the wrong one.

Fails: `factsheet check --facts content`
Passes: `factsheet check --facts facts`
""",
)

VOCABULARIES = "vocabularies.yml"
PROOFS, SNAPSHOTS = "proofs", "snapshots"
_FOLDERS = ("releases", PROOFS, SNAPSHOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The records' files by kind, sorted by name, what commands wrote of them by id, stored copies, and what should not be there."""

    files: tuple[tuple[Kind, Path], ...]
    proofs: Mapping[str, Path]
    snapshots: tuple[Path, ...]
    problems: tuple[Problem, ...]


def is_left_by_an_editor(name: str) -> bool:
    """Whether the name is one that an editor or a desktop gives to a file of its own beside the file it shows."""
    swap = name.startswith(".") and name[:-1].endswith(".sw")
    return swap or name.startswith(".#") or name.endswith(("~", "#")) or name in ("4913", ".DS_Store")


def scan(facts: Path) -> Folder:
    """What stands in the folder. OSErrors (no folder, no right to look) propagate."""
    files: list[tuple[Kind, Path]] = []
    problems: list[Problem] = []
    entries = _entries(facts)
    for kind in KINDS:
        folder = facts / kind
        if folder in entries and folder.is_dir() and not folder.is_symlink():
            for file in _entries(folder):
                if file.suffix == ".yml" and not file.name.startswith("."):
                    files.append((kind, file))
                else:
                    problems.append(_unexpected(file, facts))
    problems += [_unexpected(entry, facts) for entry in entries if not _expected(entry)]
    inside = {
        name: _entries(facts / name) if facts / name in entries and _expected(facts / name) else [] for name in _FOLDERS
    }
    suffixes = {"releases": ".json", PROOFS: ".yml"}
    for name, found in inside.items():
        problems += [_unexpected(file, facts) for file in found if file.suffix != suffixes.get(name, file.suffix)]
    copies = facts / SNAPSHOTS
    if not files:
        fix = "name the right folder, or write the first record; facts/README.md says how"
        problems.append(Problem.at(Location(printable(facts)), NO_FACTS, "there is no record in this folder", fix))
    return Folder(
        files=tuple(files),
        proofs={file.stem: file for file in inside[PROOFS] if file.suffix == suffixes[PROOFS]},
        # git would keep what an editor leaves here.
        snapshots=tuple(sorted(copies.iterdir())) if copies in entries and _expected(copies) else (),
        problems=tuple(problems),
    )


def _entries(folder: Path) -> list[Path]:
    found = (entry for entry in folder.iterdir() if not is_left_by_an_editor(entry.name))
    return sorted(found, key=lambda entry: entry.name)


def _expected(entry: Path) -> bool:
    if entry.name in (*KINDS, *_FOLDERS):
        return entry.is_dir() and not entry.is_symlink()
    return entry.name in (VOCABULARIES, "README.md")


def _unexpected(entry: Path, facts: Path) -> Problem:
    return Problem.at(
        Location(printable(entry)),
        UNEXPECTED,
        f"{shown(entry.name)} is not expected here",
        "; ".join(_ways(entry, facts)),
    )


def _ways(entry: Path, facts: Path) -> Iterator[str]:
    if entry.suffix == ".yaml":
        yield f"name it {shown(entry.stem + '.yml')}"
    elif entry.parent == facts and entry.suffix == ".yml":
        yield f"put it into the folder of its kind: {', '.join(KINDS)}"
    else:
        yield "move it out of the facts folder"


def printable(path: Path) -> str:
    """A path as it may stand in a message: no sign of it can move the cursor or colour the screen."""
    text = path.as_posix()
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in text)
