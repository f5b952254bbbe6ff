"""Which folder a finished site may take the place of: one that is missing or empty, or that a build of ours has made."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARKER = ".factsheet"
"""The file on top of every published tree by which the next build knows that it may replace it."""

_MARKER_TEXT = "Made by factsheet. Every build replaces this folder whole: keep nothing of your own in it."
_LEFT_BY_DESKTOPS = {".DS_Store"}
_MOUNTS = Path("/proc/self/mountinfo")


class Refused(Exception):
    """A folder that a build must not replace; the message says why and what to do."""


def refuse_place(site: Path) -> None:
    """Raises `Refused` unless the site is missing or a folder that can be renamed."""
    if site.name in ("", ".."):
        raise Refused(f"{site} is not the name of a folder that a site could replace")
    if site.is_symlink():
        raise Refused(f"{site} is a symbolic link: name the folder itself")
    if site.exists() and not site.is_dir():
        raise Refused(f"{site} is not a folder")
    if os.path.ismount(site) or any(mount.is_relative_to(site.resolve()) for mount in _mounts()):
        raise Refused(f"{site} is a mount point or holds one: choose a folder inside the mounted one")


def refuse_foreign(site: Path) -> None:
    """Raises `Refused` if the site holds things that no build has put there.

    Visible ones in a tree of ours are replaced, as mkdocs does; hidden ones (`.git`, `.htaccess`) mkdocs would keep.
    """
    names = {entry.name for entry in site.iterdir()} - _LEFT_BY_DESKTOPS if site.exists() else set()
    if not names:
        return
    marker = site / MARKER
    if not is_marked(site):
        raise Refused(
            f"{site} holds files that no build of factsheet has made: move them away or choose another folder"
        )
    foreign = {name for name in names if name.startswith(".")} - {MARKER, *_hidden(marker)}
    if foreign:
        raise Refused(f"{site} holds {min(foreign)!r}, which no build has made: move it away or choose another folder")


def is_marked(tree: Path) -> bool:
    """Whether a build has made a tree."""
    marker = tree / MARKER
    return marker.is_file() and not marker.is_symlink()


def mark(tree: Path) -> None:
    """Writes the marker: our sentence, then the hidden names on top of the tree, which are ours too."""
    names = sorted(entry.name for entry in tree.iterdir())
    if not names:
        raise ValueError(f"nothing has been built in {tree}")
    hidden = [name for name in names if name.startswith(".") and name != MARKER]
    (tree / MARKER).write_text("".join(f"{line}\n" for line in (_MARKER_TEXT, *hidden)), "utf-8", "surrogateescape")


def _hidden(marker: Path) -> list[str]:
    """The hidden names that a marker lists."""
    return marker.read_text("utf-8", "surrogateescape").split("\n")[1:]


def _mounts() -> Iterator[Path]:
    """Where file systems are mounted; also those that `ismount` cannot see, folders mounted from the same one. Linux only."""
    with suppress(OSError):
        for line in _MOUNTS.read_bytes().splitlines():
            folder = line.split()[4]
            yield Path(os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), folder)))
