"""Reads a facts file: bytes first, then one pass over libyaml's events that guards, notes places and makes values.

The only door to PyYAML. Every scalar is text; the decoder converts by field.
"""

import os
import re
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from factsheet.problem import Code, Location, Problem, shown

MOST_BYTES = 256 * 1024
MOST_DEPTH = 12
MOST_EVENTS = 20_000
MOST_UNSEEN = 20

NOT_A_FILE = Code(
    name="FS101",
    level="error",
    manual="""A record is a regular file that can be read.

Links, pipes and devices are refused: a link can show different facts on different machines.

Fails: `facts/events/rule.yml` is a symbolic link.
Passes: the file itself stands there.
""",
)
TOO_LARGE = Code(
    name="FS102",
    level="error",
    manual="""A record has at most 256 KiB, 20,000 parts and 12 levels of depth.

A record is one small fact; whatever is larger is a mistake or an attack.

Fails: a file of 300 KiB.
Passes: several records that refer to each other.
""",
)
NOT_UTF8 = Code(
    name="FS103",
    level="error",
    manual="""A record is UTF-8 text.

Other encodings show other signs on other machines.

Fails: a file saved as Windows-1252 or UTF-16.
Passes: the same file saved as UTF-8.
""",
)
NOT_YAML = Code(
    name="FS104",
    level="error",
    manual="""A record is well-formed YAML.

Most often a colon, a quotation mark or a bracket inside a sentence has been taken for a sign of the language.

Fails: `note: Two readings: one, two`
Passes: `note: "Two readings: one, two"`
""",
)
DUPLICATE_KEY = Code(
    name="FS105",
    level="error",
    manual="""Each key stands once.

Of two equal keys YAML would silently keep one.

Fails: two lines `text: ...` in one quote.
Passes: one line `text: ...`.
""",
)
NOT_PLAIN = Code(
    name="FS106",
    level="error",
    manual="""Only mappings, lists and text: no anchors, aliases, tags, merge keys, directives or second documents.

They hide what a record says from its reader.

Fails: `speaker: *company`
Passes: `speaker: acme`
""",
)
EMPTY = Code(
    name="FS107",
    level="error",
    manual="""A record says something, as a mapping of keys.

Fails: an empty file, or one that holds only a list.
Passes: `id: acme` and the other keys below it.
""",
)
CUT = Code(
    name="FS108",
    level="error",
    manual="""A plain text is not cut by ` #`.

YAML takes ` #` for the start of a remark, so `text: Room # 5` would silently become `Room`.

Fails: `title: Case # 5`
Passes: `title: "Case # 5"`
""",
)
UNSEEN_SIGN = Code(
    name="FS601",
    level="error",
    manual="""No invisible, control or direction-changing signs.

They can make a line look other than it is, for readers and for reviewers of a change.

Fails: a name with a right-to-left override (U+202E) or a zero-width space (U+200B) in it.
Passes: the same name without it. Joiners that Arabic and Indic scripts need (U+200C, U+200D) are fine between letters,
and so are the variants of a Chinese sign (U+E0100 and on) behind it.
""",
)

READER_CODES = (NOT_A_FILE, TOO_LARGE, NOT_UTF8, NOT_YAML, DUPLICATE_KEY, NOT_PLAIN, EMPTY, CUT, UNSEEN_SIGN)

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]|\r(?!\n)|(?<!\\w)[\u200c\u200d](?!\\w)"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f])[\U000e0100-\U000e01ef]"
)
_EMOJI_JOINED = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]\u200d")


