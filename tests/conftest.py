"""What several test modules stand on."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent

# The same examples at every run, however slow the machine.
settings.register_profile("factsheet", deadline=None, derandomize=True)
settings.load_profile("factsheet")


@pytest.fixture
def toy_site(tmp_path: Path) -> Path:
    """A copy of the toy site, with its toy facts beside it: the folder that holds `mkdocs.yml`."""
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path / "toy_site"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a folder on a disk of its own, of so many bytes; where the system does not let us mount, an ordinary folder."""
    disk = tmp_path / "disk"

    def mount(size: int) -> Path:
        disk.mkdir()
        subprocess.run(
            ["sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0"', disk], check=False, capture_output=True
        )
        return disk

    yield mount
    if disk.is_mount():
        subprocess.run(["umount", disk], check=True)
