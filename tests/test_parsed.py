"""What the last run has parsed is not parsed again, and whatever becomes of it, a check finds the same."""

import errno
import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factsheet import parsed, seen
from factsheet.cache import FOLDER
from factsheet.cli import commands
from factsheet.parsed import Files, keep, recall
from factsheet.pipeline import Checked, check
from factsheet.reader import bytes_of
from hypothesis import given, settings
from hypothesis import strategies as st

TOY = Path(__file__).parent / "toy_facts"
DAMAGED = "what was read the last time is damaged, and is read anew"
ACME = "id: acme\ntype: company\nname: Acme\n"
HALVED = """
import sys
from pathlib import Path
from factsheet import parsed, pipeline
parsed.FEW = 0
facts = Path(sys.argv[1])
forked = []
parsed.beside = lambda work, copied, whole=parsed.beside: forked.append(copied) or whole(work, copied=copied)
for problem in pipeline.check(facts).problems:
    print(*problem.plain(), sep="|")
print(any(forked))
"""
LEFT = """
import sys
from pathlib import Path
from factsheet import cache, parsed, pipeline
parsed.FEW = 0
root = Path(sys.argv[1])
def run():
    files = parsed.recall(root, print)
    assert pipeline.check(root / "facts", files=files).dataset
    return files
def refuse(*_args):
    raise OSError(28, "full")
write, cache.write = cache.write, refuse
full = run()
print(full.known, (root / cache.FOLDER / "factsheet-parsed").exists())
try:
    parsed.keep(root, full)
except OSError as error:
    print(error.strerror)
cache.write = write
first = run()
print(first.known.keys() == first.parsed.keys() != set(), (root / cache.FOLDER / "factsheet-parsed").exists())
print(run().known == first.parsed)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site, with a copy of the toy facts."""
    shutil.copytree(TOY, tmp_path / "facts")
    return tmp_path


def told_by(root: Path) -> tuple[Files, list[str]]:
    """Files of the next run there, and what they tell."""
    told: list[str] = []
    return recall(root, told.append), told


def run(root: Path) -> tuple[Checked, list[str], int]:
    """A check of the facts there that leaves what it has read: what it found, what it told, and how many files were known."""
    files, told = told_by(root)
    found = check(root / "facts", files=files)
    known = sum(digest in (files.known or {}) for digest in files.parsed)
    keep(root, files)
    return found, told, known


def left(root: Path) -> Path:
    """The file that a run leaves."""
    return root / FOLDER / "factsheet-parsed"


def plain(checked: Checked) -> Any:
    """All that a check found, with the place of every value."""
    documents = checked.dataset.documents if checked.dataset else {}
    return (
        checked.problems,
        checked.files,
        checked.vocabularies,
        checked.dataset and (checked.dataset.records, checked.dataset.backward, checked.dataset.state),
        {
            id: (
                one.path,
                one.raw,
                one.cuts(),
                [(one.location((key,)), one.location((key,), key=True)) for key in one.data],
            )
            for id, one in documents.items()
        },
    )


def test_the_very_same_bytes_are_not_parsed_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _told, known = run(site)
    assert known == 0
    monkeypatch.setattr(parsed, "parse", None)
    again, told, known = run(site)
    assert plain(again) == plain(first)
    assert (told, known > 0) == ([], True)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["delete", "rename", "cut", "insert", "copy"]),
        st.integers(0, 10_000),
        st.sampled_from(["x", "\n", ": ", " # remark", "&a ", "\u202e", "- ", '"', "id: acme\n", "\\u200b"]),
    ),
    max_size=4,
)


def edit(facts: Path, which: int, how: str, at: int, what: str) -> None:
    """Changes one of the files."""
    files = sorted(facts.rglob("*.yml"))
    file = files[which % len(files)]
    text = file.read_text("utf-8")
    at %= len(text) + 1
    match how:
        case "delete":
            file.unlink()
        case "rename":
            file.rename(file.with_name(f"{file.stem}-x.yml"))
        case "cut":
            file.write_text(text[:at], "utf-8")
        case "insert":
            file.write_text(text[:at] + what + text[at:], "utf-8")
        case _:
            shutil.copy(files[at % len(files)], file)


