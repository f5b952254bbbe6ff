"""Rules about the words of our own sentences: none that takes sides, and none that is ahead of what was decided."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from factsheet.dataset import Dataset, settled
from factsheet.model import KINDS, Allegation, Entity, Event, Path, Quote, Record, Source
from factsheet.model.fields import Published
from factsheet.model.references import marked
from factsheet.model.wording import GAP, Avoided
from factsheet.problem import shown
from factsheet.proof.quotations import quotations
from factsheet.rules.rule import Finding, rule
from factsheet.unspaced import UNSPACED


@rule("FS320", "warning")
def word_that_takes_sides(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Our own sentences use no word that takes sides.

    "Claimed" says between the lines that somebody lies, "admitted" that it is true and a shame. The words stand in
    site_config/wording.yml, each with its reason. What stands between quotation marks, and names and titles, are exempt.

    Fails: `statement: The office claimed that Acme had sold saws without a guard.`
    Passes: `statement: The office said that Acme had sold saws without a guard.`
    """
    for path, _text, found, avoided in dataset.once(_loaded, record.id):
        if not avoided.waits:
            message = f"our own sentences avoid {shown(found[0])}: {avoided.reason}"
            yield path, message, _remedy(avoided)


@rule("FS321", "warning")
def word_ahead_of_its_stage(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A word that says that a matter is decided waits until it is.

    site_config/wording.yml names these words, and the stages at which each may be used. The stage is the last one of the
    allegation; of the allegations that a quote makes or answers, or that were made in an event, one is enough. Of a court's
    ruling everything may be said that is decided. What is denied, asked or supposed is no verdict.

    Fails: at the stage `alleged`, `title: Guilty of selling saws without a guard`
    Passes: `title: Sold saws without a guard`; the other title at the stage `found`
    """
    for path, text, found, avoided in dataset.once(_loaded, record.id):
        before = text[max(0, found.start() - _LONGEST_NAME) : found.start()]
        if avoided.waits and not _NO_VERDICT.search(before) and not _is_time(avoided, before, record, dataset):
            message = f"{shown(found[0])} is ahead of what is decided here: {avoided.reason}"
            yield path, message, _remedy(avoided)


def _remedy(avoided: Avoided) -> str:
    return f"better: {avoided.instead}; or the words of others between quotation marks"


_ACCENTS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff"
)
"""Signs that belong to a letter beside them, and are no letters to a regular expression."""
_LETTER = rf"[^\W_{UNSPACED}]"
_HYPHENS, _APOSTROPHES = "[-\u2010\u2011]", "['\u2018\u2019]"
_STARTS = rf"(?:(?=[{UNSPACED}])|(?<!{_LETTER})(?<![{_ACCENTS}]))"
_ENDS = rf"(?:(?<=[{UNSPACED}])|(?!{_LETTER}|[{_ACCENTS}]))"
_LIKE = {**dict.fromkeys("-\u2010\u2011", _HYPHENS), **dict.fromkeys("'\u2018\u2019", _APOSTROPHES)}
_GAP_WORD = r"[^\s.,;:!?()\[\]\"“”„«»]+"
_FEW_WORDS = f" (?:{_GAP_WORD} ){{0,6}}?"

_WORD = re.compile(rf"{_LETTER}+|[{UNSPACED}]")
_ASIDE = re.compile(r"https?://\S+")
_LINK = re.compile(r"\[([^][]*)\]\([^()\s]*\)")
_NO_SUBJECT = re.compile(r"\b(?:about|against|at|by|for|from|in|of|on|to|with)(?: the)? $", re.IGNORECASE)
_NO_VERDICT = re.compile(
    rf"\b(?:(?:[a-z]+n{_APOSTROPHES}t|(?:can)?not|never|no|without)"
    r"(?: (?:a|an|any|be|been|being|ever|found|have|having|held|in|to|yet))* "
    r"|(?:den(?:y|ies|ied|ying)|disput(?:es|ed)|if|unless|whether|neither|nor|nobody|none|nothing"
    r"|no (?:court|evidence|judge|one|proof|tribunal)|(?:not|never) (?:find|found|hold|held|rule|ruled))"
    rf"(?: (?!(?:after|and|because|but|since|when|while) ){_GAP_WORD}){{0,6}} (?<!\bthe ))$",
    re.IGNORECASE,
)
"""What before a word makes of it no verdict; "the" makes it one again, as in "whether it knew of the illegal sales"."""
_UP_TO_THE_VERB = r"(?: \([^()]*\))?(?: (?:has|had|have|also|again|later|then|thus|itself|themselves|[a-z]+ly))* $"
_LONGEST_NAME = 400
"""How many signs before a verb are looked at for its subject."""
_NAMES_AND_VALUES = {"name", "short_name", "value"}

_Found = tuple[Path, str, re.Match[str], Avoided]
"""The path of a sentence of ours, the sentence, the loaded word in it, and the entry that names it."""


@dataclass(frozen=True, slots=True)
class _Net:
    """Finds the words of the list: `pattern` has a group for each entry, in their order.

    A text that has none of the `words`, in small letters, is passed over: to see that is much cheaper.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]
    entries: tuple[Avoided, ...]


