"""Words in other scripts than Latin, each run marked so that a reader's voice and fonts can follow; languages by their names."""

import re
from functools import cache, lru_cache

from babel import Locale
from markupsafe import Markup, escape

from factsheet.unspaced import HAN, KANA

_RANGES = {
    "Hani": HAN,
    "Jpan": KANA,
    "Kore": "\u1100-\u11ff\uac00-\ud7af",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe",
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Deva": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Tibt": "\u0f00-\u0fff",
    "Mong": "\u1800-\u18af",
}
_OTHER = re.compile(f"[{''.join(_RANGES.values())}]")
_RUN = re.compile("|".join(rf"(?P<{script}>[{signs}]+(?:\s+[{signs}]+)*)" for script, signs in _RANGES.items()))


@cache
def language(tag: str) -> str:
    """The English name of the language of a tag (BCP 47), as the CLDR has it; the tag where it has none."""
    return str(Locale("en").languages.get(tag.partition("-")[0], tag))


def has_other_scripts(text: str) -> bool:
    """Whether a text has signs of another script than Latin."""
    return not text.isascii() and _OTHER.search(text) is not None


# Names and places in sources come up again and again; HTML is no text that is equal to it.
@lru_cache(maxsize=16384, typed=True)
def marked(text: str) -> Markup:
    """The text as HTML, in which each run of another script has the language tag `und-` and its script (BCP 47, ISO 15924).

    The language is not known, and is not guessed.
    """
    if not has_other_scripts(text):
        return escape(text)
    html, end = Markup(), 0
    for run in _RUN.finditer(text):
        html += escape(text[end : run.start()]) + Markup('<span lang="und-{}">{}</span>').format(run.lastgroup, run[0])
        end = run.end()
    return html + escape(text[end:])
