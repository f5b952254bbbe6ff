"""What a command last found is not looked for again, and is never told of other facts."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factsheet.cli import commands
from factsheet.pipeline import Checked, check

TOY = Path(__file__).parent / "toy_facts"
CHECK = "factsheet.cli.check.check"
ACME = "id: acme\ntype: company\nname: Acme\n"


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The facts of the site in whose folder we are: one party, of which a check says that nothing is wrong."""
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("site_name: Site\nplugins: [factsheet]\n", "utf-8")
    Path("docs").mkdir()
    folder = Path("facts")
    (folder / "entities").mkdir(parents=True)
    shutil.copy(TOY / "vocabularies.yml", folder)
    (folder / "entities" / "acme.yml").write_text(ACME, "utf-8")
    return folder


def checked(*more: str) -> Result:
    return CliRunner().invoke(commands, ["check", *more])


def test_a_check_of_the_same_bytes_looks_at_none_of_them_again(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = checked()
    monkeypatch.setattr(CHECK, None)
    again = checked()
    assert (
        (again.output, again.exit_code) == (first.output, first.exit_code) == ("1 facts checked, nothing is wrong\n", 0)
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("facts/entities/acme.yml", f"{ACME}colour: red\n"),
        ("facts/entities/other.yml", "id: acme\n"),
        ("facts/proofs/acme.yml", "colour: red\n"),
        ("facts/releases/2024.01.0.json", "{}"),
        ("facts/snapshots/copy.txt", "Words."),
        ("facts/stray.txt", ""),
        ("words.yml", "colour: red\n"),
    ],
)
def test_a_changed_byte_is_always_seen(facts: Path, file: str, text: str) -> None:
    Path("words.yml").write_text("avoid: [{words: [admitted], reason: it judges, instead: said}]\n", "utf-8")
    assert checked("--wording", "words.yml").exit_code == 0
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(text, "utf-8")
    assert checked("--wording", "words.yml").exit_code == 1


def test_what_was_found_of_facts_that_changed_meanwhile_is_not_kept(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(folder: Path, **_more: object) -> Checked:
        file = folder / "entities" / "acme.yml"
        file.write_text("id: acme\n", "utf-8")
        found = check(folder)
        file.write_text(f"{ACME}\n", "utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(CHECK, changing)
        assert checked().exit_code == 1
    (facts / "entities" / "acme.yml").write_text(ACME, "utf-8")
    assert checked().exit_code == 0


@pytest.mark.parametrize("text", ["", "[]", "{", '{"key": 1}'])
def test_a_damaged_memory_is_none(facts: Path, text: str) -> None:
    checked()
    Path(".cache/factsheet-check.json").write_text(text, "utf-8")
    assert checked().output == "1 facts checked, nothing is wrong\n"


def test_where_nothing_can_be_kept_a_check_is_as_right_and_says_so_once(facts: Path) -> None:
    Path(".cache").write_text("", "utf-8")
    for _ in range(2):
        run = checked()
        assert (run.stdout, run.exit_code) == ("1 facts checked, nothing is wrong\n", 0)
        assert run.stderr.count("\n") == 1
        assert "is not kept for the next time" in run.stderr


def test_what_was_found_of_many_facts_is_kept_by_a_copy_of_the_process_or_it_says_so_once(facts: Path) -> None:
    program = """
import os, sys
from factsheet.cli import group, main
group.FEW = 0
group.remember = lambda *found, kept=group.remember: os.write(2, f"{os.getpid() == here}".encode()) and kept(*found)
here = os.getpid()
sys.argv[1:] = ["check"]
main()
"""

    def checked_by_a_program() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    fine = "1 facts checked, nothing is wrong\n"
    first, again = checked_by_a_program(), checked_by_a_program()
    assert (first.stdout, first.stderr) == (fine, "False")
    assert (again.stdout, again.stderr) == (fine, "")
    shutil.rmtree(".cache")
    Path(".cache").write_text("", "utf-8")
    refused = checked_by_a_program()
    assert refused.stdout == fine
    assert refused.stderr.count("is not kept for the next time") == 1
