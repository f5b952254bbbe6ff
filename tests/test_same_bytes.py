"""The same facts give the same bytes, whatever machine, folder, hour or command builds them."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OTHER_CLOCK = """
# Run by Python before anything else: the clock of a machine that is wrong by years.
import datetime, time
shift = 3 * 365.25 * 86400
now, now_ns, local, universal = time.time, time.time_ns, time.localtime, time.gmtime
time.time = lambda: now() + shift
time.time_ns = lambda: now_ns() + int(shift * 1e9)
time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)

class Lenient(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])

class Date(datetime.date, metaclass=Lenient):
    @classmethod
    def today(cls):
        return super().today() + datetime.timedelta(seconds=shift)

class DateTime(datetime.datetime, metaclass=Lenient):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())

datetime.date, datetime.datetime = Date, DateTime
"""
HERE_AND_NOW = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "4242", "COLUMNS": "20"}

factsheet_build = (sys.executable, "-m", "factsheet", "build")
mkdocs_build = (sys.executable, "-m", "mkdocs", "build", "--strict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a site is made of: names below a folder, and below the same folder the place of its configuration."""

    root: Path
    names: tuple[str, ...]
    place: str = "."

    def copy(self, folder: Path, *, backwards: bool = False) -> Path:
        """The sources in another folder, the files made in the order of their names, or backwards; the new place."""
        files = [path for name in self.names for path in ([self.root / name, *(self.root / name).rglob("*")])]
        for path in sorted((path for path in files if path.is_file()), reverse=backwards):
            copy = folder / path.relative_to(self.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        return folder / self.place


REAL = Sources(root=ROOT, names=("facts", "content", "site_config", "mkdocs.yml"))
TOY = Sources(root=ROOT / "tests", names=("toy_site", "toy_facts"), place="toy_site")
"""The toy site has a long past."""


def digest_of(command: tuple[str, ...], place: Path, environment: Mapping[str, str], umask: int = 0o022) -> str:
    """A sha256 of the paths and bytes of the site that a command builds of the sources at a place."""
    done = subprocess.run(
        command, cwd=place, env={"PATH": os.environ["PATH"], **environment}, umask=umask, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return digest(place / "site")


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()


def year_shown(environment: Mapping[str, str]) -> int:
    """The year in which Python believes to be."""
    command = [sys.executable, "-c", "import datetime; print(datetime.datetime.now().year)"]
    return int(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)


@pytest.fixture(
    scope="module", params=[pytest.param(REAL, id="real", marks=pytest.mark.slow), pytest.param(TOY, id="toy")]
)
def sources(request: pytest.FixtureRequest) -> Sources:
    """Those of the real site, then of the toy site."""
    assert isinstance(request.param, Sources)
    return request.param


@pytest.fixture(scope="module")
def here(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the site as it is built here and now."""
    return digest_of(factsheet_build, sources.copy(tmp_path_factory.mktemp("here")), HERE_AND_NOW)


def test_another_machine_at_another_time_builds_the_same_bytes(sources: Sources, here: str, tmp_path: Path) -> None:
    """Another zone, language, hash seed, umask, folder, order of files, and clock."""
    (tmp_path / "sitecustomize.py").write_text(OTHER_CLOCK)
    clock = {**ELSEWHERE, "PYTHONPATH": str(tmp_path)}
    assert year_shown(clock) >= year_shown(ELSEWHERE) + 2
    place = sources.copy(tmp_path / "häuser" / "another one", backwards=True)
    assert digest_of(factsheet_build, place, clock, umask=0o077) == here


def test_mkdocs_builds_the_same_bytes(sources: Sources, here: str, tmp_path: Path) -> None:
    assert digest_of(mkdocs_build, sources.copy(tmp_path), HERE_AND_NOW) == here