class Place(NamedTuple):
    """Where a value stands: line and column of it and of its key, widths in characters, and the places inside it.

    `inside` maps a key or a list position to its place; `cut` says that a remark follows a plain text on its line.
    """

    line: int
    column: int
    width: int
    key_line: int
    key_column: int
    key_width: int
    inside: dict[str | int, "Place"] | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A facts file as plain data (mappings, lists and text) with the place of every key and value."""

    path: str
    data: dict[str, Any]
    place: Place
    raw: bytes
    has_cuts: bool = False

    def location(self, path: tuple[str | int, ...], *, key: bool = False) -> Location:
        """Where the value at that path stands, or its key; where the path leads nowhere, the nearest place above it."""
        place = self.place
        reached = True
        for step in path:
            inner = (place.inside or {}).get(step)
            if inner is None:
                reached = False
                break
            place = inner
        if key and reached and place.key_width:
            return Location(self.path, place.key_line, place.key_column, place.key_width)
        return Location(self.path, place.line, place.column, place.width)

    def cuts(self) -> tuple[tuple[str | int, ...], ...]:
        """The paths of all plain texts that a remark follows."""
        return tuple(_cuts(self.place, ())) if self.has_cuts else ()


def read(file: Path, shown_path: str) -> Document | tuple[Problem, ...]:
    """The document in a file, or all that is wrong with its bytes or its YAML; problems name it by `shown_path`.

    OSErrors other than a refused permission are the machine's and propagate.
    """
    start = Location(shown_path)
    try:
        raw = _bytes(file)
    except _Refused as refused:
        return (Problem.at(start, refused.code, refused.message, refused.fix),)
    return parse(raw, shown_path)


def parse(raw: bytes, shown_path: str) -> Document | tuple[Problem, ...]:
    """The document in these bytes, or all that is wrong with them."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8 text"
        return (
            Problem.at(Location(shown_path, line, 1), NOT_UTF8, message, "save it as UTF-8 without changing its words"),
        )
    unseen = _unseen(text, shown_path)
    if unseen:
        return unseen
    try:
        builder = _Builder(text, shown_path)
        data, place = builder.document()
    except _Refused as refused:
        return (Problem.at(refused.location, refused.code, refused.message, refused.fix),)
    return Document(path=shown_path, data=data, place=place, raw=raw, has_cuts=builder.may_cut)


