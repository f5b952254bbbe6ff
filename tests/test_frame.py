"""The spliced frame gives the bytes that mkdocs' own page builder gives, for every page of a site with hostile titles."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from every_field import Filled, filled_records, numbered, plain_records, write_facts
from factsheet import mkdocs_plugin, site
from factsheet.frame import Frames, Site, theme_page
from factsheet.model import KINDS
from factsheet.page import Page
from factsheet.views import index
from mkdocs.commands.build import _build_page

HERE = Path(__file__).parent
VOCABULARIES = HERE / "toy_facts" / "vocabularies.yml"
HOSTILE = (
    "<b>x</b> & \"q\" 'a' &lt; {{ 7*7 }}",
    "</title><script>ran=1</script>",
    "zq0123456789abcdef01234567titlezq \\1 \\g<0>",
)
WITHOUT_FEATURES = """
site_name: A site without features
docs_dir: content
theme: {name: material, font: false}
plugins: [search, {factsheet: {facts: facts}}]
nav: [index.md]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page as it was spliced, and as mkdocs' own builder made it."""

    page: Page
    spliced: bytes
    built: bytes


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records that fill every field with hostile text, and some with no more than they need."""
    folder = tmp_path_factory.mktemp("facts")
    alone = {"id": "alone", "type": "company", "name": "中 alone"}
    remarked = {"id": "remarked", "type": "company", "name": "中 remarked", "note": "One part."}
    bare = [Filled(kind="entities", id=str(data["id"]), data=data, texts=()) for data in (alone, remarked)]
    records = [*plain_records(VOCABULARIES), *bare]
    numbers = count()
    for number, text in enumerate(HOSTILE):
        records += filled_records(f"h{number}", VOCABULARIES, numbered(text, numbers))
    write_facts(folder, iter(records), VOCABULARIES)
    return folder


@pytest.fixture(scope="module")
def pages(facts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Drawn, ...]:
    """Every page that is spliced into the toy site, with edit links, tabs, a path and neighbours."""
    return drawn(HERE / "toy_site" / "mkdocs.yml", facts, tmp_path_factory.mktemp("pages") / "sheet")


def drawn(config_file: Path, facts: Path, site_dir: Path) -> tuple[Drawn, ...]:
    """Builds a site; each page that is spliced is built by mkdocs too."""
    found: list[Drawn] = []

    class BothWays(Frames):
        def __init__(self, site: Site) -> None:
            super().__init__(site)
            self.site = site

        def page(self, page: Page) -> str:
            spliced = super().page(page)
            found.append(Drawn(page=page, spliced=spliced.encode(), built=built_by_mkdocs(page, self.site)))
            return spliced

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mkdocs_plugin, "Frames", BothWays)
        patch.setattr(index, "MOST_ROWS", 4)
        site.build(config_file, facts=facts, site_dir=site_dir, verify=True, progress=lambda _done, _of: None)
    return tuple(found)


def built_by_mkdocs(page: Page, site: Site) -> bytes:
    made = theme_page(page, site)
    _build_page(made, site.config, site.files.documentation_pages(), site.nav, site.environment)
    return Path(made.file.abs_dest_path).read_bytes()


def test_every_page_has_the_bytes_that_mkdocs_would_give_it(pages: tuple[Drawn, ...]) -> None:
    assert [drawn.page.address for drawn in pages if drawn.spliced != drawn.built] == []


@pytest.mark.slow
def test_the_pages_of_the_ledger_have_them_too(tmp_path: Path) -> None:
    pages = drawn(HERE / "toy_site" / "mkdocs.yml", HERE / "toy_facts", tmp_path / "sheet")
    assert [drawn.page.address for drawn in pages if drawn.spliced != drawn.built] == []
    assert {"asof", "asof_part", "release", "version"} <= {drawn.page.template for drawn in pages}


def test_a_site_without_features_has_them_too(facts: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("# Home\n")
    (tmp_path / "mkdocs.yml").write_text(WITHOUT_FEATURES)
    pages = drawn(tmp_path / "mkdocs.yml", facts, tmp_path / "sheet")
    assert [drawn.page.address for drawn in pages if drawn.spliced != drawn.built] == []
    assert not any(b'rel="edit"' in drawn.built for drawn in pages)


def test_the_pages_are_of_every_kind_first_middle_and_last(pages: tuple[Drawn, ...]) -> None:
    made = [drawn.page for drawn in pages]
    assert {page.template for page in made} == {*KINDS, "index"}
    for kind in KINDS:
        neighbours = {(bool(page.previous), bool(page.next)) for page in made if page.template == kind}
        assert neighbours == {(False, True), (True, True), (True, False)}


def test_some_pages_have_parts_with_headings_and_some_have_none(pages: tuple[Drawn, ...]) -> None:
    counts = {len(drawn.page.sections) for drawn in pages if drawn.page.template in KINDS}
    assert {0, 1, 2} < counts


def test_the_page_of_each_record_has_its_edit_link(pages: tuple[Drawn, ...]) -> None:
    for drawn in pages:
        link = f'/toy_facts/{drawn.page.file}" title="Edit this page"'.encode()
        assert (link in drawn.built) == (drawn.page.template in KINDS)


def test_a_hostile_title_is_escaped_wherever_the_theme_writes_it(pages: tuple[Drawn, ...]) -> None:
    assert sum(b"&lt;/title&gt;&lt;script&gt;ran=1" in drawn.built for drawn in pages) > len(KINDS)
    assert not any(b"<script>ran=1" in drawn.built for drawn in pages)
