"""One pass over libyaml's events that guards, notes places and makes values."""

from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from factsheet.problem import Code, Location, shown
from factsheet.reader.codes import DUPLICATE_KEY, EMPTY, NOT_PLAIN, NOT_YAML, TOO_LARGE, Refused

MOST_DEPTH = 12
MOST_EVENTS = 20_000


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


class Builder:
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
            raise Refused(TOO_LARGE, "the file has more than 20,000 parts", "split it", Location(self.path))
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

    def _refused(self, code: Code, message: str, fix: str, event: Any = None) -> Refused:
        return Refused(code, message, fix, self._location(event and event.start_mark))

    def _not_yaml(self, error: yaml.YAMLError) -> Refused:
        reason = getattr(error, "problem", None) or "it cannot be read"
        fix = "put texts with : # [ ] { } * & ! | > @ ` % in quotation marks, and check how far the line is set in"
        location = self._location(getattr(error, "problem_mark", None))
        return Refused(NOT_YAML, f"this is not well-formed YAML: {reason}", fix, location)

    def _location(self, mark: Any) -> Location:
        return Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path)