@settings(max_examples=15, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_a_check_finds_the_same_whatever_was_parsed_before_an_edit(runs: list[list[tuple[int, str, int, str]]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(TOY, root / "facts")
        run(root)
        for edits in runs:
            for which, how, at, what in edits:
                if len(list((root / "facts").rglob("*.yml"))) > 1:
                    edit(root / "facts", which, how, at, what)
            found, told, _known = run(root)
            assert plain(found) == plain(check(root / "facts"))
            assert told == []


def test_of_an_edit_one_file_is_parsed_and_the_others_are_known(site: Path) -> None:
    run(site)
    file = next((site / "facts" / "quotes").glob("*.yml"))
    file.write_text(file.read_text("utf-8") + "# A remark.\n", "utf-8")
    files, _told = told_by(site)
    check(site / "facts", files=files)
    assert len(files.parsed.keys() - (files.known or {}).keys()) == 1


def test_nothing_is_left_of_files_that_are_gone_or_have_problems(site: Path) -> None:
    run(site)
    gone, wrong = sorted((site / "facts" / "quotes").glob("*.yml"))[:2]
    digests = [sha256(file.read_bytes()).digest() for file in (gone, wrong)]
    gone.unlink()
    wrong.write_text("id: a\nid: b\n", "utf-8")
    run(site)
    files, _told = told_by(site)
    files.parse(())
    assert not {*digests, sha256(b"id: a\nid: b\n").digest()} & (files.known or {}).keys()


def test_a_run_that_has_read_nothing_new_writes_nothing(site: Path) -> None:
    run(site)
    before = left(site).stat()
    run(site)
    assert left(site).stat() == before


HEADER = len(f"factsheet {sha256().hexdigest()}\n")


def damages() -> Iterator[Any]:
    """What can have become of a file that a run has left, and whether that is told."""
    header = HEADER + 32
    yield pytest.param(lambda held: held[:-1], True, id="cut off")
    yield pytest.param(lambda held: held[:header], True, id="header alone")
    yield pytest.param(lambda held: held[: HEADER + 9], True, id="cut inside the checksum")
    yield pytest.param(lambda held: held[:200] + bytes([held[200] ^ 1]) + held[201:], True, id="one bit")
    yield pytest.param(lambda held: held[:header] + b"\xff" * 999, True, id="noise below the header")
    yield pytest.param(lambda held: held + b"more", True, id="more at the end")
    yield pytest.param(lambda held: sealed(held, marshal.dumps([1, 2])), True, id="a list")
    yield pytest.param(lambda held: sealed(held, marshal.dumps({b"": (1, 2)})), True, id="entries of another sort")
    yield pytest.param(lambda held: sealed(held, marshal.dumps({"a": ({}, b"")})), True, id="names of another sort")
    yield pytest.param(lambda held: sealed(held, b""), True, id="nothing, sealed")
    yield pytest.param(lambda held: sealed(held, b"?"), True, id="noise, sealed")
    yield pytest.param(lambda held: held.replace(b"factsheet ", b"factsheet 0"), False, id="left by another version")
    yield pytest.param(lambda _held: b"", False, id="empty")
    yield pytest.param(lambda _held: bytes(range(256)) * 9, False, id="noise")


def sealed(held: bytes, rest: bytes) -> bytes:
    """What a run leaves, with other contents that their checksum fits."""
    return held[:HEADER] + sha256(rest).digest() + rest


@pytest.mark.parametrize(("damage", "is_told"), [*damages()])
def test_what_is_damaged_is_read_anew_and_only_that_is_told(site: Path, damage: Any, is_told: bool) -> None:
    first, _told, _known = run(site)
    whole = left(site).read_bytes()
    left(site).write_bytes(damage(whole))
    found, told, known = run(site)
    assert plain(found) == plain(first)
    assert (told, known) == ([DAMAGED] if is_told else [], 0)
    assert left(site).read_bytes() == whole
    assert run(site)[1] == []


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_what_is_no_file_is_not_looked_into(site: Path, what: str) -> None:
    first, _told, _known = run(site)
    left(site).rename(site / "elsewhere")
    match what:
        case "link":
            left(site).symlink_to(site / "elsewhere")
        case "folder":
            left(site).mkdir()
        case _:
            os.mkfifo(left(site))
    files, told = told_by(site)
    assert plain(check(site / "facts", files=files)) == plain(first)
    assert told == [DAMAGED]


def test_another_version_of_the_tool_knows_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(site)
    monkeypatch.setattr(parsed, "LIBRARY", "another YAML")
    assert run(site)[1:] == ([], 0)
    assert run(site)[2] > 0


def test_a_write_that_was_killed_leaves_what_was_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(site)
    whole = left(site).read_bytes()
    left(site).with_name(f"{left(site).name}.1~").write_bytes(whole[:99])
    left(site).with_name(f"{left(site).name}.{os.getpid()}~").write_bytes(whole[:99])
    assert run(site)[1:] == ([], len(list((site / "facts").rglob("*.yml"))))
    next((site / "facts" / "quotes").glob("*.yml")).unlink()
    run(site)
    assert run(site)[2] > 0


def test_a_full_disk_takes_nothing_away(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _told, _known = run(site)
    whole = left(site).read_bytes()
    next((site / "facts" / "quotes").glob("*.yml")).write_text(ACME, "utf-8")

    def full(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        run(site)
    assert left(site).read_bytes() == whole
    assert [file.name for file in left(site).parent.iterdir()] == [left(site).name]
    assert first.files > 0


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site with one party, in which we are."""
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("site_name: Site\nplugins: [factsheet]\n", "utf-8")
    Path("docs").mkdir()
    Path("facts/entities").mkdir(parents=True)
    shutil.copy(TOY / "vocabularies.yml", "facts")
    Path("facts/entities/acme.yml").write_text(ACME, "utf-8")
    return tmp_path


def checked() -> Result:
    """The check command, which has forgotten what it found."""
    Path(".cache/factsheet-check.json").unlink(missing_ok=True)
    return CliRunner().invoke(commands, ["check"])


def test_the_command_says_once_and_in_one_line_that_what_it_had_kept_is_damaged(acme: Path) -> None:
    assert checked().stderr == ""
    held = left(acme).read_bytes()
    left(acme).write_bytes(held[:-1])
    run = checked()
    assert (run.stdout, run.stderr, run.exit_code) == (
        "1 facts checked, nothing is wrong\n",
        f"factsheet: {DAMAGED}\n",
        0,
    )
    assert checked().stderr == ""


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_the_command_works_on_a_full_or_read_only_disk(acme: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    def refused(_self: Path, _target: Path) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(Path, "replace", refused)
    run = checked()
    assert (run.stdout, run.exit_code) == ("1 facts checked, nothing is wrong\n", 0)
    assert run.stderr.count("\n") == 1
    assert f"is not kept for the next time, which takes as long ({os.strerror(error)})" in run.stderr


def test_half_of_many_files_are_parsed_in_a_copy_and_the_same_is_found(site: Path) -> None:
    quotes = sorted((site / "facts" / "quotes").glob("*.yml"))
    for file in quotes[:4]:
        file.write_text("id: a\nid: b\n", "utf-8")
    quotes[4].write_text("", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", HALVED, str(site / "facts")], check=True, capture_output=True, text=True
    )
    *lines, was_forked = done.stdout.splitlines()
    assert lines == ["|".join(map(str, problem.plain())) for problem in check(site / "facts").problems]
    assert was_forked == "True"


def test_what_many_files_say_is_left_while_they_are_checked_and_where_it_cannot_be_afterwards(site: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LEFT, str(site)], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["{} False", "full", "True True", "True"]


def test_a_file_that_is_changed_after_it_was_summed_up_is_parsed_as_it_was_then(site: Path) -> None:
    file = next((site / "facts" / "quotes").glob("*.yml"))
    before, files = file.read_bytes(), Files()
    assert files.sha256_of(file) == sha256(before).hexdigest()
    file.write_bytes(b"id: other\n")
    found = files.document(file)
    assert not isinstance(found, tuple)
    assert found.raw == before
    assert files.sha256_of(file) == sha256(b"id: other\n").hexdigest()


def test_an_empty_file_that_is_filled_after_it_was_summed_up_is_parsed_as_it_was_then(site: Path) -> None:
    run(site)
    file = site / "facts" / "quotes" / "empty.yml"
    file.write_bytes(b"")
    for files in (Files(), told_by(site)[0]):
        assert files.sha256_of(file) == sha256(b"").hexdigest()
        file.write_text(ACME, "utf-8")
        assert isinstance(files.document(file), tuple)
        file.write_bytes(b"")


def test_a_file_that_is_changed_after_it_was_parsed_is_summed_up_first_as_it_was_then(site: Path) -> None:
    right, wrong, refused, *_others = sorted((site / "facts" / "quotes").glob("*.yml"))
    wrong.write_bytes(b"id: a\nid: b\n")
    refused.write_bytes(b"#" * 300_000)
    then = [sha256(right.read_bytes()).hexdigest(), sha256(wrong.read_bytes()).hexdigest()]
    files = Files()
    files.parse((right, wrong, refused))
    for file in (right, wrong, refused):
        file.write_bytes(b"id: other\n")
    assert [*files.sums_of((right, wrong, refused))] == [*then, "the file has more than 256 KiB"]
    assert {*files.sums_of((right, wrong, refused))} == {sha256(b"id: other\n").hexdigest()}


def test_a_check_that_saw_a_file_change_is_not_remembered(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, wrong = Path("facts/entities/acme.yml"), "id: acme\nid: acme\n"

    def meanwhile(*args: Any, **kwargs: Any) -> Checked:
        found = check(*args, **kwargs)
        file.write_text(wrong, "utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr("factsheet.cli.check.check", meanwhile)
        assert checked().exit_code == 0
    assert not Path(".cache/factsheet-check.json").exists()
    assert CliRunner().invoke(commands, ["check"]).exit_code == 1


def test_a_file_that_is_refused_is_summed_up_as_what_is_wrong_with_it(site: Path) -> None:
    (site / "large.yml").write_bytes(b"#" * 300_000)
    assert Files().sha256_of(site / "large.yml") == "the file has more than 256 KiB"
    assert Files().sha256_of(site / "nowhere.yml") == "this is not a regular file"


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has files count as old that were written a moment ago."""
    monkeypatch.setattr(seen, "_AGE", -(10**12))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The facts that are read, one after the other."""
    found: list[Path] = []

    def counted(file: Path, *most: int) -> bytes:
        found.append(file)
        return bytes_of(file, *most)

    monkeypatch.setattr(parsed, "bytes_of", counted)
    monkeypatch.setattr(seen, "bytes_of", counted)
    return found


def test_a_file_that_nobody_has_written_since_is_not_even_read(site: Path, trusting: None, reads: list[Path]) -> None:
    first, _told, _known = run(site)
    assert len(reads) > 30
    reads.clear()
    files, told = told_by(site)
    again = check(site / "facts", files=files, rules=())
    assert (told, reads) == ([], [])
    assert plain(again)[1:] == plain(first)[1:]
    assert sorted(reads) == sorted({*reads})
    reads.clear()
    changed = site / "facts" / "entities" / "guild.yml"
    changed.write_bytes(changed.read_bytes().replace(b"5 > 3", b"6 > 3"))
    files, told = told_by(site)
    check(site / "facts", files=files, rules=())
    assert reads == [changed]


def test_a_change_that_keeps_size_and_day_is_seen(site: Path, trusting: None) -> None:
    run(site)
    changed = site / "facts" / "entities" / "guild.yml"
    status = changed.stat()
    changed.write_bytes(changed.read_bytes().replace(b"5 > 3", b"6 > 3"))
    os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))
    found, _told, _known = run(site)
    assert plain(found) == plain(check(site / "facts"))


def test_a_file_that_was_written_just_before_is_read_again(site: Path, reads: list[Path]) -> None:
    run(site)
    count = len(reads)
    run(site)
    assert len(reads) == 2 * count


def test_a_disk_that_cannot_be_written_to_has_every_file_read(
    site: Path, trusting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site)

    def refused(**_options: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(seen, "TemporaryFile", refused)
    files, told = told_by(site)
    assert plain(check(site / "facts", files=files)) == plain(check(site / "facts"))
    assert (files.seen.began, told) == (0, [])


def test_a_file_that_is_changed_between_a_look_and_a_read_ends_the_run(site: Path, trusting: None) -> None:
    run(site)
    files, _told = told_by(site)
    file = site / "facts" / "entities" / "guild.yml"
    document = files.document(file)
    assert not isinstance(document, tuple)
    file.write_text(ACME, "utf-8")
    with pytest.raises(OSError, match="changed while it was read, run the command again"):
        _raw = document.raw
    file.unlink()
    with pytest.raises(OSError, match="changed while it was read"):
        _raw = document.raw


@pytest.mark.parametrize("damage", [b"", b"noise", None, "another sort"])
def test_what_is_damaged_of_what_was_seen_has_files_read_again(
    site: Path, trusting: None, reads: list[Path], damage: bytes | str | None
) -> None:
    first, _told, _known = run(site)
    file = site / FOLDER / "factsheet-seen"
    held, found = file.read_bytes(), seen.recall(site).found
    assert len(found) > 30
    file.write_bytes(
        sealed(held, marshal.dumps({"a": b"short"}))
        if damage == "another sort"
        else held[:-1]
        if damage is None
        else str(damage).encode()
    )
    reads.clear()
    again, told, _known = run(site)
    assert (told, len(reads) > 30) == ([], True)
    assert plain(again) == plain(first)
    assert seen.recall(site).found == found


def test_the_command_that_has_an_answer_reads_no_fact(acme: Path, trusting: None, reads: list[Path]) -> None:
    assert CliRunner().invoke(commands, ["check"]).exit_code == 0
    assert [file.name for file in reads if file.suffix == ".yml"] != []
    reads.clear()
    assert CliRunner().invoke(commands, ["check"]).exit_code == 0
    assert [file.name for file in reads if file.suffix == ".yml"] == []