class _Refused(Exception):
    def __init__(self, code: Code, message: str, fix: str, location: Location | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.location = code, message, fix, location or Location("")


def _bytes(file: Path) -> bytes:
    """At most one byte more than a record may have, so that a huge file costs nothing."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(file, flags)
    except PermissionError:
        raise _Refused(NOT_A_FILE, "the file cannot be read", "give its owner the right to read it") from None
    except OSError:
        raise _Refused(NOT_A_FILE, "this is not a regular file", "put the file itself here") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _Refused(NOT_A_FILE, "this is not a regular file", "put the file itself here")
        # A buffer of the largest size for each of many small files would cost more than reading them.
        raw = os.read(descriptor, min(status.st_size, MOST_BYTES) + 1)
    finally:
        os.close(descriptor)
    if len(raw) > MOST_BYTES:
        raise _Refused(TOO_LARGE, "the file has more than 256 KiB", "split it into several records")
    return raw


def _unseen(text: str, path: str) -> tuple[Problem, ...]:
    problems = []
    found = (match for match in _UNSEEN.finditer(text) if not _joins_emoji(match, text))
    for match in islice(found, MOST_UNSEEN):
        position = match.start()
        line = text.count("\n", 0, position) + 1
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        message = f"the line holds a sign that cannot be seen, U+{ord(match[0][0]):04X}"
        problems.append(
            Problem.at(Location(path, line, column), UNSEEN_SIGN, message, "delete it, and type the words anew")
        )
    return tuple(problems)


def _joins_emoji(match: re.Match[str], text: str) -> bool:
    return match[0] == "\u200d" and bool(_EMOJI_JOINED.match(text, max(match.start() - 1, 0)))


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.may_cut = " #" in text or "\t#" in text
        self.lines = text.split("\n") if self.may_cut else []
        self.events = 0
        self.parser = CParser(text)

    def document(self) -> tuple[dict[str, Any], Place]:
        try:
            return self._document()
        except yaml.YAMLError as error:
            raise self._not_yaml(error) from None
        finally:
            self.parser.dispose()

    def _document(self) -> tuple[dict[str, Any], Place]:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise self._refused(EMPTY, "the file says nothing", "write the record, or delete the file")
        if event.version or event.tags:
            raise self._refused(
                NOT_PLAIN, "the file starts with a directive", "delete the line that starts with %", event
            )
        event = self._next()
        if not isinstance(event, yaml.MappingStartEvent):
            self._guard(event)
            raise self._refused(
                EMPTY, "the file is not a list of keys and values", "start it with id: and its name", event
            )
        value, place = self._value(event, (0, 0, 0), 1)
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refused(NOT_PLAIN, "the file holds a second document", "put it into a file of its own", event)
        return value, place

    def _next(self) -> Any:
        self.events += 1
        if self.events > MOST_EVENTS:
            raise _Refused(TOO_LARGE, "the file has more than 20,000 parts", "split it", Location(self.path))
        return self.parser.get_event()

    def _value(self, event: Any, key: tuple[int, int, int], depth: int) -> tuple[Any, Place]:
        """The value that starts with the event, and its place; `key` is line, column and width of its key."""
        kind = type(event)
        start = event.start_mark
        line, column = start.line + 1, start.column + 1
        if event.anchor is not None or kind is yaml.AliasEvent or (event.tag is not None):
            self._guard(event)
        if kind is yaml.ScalarEvent:
            end = event.end_mark
            width = end.column - start.column if end.line == start.line else 1
            cut = self.may_cut and not event.style and self._cut(end)
            return event.value, Place(line, column, max(width, 1), *key, None, cut)
        if depth > MOST_DEPTH:
            raise self._refused(TOO_LARGE, "the file is nested deeper than 12 levels", "write it flatter", event)
        inside: dict[str | int, Place] = {}
        if kind is yaml.SequenceStartEvent:
            items: list[Any] = []
            while type(event := self._next()) is not yaml.SequenceEndEvent:
                item, inside[len(items)] = self._value(event, (0, 0, 0), depth + 1)
                items.append(item)
            return items, Place(line, column, 1, *key, inside)
        pairs: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            name, at = self._key(event, pairs)
            pairs[name], inside[name] = self._value(self._next(), at, depth + 1)
        return pairs, Place(line, column, 1, *key, inside)

    def _key(self, event: Any, pairs: dict[str, Any]) -> tuple[str, tuple[int, int, int]]:
        self._guard(event)
        if type(event) is not yaml.ScalarEvent:
            raise self._refused(NOT_PLAIN, "a key has to be one word", "write the key as a word and a colon", event)
        mark: Any = event.start_mark
        end: Any = event.end_mark
        name = str(event.value)
        if name == "<<" and not event.style:
            raise self._refused(NOT_PLAIN, "merge keys are not used", "write the keys out", event)
        if name in pairs:
            raise self._refused(DUPLICATE_KEY, f"the key {shown(name)} stands twice", "keep one of the two", event)
        width = end.column - mark.column if end.line == mark.line else 1
        return name, (mark.line + 1, mark.column + 1, width)

    def _guard(self, event: Any) -> None:
        """Refuses what hides its meaning: aliases, anchors and tags."""
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(
                NOT_PLAIN,
                f"the alias {shown(f'*{event.anchor}')} is not used here",
                "write the value out, or put it in quotation marks",
                event,
            )
        if getattr(event, "anchor", None) is not None:
            raise self._refused(
                NOT_PLAIN,
                f"the anchor {shown('&' + event.anchor)} is not used here",
                "delete it, or put the value in quotation marks",
                event,
            )
        if getattr(event, "tag", None) is not None:
            raise self._refused(
                NOT_PLAIN,
                f"the tag {shown(event.tag.replace('tag:yaml.org,2002:', '!!'))} is not used here",
                "delete it, or put the value in quotation marks",
                event,
            )

    def _cut(self, end: Any) -> bool:
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        return rest[:1] in " \t" and rest.lstrip().startswith("#")

    def _refused(self, code: Code, message: str, fix: str, event: Any = None) -> _Refused:
        return _Refused(code, message, fix, self._location(event and event.start_mark))

    def _not_yaml(self, error: yaml.YAMLError) -> _Refused:
        reason = getattr(error, "problem", None) or "it cannot be read"
        fix = "put texts with : # [ ] { } * & ! | > @ ` % in quotation marks, and check how far the line is set in"
        location = self._location(getattr(error, "problem_mark", None))
        return _Refused(NOT_YAML, f"this is not well-formed YAML: {reason}", fix, location)

    def _location(self, mark: Any) -> Location:
        return Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path)


def _cuts(place: Place, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    found = [path] if place.cut else []
    for step, inner in (place.inside or {}).items():
        found += _cuts(inner, (*path, step))
    return found
