"""Lists of plain data held against each other: what one has more of."""

from collections.abc import Iterator, Sequence
from typing import Any

from factsheet.ledger.canonical import digest


def more(now: Sequence[Any], was: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """The entries that a list has and the other one has not, or not as often, each with its position.

    Of entries that are equal the last ones are more. One whose words were removed by law is still the same.
    """
    left = [digest(entry) for entry in was]
    for position, entry in enumerate(now):
        found = digest(entry)
        if found in left:
            left.remove(found)
        else:
            yield position, entry
