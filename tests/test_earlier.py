"""What an earlier build has made is taken over where nothing has changed, and never where something has."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import HERE
from factsheet import cache, site
from random_edits import ask_everybody, edit_all, records_in, write

PAGE = "quotes/acme-2024-05-02-sharp"
OTHER = "entities/guild"


COPIED = """
from factsheet import assembly, parsed, pipeline
from factsheet.cli import main
assembly.FEW = parsed.FEW = pipeline.FEW = 0
main()
"""
"""The command as it builds large sites: half of each work is done in a copy of the process."""


class Sheet:
    """A copy of the toy site that is built again and again."""

    def __init__(self, folder: Path) -> None:
        for name in ("toy_site", "toy_facts"):
            shutil.copytree(HERE / name, folder / name, ignore=shutil.ignore_patterns(".cache"))
        self.root, self.facts, self.site = folder / "toy_site", folder / "toy_facts", folder / "sheet"
        self.cache = self.root / ".cache" / "factsheet-build"
        self.is_copied = False

    def build(self) -> dict[str, bytes]:
        """The bytes of the site, built with whatever earlier builds have left."""
        return self._built(self.site)

    def build_from_nothing(self) -> dict[str, bytes]:
        """The bytes of the site, built elsewhere as if for the first time; what earlier builds have left stays."""
        aside = self.cache.parent.with_name("aside")
        if self.cache.parent.exists():
            self.cache.parent.rename(aside)
        other = self.site.with_name("other")
        try:
            return self._built(other)
        finally:
            shutil.rmtree(other)
            shutil.rmtree(self.cache.parent)
            if aside.exists():
                aside.rename(self.cache.parent)

    def _built(self, folder: Path) -> dict[str, bytes]:
        if self.is_copied:
            command = [
                sys.executable,
                "-c",
                COPIED,
                "build",
                "-q",
                "-f",
                str(self.root / "mkdocs.yml"),
                "-d",
                str(folder),
            ]
            subprocess.run(command, check=True)
        else:
            site.build(
                self.root / "mkdocs.yml", facts=None, site_dir=folder, verify=False, progress=lambda _done, _of: None
            )
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    def file(self, page: str) -> Path:
        return self.site / page / "index.html"

    def numbers(self) -> Mapping[str, int]:
        """The number on the disk of each page's file: another one where it was written again."""
        return {str(file.parent.relative_to(self.site)): file.stat().st_ino for file in self.site.rglob("index.html")}

    def edit(self, record: str, old: str, new: str) -> None:
        file = self.facts / f"{record}.yml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def differing(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> set[str]:
    """The files that are not the same in two sites."""
    return {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}


