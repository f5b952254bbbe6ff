"""The words that a site's own sentences avoid: each with its reason, and with what makes it harmless. Knows no file and no record."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from factsheet.model.base import Value
from factsheet.model.fields import Line, VocabularyName

GAP = re.compile(r"\.\.\.|…")
"""In a phrase, what stands for a few words of any kind."""
_WORD = re.compile(r"[^\W_]")


def _phrase(text: str) -> str:
    words = text.split()
    if not all(_WORD.search(word) for word in (words[0], words[-1])):
        raise PydanticCustomError(
            "phrase", "this does not begin and end with a word", {"fix": "write ... only between two words"}
        )
    return text


Phrase = Annotated[Line, AfterValidator(_phrase)]
"""One word or several; case and the width of blanks do not matter, and `...` stands for at most six words in between."""
_Stages = tuple[Annotated[str, VocabularyName("stage")], ...]


class Avoided(Value):
    """Words that our own sentences avoid, and where they may stand all the same."""

    words: tuple[Phrase, ...] = Field(min_length=1, description="The words or phrases.")
    reason: Line = Field(description="Why they are avoided.")
    instead: Line = Field(description="What to write instead.")
    unless: tuple[Phrase, ...] = Field((), description="Phrases in which they are harmless.")
    stages: _Stages = Field((), description="The stages of an allegation at which they may be used.")
    maker_stages: _Stages = Field(
        (),
        title="Stages of the maker",
        description="The stages at which they may be used right after the name of whoever makes the allegation.",
    )

    @property
    def waits(self) -> bool:
        """Whether they may be used once the matter has come far enough."""
        return bool(self.stages or self.maker_stages)


class Wording(Value):
    """A site's list of words to avoid; without a file it is empty."""

    avoid: tuple[Avoided, ...] = Field(default=(), min_length=1, description="The words, with their reasons.")
