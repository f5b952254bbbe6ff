"""What a piece of work looks at, so that it need not be done again while nothing of that has changed.

It is noted by keys:

    acme        the record of that id, and its document; also that there is none
    <acme       what refers to that id
    *entities   all records of that kind
    *           all records
    =m.f 'k'    what the function `f` of the module `m` makes of the key `k`, asked for through `Dataset.once`
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

ALL = "*"
REFERRING = "<"
MADE = "="

T = TypeVar("T")


class Trace:
    """The keys that the work under way has looked at: `seen`, which is another set for each piece of work."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen: set[str] = set()

    @contextmanager
    def of_its_own(self) -> Iterator[set[str]]:
        """The keys that are looked at inside the block; they are not noted outside it."""
        outer, self.seen = self.seen, set()
        try:
            yield self.seen
        finally:
            self.seen = outer


class Watched(dict[str, T]):
    """A mapping by ids whose reading is noted, each key behind `mark`."""

    __slots__ = ("_mark", "_trace")

    def __init__(self, held: Mapping[str, T], trace: Trace, mark: str = "") -> None:
        super().__init__(held)
        self._trace, self._mark = trace, mark

    def __getitem__(self, id: str) -> T:
        self._trace.seen.add(self._mark + id)
        return super().__getitem__(id)

    def get(self, id: str, default: Any = None) -> Any:
        """The value of that id, or the default."""
        self._trace.seen.add(self._mark + id)
        return super().get(id, default)

    def __contains__(self, id: object) -> bool:
        self._trace.seen.add(f"{self._mark}{id}")
        return super().__contains__(id)

    def __iter__(self) -> Iterator[str]:
        self._trace.seen.add(self._mark + ALL)
        return super().__iter__()

    def __len__(self) -> int:
        self._trace.seen.add(self._mark + ALL)
        return super().__len__()

    def keys(self) -> Any:
        """The ids."""
        self._trace.seen.add(self._mark + ALL)
        return super().keys()

    def values(self) -> Any:
        """The values, in the order of the ids."""
        self._trace.seen.add(self._mark + ALL)
        return super().values()

    def items(self) -> Any:
        """The ids with the values."""
        self._trace.seen.add(self._mark + ALL)
        return super().items()