@pytest.mark.slow
@pytest.mark.parametrize("copied", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_random_edits_give_the_same_bytes_as_a_build_from_nothing(sheet: Sheet, seed: int, copied: bool) -> None:
    sheet.is_copied = copied
    chance = random.Random(seed)
    records = records_in(sheet.facts)
    ask_everybody(records)
    write(sheet.facts, records)
    sheet.build()
    for turn in range(5):
        edit_all(records, range(1000 * seed + 10 * turn, 1000 * seed + 10 * turn + chance.choice((1, 1, 2, 5))), chance)
        write(sheet.facts, records)
        assert differing(sheet.build(), sheet.build_from_nothing()) == set(), f"seed {seed}, turn {turn}"


def test_only_what_shows_a_changed_fact_is_written_again(sheet: Sheet) -> None:
    before = sheet.build()
    numbers = sheet.numbers()
    sheet.edit(OTHER, "5 > 3", "6 > 3")
    after = sheet.build()
    again = {page for page, number in sheet.numbers().items() if numbers.get(page) != number}
    assert OTHER in again
    changed = {name.removesuffix("/index.html") for name in differing(before, after)}
    records = {page for page in again if page.count("/") == 1 and (sheet.site / page / "record.yml").exists()}
    assert records == {page for page in changed if page in numbers and (sheet.site / page / "record.yml").exists()}


def test_what_is_given_away_besides_pages_is_not_written_again_where_it_is_the_same(sheet: Sheet) -> None:
    def given_away() -> dict[str, int]:
        found = (file for file in sheet.site.rglob("*") if file.is_file() and file.name != "index.html")
        names = {str(file.relative_to(sheet.site)): file.stat().st_ino for file in found}
        folders = ("changes/", "as-of/", "allegations/", "entities/", "quotes/", "sources/")
        return {name: number for name, number in names.items() if name.startswith(folders)}

    before, numbers = sheet.build(), given_away()
    sheet.edit(OTHER, "5 > 3", "6 > 3")
    after = sheet.build()
    again = {name for name, number in given_away().items() if numbers.get(name) != number}
    assert again == differing(before, after) & numbers.keys()
    assert f"{OTHER}/record.yml" in again
    assert len(again) < len(numbers) / 10


def test_the_site_before_is_made_into_the_next_one_whatever_stands_in_it(sheet: Sheet) -> None:
    spare, page = sheet.cache.with_name("factsheet-site"), "quotes/guild-2024-05-02-thumbs"
    sheet.build()
    assert not spare.exists()
    sheet.edit(OTHER, "5 > 3", "6 > 3")
    sheet.build()
    folder = (spare / page).stat().st_ino
    elsewhere = sheet.root / "elsewhere"
    elsewhere.mkdir()
    (spare / "strange").mkdir()
    (spare / "strange" / "file.html").write_text("of no build")
    (spare / page / "index.html").unlink()
    (spare / page / "index.html").write_text("of no build")
    shutil.rmtree(spare / OTHER)
    (spare / OTHER).symlink_to(elsewhere)
    sheet.edit(OTHER, "6 > 3", "7 > 3")
    assert differing(sheet.build(), sheet.build_from_nothing()) == set()
    assert (sheet.site / page).stat().st_ino == folder
    assert not (sheet.site / "strange").exists()
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_place_of_the_site_before_is_not_followed(sheet: Sheet) -> None:
    sheet.build()
    elsewhere = sheet.root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "link").symlink_to(sheet.facts)
    sheet.cache.with_name("factsheet-site").symlink_to(elsewhere)
    sheet.edit(OTHER, "5 > 3", "6 > 3")
    assert differing(sheet.build(), sheet.build_from_nothing()) == set()
    assert [file.name for file in elsewhere.iterdir()] == ["link"]
    assert (elsewhere / "link").is_symlink()


def test_what_is_gone_from_the_facts_is_gone_from_every_later_site(sheet: Sheet) -> None:
    other = sheet.facts / "entities" / "added.yml"
    text = (sheet.facts / "entities" / "mithal.yml").read_text("utf-8")
    for there in (True, False, True, False):
        if there:
            other.write_text(text.replace("id: mithal", "id: added"), "utf-8")
        else:
            other.unlink()
        assert differing(sheet.build(), sheet.build_from_nothing()) == set()
        assert (sheet.site / "entities" / "added").exists() == there


def test_what_was_changed_in_the_site_by_another_hand_is_made_anew(sheet: Sheet) -> None:
    before = sheet.build()
    file = sheet.file(OTHER)
    file.write_text(file.read_text("utf-8").replace("<h1", "<h2"), "utf-8")
    (sheet.site / OTHER / "record.yml").unlink()
    assert differing(before, sheet.build()) == set()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("toy_site/mkdocs.yml", "site_name: Toy tools", "site_name: Other tools"),
        ("toy_site/mkdocs.yml", "  - About:", "  - More:"),
        ("toy_site/content/about.md", "# ", "# All "),
        ("toy_facts/vocabularies.yml", "label: ", "label: So-called "),
    ],
)
def test_what_every_page_rests_on_makes_every_page_anew(sheet: Sheet, file: str, old: str, new: str) -> None:
    sheet.build()
    path = sheet.root.parent / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert differing(sheet.build(), sheet.build_from_nothing()) == set()


def test_a_template_of_the_site_makes_every_page_anew(sheet: Sheet) -> None:
    sheet.build()
    own = sheet.root / "site_config" / "templates"
    own.mkdir(parents=True)
    theirs = Path(site.__file__).parent / "templates" / "colophon.jinja"
    (own / "colophon.jinja").write_text(theirs.read_text("utf-8").replace("Cite", "Name"), "utf-8")
    built = sheet.build()
    assert b"Name this" in built[f"{OTHER}/index.html"]
    assert differing(built, sheet.build_from_nothing()) == set()


