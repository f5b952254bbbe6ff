"""Files of plain data that a later run may use, or do without: they may be deleted at any time.

A file is one line that names the tool, its version and Python's, the SHA-256 of the rest, and the rest as `marshal` writes it.
What another version wrote is passed over; so is what was damaged.
"""

import marshal
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = ".cache"
MOST_BYTES = 1 << 30

Plain = Any
"""What `marshal` can write: texts, bytes, numbers, and lists, tuples, sets and mappings of these."""


class Damaged(Exception):
    """A file of this tool and version does not hold what was written; the message names it."""


def load(file: Path, tool: str) -> Plain | None:
    """What that tool has written there; None where there is nothing of it. Raises Damaged."""
    try:
        with file.open("rb") as held:
            if held.readline(200) != _first_line(tool):
                return None
            said, payload = held.read(32), held.read(MOST_BYTES)
    except OSError:
        return None
    # Whatever else `marshal` reads could end the process.
    if sha256(payload).digest() != said:
        raise Damaged(str(file))
    return marshal.loads(payload)


def save(file: Path, tool: str, held: Plain) -> None:
    """Writes the file anew, in the place of the one that was there. OSErrors propagate: the old one still stands then."""
    payload = marshal.dumps(held)
    if len(payload) > MOST_BYTES:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(exist_ok=True)
    _remove_left(file)
    aside = file.with_name(f"{file.name}.{os.getpid()}~")
    try:
        aside.write_bytes(_first_line(tool) + sha256(payload).digest() + payload)
        aside.replace(file)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


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
