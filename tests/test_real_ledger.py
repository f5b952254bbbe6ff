"""The ledger of the real facts, replayed: it gives what git has at the commits where releases were made."""

import subprocess
from pathlib import Path

import pytest
from factsheet.folder import VOCABULARIES, scan
from factsheet.ledger import Data, Kept, Ledger, State, digest, read_releases, replay
from factsheet.pipeline import check
from factsheet.reader import Document, read

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "facts"


def ledger_of(facts: Path) -> Ledger:
    found = read_releases(facts)
    assert isinstance(found, Ledger), found
    return found


LEDGER = ledger_of(FACTS)
VERSIONS = [release.version for release in LEDGER.releases]


def git(*arguments: str) -> bytes:
    """What git prints; fails where the clone has no history."""
    assert subprocess.run(["git", "rev-parse", "--is-shallow-repository"], cwd=ROOT, capture_output=True).stdout == (
        b"false\n"
    ), "the whole history is needed: git fetch --unshallow"
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def digests(state: State) -> dict[str, str]:
    """The content hash of each record: the same where words were removed since."""
    return {id: digest(record) for id, (_kind, record) in state.items()}


def facts_at(commit: str, folder: Path) -> Path:
    """The facts as git has them at a commit."""
    subprocess.run(["tar", "-x", "-C", folder], input=git("archive", commit, "facts"), check=True)
    return folder / "facts"


def state_of(facts: Path) -> State:
    """The facts as plain data: a commit may be older than a closed list that the tool asks for."""
    folder = scan(facts)
    state: dict[str, tuple[Kept, Data]] = {}
    for kind, file in folder.files:
        beside = folder.proofs.get(file.stem)
        state[file.stem] = (kind, {**data_of(file), **(data_of(beside) if beside else {})})
    return {**state, VOCABULARIES: ("vocabularies", data_of(facts / VOCABULARIES))}


def data_of(file: Path) -> Data:
    document = read(file, file.name)
    assert isinstance(document, Document), document
    return document.data


@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_replayed_is_what_git_has_at_its_commit(version: str, tmp_path: Path) -> None:
    (commit,) = git("log", "--diff-filter=A", "--format=%H", "--", f"facts/releases/{version}.json").decode().split()
    assert digests(replay(LEDGER, version)) == digests(state_of(facts_at(commit, tmp_path)))


def test_no_release_was_ever_taken_away() -> None:
    assert git("log", "--diff-filter=DR", "--format=%h", "--name-status", "--", "facts/releases") == b""


def test_nothing_of_the_last_release_is_missing_in_the_facts() -> None:
    published = {id for id, (kind, _record) in replay(LEDGER, VERSIONS[-1]).items() if kind != "vocabularies"}
    dataset = check(FACTS).dataset
    assert dataset
    kept = {name for record in dataset.records.values() for name in (record.id, *record.former_ids)}
    assert published <= kept


def test_there_was_more_than_one_release_and_a_correction() -> None:
    assert len(VERSIONS) > 1
    assert any("corrected" in change.classes for release in LEDGER.releases for change in release.changes)
