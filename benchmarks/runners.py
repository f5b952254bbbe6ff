"""The generators that are compared: how each one's site is prepared, and the command that is measured."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import frames
from pages import KINDS, Record

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv" / "peers"
PYTHON = PEERS / "bin" / "python"
ELEVENTY = HERE.parent / ".venv" / "eleventy" / "node_modules"
IGNORED = shutil.ignore_patterns("__pycache__", "package-lock.json")


class Missing(Exception):
    """A generator is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A generator: `prepare` fills a new folder for the facts there, unmeasured; `command` makes `site/` in it.

    `versions` are those of the generator and of what it stands on; `found` are the records in a site's search index.
    """

    name: str
    title: str
    versions: Callable[[], str]
    prepare: Callable[[Path, Path], None]
    command: Callable[[Path], tuple[str, ...]]
    found: Callable[[Path], frozenset[Record]]


def environment(folder: Path) -> Mapping[str, str]:
    """The environment of a run: caches inside its own folder, so that every run is a first one.

    Only compiled code is kept with the tool that it belongs to, as where a tool was installed for good.
    """
    caches = {"XDG_CACHE_HOME": str(folder / "cache"), "HUGO_CACHEDIR": str(folder / "cache" / "hugo")}
    inherited = {name: held for name, held in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **caches, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


def ready(name: str) -> None:
    """Raises Missing where that peer is not installed."""
    if not (ELEVENTY if name == "eleventy" else PYTHON).exists():
        raise Missing(f"{name} is not installed: make bench-peers")


def commit() -> str:
    """Which state of the generator is measured, as git names it; empty where it cannot say."""
    command = ("git", "describe", "--always", "--dirty", "--exclude", "*")
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True).stdout.strip()


def _copied(name: str) -> Callable[[Path, Path], None]:
    def prepare(folder: Path, _facts: Path) -> None:
        shutil.copytree(HERE / name, folder, ignore=IGNORED, dirs_exist_ok=True)

    return prepare


def _prepare_hugo(folder: Path, facts: Path) -> None:
    _copied("hugo")(folder, facts)
    settings = folder / "hugo.yaml"
    text = settings.read_text(encoding="utf-8").replace("source: facts", f"source: '{facts}'")
    settings.write_text(text, encoding="utf-8")
    site = frames.draw(folder / "frame", str(PYTHON), environment(folder))
    shutil.copytree(site / "assets", folder / "static" / "assets")
    (folder / "layouts" / "_partials" / "frame.html").write_text(frames.for_hugo(site), encoding="utf-8")
    shutil.rmtree(folder / "frame")


def _prepare_eleventy(folder: Path, facts: Path) -> None:
    _copied("eleventy")(folder, facts)
    site = frames.draw(folder / "frame", str(PYTHON), environment(folder))
    shutil.copytree(site / "assets", folder / "assets")
    (folder / "frame.json").write_text(frames.for_eleventy(site), encoding="utf-8")
    shutil.rmtree(folder / "frame")
    (folder / "node_modules").symlink_to(ELEVENTY)
    (folder / "data").symlink_to(facts)


def _prepare_sphinx_needs(folder: Path, facts: Path) -> None:
    _copied("sphinx_needs")(folder, facts)
    for module in ("records.py", "formats.py"):
        shutil.copy(HERE / "markdown_pages" / module, folder)


def _command_ours(facts: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "factsheet", "build", "-f", "mkdocs.yml", "--facts", str(facts), "-d", "site")


def _command_mkdocs(facts: Path) -> tuple[str, ...]:
    steps = '"$0" write_pages.py "$1" docs && exec "$0" -m mkdocs build --quiet --site-dir site'
    return ("sh", "-c", steps, str(PYTHON), str(facts))


def _command_hugo(_facts: Path) -> tuple[str, ...]:
    return (_hugo_binary(), "--quiet", "--destination", "site")


def _command_eleventy(_facts: Path) -> tuple[str, ...]:
    return ("node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet", "--output=site")


def _command_sphinx_needs(facts: Path) -> tuple[str, ...]:
    steps = '"$0" write_needs.py "$1" docs && exec "$0" -m sphinx -b dirhtml -q -c . docs site'
    return ("sh", "-c", steps, str(PYTHON), str(facts))


def _hugo_binary() -> str:
    """The binary itself: the wheel's own command starts Python first."""
    found = next(PEERS.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    if not found:
        raise Missing("hugo is not installed: make bench-peers")
    return str(found)


def _in_json(site: Path) -> frozenset[Record]:
    """The records in an index as the theme of mkdocs reads it."""
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = (entry["location"].split("/") for entry in index["docs"])
    return frozenset((place[0], place[1]) for place in places if len(place) > 1)


def _in_sphinx(site: Path) -> frozenset[Record]:
    """The records in an index of Sphinx's."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    places = (name.split("/") for name in index["docnames"])
    return frozenset((place[0], place[1]) for place in places if place[0] in KINDS and len(place) > 1)


def _version_of_hugo() -> str:
    said = subprocess.run([_hugo_binary(), "version"], capture_output=True, text=True, check=True).stdout
    return f"Hugo {said.split()[1].partition('-')[0].removeprefix('v')}"


def _version_of_eleventy() -> str:
    names = {"@11ty/eleventy": "Eleventy", "js-yaml": "js-yaml"}
    found = {name: json.loads((ELEVENTY / name / "package.json").read_text())["version"] for name in names}
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return ", ".join([*(f"{title} {found[name]}" for name, title in names.items()), f"Node {node.removeprefix('v')}"])


def _versions_of_peers(*names: str) -> Callable[[], str]:
    def versions() -> str:
        """The versions in the environment of the peers; its packages are not ours."""
        command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "list", "--format", "json"]
        listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found = {re.sub("[-_.]+", "-", one["name"]).lower(): one["version"] for one in listed}
        return ", ".join(f"{name} {found[name]}" for name in names)

    return versions


OURS = Runner(
    name="ours",
    title="factsheet",
    versions=lambda: f"factsheet {version('factsheet')} {commit()}".strip(),
    prepare=_copied("ours"),
    command=_command_ours,
    found=_in_json,
)
MKDOCS = Runner(
    name="mkdocs",
    title="mkdocs, Markdown pages",
    versions=_versions_of_peers("mkdocs", "mkdocs-material", "jinja2", "markdown"),
    prepare=_copied("markdown_pages"),
    command=_command_mkdocs,
    found=_in_json,
)
HUGO = Runner(
    name="hugo",
    title="Hugo, content adapter",
    versions=_version_of_hugo,
    prepare=_prepare_hugo,
    command=_command_hugo,
    found=_in_json,
)
ELEVENTY_PAGES = Runner(
    name="eleventy",
    title="Eleventy, pagination",
    versions=_version_of_eleventy,
    prepare=_prepare_eleventy,
    command=_command_eleventy,
    found=_in_json,
)
SPHINX_NEEDS = Runner(
    name="sphinx-needs",
    title="sphinx-needs",
    versions=_versions_of_peers("sphinx", "sphinx-needs", "docutils"),
    prepare=_prepare_sphinx_needs,
    command=_command_sphinx_needs,
    found=_in_sphinx,
)
RUNNERS = {one.name: one for one in (OURS, MKDOCS, HUGO, ELEVENTY_PAGES, SPHINX_NEEDS)}
