"""Which texts go: those of the record itself, and those elsewhere that hold the very same words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factsheet.dates import is_number_or_date
from factsheet.ledger import VOCABULARIES_ID, Ledger, Release, hash_of, is_removed
from factsheet.model.references import Path as Steps
from factsheet.problem import meant, shown
from factsheet.reader import Document
from factsheet.redact.copies import Copy, Gone
from factsheet.unspaced import UNSPACED

SHORT = 12
"""Words of fewer signs go elsewhere only where they are the whole text; where they stand in others is told."""
_FEW = 2
"""A text that says so many of the words in a row is told, however short it is."""

_SAID = {
    ("title",),
    ("name",),
    ("short_name",),
    ("names", "text"),
    ("statement",),
    ("text",),
    ("citations", "as_printed"),
    ("question",),
    ("readings", "says"),
    ("note",),
}
"""What a record says in its own words: even a short one is the same words where it is the whole of another text."""

_SHARED = {
    ("capacity",),
    ("lead_in",),
    ("part_of", "title"),
    ("properties", "value"),
    ("replies_sought", "where"),
    ("citations", "translated_by"),
    ("translated_by",),
    ("publisher",),
    ("container_title",),
    ("hosted_by",),
    ("origins", "from"),
    *((names, part) for names in ("author", "translator") for part in ("literal", "family", "given")),
}
"""Offices, turns of speech, values and names of others, which many records have in common (`a spokesperson, not named`):
elsewhere they go only if their field is named, so that no record is left with a notice of what never was its own."""
_AROUND = {("citations", "prefix"), ("citations", "suffix")}
"""What a source prints around the words of a quote, which may be somebody else's."""
_PRINTS = {("citations", "as_printed"), ("citations", "exact"), *_AROUND}
"""The words of a quote as its sources have them: they go with its text."""
_SORTS = {"genre", "media_type", "how"}
"""Keys of words for a sort of thing, such as `text/plain`: they are looked for only if their field is named."""

_NAMES = {("name",), ("short_name",), ("names", "text")}
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


class NotRemovable(Exception):
    """There is no such record, field or note, or nothing can take its place; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The words that go, as they are looked for in other texts.

    A text that is one of `whole`, or holds one of `inside`, however its white space is set, goes; `near` are loose words
    whose places are told, and so is a text that says a part of them.
    """

    whole: frozenset[str]
    inside: frozenset[str]
    near: frozenset[str]

    def holds(self, text: str) -> bool:
        """Whether the text has to go."""
        found = flat(text)
        return found in self.whole or any(words in found for words in self.inside)

    def is_near(self, text: str) -> bool:
        """Whether the text holds any of the words, or nearly the same ones, or is itself a part of them."""
        found = loose(text)
        is_part = len(found.split()) >= _FEW or len(flat(text)) >= SHORT
        return any(words in found or (is_part and found in words) for words in self.near)


def own_texts(copies: Sequence[Copy], id: str, field: str | None) -> Gone:
    """What goes from each copy of the record itself: all free texts, or those and the addresses of one field, what its
    corrections say of it, and with the text of a quote its prints.

    Raises NotRemovable.
    """
    own = _own_copies(copies, id, field)
    here = [(copy, path) for copy in own for path in copy.texts if field in (None, path[0], copy.field(path))]
    if not here:
        fields = ", ".join({copy.field(path): None for copy in own for path in copy.texts})
        raise NotRemovable(f"{id} has no field {shown(field)}; it has {shown(fields)}")
    free = {(copy, path) for copy, path in here if _may_go(copy, path, by_field=field is not None)}
    if not free:
        message = f"nothing can take the place of {shown(field)}: withdraw the record, or give it another id"
        raise NotRemovable(message)
    # A correction of an id, a date or a listed value names what goes on standing in the record.
    fixed = {text for copy in own for path, text in copy.texts.items() if copy.sort(path) in ("fixed", "place")}
    free = {(copy, path) for copy, path in free if path[0] != "corrections" or copy.texts[path] not in fixed}
    prints = {(copy, path) for copy in own for path in copy.texts if _is_print(_keys(path), field)}
    free |= prints
    corrected = {(copy, path) for copy in own for path in copy.texts if field and _corrects(copy, path, field)}
    # A notice is of all corrections: what goes from one goes from each.
    same = {hash_of(copy.texts[path]) for copy, path in corrected | prints}
    gone: dict[Copy, dict[Steps, str]] = {copy: {} for copy in copies}
    for copy in own:
        for path, text in copy.texts.items():
            named = path[0] == "corrections" and copy.sort(path) == "free" and hash_of(text) in same
            if (named or (copy, path) in free) and not is_removed(text):
                gone[copy][path] = text
    return gone


