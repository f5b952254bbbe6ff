"""Who may import whom: downwards only, and each outside library through its own doors."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

TOOL = Path(__file__).parent.parent / "generator" / "factsheet"
MOST_LINES = 300

LAYERS = (
    {"__main__"},
    {"cli"},
    {"site"},
    {"mkdocs_plugin"},
    {"embedding"},
    {"ready"},
    {"assembly", "delivery", "listing", "upkeep"},
    {"refusal"},
    {"pipeline", "publish"},
    {"parsed", "replaceable"},
    {"preview", "seen"},
    {"banner", "bring", "frame", "mend", "tree"},
    {"press"},
    {"render", "report", "schema", "audit", "redact", "memory"},
    {"search", "cited", "release"},
    {"prose", "retell", "jinja"},
    {"page", "writing"},
    {"views"},
    {"notes", "rules", "citation"},
    {"drift", "earlier", "proof", "prints", "replies", "witnesses"},
    {"link"},
    {"dataset"},
    {"cache", "decode", "ledger"},
    {"reader", "folder"},
    {"model"},
    {"alignment", "dates", "figures", "problem"},
    {"beside", "options", "trace", "unspaced"},
)
"""Modules and packages of the tool: each may import those of a lower line, and what is inside itself."""

DOORS = {
    "babel": {"writing"},
    "yaml": {"reader"},
    "jinja2": {"jinja"},
    "markupsafe": {"jinja", "render", "frame", "writing"},
    "mkdocs": {"frame", "mkdocs_plugin", "options", "site", "refusal", "cli"},
    "markdown_it": {"prose"},
    "pypdf": {"proof"},
    "pypinyin": {"search"},
    "pydantic": {"model", "decode", "ledger"},
    "pydantic_core": {"model"},
    "rapidfuzz": {"proof"},
    "rich": {"cli", "report"},
    "trafilatura": {"proof"},
    "warcio": {"proof"},
    "watchdog": {"preview"},
    "click": {"cli"},
}
"""Each outside library, with the modules and packages that may import it."""

NETWORK = {"asyncio", "ftplib", "http.client", "requests", "smtplib", "socket", "ssl", "urllib.request", "urllib3"}
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns", "getmtime"}


def module_of(file: Path) -> str:
    """The dotted name of a file's module."""
    parts = file.relative_to(TOOL.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(file): file for file in sorted(TOOL.rglob("*.py"))}
TREES = {module: ast.parse(file.read_text("utf-8")) for module, file in FILES.items()}


def imports(module: str) -> Iterator[str]:
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports from a place that has no name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in FILES else str(node.module)


def part(module: str) -> str:
    """The module or package right below the tool that a module belongs to; empty for the tool itself."""
    return module.split(".")[1] if "." in module else ""


def layer(module: str) -> int:
    """How high a module stands."""
    (found,) = [height for height, parts in enumerate(reversed(LAYERS)) if part(module) in parts]
    return found


def test_every_module_has_its_layer() -> None:
    assert {part(module) for module in FILES} - {""} == set().union(*LAYERS)


@pytest.mark.parametrize("module", [module for module in FILES if part(module)])
def test_a_module_imports_only_downwards(module: str) -> None:
    ours = {name for name in imports(module) if name in FILES and part(name) != part(module)}
    assert {name for name in ours if layer(name) >= layer(module)} == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    inside = {module: {name for name in imports(module) if name in FILES} for module in FILES}
    assert set(TopologicalSorter(inside).static_order()) == set(FILES)


@pytest.mark.parametrize("module", FILES)
def test_an_outside_library_comes_in_by_its_doors_alone(module: str) -> None:
    outside = {name.partition(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"factsheet"}
    assert {library for library in outside if part(module) not in DOORS[library]} == set()


def test_every_door_is_in_use() -> None:
    used = {(name.partition(".")[0], part(module)) for module in FILES for name in imports(module)}
    assert {(library, door) for library, doors in DOORS.items() for door in doors} - used == set()


def test_no_module_speaks_to_the_network() -> None:
    spoken = {(module, name) for module in FILES for name in imports(module)}
    assert {(module, name) for module, name in spoken if name in NETWORK} == set()


def test_only_the_command_line_asks_the_clock() -> None:
    asking = {
        part(module)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    }
    assert asking == {"cli"}
    assert {module for module in FILES if {"time", "random"} & set(imports(module))} == set()


def test_only_the_command_line_asks_the_environment() -> None:
    asking = {
        part(module)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert asking == {"cli"}


def test_views_and_rules_hold_no_html() -> None:
    held = [
        f"{module}:{node.lineno}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if part(module) in ("views", "rules", "dataset", "model")
        and isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ("</" in node.value or "<p" in node.value or "<a " in node.value)
    ]
    assert held == []


def test_no_module_is_longer_than_one_can_keep_in_mind() -> None:
    lines = {
        module: len([line for line in file.read_text("utf-8").splitlines() if line]) for module, file in FILES.items()
    }
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {name for module in FILES for name in module.split(".")}
    assert (
        names & {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "info", "process"} == set()
    )
