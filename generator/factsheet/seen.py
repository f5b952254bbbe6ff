"""Which bytes an earlier run has found in which file: one that looks from outside as it did then need not be read again.

So does git's index. A file that was written just before a run is read by the next one too: a second change in the same instant
would not show from outside.
"""

import errno
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

from factsheet import cache
from factsheet.reader import Refused, bytes_of

Found: TypeAlias = Mapping[str, bytes]
"""By the names of files how each looked from outside when it was read, and then the SHA-256 of its bytes."""

_FILE = "factsheet-seen"
_LOOKS = struct.Struct("=QQQQqq")
"""How a file looks from outside: device, number, mode, size, and when it was last written and last changed."""
_DIGEST = 32
_AGE = 3_000_000_000
"""So many nanoseconds old is a file whose next change shows from outside; some disks count time in steps of two seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an earlier run has `found`; `began` is when this one began, by the clock of the disk, 0 where nobody knows."""

    found: Found = field(default_factory=dict)
    began: int = 0

    def sha256(self, name: str, looks: bytes | None) -> bytes | None:
        """The SHA-256 of a file's bytes, where it looks as it did; else None."""
        found = self.found.get(name)
        return found[_LOOKS.size :] if found and looks == found[: _LOOKS.size] else None

    def may_be_kept(self, looks: bytes) -> bool:
        """Whether the next run may trust these looks: nobody has written the file just before this one, or since."""
        written, changed = _LOOKS.unpack(looks)[-2:]
        return bool(max(written, changed) < self.began - _AGE)


def looks_of(file: str) -> bytes | None:
    """How a file looks from outside: otherwise as soon as it was written or exchanged; None where there is none."""
    try:
        status = os.lstat(file)
    except OSError:
        return None
    where = status.st_dev, status.st_ino, status.st_mode, status.st_size
    return _LOOKS.pack(*where, status.st_mtime_ns, status.st_ctime_ns)


def read_again(file: Path, digest: bytes) -> bytes:
    """The bytes of a file that an earlier run has read. Raises OSError where they have changed since the file was looked at."""
    try:
        raw = bytes_of(file)
    except Refused:
        raw = b""
    if sha256(raw).digest() != digest:
        raise OSError(errno.EAGAIN, "changed while it was read, run the command again", str(file))
    return raw


def recall(root: Path) -> Seen:
    """What the last run for the site in that folder has found; where that is damaged, files are read once more, and nothing else."""
    try:
        found = cache.load(root / cache.FOLDER / _FILE, _tool())
    except cache.Damaged:
        found = None
    is_sound = isinstance(found, dict) and all(map(_is_found, found.items()))
    return Seen(found=found if found and is_sound else {}, began=_now(root))


def keep(root: Path, found: Found) -> None:
    """Leaves what a run has found for the next one. OSErrors propagate: nothing is left then."""
    cache.save(root / cache.FOLDER / _FILE, _tool(), dict(found))


def _is_found(item: tuple[object, object]) -> bool:
    match item:
        case str(), bytes(found):
            return len(found) == _LOOKS.size + _DIGEST
    return False


def _now(root: Path) -> int:
    """When it is, by the clock of the disk, in nanoseconds; 0 where it cannot be written to."""
    try:
        (root / cache.FOLDER).mkdir(exist_ok=True)
        with TemporaryFile(dir=root / cache.FOLDER) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def _tool() -> str:
    return sha256(Path(__file__).read_bytes()).hexdigest()