def test_nothing_is_taken_over_where_a_hook_writes_into_the_site(sheet: Sheet) -> None:
    (sheet.root / "hook.py").write_text(
        "from pathlib import Path\n"
        "def on_post_build(config):\n"
        f"    with (Path(config.site_dir) / '{OTHER}' / 'index.html').open('a') as file:\n"
        "        file.write('<!-- hooked -->')\n"
    )
    with (sheet.root / "mkdocs.yml").open("a") as file:
        file.write("hooks: [hook.py]\n")
    built = [sheet.build(), sheet.build()]
    assert [one[f"{OTHER}/index.html"].count(b"hooked") for one in built] == [1, 1]


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What builds have warned of."""
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def flip(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 255
    file.write_bytes(held)


def of_another_version(file: Path) -> None:
    line, _end, rest = file.read_bytes().partition(b"\n")
    file.write_bytes(line.replace(b"0", b"1") + b"\n" + rest)


def with_other_data(file: Path) -> None:
    line = file.read_bytes().partition(b"\n")[0].split()[1].decode()
    cache.save(file, line, {"world": 1, "pieces": [3]})


@pytest.mark.parametrize(
    ("damage", "said"),
    [(cut, True), (flip, True), (with_other_data, True), (of_another_version, False), (Path.unlink, False)],
)
def test_a_damaged_cache_is_said_once_and_makes_nothing_wrong(
    sheet: Sheet, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None], said: bool
) -> None:
    before = sheet.build()
    damage(sheet.cache)
    caplog.clear()
    assert differing(before, sheet.build()) == set()
    assert [("is damaged" in message) for message in warned(caplog)] == [True] * said
    caplog.clear()
    numbers = sheet.numbers()
    assert differing(before, sheet.build()) == set()
    assert warned(caplog) == []
    assert sheet.numbers()[OTHER] == numbers[OTHER]


def test_a_cache_that_cannot_be_kept_is_said_once_and_makes_nothing_wrong(
    sheet: Sheet, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: Path, _bytes: bytes) -> int:
        raise OSError(28, "No space left on device", str(sheet.cache))

    before = sheet.build()
    sheet.edit(OTHER, "5 > 3", "6 > 3")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        site.build(
            sheet.root / "mkdocs.yml", facts=None, site_dir=sheet.site, verify=False, progress=lambda _done, _of: None
        )
    said = warned(caplog)
    assert len(said) == 1
    assert "not kept for the next time" in said[0]
    assert "No space left on device" in said[0]
    assert differing(before, sheet.build()) != set()
    assert differing(sheet.build(), sheet.build_from_nothing()) == set()


def test_a_cache_in_a_folder_that_cannot_be_written_is_said_once(sheet: Sheet) -> None:
    (sheet.root / ".cache").write_text("a file where a folder should be")
    command = [sys.executable, "-m", "factsheet", "build", "-q", "-f", "mkdocs.yml", "-d", str(sheet.site)]
    done = subprocess.run(command, cwd=sheet.root, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.count("\n") == 1
    assert "not kept for the next time" in done.stderr


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_point_poisons_nothing(sheet: Sheet) -> None:
    command = [sys.executable, "-m", "factsheet", "build", "-q", "-f", "mkdocs.yml", "-d", str(sheet.site)]
    chance = random.Random(7)
    start = time.monotonic()
    subprocess.run(command, cwd=sheet.root, check=True)
    whole = time.monotonic() - start
    for number in range(20):
        sheet.edit(OTHER, f"{5 + number} > 3", f"{6 + number} > 3")
        process = subprocess.Popen(command, cwd=sheet.root)
        time.sleep(chance.uniform(0.3, 1) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if number % 4 == 3:
            assert differing(sheet.build(), sheet.build_from_nothing()) == set(), number
    left = {file.name for file in sheet.cache.parent.iterdir()} - {"factsheet-seen"}
    assert left == {
        "factsheet-build",
        "factsheet-parsed",
        "factsheet-site",
    }
