"""Entries for the theme's search: each record's words, and parts of Chinese names, which its index cannot cut itself.

The parts stand in a field of their own: the theme looks through every field that the index names, and shows `title` and
`text` alone. The only door to pypinyin.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape

from factsheet.beside import beside
from factsheet.prose import to_plain
from factsheet.unspaced import HAN
from factsheet.views.words import Searchable

_HAN = re.compile(f"[{HAN}]+")
_LONGEST = 8
_FEW = 50
"""So many names are looked up sooner than a copy of the process is made."""
_READINGS: dict[str, str] = {}

PARTS = "parts"
"""The field of an entry that is looked through and never shown."""


def entry(address: str, title: str, words: Searchable) -> dict[str, str]:
    """An entry of the index: `title` and `text` are HTML, as the theme writes them into its results."""
    shown = dict.fromkeys((*words.shown, *map(to_plain, words.prose)))
    shown.pop(unescape(title), None)
    text = " · ".join(shown)
    parts = " ".join({piece: None for name in words.names for piece in pieces(name)})
    made = {"location": address, "title": title, "text": f"<p>{escape(text)}</p>"}
    return made | {PARTS: parts} if parts else made


def learn(names: Iterable[str]) -> None:
    """Looks up the Chinese ones of many names: in a copy of this process, which alone then has to hold the dictionary."""
    runs = sorted({run for name in names for run in _HAN.findall(name)} - _READINGS.keys())
    if len(runs) > _FEW:
        with beside(lambda _wanted: {"readings": list(map(_read, runs))}) as ended:
            _READINGS.update(zip(runs, ended()["readings"], strict=True))


@lru_cache(maxsize=1024)
def pieces(name: str) -> tuple[str, ...]:
    """What a part of a name in Chinese is found by: its signs from each place on, and their reading in pinyin.

    The search completes the start of a word, so 康威 finds 海康威视 by its piece 康威视, and `haikang` by `haikangweishi`.
    """
    found: dict[str, None] = {}
    for run in _HAN.findall(name):
        syllables = (_READINGS.get(run) or _read(run)).split()
        for start in range(len(run)):
            if len(run) - start >= 2:
                found[run[start : start + _LONGEST]] = None
                found["".join(syllables[start : start + _LONGEST])] = None
    return tuple(found)


def _read(run: str) -> str:
    """The reading of Chinese signs: their syllables, with blanks between them."""
    # A dictionary of which many sites need nothing.
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(run, style=Style.NORMAL))
