"""Entries for the theme's search: each record's words, and parts of Chinese names, which its index cannot cut itself.

The only door to pypinyin.
"""

import re
from functools import lru_cache
from html import escape

from pypinyin import Style, lazy_pinyin

from factsheet.prose import to_plain
from factsheet.views.words import Searchable

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_LONGEST = 8


def entry(address: str, title: str, words: Searchable) -> dict[str, str]:
    """An entry of the index: `title` and `text` are HTML, as the theme writes them on the page."""
    shown = " ".join(to_plain(text) for text in words.shown)
    hidden = " ".join(piece for name in words.names for piece in pieces(name))
    return {
        "location": address,
        "title": title,
        "text": f"<p>{escape(shown)}</p>" + (f"<p>{hidden}</p>" if hidden else ""),
    }


@lru_cache(maxsize=4096)
def pieces(name: str) -> tuple[str, ...]:
    """What a part of a name in Chinese is found by: its signs from each place on, and their reading in pinyin.

    The search completes the start of a word, so 康威 finds 海康威视 by its piece 康威视, and `haikang` by `haikangweishi`.
    """
    found: dict[str, None] = {}
    for run in _HAN.findall(name):
        syllables = lazy_pinyin(run, style=Style.NORMAL)
        for start in range(len(run)):
            if len(run) - start >= 2:
                found[run[start : start + _LONGEST]] = None
                found["".join(syllables[start : start + _LONGEST])] = None
    return tuple(found)
