"""The Makefile, the pinned requirements and the package's own metadata agree."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements"
PINNED_SETS = sorted(path.stem for path in REQUIREMENTS.glob("*.in"))
PIN = re.compile(r"([a-z0-9-]+)==[^ ]+( ; [^\\]+)? \\")


def normal(name: str) -> str:
    """A distribution's name as requirements files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(lines: list[str]) -> set[str]:
    """The names of the packages that these requirement lines ask for."""
    return {normal(found[0]) for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))}


def wanted_by_set(name: str) -> set[str]:
    return wanted((REQUIREMENTS / f"{name}.in").read_text().splitlines())


def pinned_by_set(name: str) -> set[str]:
    return {found[1] for found in PIN.finditer((REQUIREMENTS / f"{name}.txt").read_text())}


def declared() -> set[str]:
    """The packages that the project says it needs."""
    return wanted(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])


def imported() -> Iterator[tuple[str, str]]:
    """Each outside module that the tool imports, with the file that does."""
    for path in sorted((ROOT / "generator" / "factsheet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            for name in names:
                top = name.partition(".")[0]
                if top != "factsheet" and top not in sys.stdlib_module_names:
                    yield top, str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", PINNED_SETS)
def test_every_wanted_package_is_pinned(name: str) -> None:
    assert wanted_by_set(name) - pinned_by_set(name) == set()


@pytest.mark.parametrize("name", PINNED_SETS)
def test_pins_hold_names_versions_and_hashes_and_no_address(name: str) -> None:
    allowed = re.compile(rf"{PIN.pattern}|    --hash=sha256:[0-9a-f]{{64}}( \\)?|    # {{1,3}}(via|via )?[ \w.-]*")
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    assert [line for line in lines if not allowed.fullmatch(line)] == []


def test_a_package_of_two_sets_has_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for name in PINNED_SETS:
        for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines():
            if found := PIN.fullmatch(line):
                versions.setdefault(found[1], set()).add(line.split()[0])
    assert [pins for pins in versions.values() if len(pins) > 1] == []


def test_what_the_project_needs_is_what_make_site_installs() -> None:
    only_to_install = {"editables", "hatchling", "pymdown-extensions"}
    assert wanted_by_set("run") - only_to_install == declared()


def test_the_tool_imports_only_packages_it_declares() -> None:
    owners = packages_distributions()
    undeclared = [
        f"{path} imports {module}"
        for module, path in imported()
        if not declared() & {normal(owner) for owner in owners.get(module, [module])}
    ]
    assert undeclared == []


def test_make_alone_lists_the_commands() -> None:
    path = {"PATH": os.environ["PATH"]}
    listed = subprocess.run(["make"], cwd=ROOT, env=path, check=True, capture_output=True, text=True)
    commands = re.findall(r"^  make ([a-z-]+) ", listed.stdout, re.MULTILINE)
    assert " ".join(commands) == (
        "site serve check verify diff release test test-all slow lint validate golden bench schema lock help"
    )


def test_each_recipe_is_one_line() -> None:
    recipes = re.findall(r"^[a-z-]+:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [recipe for recipe in recipes if recipe.count("\n") > 1] == []


def test_the_html_checker_reports_our_errors_and_not_the_themes() -> None:
    messages = [
        {"type": "error", "url": "a.html", "lastLine": 7, "firstColumn": 5, "message": "No p", "extract": "</p>"},
        {"type": "error", "url": "a.html", "message": "Bad tabindex", "extract": '<label class="md-nav__link">'},
    ]
    script = ROOT / "generator" / "scripts" / "print_html_errors.py"
    told = subprocess.run(
        [sys.executable, script], input=json.dumps({"messages": messages}), capture_output=True, text=True
    )
    assert (told.returncode, told.stdout) == (1, "error: No p (1 x)\n  a.html:7:5: </p>\n")
