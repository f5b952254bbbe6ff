"""How heavy the real pages are: the frame around them, the body for each statement, and the heaviest of all on its way."""

import gzip
import re
from pathlib import Path

import pytest

KIB = 1024
BUTTONS = re.compile(r'<article class="md-content__inner[^>]*>(?:<a [^>]*md-content__button.*?</a>)*\s*', re.DOTALL)
SHOWN = re.compile('<figure class="fs-quote|class="fs-claim__statement|<dd>|<tr>|<li>')
"""Where a statement begins: words, a sentence, a value, a line of a list, and a numbered source, which says what it is."""


@pytest.fixture(scope="module")
def pages(real_sheet: Path) -> dict[str, str]:
    """Every page by its file."""
    return {str(file.relative_to(real_sheet)): file.read_text("utf-8") for file in real_sheet.rglob("*.html")}


def body(page: str) -> str:
    """What the page is for: the article below the theme's buttons."""
    opened = BUTTONS.search(page)
    assert opened
    return page[opened.end() : page.rindex("</article>")]


def test_the_frame_of_no_page_weighs_more_than_fourteen_kilobytes(pages: dict[str, str]) -> None:
    frames = {file: len(page.encode()) - len(body(page).encode()) for file, page in pages.items()}
    assert {file: size for file, size in frames.items() if size > 14 * KIB} == {}
    assert len(frames) > 300


def test_the_body_of_a_record_weighs_at_most_a_kilobyte_and_a_half_for_each_statement_it_shows(
    pages: dict[str, str], real_sheet: Path
) -> None:
    bodies = {file: body(page) for file, page in pages.items() if (real_sheet / file).with_name("record.yml").is_file()}
    weights = {file: len(found.encode()) / max(1, len(SHOWN.findall(found))) for file, found in bodies.items()}
    assert {file: weight for file, weight in weights.items() if weight > 1.5 * KIB} == {}
    assert len(weights) > 300


def test_no_page_weighs_more_than_twenty_five_kilobytes_on_its_way(pages: dict[str, str]) -> None:
    sizes = {file: len(gzip.compress(page.encode())) for file, page in pages.items()}
    assert {file: size for file, size in sizes.items() if size > 25 * KIB} == {}
