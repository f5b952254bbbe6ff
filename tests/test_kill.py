"""Builds that are killed at random moments or run out of disk: the old site or the new one is there, and the next build succeeds."""

import hashlib
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

KILLS = 50
WHOLE_BUILD_AFTER = 10
LARGEST_FILE = 10_000
STAND_IN = """
import sys, time
from pathlib import Path
from factsheet import publish
site, word, exchange = sys.argv[1:]
if exchange == "two renames":
    publish._swap = lambda new, old: False
publication = publish.begin(Path(site))
for number in range(60):
    (publication.staging / f"{number}.html").write_text(Path(word).read_text() * 1000)
    time.sleep(0.002)
publish.exchange(publication)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """A command that builds `site`, whose bytes depend on the text of the file `word`."""

    command: tuple[str, ...]
    word: Path
    site: Path

    def start(self, word: str) -> subprocess.Popen[str]:
        self.word.write_text(word)
        return subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def build(self, word: str) -> str:
        """The digest of the site after a build to its end."""
        process = self.start(word)
        output, _ = process.communicate()
        assert process.returncode == 0, output
        assert not list(self.site.parent.glob(".*.factsheet-*"))
        return digest(self.site)


@pytest.fixture
def factsheet_build(toy_site: Path, tmp_path: Path) -> Builder:
    """`factsheet build` of the toy site."""
    site = tmp_path / "published" / "site"
    command = (sys.executable, "-m", "factsheet", "build", "-f", str(toy_site / "mkdocs.yml"), "-d", str(site))
    return Builder(command=command, word=toy_site / "content" / "word.md", site=site)


def test_a_killed_build_leaves_the_old_site_or_the_new_one(factsheet_build: Builder) -> None:
    kill_at_random_moments(factsheet_build)


@pytest.mark.parametrize("exchange", ["one step", "two renames"])
def test_a_killed_publication_leaves_the_old_site_or_the_new_one(tmp_path: Path, exchange: str) -> None:
    site, word = tmp_path / "site", tmp_path / "word"
    command = (sys.executable, "-c", STAND_IN, str(site), str(word), exchange)
    kill_at_random_moments(Builder(command=command, word=word, site=site))


def kill_at_random_moments(builder: Builder) -> None:
    before = time.monotonic()
    word_of = {builder.build(word): word for word in ("one", "two")}
    assert len(word_of) == 2
    duration = (time.monotonic() - before) / 2
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    kills = 0
    while kills < KILLS:
        other = "two" if word_of[digest(whole(builder.site))] == "one" else "one"
        if killed_after(moments.uniform(0, duration), builder.start(other)):
            kills += 1
            assert digest(whole(builder.site)) in word_of, f"a mixture after {kills} kills"
            if kills % WHOLE_BUILD_AFTER == 0:
                assert word_of[builder.build(other)] == other


def killed_after(seconds: float, process: subprocess.Popen[str]) -> bool:
    """True if a process had to be killed; one that has ended before must have succeeded."""
    with process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    assert process.returncode == 0, output
    return False


def whole(site: Path) -> Path:
    """The site, or the tree that the next build puts back in its place."""
    return site if site.exists() else site.with_name(f".{site.name}.factsheet-old")


def digest(folder: Path) -> str:
    """A sha256 of the paths and bytes of all files in a folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def test_a_build_into_a_full_disk_leaves_the_old_site(
    factsheet_build: Builder, small_disk: Callable[[int], Path]
) -> None:
    factsheet_build.build("one")
    size = sum(4096 + path.stat().st_size for path in factsheet_build.site.rglob("*"))
    disk = small_disk(3 * size)
    site = disk / "site"
    shutil.copytree(factsheet_build.site, site)
    old = digest(site)
    command = (*factsheet_build.command[:-1], str(site))
    builder = Builder(command=command, word=factsheet_build.word, site=site)
    builder.word.write_text("two")

    refused = build_without_room(builder, disk, room=size // 20)

    assert refused.returncode == 4, refused.stderr
    assert "Traceback" not in refused.stderr
    assert digest(site) == old
    assert builder.build("two") != old


def build_without_room(builder: Builder, disk: Path, *, room: int) -> subprocess.CompletedProcess[str]:
    """A build on a disk filled up to so many bytes; where the disk is none of our own, one that may write small files only."""
    run = partial(subprocess.run, builder.command, check=False, capture_output=True, text=True)
    if not disk.is_mount():
        return run(preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE)))
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - room))
    try:
        return run()
    finally:
        filler.unlink()
