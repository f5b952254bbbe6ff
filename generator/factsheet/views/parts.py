"""The pieces that views are made of, as values: links, terms, numbered citations, and short forms of records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from factsheet.dates import Edtf
from factsheet.model import Derived, Exemption, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A link to a record's page: its address from the site's root, and the text to click.

    `lang` is the language of the text where that is known. Of a quote, `note` has its first words, `note_lang` their
    language, `verbatim` says whether they are the speaker's own, and `cut` whether there are more. `by` and `when` tell of quotes and sources whose they are, and of
    which day: what they are called by where a language cannot be named.
    """

    id: str
    kind: Kind
    address: str
    text: str
    lang: str | None = None
    note: str | None = None
    note_lang: str | None = None
    verbatim: bool = False
    cut: bool = False
    by: str | None = None
    when: Edtf | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A value of a closed list, with what readers see of it."""

    value: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A mark in the text: `label` is the entry's number and the letter of a further place in it; `anchor` is where the entry leads back to.

    `source` is whose page was read, or its title, and `at` the place in it: what the mark says before it is followed.
    """

    label: str
    anchor: str
    entry: str
    source: str
    at: str | None
    bearing: Listed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """How many sources support a statement, and how many independent origins they have at most.

    `copy`: the one source is a copy. `one_document`: the sources are prints of one public document. `stored`: the words that
    the statement rests on are proven to stand in a stored copy; of exact words their proofs say so.
    """

    sources: int
    origins: int
    copy: bool
    one_document: bool
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of looking for words in the stored copy of their source.

    `spoken`: they are wanted as somebody's speech. Words that were found stand in the copy with that `sha256` as what
    `stands` says; `after` was evened out before they were the same.
    """

    outcome: Literal["proven", "passage", "changed", "never-looked-for", "no-copy"]
    spoken: bool
    sha256: str | None = None
    stands: Listed | None = None
    after: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in one line: what a reader needs to weigh it; `origins` say where its content comes from, and how."""

    ref: Ref
    title: str
    publisher: str | None
    issued: Edtf | None
    supplied: frozenset[str]
    nature: Listed
    reading: Listed
    copy: bool
    origins: tuple[tuple[Listed, str], ...]
    language: str | None
    url: str | None
    host: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a source, the words read there, and the anchors of the marks that lead here; `letter` is empty for the first one."""

    letter: str
    anchor: str
    at: str | None
    exact: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A numbered entry of the page's apparatus: a source, and the places in it that the page cites."""

    number: int
    source: SourceLine
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What a record or a statement says about itself beside its main words."""

    as_of: Edtf | None = None
    from_: Edtf | None = None
    to: Edtf | None = None
    said_by: tuple[Ref, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction in readers' terms."""

    field: str
    was: str | None
    now: str | None
    reason: Listed
    noticed_by: Listed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A withdrawal in readers' terms."""

    on: Edtf
    reason: Listed
    replaced_by: Ref | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What every page that shows a quote says of it: the words in their own voice, who said them, and how far they are proven.

    `verified`: these very words are proven to stand in a source as a quotation; None where they are only reported.
    `only_these`: they are a piece of what was said, and no source that was read prints more of it.
    """

    ref: Ref
    verbatim: bool
    form: Listed
    text: str
    lead_in: str | None
    lang: str
    speaker: Ref
    behalf: Ref | None
    capacity: str | None
    said_on: Edtf | None
    said_to: Ref | None
    setting: Listed | None
    translated_by: str | None
    original: Listed | None
    only_these: bool
    verified: bool | None
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A quote as it is shown on one page, with the marks that it has there."""

    said: Said
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every record's page shows: remarks, words of others that bear on it, and apparatus."""

    id: str
    address: str
    note: str | None
    derived: tuple[Derived, ...]
    exemptions: tuple[Exemption, ...]
    withdrawn: Withdrawn | None
    entries: tuple[Entry, ...]
    disagreements: tuple[Ref, ...]
    words: tuple[Words, ...]


def cited_places(common: Common) -> Iterator[str]:
    """The marks and entries of a page's citations, which are places on it."""
    for entry in common.entries:
        for place in entry.places:
            yield place.anchor
            yield from place.marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """That what a reply answers was said in other words when the reply was recorded; `since` is the release that changed it."""

    kind: Kind
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words that answer something, and what they do to it."""

    words: Words
    response: Listed
    to: Ref
    outdated: Outdated | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What was done to get a missing reply."""

    entities: tuple[Ref, ...]
    result: Listed
    on: Edtf | None
    where: str | None
    asked_by: Ref | None
    note: str | None
    marks: tuple[Cited, ...]
