"""One pass over libyaml's events that guards, notes places and makes values."""

from array import array
from collections.abc import Iterator
from itertools import islice
from sys import intern
from typing import Any

import yaml
from yaml._yaml import CParser, get_version_string

from factsheet.problem import Code, Location, shown
from factsheet.reader.codes import DUPLICATE_KEY, EMPTY, NOT_PLAIN, NOT_YAML, TOO_LARGE, Refused

LIBRARY = f"PyYAML {yaml.__version__}, libyaml {get_version_string()}"
"""What reads YAML here."""

MOST_DEPTH = 12
MOST_EVENTS = 20_000
_SHORT = 80

# What events of these types have is known here better than to PyYAML's types.
_TEXT: Any = yaml.ScalarEvent
_END_OF_KEYS: Any = yaml.MappingEndEvent
_END_OF_LIST: Any = yaml.SequenceEndEvent


def _kept_once(text: str) -> str:
    """The same text: a short one, such as an id or a word of a list, stands in many files."""
    return intern(text) if len(text) < _SHORT else text


class Builder:
    """One pass over the events of one text.

    `marks` notes where everything stands, two numbers each in the order of the text: of a key or a text its start and its
    end, of a list or a group of keys its start and how many numbers stand up to its end.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.marks: list[int] = []
        self.parser = CParser(text)
        self.events: Iterator[Any] = islice(iter(self.parser.get_event, None), MOST_EVENTS)

    def document(self) -> tuple[dict[str, Any], bytes]:
        """The value of the text, and its marks as `array("I")` has them."""
        try:
            return self._document(), array("I", self.marks).tobytes()
        except yaml.YAMLError as error:
            raise self._not_yaml(error) from None
        finally:
            self.parser.dispose()

    def _document(self) -> dict[str, Any]:
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
        value: dict[str, Any] = self._collection(event, 1)
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refused(NOT_PLAIN, "the file holds a second document", "put it into a file of its own", event)
        return value

    def _next(self) -> Any:
        for event in self.events:
            return event
        raise self._too_many()

    def _collection(self, event: Any, depth: int) -> Any:
        """The list or the group of keys that starts with the event."""
        if event is None:
            raise self._too_many()
        if type(event) is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            self._guard(event)
        if depth > MOST_DEPTH:
            raise self._refused(TOO_LARGE, "the file is nested deeper than 12 levels", "write it flatter", event)
        at = len(self.marks)
        self.marks += (event.start_mark.index, 0)
        found = self._pairs(depth) if type(event) is yaml.MappingStartEvent else self._items(depth)
        self.marks[at + 1] = len(self.marks)
        return found

    def _pairs(self, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        note = self.marks.append
        for event in self.events:
            if type(event) is _END_OF_KEYS:
                return pairs
            if type(event) is not _TEXT or event.anchor is not None or event.tag is not None:
                self._guard(event)
                raise self._refused(NOT_PLAIN, "a key has to be one word", "write the key as a word and a colon", event)
            # Of few words and many times: kept once, they are found faster and need less.
            name = intern(event.value)
            if name in pairs or name == "<<":
                self._refuse_key(name, event, pairs)
            note(event.start_mark.index)
            note(event.end_mark.index)
            held: Any = next(self.events, None)
            if type(held) is _TEXT and held.anchor is None and held.tag is None:
                note(held.start_mark.index)
                note(held.end_mark.index)
                pairs[name] = _kept_once(held.value)
            else:
                pairs[name] = self._collection(held, depth + 1)
        raise self._too_many()

    def _items(self, depth: int) -> list[Any]:
        items: list[Any] = []
        note = self.marks.append
        for event in self.events:
            if type(event) is _END_OF_LIST:
                return items
            if type(event) is _TEXT and event.anchor is None and event.tag is None:
                note(event.start_mark.index)
                note(event.end_mark.index)
                items.append(_kept_once(event.value))
            else:
                items.append(self._collection(event, depth + 1))
        raise self._too_many()

    def _refuse_key(self, name: str, event: Any, pairs: dict[str, Any]) -> None:
        if name == "<<" and not event.style:
            raise self._refused(NOT_PLAIN, "merge keys are not used", "write the keys out", event)
        if name in pairs:
            raise self._refused(DUPLICATE_KEY, f"the key {shown(name)} stands twice", "keep one of the two", event)

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

    def _too_many(self) -> Refused:
        return Refused(TOO_LARGE, f"the file has more than {MOST_EVENTS:,} parts", "split it", Location(self.path))

    def _refused(self, code: Code, message: str, fix: str, event: Any = None) -> Refused:
        return Refused(code, message, fix, self._location(event and event.start_mark))

    def _not_yaml(self, error: yaml.YAMLError) -> Refused:
        reason = getattr(error, "problem", None) or "it cannot be read"
        fix = "put texts with : # [ ] { } * & ! | > @ ` % in quotation marks, and check how far the line is set in"
        location = self._location(getattr(error, "problem_mark", None))
        return Refused(NOT_YAML, f"this is not well-formed YAML: {reason}", fix, location)

    def _location(self, mark: Any) -> Location:
        return Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path)
