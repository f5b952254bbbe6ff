"""Brings what mkdocs has built into the tree where our own pages stand, and removes what belongs to neither."""

import filecmp
import os
from collections.abc import Set
from contextlib import suppress
from pathlib import Path


def listed(tree: Path) -> Set[str]:
    """The paths of all files in a tree, from there. Links are removed: no build makes any, and one would lead out of it."""
    found: list[str] = []
    ahead = [""]
    while ahead:
        place = ahead.pop()
        with os.scandir(tree / place) as entries:
            for entry in entries:
                if entry.is_symlink():
                    Path(entry.path).unlink()
                elif entry.is_dir():
                    ahead.append(f"{place}{entry.name}/")
                else:
                    found.append(f"{place}{entry.name}")
    return frozenset(found)


def bring(built: Path, tree: Path, own: Set[str], there: Set[str]) -> Set[str]:
    """Moves what mkdocs has built into a tree, and gives the paths of all files that it holds then, from there.

    Our `own` files stand there already; of those that were `there` before, all others are removed.
    """
    new = listed(built)
    whole = own | new
    for path in there - whole:
        _remove(path, tree)
    for path in new:
        source, target = built / path, tree / path
        if not (target.exists() and filecmp.cmp(source, target, shallow=False)):
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    return whole


def _remove(path: str, tree: Path) -> None:
    """Removes a file, and the folders that hold nothing then."""
    (tree / path).unlink()
    with suppress(OSError):
        for folder in Path(path).parents[:-1]:
            (tree / folder).rmdir()
