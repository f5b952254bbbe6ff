"""Records as plain data: one text for the same data (RFC 8785), and a hash that words removed by law leave as it was."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

Data: TypeAlias = Mapping[str, Any]
"""A record as its file has it: keys with texts, lists, and keys inside; every value that holds no others is a text."""

REMOVED = "[removed, sha256:"
"""What stands in the place of words that had to go begins with this."""
_REMOVED = re.compile(rf"{re.escape(REMOVED)}(?P<hash>[0-9a-f]{{64}})\]")

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_MOST_HASHES = 1 << 12


def canonical(value: Any) -> str:
    """The one JSON text of plain data, as RFC 8785 (JCS) writes it.

    For texts, lists, whole numbers below 2^53 and keys of ASCII, all that stands in a ledger, Python's own writer gives
    the text of that standard; a test compares it with a library for the whole of it.
    """
    return _WRITER.encode(value)


def digest(value: Any) -> str:
    """The SHA-256 of data, as 64 hexadecimal digits: of its canonical text with each text in it replaced by its own SHA-256.

    So it stays what it was where a text has given way to its hash.
    """
    return _sha256(_masked(value))


def removed(text: str) -> str:
    """What stands in the place of words that had to go: their hash."""
    return f"{REMOVED}{hash_of(text)}]"


def is_removed(text: str) -> bool:
    """Whether the text stands in the place of words that had to go."""
    return bool(_REMOVED.fullmatch(text))


def with_notices(text: str, notice: Callable[[str], str]) -> str:
    """The text with a notice in the place of all words in it that had to go; `notice` gives it by their SHA-256."""
    return _REMOVED.sub(lambda found: notice(found["hash"]), text) if REMOVED in text else text


_key = lru_cache(maxsize=1024)(canonical)


def _masked(value: Any) -> str:
    """The canonical text of data with each text in it replaced by its own SHA-256."""
    if isinstance(value, str):
        return f'"{hash_of(value)}"'
    if isinstance(value, list):
        return f"[{','.join(map(_masked, value))}]"
    if isinstance(value, (dict, Mapping)):
        return f"{{{','.join([f'{_key(key)}:{_masked(value[key])}' for key in sorted(value)])}}}"
    raise TypeError(f"plain data holds no {type(value).__name__}")


# Many texts, such as ids and words of lists, stand in many records.
@lru_cache(_MOST_HASHES)
def hash_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8; of what stands in the place of removed words, that of the words."""
    gone = _REMOVED.fullmatch(text)
    return gone["hash"] if gone else _sha256(text)


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()
