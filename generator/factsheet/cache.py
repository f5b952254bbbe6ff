"""Files of plain data that a later run may use, or do without: they may be deleted at any time.

A file is one line that names the tool, its version and Python's, the SHA-256 of the rest, and the rest as `marshal` writes it.
What another version wrote is passed over; so is what was damaged.
"""

import marshal
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from factsheet.reader import Refused, bytes_of

FOLDER = ".cache"
MOST_BYTES = 1 << 30
_DIGEST = 32
_OURS = "factsheet-"

Plain = Any
"""What `marshal` can write: texts, bytes, numbers, and lists, tuples, sets and mappings of these."""


class Damaged(Exception):
    """A file of this tool and version does not hold what was written; the message names it."""


def load(file: Path, tool: str) -> Plain | None:
    """What that tool has written there; None where there is nothing of it. Raises Damaged."""
    if not os.path.lexists(file):
        return None
    line = _first_line(tool)
    try:
        held = memoryview(bytes_of(file, MOST_BYTES))
    except Refused:
        raise Damaged(str(file)) from None
    if held[: len(line)] != line:
        return None
    said, payload = held[len(line) :][:_DIGEST], held[len(line) + _DIGEST :]
    # Of bytes that it has not written itself, marshal may end the process.
    if sha256(payload).digest() != said:
        raise Damaged(str(file))
    try:
        return marshal.loads(payload)
    except (ValueError, EOFError, TypeError):
        raise Damaged(str(file)) from None


def save(file: Path, tool: str, held: Plain) -> None:
    """Writes the file anew, in the place of the one that was there. OSErrors propagate: the old one still stands then."""
    payload = marshal.dumps(held)
    if len(payload) <= MOST_BYTES:
        write(file, _first_line(tool) + sha256(payload).digest() + payload)
    else:
        file.unlink(missing_ok=True)


def write(file: Path, held: bytes) -> None:
    """Writes a file aside, and then in its place, so that nobody ever finds half of it. OSErrors propagate."""
    file.parent.mkdir(exist_ok=True)
    _remove_left(file)
    aside = file.with_name(f"{file.name}.{os.getpid()}~")
    try:
        aside.write_bytes(held)
        aside.replace(file)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def forget(root: Path) -> None:
    """Removes all that runs for the site in that folder have left. OSErrors propagate."""
    for left in (root / FOLDER).glob(f"{_OURS}*"):
        if left.is_dir() and not left.is_symlink():
            rmtree(left)
        else:
            left.unlink(missing_ok=True)


def _remove_left(file: Path) -> None:
    """Removes what killed runs have left of the file."""
    for left in file.parent.glob(f"{file.name}.*~"):
        number = left.name.removeprefix(f"{file.name}.").removesuffix("~")
        if number.isdecimal() and not _is_running(int(number)):
            left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _first_line(tool: str) -> bytes:
    return f"factsheet {tool}\n".encode()
