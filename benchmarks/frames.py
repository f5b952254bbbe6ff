"""The theme's page, in which the peers that do not draw it themselves put theirs, so that all pages weigh the same."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent

_MARKS = (
    ("https://bench.example.org/entities/zqslugzq/", "address"),
    ("zqtitlezq", "title"),
    ("zqdescriptionzq", "description"),
    ("../..", "root"),
)
_HOLE = re.compile("\x00([a-z]+)\x00")


def draw(folder: Path, python: str, environment: Mapping[str, str]) -> Path:
    """The folder of a small site in the plain theme of mkdocs, with one page whose texts are marks."""
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
    subprocess.run([python, "-m", "mkdocs", "build", "-q"], cwd=folder, env=environment, check=True)
    return folder / "site"


def for_hugo(site: Path) -> str:
    """The theme's page as a partial of Hugo's."""
    page, entry = _holes(site)
    if "{{" in page + entry:
        raise ValueError("the theme's page holds a template of its own")
    names = {"root": "{{ $root }}", "contents": "{{ range .sections }}" + entry + "{{ end }}"}
    page = _HOLE.sub(lambda hole: names.get(hole[1], f"{{{{ .{hole[1]} }}}}"), page)
    page = _HOLE.sub(lambda hole: f"{{{{ .{hole[1]} }}}}", page)
    depth = '{{- $root := strings.TrimSuffix "/" (or (strings.Repeat (sub (strings.Count "/" .path) 1) "../") "./") -}}'
    return depth + page


def for_eleventy(site: Path) -> str:
    """The theme's page in pieces, and that of an entry of its contents, as JSON: texts, and between them names."""
    page, entry = _holes(site)
    return json.dumps({"page": _HOLE.split(page), "entry": _HOLE.split(entry)})


def _holes(site: Path) -> tuple[str, str]:
    """The page of marks, and one entry of its table of contents, with their holes as names between zero signs."""
    html = (site / "entities" / "zqslugzq" / "index.html").read_text(encoding="utf-8")
    html = re.sub(r"<h1>zqbodyzq</h1>.*zqsecond</?[^\n]*\n", "\x00body\x00\n", html, count=1, flags=re.DOTALL)
    first = re.search(r'<li class="md-nav__item">\s*<a href="#zqfirst".*?</li>\s*', html, flags=re.DOTALL)
    second = re.search(r'<li class="md-nav__item">\s*<a href="#zqsecond".*?</li>\s*', html, flags=re.DOTALL)
    if not first or not second:
        raise ValueError("the theme's table of contents is not laid out entry by entry")
    entry = first[0].replace("#zqfirst", "#\x00id\x00").replace("zqfirst", "\x00title\x00")
    html = html.replace(first[0] + second[0], "\x00contents\x00").replace("#zqfirst", "#page-title")
    for mark, name in _MARKS:
        html = html.replace(mark, f"\x00{name}\x00")
    if "zq" in html:
        raise ValueError("a mark is left in the theme's page")
    return re.sub(r"\n\s*\n", "\n", html), re.sub(r"\n\s*\n", "\n", entry)
