"""Writes plain data as the text of a facts file, which reads back as the same data."""

from collections.abc import Mapping
from typing import Any

import yaml

from factsheet.reader.guard import unseen

WIDTH = 120


def as_yaml(data: Mapping[str, Any], modeline: str | None = None) -> str:
    """The text of a facts file with that data: keys in their order, long texts folded; `modeline` is the line above it.

    What YAML could take for something else than a text (`No`, `1949`, `2024-05-01`) is quoted.
    """
    text = _dumped(data, allow_unicode=True)
    if unseen(text, ""):
        # Signs that nobody can see are refused in a file unless they are written as escapes.
        text = _dumped(data, allow_unicode=False)
    return f"{modeline}\n{text}" if modeline else text


def _dumped(data: Mapping[str, Any], *, allow_unicode: bool) -> str:
    dumped: str = yaml.dump(
        dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=allow_unicode, width=WIDTH, default_flow_style=False
    )
    return dumped


class _Dumper(yaml.SafeDumper):
    """Writes lists set in below their keys, and no aliases, which a facts file may not have."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > WIDTH - 20 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
