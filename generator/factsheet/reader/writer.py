"""Writes plain data as the text of a facts file, which reads back as the same data."""

from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 120
_LONG = 100


def as_yaml(data: Mapping[str, Any], modeline: str | None = None) -> str:
    """The text of a facts file with that data: keys in their order, long texts folded; `modeline` is the line above it.

    What YAML could take for something else than a text (`No`, `1949`, `2024-05-01`) is quoted.
    """
    text: str = yaml.dump(
        dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )
    return f"{modeline}\n{text}" if modeline else text


class _Dumper(yaml.SafeDumper):
    """Writes lists set in below their keys, and no aliases, which a facts file may not have."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > _LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
