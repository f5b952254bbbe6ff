"""Where everything in a file stands, worked out for what is asked for: most of it never is."""

import marshal
import re
from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

Step = str | int

_REMARK = re.compile("[ \t]+#")


class Place:
    """Where a value stands, its key, and everything inside it; lines and columns count from 1, in characters."""

    __slots__ = ("_at", "_inside", "_key_at", "_text", "_value")

    def __init__(self, text: "_Text", value: Any, at: int, key_at: int | None = None) -> None:
        self._text, self._value, self._at, self._key_at = text, value, at, key_at
        self._inside: dict[Step, Place] | None = None

    @property
    def start(self) -> tuple[int, int]:
        """Line and column in which the value starts."""
        return self._text.start(self._at)

    @property
    def line(self) -> int:
        """The line on which the value starts."""
        return self.start[0]

    @property
    def column(self) -> int:
        """The column in which the value starts."""
        return self.start[1]

    @property
    def width(self) -> int:
        """The width of a text on one line; 1 for anything else."""
        return max(self._text.width(self._at), 1) if isinstance(self._value, str) else 1

    @property
    def key(self) -> tuple[int, int, int] | None:
        """Line, column and width of the key, where there is one that can be seen."""
        if self._key_at is None or not self._text.width(self._key_at):
            return None
        return *self._text.start(self._key_at), self._text.width(self._key_at)

    @property
    def cut(self) -> bool:
        """Whether a remark follows a plain text on its line."""
        return isinstance(self._value, str) and self._text.is_cut(self._at)

    @property
    def inside(self) -> Mapping[Step, "Place"]:
        """The places of what stands in a group of keys or in a list, by key or position."""
        if self._inside is None:
            self._inside = self._keys() if isinstance(self._value, dict) else self._items()
        return self._inside

    def _keys(self) -> dict[Step, "Place"]:
        found: dict[Step, Place] = {}
        text, at = self._text, self._at + 2
        for name, value in self._value.items():
            found[name] = Place(text, value, at + 2, at)
            at = at + 4 if isinstance(value, str) else text.marks[at + 3]
        return found

    def _items(self) -> dict[Step, "Place"]:
        found: dict[Step, Place] = {}
        text, at = self._text, self._at + 2
        for position, value in enumerate(self._value if isinstance(self._value, list) else ()):
            found[position] = Place(text, value, at)
            at = at + 2 if isinstance(value, str) else text.marks[at + 1]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """A file's bytes, their SHA-256, its data, and what the reader has noted of it (`events.Builder`).

    `held` are the bytes, or what reads them again; `packed` is the data as `marshal` writes it: a quarter as large, and in one
    piece, which a copy of the process need not copy. `has_remarks` says that a text may be cut by one.
    """

    held: bytes | Callable[[], bytes]
    sha256: bytes
    packed: bytes
    noted: bytes
    has_remarks: bool

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return self.held if isinstance(self.held, bytes) else self.held()

    @property
    def data(self) -> dict[str, Any]:
        """The data: mappings, lists and texts."""
        return _unpacked(self)

    @property
    def place(self) -> Place:
        """The place of the whole."""
        return _opened(self)


@lru_cache(maxsize=64)
def _unpacked(marks: Marks) -> dict[str, Any]:
    """The data. The last ones stay unpacked: what looks at a record does so more than once."""
    data: dict[str, Any] = marshal.loads(marks.packed)
    return data


@lru_cache(maxsize=4)
def _opened(marks: Marks) -> Place:
    """The place of the whole. The last ones stay open: one file may have thousands of problems."""
    return Place(_Text(marks.raw.decode("utf-8-sig"), memoryview(marks.noted).cast("I")), marks.data, 0)


class _Text:
    """A text and its marks."""

    __slots__ = ("_lines", "_text", "marks")

    def __init__(self, text: str, marks: "memoryview[int]") -> None:
        self._text, self.marks = text, marks
        # The other signs at which a line may end were refused before.
        self._lines = list(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
        if not text.endswith("\n"):
            self._lines.pop()

    def start(self, at: int) -> tuple[int, int]:
        index = self.marks[at]
        line = bisect(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def width(self, at: int) -> int:
        start, end = self.marks[at], self.marks[at + 1]
        return 1 if "\n" in self._text[start:end] else end - start

    def is_cut(self, at: int) -> bool:
        start, end = self.marks[at], self.marks[at + 1]
        is_plain = start == end or self._text[start] not in "'\"|>"
        return is_plain and bool(_REMARK.match(self._text, end))
