"""Which texts go: those of the record itself, and those elsewhere that hold the very same words."""

import re
from collections.abc import Callable, Collection, Sequence

from factsheet.dates import NotADate, parse
from factsheet.ledger import is_removed
from factsheet.model.references import Path as Steps
from factsheet.problem import meant, shown
from factsheet.reader import Document
from factsheet.redact.copies import Copy, Gone

SHORT = 12
"""Words of fewer signs go elsewhere only where they are the whole text."""

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
"""What a record says in its own words. The rest, such as an office, a publisher or a place, many records have in common."""


class NotRemovable(Exception):
    """There is no such record or field, or nothing can take its place; the message says which."""


def own_texts(copies: Sequence[Copy], id: str, field: str | None) -> Gone:
    """What goes from each copy of the record itself: all free texts, or those and the addresses of one field.

    Raises NotRemovable.
    """
    ids = [copy.id for copy in copies if isinstance(copy.origin, Document)]
    if id not in ids:
        raise NotRemovable(f"there is no record {shown(id)}; {meant(id, ids) or 'name it by the id that it has now'}")
    own = [copy for copy in copies if copy.owner == id]
    here = [(copy, path) for copy in own for path in copy.texts if field in (None, path[0], copy.field(path))]
    if not here:
        fields = ", ".join({copy.field(path): None for copy in own for path in copy.texts})
        raise NotRemovable(f"{id} has no field {shown(field)}; it has {shown(fields)}")
    free = [(copy, path) for copy, path in here if _may_go(copy, path, by_field=field is not None)]
    if not free:
        message = f"nothing can take the place of {shown(field)}: withdraw the record, or give it another id"
        raise NotRemovable(message)
    # A correction of an id, a date or a listed value names what goes on standing in the record.
    fixed = {text for copy in own for path, text in copy.texts.items() if copy.sort(path) in ("fixed", "place")}
    gone: dict[Copy, dict[Steps, str]] = {copy: {} for copy in copies}
    for copy, path in free:
        text = copy.texts[path]
        if not is_removed(text) and (path[0] != "corrections" or text not in fixed):
            gone[copy][path] = text
    return gone


def words_of(own: Gone, field: str | None) -> frozenset[str]:
    """The words that are looked for elsewhere: those of the field, or what the record says."""
    return frozenset(
        flat(text)
        for texts in own.values()
        for path, text in texts.items()
        if (field or _keys(path) in _SAID) and not _is_number_or_date(text)
    )


def texts_elsewhere(copies: Sequence[Copy], own: Gone, holds: Callable[[str], bool]) -> Gone:
    """What goes besides the record's own texts, also from other fields of it."""
    return {
        copy: {
            path: text
            for path, text in copy.texts.items()
            if path not in own[copy] and not is_removed(text) and holds(text) and copy.sort(path) != "fixed"
        }
        for copy in copies
    }


def search_for(words: Collection[str]) -> Callable[[str], bool]:
    """Whether a text is one of the words, or holds longer ones of them, however its white space is set."""
    longer = re.compile("|".join(re.escape(text) for text in words if len(text) >= SHORT) or "(?!)")
    return lambda text: flat(text) in words or bool(longer.search(flat(text)))


def flat(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def _may_go(copy: Copy, path: Steps, *, by_field: bool) -> bool:
    match copy.sort(path):
        case "free":
            return by_field or not _is_number_or_date(copy.texts[path])
        case "address":
            return by_field
        case _:
            return False


def _is_number_or_date(text: str) -> bool:
    try:
        parse(text)
    except NotADate:
        return text.isdigit()
    return True


def _keys(path: Steps) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))
