"""The commands of the ledger: release, diff and export; and what two branches made, mended with real git."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import HERE
from factsheet import release as releases
from factsheet.cli import commands
from factsheet.ledger import Ledger, canonical, read_ledger, read_releases
from factsheet.ledger.release import text_of_last
from factsheet.model import KINDS
from factsheet.pipeline import check
from factsheet.problem import has_errors
from factsheet.retell import as_text
from markdown_it import MarkdownIt
from toy_history import states

FINE, REFUSED, USAGE = 0, 1, 2
EVENT, TITLE = "events/saws-order-review-2027", "The order on saws is to be looked at again"
LAST = "2026.05.0"
DAY = "2026-12-01"
TODAY = "2026-12-31"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{role}_NAME": "Mo Lin" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "mo@toy.example" for role in ("AUTHOR", "COMMITTER")},
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.cli.group.today", lambda: TODAY)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the toy facts, with their releases."""
    return Path(shutil.copytree(HERE / "toy_facts", tmp_path / "facts"))


def run(facts: Path, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(commands, [command, "--facts", str(facts), *arguments], prog_name="factsheet")


def done(facts: Path, command: str, *arguments: str) -> str:
    """What a command prints that goes well."""
    result = run(facts, command, *arguments)
    assert (result.exit_code, result.stderr) == (FINE, ""), result.stderr
    return result.stdout


def told(result: Result, code: int) -> str:
    """What a command says of why it stopped, in its one line."""
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert result.stderr.startswith("factsheet: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("factsheet: ").rstrip("\n")


def change(facts: Path, name: str, was: str, now: str) -> None:
    file = facts / f"{name}.yml"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")


def add_note(facts: Path, id: str, note: str) -> None:
    with (facts / "entities" / f"{id}.yml").open("a", encoding="utf-8") as file:
        file.write(f"note: {note}\n")


def publish(facts: Path, day: str = DAY, note: str = "") -> Path:
    """Makes a release of what changed; its file."""
    return Path(done(facts, "release", "--yes", "--on", day, *(["--note", note] if note else [])).strip())


def ledger_of(facts: Path) -> Ledger:
    ledger = read_ledger(facts)
    assert isinstance(ledger, Ledger), ledger
    return ledger


def files_in(facts: Path) -> dict[Path, bytes]:
    """The bytes of every file that a check does not pass over."""
    return {file: file.read_bytes() for file in sorted(facts.rglob("*")) if file.is_file() and file.name[-1] != "~"}


# Releases


def test_without_yes_a_release_is_only_shown(facts: Path) -> None:
    add_note(facts, "lizi", "It makes no saws.")
    change(facts, "events/saws-order-review-2027", "at: section 9", "at: section 10")
    was = files_in(facts)
    shown = done(facts, "release", "--on", DAY, "--note", "Two small things.")
    assert shown.startswith("Release 2026.12.0\n1 December 2026: 2 changes\nTwo small things.\n")
    assert "- A note was added to the party 例子仪器厂." in shown
    assert f"\nChanges to the facts since release {LAST}, up to release 2026.12.0\n" in shown
    assert "\n2 changes: 1 reworded, 1 evidence changed\n" in shown
    command = f"factsheet release --facts {facts} --on {DAY} --note 'Two small things.' --yes"
    assert shown.endswith(f"\nnothing is written yet; to publish this: {command}\n")
    assert files_in(facts) == was


def test_with_yes_it_is_written_and_then_nothing_is_left_to_publish(facts: Path) -> None:
    add_note(facts, "lizi", "It makes no saws.")
    file = publish(facts, note="A small thing.")
    assert file == facts / "releases" / "2026.12.0.json"
    last = ledger_of(facts).last
    assert last
    assert (last.version, last.released_on, last.note) == ("2026.12.0", DAY, "A small thing.")
    assert [change.id for change in last.changes] == ["lizi"]
    assert done(facts, "release", "--on", DAY) == "nothing was changed since the last release\n"


def test_the_first_release_holds_everything(facts: Path) -> None:
    shutil.rmtree(facts / "releases")
    publish(facts)
    assert len(ledger_of(facts).releases[0].changes) == sum(len([*facts.glob(f"{kind}/*.yml")]) for kind in KINDS) + 1


def test_a_release_is_of_today_where_no_day_is_named(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.cli.group.today", lambda: "2031-05-06")
    add_note(facts, "lizi", "It makes no saws.")
    assert done(facts, "release").startswith("Release 2031.05.0\n6 May 2031")


def test_wrong_facts_are_not_released(facts: Path) -> None:
    change(facts, "events/saws-order-review-2027", "title: The order", "title: An order")
    refused = run(facts, "release", "--yes", "--on", DAY)
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "error FS506: " in refused.stderr
    assert ledger_of(facts).last == ledger_of(HERE / "toy_facts").last


def test_a_day_before_the_last_release_is_wrong_usage(facts: Path) -> None:
    add_note(facts, "lizi", "It makes no saws.")
    said = told(run(facts, "release", "--on", "2026-05-01"), USAGE)
    assert said == "the last release is of 2026-05-11; a later one cannot be of 2026-05-01"


def test_where_nothing_was_changed_no_day_is_wrong_usage(facts: Path) -> None:
    assert done(facts, "release", "--on", "2026-05-01") == "nothing was changed since the last release\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "1.12.2026"], "'1.12.2026' is not a day such as 2026-12-01."),
        (["--on", "20261201"], "'20261201' is not a day such as 2026-12-01."),
        (["--note", " "], "a note is text"),
        (["--note", "a\x1b[2Jb"], "a note is text"),
        (["--note", "a\u202eb"], "a note is text"),
        (["--note", "a\udcffb"], "a note is text"),
        (["--keep", LAST], "--keep goes with --rebase."),
        (["--on", "2027-01-01"], "a release cannot be of a day that is still to come."),
    ],
)
def test_wrong_usage_of_release_is_told(facts: Path, arguments: list[str], said: str) -> None:
    result = run(facts, "release", *arguments)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert said in result.stderr


# Two branches


def git(facts: Path, *arguments: str, fine: bool = True) -> str:
    result = subprocess.run(
        ["git", *arguments], cwd=facts.parent, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (result.returncode == 0) == fine, result.stdout + result.stderr
    return result.stdout


def commit(facts: Path) -> None:
    git(facts, "add", ".")
    git(facts, "commit", "--quiet", "--message", "change")


def branch(facts: Path, name: str, id: str, days: Sequence[str]) -> None:
    """A branch from the first commit that makes a release on each day, with notes of its own."""
    git(facts, "switch", "--quiet", "--create", name, "start")
    for day in days:
        change_note(facts, id, f"Seen by {name} on {day}.")
        publish(facts, day, f"By {name}, {day}.")
    commit(facts)


def change_note(facts: Path, id: str, note: str) -> None:
    file = facts / "entities" / f"{id}.yml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("note:")]
    file.write_text("\n".join([*lines, f"note: {note}", ""]), "utf-8")


@pytest.fixture
def repository(facts: Path) -> Path:
    """The same in a repository, whose first commit is tagged."""
    git(facts, "init", "--quiet", "--initial-branch", "main")
    commit(facts)
    git(facts, "tag", "start")
    return facts


def merge(repository: Path) -> None:
    """Merges `theirs`; the marks of the conflict in `last.json` are left and committed."""
    git(repository, "merge", "theirs", fine=False)
    commit(repository)


def merged_of(repository: Path, theirs: Sequence[str], ours: Sequence[str]) -> Path:
    """What two branches made on these days, merged."""
    branch(repository, "theirs", "lizi", theirs)
    branch(repository, "ours", "mithal", ours)
    merge(repository)
    return repository


@pytest.fixture
def merged(repository: Path) -> Path:
    """What `ours` (one release, in November) and `theirs` (two, in December) made, merged."""
    return merged_of(repository, ["2026-12-01", "2026-12-02"], ["2026-11-20"])


def assert_both_are_published(facts: Path) -> None:
    """The ledger is whole, and nothing that either branch said is missing from it."""
    assert not has_errors(check(facts).problems)
    assert done(facts, "release", "--on", "2026-12-24") == "nothing was changed since the last release\n"
    state = states()[-1]
    notes = {id: record.get("note") for id, (_kind, record) in state.items()}
    found = json.loads(done(facts, "export"))["records"]["entities"]
    assert found["lizi"]["note"] == "Seen by theirs on 2026-12-02." != notes["lizi"]
    assert found["mithal"]["note"].startswith("Seen by ours on ")


def test_of_two_branches_none_is_kept_unasked(merged: Path) -> None:
    was = files_in(merged)
    said = told(run(merged, "release", "--rebase", "--yes"), USAGE)
    assert said.endswith("say which one is published and is to be kept: --keep 2026.11.0 or --keep 2026.12.1")
    said = told(run(merged, "release", "--rebase", "--yes", "--keep", LAST), USAGE)
    assert said.endswith("--keep 2026.11.0 or --keep 2026.12.1")
    assert files_in(merged) == was


def test_of_two_branches_one_is_kept_and_the_other_made_anew(merged: Path) -> None:
    refused = run(merged, "check")
    assert refused.exit_code == REFUSED
    assert "FS502: 2026.12.0 does not follow 2026.11.0: two branches made a release" in refused.stdout
    assert "FS501: the file holds the marks of a merge" in refused.stdout
    assert "run: factsheet release --rebase" in refused.stdout
    was = files_in(merged)
    arguments = ("release", "--rebase", "--keep", "2026.11.0", "--on", "2026-12-03")
    shown = done(merged, *arguments)
    assert shown.startswith(
        "last.json: the file holds the marks of a merge; it is written anew, and names 2026.12.1\n"
        "2026.11.0 and all before it are kept\n"
        "2026.12.0: made anew as 2026.12.0\n"
        "2026.12.1: made anew as 2026.12.1\n"
        "Release 2026.12.0\n1 December 2026: 1 change\nBy theirs, 2026-12-01.\n"
    )
    assert "\nRelease 2026.12.1\n2 December 2026: 1 change\nBy theirs, 2026-12-02.\n" in shown
    assert files_in(merged) == was
    done(merged, *arguments, "--yes")
    assert_both_are_published(merged)
    assert heads_of(merged)[-3:] == [
        ("2026.11.0", "2026-11-20", "By ours, 2026-11-20."),
        ("2026.12.0", "2026-12-01", "By theirs, 2026-12-01."),
        ("2026.12.1", "2026-12-02", "By theirs, 2026-12-02."),
    ]


def heads_of(facts: Path) -> list[tuple[str, str, str | None]]:
    """Version, day and note of every release."""
    return [(one.version, one.released_on, one.note) for one in ledger_of(facts).releases]


def test_the_other_branch_can_be_kept_and_what_is_made_anew_is_not_dated_before_it(merged: Path) -> None:
    done(merged, "release", "--rebase", "--keep", "2026.12.1", "--yes")
    assert_both_are_published(merged)
    assert heads_of(merged)[-3:] == [
        ("2026.12.0", "2026-12-01", "By theirs, 2026-12-01."),
        ("2026.12.1", "2026-12-02", "By theirs, 2026-12-02."),
        ("2026.12.2", "2026-12-02", "By ours, 2026-11-20."),
    ]


def test_what_no_branch_published_is_released_after_what_is_made_anew(merged: Path) -> None:
    arguments = ("release", "--rebase", "--keep", "2026.12.1", "--on", "2026-12-03", "--note", "Late.")
    assert "leave --note out" in told(run(merged, *arguments), USAGE)
    add_note(merged, "ada-rook", "She makes saws.")
    assert "\nwhat else the facts say by now: published as 2026.12.3\n" in done(merged, *arguments)
    done(merged, *arguments, "--yes")
    assert heads_of(merged)[-2:] == [
        ("2026.12.2", "2026-12-02", "By ours, 2026-11-20."),
        ("2026.12.3", "2026-12-03", "Late."),
    ]


@pytest.mark.parametrize("keep", ["2026.11.0", "2026.12.1"])
def test_after_a_rebase_every_note_and_every_version_that_either_branch_published_is_found(
    merged: Path, keep: str
) -> None:
    published = read_releases(merged)
    assert isinstance(published, Ledger)
    done(merged, "release", "--rebase", "--keep", keep, "--yes")
    assert said_in(published) == said_in(ledger_of(merged))


def said_in(ledger: Ledger) -> set[tuple[str | None, str, str]]:
    """Each version of a record, with the note of its release."""
    return {(one.note, change.id, change.digest) for one in ledger.releases for change in one.changes}


def test_corrections_that_the_other_branch_made_one_after_the_other_are_accepted(repository: Path) -> None:
    branch(repository, "ours", "mithal", ["2026-11-20"])
    correct(repository, "theirs", "2026-12-01")
    entry = correction(TITLE, "theirs")
    change(
        repository,
        EVENT,
        f"title: theirs\ncorrections:\n{entry}",
        f"title: C\ncorrections:\n{entry}{correction('theirs', 'C')}",
    )
    publish(repository, "2026-12-02", "By theirs again.")
    commit(repository)
    git(repository, "merge", "ours", fine=False)
    commit(repository)
    done(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert run(repository, "check").exit_code == FINE
    assert [note for _version, _day, note in heads_of(repository)[-2:]] == ["By theirs.", "By theirs again."]


def test_a_record_that_the_kept_branch_renamed_keeps_what_the_other_one_published_of_it(repository: Path) -> None:
    branch(repository, "theirs", "ada-rook", ["2026-12-01"])
    git(repository, "switch", "--quiet", "--create", "ours", "start")
    git(repository, "mv", "facts/entities/ada-rook.yml", "facts/entities/ada-rook-ii.yml")
    change(repository, "entities/ada-rook-ii", "id: ada-rook\n", "id: ada-rook-ii\nformer_ids: [ada-rook]\n")
    change(repository, "quotes/tool-office-2024-05-01-guard", "speaker: ada-rook\n", "speaker: ada-rook-ii\n")
    publish(repository, "2026-11-20")
    commit(repository)
    merge(repository)
    done(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert done(repository, "release") == "nothing was changed since the last release\n"
    (last,) = ledger_of(repository).releases[-1].changes
    assert (last.id, last.op, last.record["note"]) == ("ada-rook-ii", "changed", "Seen by theirs on 2026-12-01.")


def test_terms_that_both_branches_added_stand_in_the_closed_lists(repository: Path) -> None:
    for name, above, day in (("theirs", "entity_type", "2026-12-01"), ("ours", "name_type", "2026-11-20")):
        git(repository, "switch", "--quiet", "--create", name, "start")
        term = f"  {name}:\n    label: {name}\n    definition: As {name} has it.\n"
        change(repository, "vocabularies", f"\n{above}:\n", f"\n{above}:\n{term}")
        publish(repository, day)
        commit(repository)
    merge(repository)
    done(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert done(repository, "release") == "nothing was changed since the last release\n"
    last = ledger_of(repository).releases[-1]
    assert (last.version, last.changes[0].classes) == ("2026.12.1", ("new",))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theirs", "ours", "keep"),
    [
        (["2026-12-01", "2026-12-02"], ["2026-11-20"], "2026.11.0"),
        (["2026-12-01", "2026-12-02"], ["2026-11-20"], "2026.12.1"),
        (["2026-11-19", "2026-11-20"], ["2026-12-01"], "2026.12.0"),
    ],
)
def test_a_rebase_that_was_broken_off_is_completed_by_the_next_one(
    repository: Path, theirs: list[str], ours: list[str], keep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = merged_of(repository, theirs, ours)
    arguments = ("--rebase", "--keep", keep, "--on", "2026-12-03", "--yes")
    start = Path(shutil.copytree(merged / "releases", merged.parent / "start"))
    done(merged, "release", *arguments)
    whole = files_in(merged)
    for number in range(7):
        shutil.rmtree(merged / "releases")
        shutil.copytree(start, merged / "releases")
        with monkeypatch.context() as patch:
            breaks_before(number, patch)
            run(merged, "release", *arguments)
        explained = run(merged, "check")
        assert explained.exit_code == FINE or "factsheet release --rebase" in explained.stdout
        done(merged, "release", *arguments)
        assert files_in(merged) == whole


def breaks_before(number: int, patch: pytest.MonkeyPatch) -> None:
    """Stops the command just before it replaces or deletes that file, counted from 0."""
    left = iter(range(number))
    for name in ("replace", "unlink"):
        act = getattr(Path, name)

        def breaks(self: Path, *arguments: Any, act: Any = act) -> Any:
            if "releases" in self.parts and next(left, None) is None:
                raise KeyboardInterrupt
            return act(self, *arguments)

        patch.setattr(Path, name, breaks)


def test_a_record_that_only_the_other_branch_published_is_not_lost(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "theirs")
    new = repository / "entities" / "new-saws.yml"
    new.write_text("id: new-saws\ntype: company\nname: New Saws\n")
    publish(repository)
    commit(repository)
    branch(repository, "ours", "mithal", ["2026-11-20"])
    merge(repository)
    new.unlink()
    refused = run(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "FS504: the released record 'new-saws' is gone" in refused.stderr


def correct(repository: Path, name: str, day: str) -> None:
    """A branch from the first commit that publishes another title of an event, with its correction."""
    git(repository, "switch", "--quiet", "--create", name, "start")
    change(repository, EVENT, f"title: {TITLE}\n", f"title: {name}\ncorrections:\n{correction(TITLE, name)}")
    publish(repository, day, f"By {name}.")
    commit(repository)


def correction(was: str, now: str) -> str:
    return f"  - {{field: title, was: {was}, now: {now}, reason: source-misread}}\n"


@pytest.mark.parametrize(
    ("keep", "notes"),
    [
        ("2026.12.0", ["By ours.", "By theirs.", None]),
        ("2026.11.0", ["By theirs.", "By ours.", None]),
    ],
)
def test_words_that_only_one_branch_published_and_their_correction_are_not_lost(
    repository: Path, keep: str, notes: list[str | None]
) -> None:
    correct(repository, "theirs", "2026-11-20")
    correct(repository, "ours", "2026-12-01")
    git(repository, "merge", "theirs", fine=False)
    git(repository, "checkout", "--ours", f"facts/{EVENT}.yml")
    commit(repository)
    arguments = ("release", "--rebase", "--keep", keep, "--yes")
    was = files_in(repository)
    refused = run(repository, *arguments)
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert refused.stderr.startswith("the facts do not say all that was published with 2026.11.0; mend that first:\n")
    assert f"{EVENT}.yml:3:8: error FS506: what was published under title was changed" in refused.stderr
    assert "error FS507: the published correction of 'title' is gone" in refused.stderr
    assert files_in(repository) == was
    kept = correction(TITLE, "ours")
    change(repository, EVENT, kept, kept + correction(TITLE, "theirs") + correction("theirs", "ours"))
    done(repository, *arguments)
    assert [note for _version, _day, note in heads_of(repository)[-3:]] == notes
    assert run(repository, "check").exit_code == FINE


def test_a_correction_that_neither_branch_can_have_meant_is_not_released(merged: Path) -> None:
    change(merged, EVENT, f"title: {TITLE}\n", f"title: {TITLE}\ncorrections:\n{correction('An order', TITLE)}")
    refused = run(merged, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "error FS511: this correction names no change" in refused.stderr


def test_where_both_branches_say_the_same_the_other_release_goes(repository: Path) -> None:
    branch(repository, "theirs", "lizi", ["2026-12-01"])
    git(repository, "switch", "--quiet", "--create", "ours", "start")
    git(repository, "restore", "--source", "theirs", "facts/entities")
    publish(repository, "2026-11-20")
    commit(repository)
    merge(repository)
    said = done(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert said.splitlines()[1:] == [
        "2026.11.0 and all before it are kept",
        "2026.12.0: nothing is left of it to publish, so it goes; so does its note 'By theirs, 2026-12-01.'",
    ]
    assert [one.version for one in ledger_of(repository).releases[-2:]] == [LAST, "2026.11.0"]


def test_a_conflict_in_a_release_is_told_and_mended_as_the_guide_says(repository: Path) -> None:
    branch(repository, "theirs", "lizi", ["2026-12-02"])
    branch(repository, "ours", "mithal", ["2026-12-01"])
    git(repository, "merge", "theirs", fine=False)
    refused = run(repository, "check")
    assert refused.exit_code == REFUSED
    assert "FS501: the release holds the marks of a merge" in refused.stdout
    assert run(repository, "release", "--rebase").exit_code == REFUSED
    git(repository, "checkout", "--ours", "facts/releases")
    commit(repository)
    publish(repository, "2026-12-03")
    assert_both_are_published(repository)


def test_what_followed_a_release_that_was_not_taken_is_made_anew(repository: Path) -> None:
    branch(repository, "theirs", "lizi", ["2026-12-01", "2026-12-02"])
    branch(repository, "ours", "mithal", ["2026-12-01"])
    git(repository, "merge", "theirs", fine=False)
    git(repository, "checkout", "--ours", "facts/releases")
    commit(repository)
    refused = run(repository, "release")
    assert "FS502: this is not the 2026.12.0 that 2026.12.1 was made after" in refused.stderr
    assert "or, after a merge, run: factsheet release --rebase" in refused.stderr
    keep = told(run(repository, "release", "--rebase", "--keep", "2026.12.1"), USAGE)
    assert keep == "2026.12.1 was not made after the releases that are before it: keep another one"
    done(repository, "release", "--rebase", "--on", "2026-12-03", "--yes")
    assert_both_are_published(repository)
    assert ledger_of(repository).releases[-1].note == "By theirs, 2026-12-02."


def test_where_nothing_is_aside_nothing_is_made_anew(facts: Path) -> None:
    assert done(facts, "release", "--rebase") == "every release follows the one before it; none is to be made anew\n"


def test_a_missing_release_is_not_made_up_by_a_rebase(facts: Path) -> None:
    (facts / "releases" / "2025.03.0.json").unlink()
    refused = run(facts, "release", "--rebase", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "FS502: 2025.11.0 follows '2025.03.0', which is missing" in refused.stderr


# What is done to the files


def test_a_newest_release_that_was_deleted_is_found_and_taken_back_as_the_check_says(repository: Path) -> None:
    (repository / "releases" / f"{LAST}.json").unlink()
    refused = run(repository, "check")
    assert refused.exit_code == REFUSED
    assert f"FS502: this names {LAST}, and {repository}/releases/{LAST}.json is missing" in refused.stdout
    assert f"git checkout -- {repository}/releases/{LAST}.json" in refused.stdout
    git(repository, "checkout", "--", f"facts/releases/{LAST}.json")
    assert run(repository, "check").exit_code == FINE


def test_a_ledger_that_does_not_name_its_newest_release_does_so_after_a_rebase(facts: Path) -> None:
    was = files_in(facts)
    (facts / "releases" / "last.json").unlink()
    assert "FS502: the file that names the newest release is missing" in run(facts, "check").stdout
    said = f"last.json: the file that names the newest release is missing; it is written anew, and names {LAST}\n"
    assert done(facts, "release", "--rebase").startswith(f"{said}\nnothing is written yet")
    assert done(facts, "release", "--rebase", "--yes") == said
    assert files_in(facts) == was


def test_a_newest_release_that_was_deleted_is_given_up_only_where_that_is_asked_for(facts: Path) -> None:
    (facts / "releases" / f"{LAST}.json").unlink()
    was = files_in(facts)
    assert "rebase" not in run(facts, "check").stdout
    for keep in ([], ["--keep", "2025.03.0"]):
        refused = run(facts, "release", "--rebase", "--yes", *keep)
        assert (refused.exit_code, refused.stdout) == (REFUSED, "")
        assert f"FS502: {missing(facts)}" in refused.stderr
        assert f"git checkout -- {facts}/releases/{LAST}.json; or give up for ever what it names: " in refused.stderr
        assert "factsheet release --rebase --keep 2025.11.0" in refused.stderr
    assert files_in(facts) == was
    said = done(facts, "release", "--rebase", "--keep", "2025.11.0", "--yes")
    assert said == f"last.json: {missing(facts)}; it is written anew, and names 2025.11.0\n"
    assert isinstance(read_ledger(facts), Ledger)


def missing(facts: Path) -> str:
    return f"this names {LAST}, and {facts}/releases/{LAST}.json is missing"


def test_a_newest_release_that_another_one_took_the_place_of_is_not_forgotten_in_silence(facts: Path) -> None:
    last = facts / "releases" / "last.json"
    was = last.read_bytes()
    (facts / "releases" / f"{LAST}.json").unlink()
    done(facts, "release", "--rebase", "--keep", "2025.11.0", "--yes")
    publish(facts, "2026-05-12")
    last.write_bytes(was)
    refused = run(facts, "release", "--rebase", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert f"FS502: this names another {LAST} than the one that is there" in refused.stderr
    assert last.read_bytes() == was


def test_what_the_marks_of_a_merge_name_is_not_forgotten_in_silence(merged: Path) -> None:
    (merged / "releases" / "2026.11.0.json").unlink()
    refused = run(merged, "release", "--rebase", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "or give up for ever what it names: factsheet release --rebase --keep 2026.12.1" in refused.stderr
    done(merged, "release", "--rebase", "--keep", "2026.12.1", "--yes")
    assert isinstance(read_ledger(merged), Ledger)


def test_a_ledger_that_names_an_older_release_as_its_newest_names_the_newest_after_a_rebase(facts: Path) -> None:
    was = files_in(facts)
    older = ledger_of(facts).releases[-2]
    (facts / "releases" / "last.json").write_text(text_of_last(older.named), "utf-8")
    said = done(facts, "release", "--rebase", "--yes")
    assert said == f"last.json: it names an older release; it is written anew, and names {LAST}\n"
    assert files_in(facts) == was


def test_line_ends_that_git_changed_are_told_and_mended_as_the_check_says(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    take_back(repository)
    refused = run(repository, "check")
    assert refused.stdout.count("FS501: the release is not as it was written: its line ends were changed") == 6
    assert f"see that .gitattributes has the line: {repository}/releases/*.json -text" in refused.stdout
    shutil.copy(HERE.parent / ".gitattributes", repository.parent)
    take_back(repository)
    assert run(repository, "check").exit_code == FINE


def take_back(repository: Path) -> None:
    """Deletes the ledger and takes it back from git."""
    shutil.rmtree(repository / "releases")
    git(repository, "checkout", "--", "facts/releases")


def test_words_that_one_branch_removed_can_be_removed_from_what_is_made_anew(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "theirs")
    change(repository, EVENT, "at: section 9", "at: section 10")
    publish(repository, "2026-12-01")
    commit(repository)
    git(repository, "switch", "--quiet", "--create", "ours", "start")
    removal = ("redact", EVENT.rpartition("/")[2], "--reason", "privacy", "--field", "title", "--on", DAY, "--yes")
    done(repository, *removal)
    publish(repository, "2026-11-20")
    commit(repository)
    git(repository, "merge", "theirs", "--strategy-option", "ours")
    done(repository, "release", "--rebase", "--keep", "2026.11.0", "--yes")
    assert "error FS510: words that were removed by law" in run(repository, "check").stdout
    done(repository, *removal)
    assert run(repository, "check").exit_code == FINE


# Differences


def test_a_difference_is_told_in_sentences_and_words(facts: Path) -> None:
    change(facts, "entities/acme", "It left when the fees went up.", "It left when the fees went down.")
    assert done(facts, "diff") == (
        f"Changes to the facts since release {LAST}\n1 change: 1 reworded\nReworded\n"
        "- A note of the party Acme was reworded. [Reworded]\n"
        "  - Part of, Guild of Sawyers, Note: It left when the fees went [-up-] {+down+}.\n"
    )


def test_two_releases_are_compared_as_the_releases_between_them_say(facts: Path) -> None:
    history = ledger_of(facts).releases
    for before, after in pairwise(history):
        found = json.loads(done(facts, "diff", before.version, after.version, "--format", "json"))
        assert (found["from"], found["to"]) == (before.version, after.version)
        heads = [{key: row[key] for key in ("op", "kind", "id", "classes")} for row in found["changes"]]
        assert heads == [one.model_dump(mode="json", exclude={"record"}) for one in after.changes]


def test_a_difference_as_json_has_every_edit(facts: Path) -> None:
    change(facts, "entities/acme", "It left when the fees went up.", "It left when the fees went down.")
    edit = {
        "field": "part_of.guild.note",
        "was": "It left when the fees went up.",
        "now": "It left when the fees went down.",
    }
    assert json.loads(done(facts, "diff", "--format", "json")) == {
        "from": LAST,
        "to": None,
        "changes": [{"op": "changed", "kind": "entities", "id": "acme", "classes": ["reworded"], "edits": [edit]}],
    }


def test_where_nothing_was_changed_every_form_says_so(facts: Path) -> None:
    assert done(facts, "diff") == f"Changes to the facts since release {LAST}\nNothing was changed.\n"
    assert done(facts, "diff", "--format", "markdown").endswith("\n\nNothing was changed.\n")
    assert json.loads(done(facts, "diff", "--format", "json"))["changes"] == []


def test_without_a_release_everything_is_new(facts: Path) -> None:
    shutil.rmtree(facts / "releases")
    assert done(facts, "diff").startswith("Changes to the facts\n")
    assert {row["op"] for row in json.loads(done(facts, "diff", "--format", "json"))["changes"]} == {
        "added",
        "withdrawn",
    }


def test_the_card_of_a_pull_request_links_to_the_site_and_takes_no_word_for_a_mark(facts: Path) -> None:
    add_note(facts, "lizi", '"](javascript:alert(1)) <script>alert(1)</script> | # @everyone"')
    card = done(facts, "diff", "--format", "markdown", "--base", "https://toy.example/sheet")
    html = MarkdownIt("commonmark").render(card)
    assert '<a href="https://toy.example/sheet/entities/lizi/">' in html
    assert "<script>" not in html
    assert "](javascript:alert(1)) <script>alert(1)</script> | # @everyone" in as_text(html)


def test_a_long_card_says_how_many_changes_it_leaves_out(facts: Path) -> None:
    for number in range(150):
        record = f"id: maker-{number}\ntype: company\nname: Maker {number} {'of saws ' * 60}\n"
        (facts / "entities" / f"maker-{number}.yml").write_text(record)
    card = done(facts, "diff", "--format", "markdown")
    told_of = card.count("\n- The party")
    assert 50_000 < len(card) <= 60_000
    assert "\n\n150 changes: 150 new\n" in card
    assert card.endswith(f"\n\n… and {150 - told_of} more.\n")
    assert done(facts, "diff").count("\n- The party") == 150


def test_wrong_facts_have_no_card(facts: Path) -> None:
    change(facts, "events/saws-order-review-2027", "title: The order", "title: An order")
    refused = run(facts, "diff", "--format", "markdown")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "FS506" in refused.stderr


def test_a_release_with_signs_that_could_colour_the_screen_is_refused(facts: Path) -> None:
    add_note(facts, "lizi", "It makes no saws.")
    dataset = check(facts).dataset
    assert dataset
    draft = releases.draft(dataset, date(2026, 12, 1))
    assert draft
    (added,) = draft.changes
    forged = added.model_copy(update={"record": {**added.record, "note": "\x1b[2JIt makes no saws."}})
    releases.write(draft.model_copy(update={"changes": (forged,)}), facts)
    result = run(facts, "diff")
    assert result.exit_code == REFUSED
    assert "FS501" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2026.5.0"], f"there is no release '2026.5.0': did you mean '{LAST}'?"),
        (["yesterday"], f"there is no release 'yesterday': the last one is {LAST}"),
        (["2025.03.0", "2025.12.0"], "there is no release '2025.12.0': did you mean '2025.11.0'?"),
        (["2025.11.0", "2025.03.0"], "2025.03.0 was before 2025.11.0: name the earlier one first"),
    ],
)
def test_versions_that_are_not_there_are_told_with_the_nearest(facts: Path, arguments: list[str], said: str) -> None:
    assert told(run(facts, "diff", *arguments), USAGE) == said


def test_wrong_usage_of_diff_is_told(facts: Path) -> None:
    for arguments in (["1", "2", "3"], ["--format", "xml"], ["--base", "toy.example"]):
        assert run(facts, "diff", *arguments).exit_code == USAGE


# The whole data set


def test_each_release_is_exported_as_the_facts_stood_then(facts: Path) -> None:
    for one, state in zip(ledger_of(facts).releases, states(), strict=True):
        text = done(facts, "export", "--as-of", one.version)
        found = json.loads(text)
        assert canonical(found) == text
        assert (found["format"], found["as_of"]) == (1, one.version)
        records = {id: record for records in found["records"].values() for id, record in records.items()}
        assert {**records, "vocabularies.yml": found["vocabularies"]} == {
            id: data for id, (_kind, data) in state.items()
        }


def test_the_files_as_they_are_are_exported_without_a_release(facts: Path, tmp_path: Path) -> None:
    text = done(facts, "export")
    assert json.loads(text) == {**json.loads(done(facts, "export", "--as-of", LAST)), "as_of": None}
    assert done(facts, "export", "-o", str(tmp_path / "facts.json")) == ""
    assert (tmp_path / "facts.json").read_bytes() == text.encode("utf-8")


def test_wrong_facts_are_exported_only_as_of_a_release(facts: Path) -> None:
    was = done(facts, "export", "--as-of", LAST)
    change(facts, "events/saws-order-review-2027", "title: The order", "title: An order")
    refused = run(facts, "export")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert done(facts, "export", "--as-of", LAST) == was
    assert told(run(facts, "export", "--as-of", "2026.06.0"), USAGE).startswith("there is no release '2026.06.0': did")


def test_an_edited_release_is_exported_by_nobody(facts: Path) -> None:
    file = facts / "releases" / "2025.03.0.json"
    file.write_text(file.read_text("utf-8").replace("Gazette", "Gazettes"), "utf-8")
    refused = run(facts, "export", "--as-of", LAST)
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "FS501" in refused.stderr