def kept_values(own: Gone, id: str) -> tuple[str, ...]:
    """The fields of a record, by their keys, whose addresses, places, dates and numbers stay where all its texts go."""
    return tuple(
        dict.fromkeys(
            ".".join(_keys(path))
            for copy, gone in own.items()
            if copy.owner == id
            for path, text in copy.texts.items()
            if path not in gone and path[0] != "redacted" and not is_removed(text)
            if copy.sort(path) in ("address", "place") or is_number_or_date(text)
        )
    )


def note_of(ledger: Ledger, version: str, field: str | None) -> str | None:
    """The note of a release, None where there is no such release. Raises NotRemovable where it has none."""
    release = next((release for release in ledger.releases if release.version == version), None)
    if release is None:
        return None
    if not release.note or field not in (None, "note"):
        raise NotRemovable(f"the release {version} has no {'note' if field is None else f'field {shown(field)}'}")
    return release.note


def words_of(own: Gone, field: str | None) -> Sought:
    """The words of a record's texts that are looked for elsewhere."""
    texts = [
        (copy, _keys(path), text)
        for copy, gone in own.items()
        for path, text in gone.items()
        if not is_number_or_date(text) and (copy.kind != "vocabularies" or len(flat(text)) >= SHORT)
    ]
    if field is None:
        texts = [(copy, keys, text) for copy, keys, text in texts if keys[-1] not in _SORTS]
    going = (text for _copy, keys, text in texts if _goes_elsewhere(keys, text, field))
    told = (words for copy, keys, text in texts for words in (text, *_parts(copy, keys, text)))
    return _sought(going, told)


def words_of_note(note: str) -> Sought:
    """The words of a release's note."""
    left = () if is_removed(note) else (note,)
    return _sought(left, left)


def texts_elsewhere(copies: Sequence[Copy], own: Gone, sought: Sought) -> Gone:
    """What goes besides the record's own texts, also from other fields of it."""
    return {
        copy: {
            path: text
            for path, text in copy.texts.items()
            if path not in own[copy] and not is_removed(text) and sought.holds(text) and copy.sort(path) != "fixed"
        }
        for copy in copies
    }


def flat(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def loose(text: str) -> str:
    """The words of a text alone, in small letters, each between single spaces: no punctuation, mark-up or sign of a remark.

    In scripts without spaces each sign is a word.
    """
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', text).casefold()))} "


def _own_copies(copies: Sequence[Copy], id: str, field: str | None) -> list[Copy]:
    if id == VOCABULARIES_ID:
        if field is None:
            raise NotRemovable(f"name one value of {VOCABULARIES_ID} as its field, such as status[open]")
        return [copy for copy in copies if copy.owner == id and isinstance(copy.origin, Release)]
    ids = [copy.id for copy in copies if isinstance(copy.origin, Document)]
    if id not in ids:
        now = {old: copy.owner for copy in copies for old in (copy.id, *copy.data.get("former_ids", ()))}.get(id)
        if now in ids:
            raise NotRemovable(f"{shown(id)} is a former id: the record is {shown(now)} now")
        raise NotRemovable(f"there is no record or release {shown(id)}; {meant(id, ids) or 'name a record by its id'}")
    return [copy for copy in copies if copy.owner == id]


def _may_go(copy: Copy, path: Steps, *, by_field: bool) -> bool:
    match copy.sort(path):
        case "free":
            return by_field or not is_number_or_date(copy.texts[path])
        case "address":
            return by_field
        case _:
            return False


def _corrects(copy: Copy, path: Steps, field: str) -> bool:
    """Whether the text is the old or the new wording of a correction of that field."""
    if path[0] != "corrections" or path[-1] not in ("was", "now"):
        return False
    named = copy.data["corrections"][path[1]]["field"]
    return field in (named, named.partition("[")[0])


def _is_print(keys: tuple[str, ...], field: str | None) -> bool:
    """Whether these are the keys of a print that goes with the text of its quote, which is the field that goes."""
    return field == "text" and keys in _PRINTS


def _goes_elsewhere(keys: tuple[str, ...], text: str, field: str | None) -> bool:
    if field and not _is_print(keys, field):
        return True
    if field and keys in _AROUND:
        return False
    return keys in _SAID or (len(flat(text)) >= SHORT and keys not in _SHARED)


def _parts(copy: Copy, keys: tuple[str, ...], text: str) -> Iterator[str]:
    """Each name of a person on its own."""
    if copy.data.get("type") == "person" and keys in _NAMES:
        yield from text.split()


def _sought(going: Iterable[str], told: Iterable[str]) -> Sought:
    whole = frozenset(map(flat, going))
    near = {found for found in map(loose, told) if len(found.strip()) > 1 and any(map(str.isalpha, found))}
    return Sought(whole=whole, inside=frozenset(text for text in whole if len(text) >= SHORT), near=frozenset(near))


def _keys(path: Steps) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))