def _net(_key: None, dataset: Dataset) -> _Net:
    entries = dataset.wording.avoid
    words = frozenset(max(_WORD.findall(phrase.lower()), key=len) for entry in entries for phrase in entry.words)
    return _Net(words, _any_of(f"({'|'.join(map(_like, entry.words))})" for entry in entries), entries)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these as whole words, in a text whose blanks are single ones."""
    return re.compile(f"{_STARTS}(?:{'|'.join(patterns) or '(?!)'}){_ENDS}", re.IGNORECASE)


def _like(phrase: str) -> str:
    pieces = (" ".join(piece.split()) for piece in GAP.split(phrase))
    return _FEW_WORDS.join("".join(_LIKE.get(sign) or re.escape(sign) for sign in piece) for piece in pieces)


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return _any_of(map(_like, phrases))


def _loaded(id: str, dataset: Dataset) -> tuple[_Found, ...]:
    """The words of the list in our sentences of a record, without harmless ones."""
    record, net = dataset.records[id], dataset.once(_net, None)
    sentences = _own_sentences(record, dataset) if net.words and not record.withdrawn else ()
    return tuple(
        found for path, text in sentences if _may_hold(text, net) for found in _found_in(path, text, net, dataset)
    )


def _may_hold(text: str, net: _Net) -> bool:
    return not net.words.isdisjoint(_WORD.findall(text.lower()))


def _found_in(path: Path, text: str, net: _Net, dataset: Dataset) -> Iterator[_Found]:
    every = [(found, net.entries[(found.lastindex or 0) - 1]) for found in _every(net.pattern, text)]
    exempt = tuple(_exempt(text, dataset)) if every else ()
    harmless = {
        avoided: _reach((*exempt, *_excused(avoided, text)), text) for avoided in {one for _found, one in every}
    }
    for found, avoided in every:
        if harmless[avoided][found.start()] < found.end():
            yield path, text, found, avoided


def _own_sentences(record: Record, dataset: Dataset) -> Iterator[tuple[Path, str]]:
    """What we say in a record in words of our own: sentences, headings and notes, without names, values and quotes."""
    others = {("text",)} if isinstance(record, Quote) and record.form == "verbatim" else set()
    for path, mark, text in marked(KINDS[record.kind], dataset.documents[record.id].data, Published):
        if mark.role in ("words", "remark") and path[-1] not in _NAMES_AND_VALUES and path not in others:
            yield path, _as_read(text)


def _as_read(text: str) -> str:
    """A text as pages show it: without the marks of emphasis, code and links, blanks evened out."""
    return " ".join(_LINK.sub(r"\1", text).replace("*", "").replace("`", "").split())


def _every(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also one that begins inside another."""
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, found.start() + 1)


def _exempt(text: str, dataset: Dataset) -> Iterator[tuple[int, int]]:
    """Where a text has words that are not ours: quoted, in an address, or in a name or title."""
    yield from ((one.start, one.end) for one in quotations(text))
    for pattern in (_ASIDE, *(pattern for name, pattern in dataset.once(_names, None) if name in text)):
        yield from (found.span() for found in pattern.finditer(text))


def _excused(avoided: Avoided, text: str) -> Iterator[tuple[int, int]]:
    """Where a text has phrases in which the words of an entry are harmless."""
    return (found.span() for found in _every(_phrases(avoided.unless), text))


def _reach(spans: Iterable[tuple[int, int]], text: str) -> list[int]:
    """For each place of a text the furthest end of the spans that begin up to there."""
    ends = [0] * (len(text) + 1)
    for start, end in spans:
        ends[start] = max(ends[start], end)
    return list(accumulate(ends, max))


@settled
def _names(_key: None, dataset: Dataset) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The names of parties and the titles of sources that hold a word of the list, each with what finds it."""
    entities = (name for entity in dataset.all(Entity) for name in _names_of(entity))
    sources = (name for one in dataset.all(Source) for name in (one.title, one.container_title, one.publisher) if name)
    names = sorted({" ".join(name.split()) for name in (*entities, *sources)})
    net = dataset.once(_net, None)
    return tuple(
        (name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"))
        for name in names
        if _may_hold(name, net) and net.pattern.search(name)
    )


def _names_of(entity: Entity) -> Iterator[str]:
    yield entity.name
    if entity.short_name:
        yield entity.short_name
    yield from (name.text for name in entity.names)


def _is_time(avoided: Avoided, before: str, record: Record, dataset: Dataset) -> bool:
    """Whether a word that waits may be used: at this stage, or because its subject, just before it, is the maker."""
    for one in _behind(record, dataset):
        if _stage(one) in avoided.stages:
            return True
        makers = one.made_by if isinstance(one, Allegation) and _stage(one) in avoided.maker_stages else ()
        if any(_is_subject(id, before, dataset) for id in makers):
            return True
    return False


def _stage(one: Allegation | Event) -> str | None:
    """How far a matter has come: an allegation by its last stage, an event by being the ruling of a court."""
    if isinstance(one, Event):
        return "found" if one.type == "ruling" and not one.planned else None
    return one.last_stage


def _behind(record: Record, dataset: Dataset) -> Iterator[Allegation | Event]:
    """The allegations and events that say how far a record may go."""
    match record:
        case Allegation():
            yield record
        case Event():
            yield record
            yield from dataset.referring(record.id, Allegation, "made_in")
        case Quote():
            yield from dataset.referring(record.id, Allegation, "words")
            for answer in record.answers:
                answered = dataset.records.get(answer.to)
                if isinstance(answered, Allegation | Event) and not answered.withdrawn:
                    yield from _behind(answered, dataset)


def _is_subject(id: str, before: str, dataset: Dataset) -> bool:
    """Whether words end with a name of the entity as the subject of the verb that follows them."""
    maker = dataset.find(Entity, id)
    for name in _names_of(maker) if maker else ():
        found = re.search(rf"(?<!\w){re.escape(name)}{_UP_TO_THE_VERB}", before)
        if found and not _NO_SUBJECT.search(before[: found.start()]):
            return True
    return False


RULES = (word_that_takes_sides, word_ahead_of_its_stage)
