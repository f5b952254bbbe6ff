"""Files that are read once in a run, and parsed only where the last run has not parsed the very same bytes.

A file that nobody has written since the last run is not even read: its bytes are those that were read then.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache as once
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from factsheet import cache, seen
from factsheet.beside import Plain, Wanted, beside
from factsheet.folder import printable
from factsheet.problem import Plain as PlainProblem
from factsheet.problem import Problem
from factsheet.reader import LIBRARY, MOST_BYTES_OF_FACTS, Document, Marks, Refused, bytes_of, parse
from factsheet.seen import Seen, looks_of, read_again

FEW = 500
"""So many files are parsed sooner than a copy of the process is made."""

Entry: TypeAlias = tuple[bytes, bytes, bool]
"""The packed data of a file that has no problems, its marks, and whether it has remarks."""
Known: TypeAlias = Mapping[bytes, Entry]
"""Entries by the SHA-256 of the file's bytes."""
_Found: TypeAlias = Document | tuple[Problem, ...]

_FILE = "factsheet-parsed"
_HEX = 64
_FACTS = ".yml"
_PACKAGE = Path(__file__).parent


class Files:
    """The files of one run: the bytes of each, and what they say. `known` gives what is known from an earlier run.

    `seen` is which bytes an earlier run has found where; `root` is the folder of the site that they are left for, if any.
    Of a run `before` in this process, what was found of a file holds as long as nobody has written it since.
    """

    def __init__(
        self,
        known: Callable[[], Known] = dict,
        before: "Files | None" = None,
        seen: Seen | None = None,
        root: Path | None = None,
    ) -> None:
        self.parsed: dict[bytes, Entry] = {}
        """What the files of this run say, of those that have no problems."""
        self.known: Known | None = None
        """What was known from an earlier run, once it was asked for."""
        self.decoded: dict[str, Any] = {}
        """What was made of a document, by the name of its file."""
        self.decoded_before: dict[str, Any] = before.decoded if before else {}
        """The same of the run before."""
        self._recall = known
        self._root = root
        self._before = before
        if before:
            before._before = None
            before.decoded_before = {}
        self.seen = seen or Seen()
        self._looks: dict[str, bytes | None] = {}
        self._digests: dict[str, bytes] = {}
        # By names: a path takes longer to be found than a file to be looked at.
        self._bytes: dict[str, bytes] = {}
        self._sums: dict[str, tuple[bytes | None, str]] = {}
        self._found: dict[str, _Found] = {}

    def sums_of(self, files: Sequence[Path]) -> Iterator[str]:
        """The SHA-256 of each file's bytes, or why they are refused.

        Facts of which no run has left anything are parsed at once, so that a copy of this process reads half of them.
        """
        if not self.seen.found:
            self.parse(file for file in files if file.suffix == _FACTS)
        return map(self.sha256_of, files)

    def sha256_of(self, file: Path) -> str:
        """The same of one file: first of the bytes that are parsed, later of others where it was written meanwhile."""
        name = str(file)
        if name not in self._sums and name in self._found:
            self._sums[name] = self._looks[name], self._said(name)
            return self._sums[name][1]
        looks, known = looks_of(name), self._sums.get(name)
        if known is None or known[0] != looks:
            digest = self.seen.sha256(name, looks)
            known = self._sums[name] = (looks, digest.hex() if digest else self._sum(file))
        return known[1]

    @property
    def found(self) -> dict[str, bytes]:
        """Which bytes this run has found where, of all files whose looks the next one may trust."""
        sums = {name: (looks, bytes.fromhex(said)) for name, (looks, said) in self._sums.items() if len(said) == _HEX}
        sums |= {name: (self._looks[name], digest) for name, digest in self._digests.items()}
        return {
            name: looks + digest for name, (looks, digest) in sums.items() if looks and self.seen.may_be_kept(looks)
        }

    def _sum(self, file: Path) -> str:
        is_fact = file.suffix == _FACTS
        try:
            raw = bytes_of(file, MOST_BYTES_OF_FACTS if is_fact else cache.MOST_BYTES)
        except Refused as refused:
            return refused.message
        if is_fact:
            # What is parsed are the bytes that were summed up first, whatever becomes of the file.
            self._bytes.setdefault(str(file), raw)
        return sha256(raw).hexdigest()

    def document(self, file: Path) -> _Found:
        """The document in a file, or all that is wrong with it."""
        if str(file) not in self._found:
            self.parse((file,))
        return self._found[str(file)]

    def parse(self, files: Iterable[Path]) -> None:
        """Has the documents of these files ready; of many that nothing knows yet, a copy of this process reads and parses half."""
        if self.known is None:
            self.known = self._recall()
        new = [file for file in files if str(file) not in self._found and not self._is_known(file, self.known)]
        here, there = new[::2], new[1::2]

        def rest(wanted: Wanted) -> Plain:
            return {"found": [(raw, _plain(found)) for raw, found in self._each(there, wanted)]}

        with beside(rest, copied=len(new) > FEW) as result:
            for file, (raw, found) in zip(here, self._each(here, lambda: None), strict=True):
                self._keep(file, found, raw)
            for file, (raw, plain) in zip(there, result()["found"], strict=True):
                self._bytes.pop(str(file), None)
                is_wrong = isinstance(plain, list)
                found = tuple(map(Problem.of, plain)) if is_wrong else _of(plain, file, raw, sha256(raw).digest())
                self._keep(file, found, raw)

    @contextmanager
    def left_meanwhile(self) -> Iterator[None]:
        """Leaves for the next run what many files say that none has left anything of: in a copy of this process, during the block.

        What could not be left so is left by `keep`, which can say why.
        """
        root = self._root
        if root is None or self.known or len(self.parsed) <= FEW:
            yield
            return

        def leave(_wanted: Wanted) -> Plain:
            with suppress(OSError):
                _save(root, self.parsed)
                return {"is_left": True}
            return {"is_left": False}

        with beside(leave) as ended:
            yield
            if ended()["is_left"]:
                self.known = dict(self.parsed)

    def _each(self, part: Sequence[Path], wanted: Wanted) -> Iterator[tuple[bytes | None, _Found]]:
        """The bytes and the document of each file, or None and why they are refused."""
        for file in part:
            wanted()
            try:
                raw = self._raw(file)
            except Refused as refused:
                yield None, (refused.problem(printable(file)),)
            else:
                yield raw, parse(raw, printable(file))
            self._bytes.pop(str(file), None)

    def _raw(self, file: Path) -> bytes:
        """The bytes of a file: those that were summed up first, whatever has become of it. Raises Refused."""
        held = self._bytes.get(str(file))
        return bytes_of(file) if held is None else held

    def _is_known(self, file: Path, known: Known) -> bool:
        """Whether an earlier run knows what a file says; its document is ready then."""
        name = str(file)
        looks = self._looks[name] = looks_of(name)
        if self._before and self._take_over(name, self._before):
            return True
        if not known:
            return False
        held: bytes | Callable[[], bytes]
        digest = self.seen.sha256(name, looks) if name not in self._bytes else None
        if digest and digest in known:
            held = once(partial(read_again, file, digest))
        else:
            try:
                held = self._bytes[name] = self._raw(file)
            except Refused:
                return False
            digest = sha256(held).digest()
        entry = known.get(digest)
        if entry:
            self._bytes.pop(name, None)
            self._keep(file, _of(entry, file, held, digest))
        return bool(entry)

    def _take_over(self, name: str, before: "Files") -> bool:
        """Takes over what was found of a file, where nobody has written it since."""
        digest, looks = before._digests.get(name), before._looks.get(name)
        if digest is None or looks is None or looks != self._looks[name]:
            return False
        self._digests[name], self._found[name] = digest, before._found[name]
        if digest in before.parsed:
            self.parsed[digest] = before.parsed[digest]
        return True

    def _keep(self, file: Path, found: _Found, raw: bytes | None = None) -> None:
        name = str(file)
        self._found[name] = found
        if isinstance(found, Document):
            digest = self._digests[name] = found.marks.sha256
            self.parsed[digest] = _plain_of(found)
        elif raw is not None:
            self._digests[name] = sha256(raw).digest()

    def _said(self, name: str) -> str:
        """The SHA-256 of the bytes of a file that was parsed, or why they were refused."""
        found = self._found[name]
        if isinstance(found, tuple) and name not in self._digests:
            return found[0].message
        return self._digests[name].hex()


