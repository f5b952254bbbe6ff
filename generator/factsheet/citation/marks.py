"""Quotation marks inside others: CSL's rule for English (1.0.2, "quotes"), by which double and single ones take turns."""

import re

from factsheet.ledger import is_removed

_DOUBLE, _SINGLE = ("“", "”"), ("‘", "’")
_OPENING = {"”": "“„", "’": "‘", "“": "„"}
"""What a mark can close; straight marks and those of other languages are left as they are."""
_MARK = re.compile("[“”‘’„]")
_IN_WORD = re.compile(r"\w’\w")


def quoted(text: str) -> str:
    """The text in double marks; those inside it change to single ones, and single ones inside these to double ones.

    What stands in the place of words that had to go is no quotation.
    """
    if is_removed(text):
        return text
    return f"“{_nested(text) if _MARK.search(text) else text}”"


def _nested(text: str) -> str:
    signs = [*text, ""]
    around: list[int] = []
    for start, end in sorted(_pairs(text).items()):
        while around and around[-1] < start:
            around.pop()
        if text[start] != "„":
            signs[start], signs[end] = _DOUBLE if len(around) % 2 else _SINGLE
        around.append(end)
    return "".join(signs[:-1])


def _pairs(text: str) -> dict[int, int]:
    """The places of marks that belong together; an apostrophe is in none, and what is cut off is open to the end.

    Takes time in proportion to the text, whatever its marks.
    """
    opened: dict[str, list[int]] = {"“": [], "‘": [], "„": []}
    pairs = {}
    for found in _MARK.finditer(text):
        place, sign = found.start(), found[0]
        nearest = max((opened[mark][-1] for mark in _OPENING.get(sign, "") if opened[mark]), default=None)
        if nearest is not None and not _IN_WORD.match(text, max(place - 1, 0)):
            for places in opened.values():
                while places and places[-1] >= nearest:
                    places.pop()
            pairs[nearest] = place
        elif sign in opened:
            opened[sign].append(place)
    return pairs | dict.fromkeys(opened["“"], len(text))