def again(before: Files) -> Files:
    """The files of another run in this process."""
    return Files(lambda: before.parsed, before, before.seen)


def recall(root: Path, tell: Callable[[str], None]) -> Files:
    """Files of which is known what the last run for the site in that folder has left; `tell` is told where that is damaged."""

    def known() -> Known:
        try:
            return _entries(root / cache.FOLDER / _FILE)
        except cache.Damaged:
            tell("what was read the last time is damaged, and is read anew")
            return {}

    return Files(known, seen=seen.recall(root), root=root)


def keep(root: Path, files: Files) -> None:
    """Leaves what the files say for the next run, and nothing else. OSErrors propagate: nothing is left then."""
    if files.known is not None and files.parsed.keys() != files.known.keys():
        _save(root, files.parsed)
    found = files.found
    if found != files.seen.found:
        seen.keep(root, found)


def _save(root: Path, parsed: Known) -> None:
    cache.save(root / cache.FOLDER / _FILE, _header(), parsed)


def _entries(file: Path) -> Known:
    """What a run has left; nothing where there is none, or another version of the tool has left it. Raises Damaged."""
    found = cache.load(file, _header())
    if found is not None and not (isinstance(found, dict) and all(map(_is_entry, found.items()))):
        raise cache.Damaged(str(file))
    return found or {}


def _is_entry(item: tuple[object, object]) -> bool:
    match item:
        case bytes(), (bytes(), bytes(), bool()):
            return True
    return False


def _header() -> str:
    """What a run leaves depends on: how this package reads, what it reads with, and the machine."""
    whole = sha256(f"{sys.version}\n{sys.byteorder}\n{array('I').itemsize}\n{LIBRARY}".encode())
    for file in (Path(__file__), *sorted((_PACKAGE / "reader").glob("*.py"))):
        whole.update(sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _plain(found: _Found) -> Entry | list[PlainProblem]:
    return _plain_of(found) if isinstance(found, Document) else [each.plain() for each in found]


def _plain_of(document: Document) -> Entry:
    return document.marks.packed, document.marks.noted, document.marks.has_remarks


def _of(entry: Entry, file: Path, held: bytes | Callable[[], bytes], digest: bytes) -> Document:
    packed, noted, has_remarks = entry
    marks = Marks(held=held, sha256=digest, packed=packed, noted=noted, has_remarks=has_remarks)
    return Document(path=printable(file), marks=marks)
