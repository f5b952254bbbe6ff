"""How heavy the real pages are: the frame around them, the body for each statement, and the heaviest of all on its way."""

import gzip
import re
from pathlib import Path

import pytest

FRAME = 14_000
STATEMENT = 1_500
PAGE = 25_000
SHOWN = re.compile('<figure class="fs-quote|class="fs-claim__statement|<dd>|<tr>|<li>')
"""Where a statement begins: words, a sentence, a value, a line of a table, a line of a list."""


@pytest.fixture(scope="module")
def pages(real_sheet: Path) -> dict[str, str]:
    """The pages of all records by address."""
    files = (file.parent / "index.html" for file in real_sheet.rglob("record.yml"))
    return {str(file.parent.relative_to(real_sheet)): file.read_text("utf-8") for file in files}


def body(page: str) -> str:
    """What the record's own template made: the article below the theme's buttons."""
    return page[page.index('<p class="fs-kicker">') : page.rindex("</article>")]


def test_the_frame_of_every_record_weighs_at_most_fourteen_kilobytes(pages: dict[str, str]) -> None:
    frames = {address: len(page.encode()) - len(body(page).encode()) for address, page in pages.items()}
    assert {address: size for address, size in frames.items() if size > FRAME} == {}
    assert len(frames) > 300


def test_a_body_weighs_at_most_a_kilobyte_and_a_half_for_each_statement_it_shows(pages: dict[str, str]) -> None:
    weights = {address: len(body(page).encode()) / max(1, len(SHOWN.findall(page))) for address, page in pages.items()}
    assert {address: weight for address, weight in weights.items() if weight > STATEMENT} == {}


def test_no_page_of_the_real_site_weighs_more_than_twenty_five_kilobytes_on_its_way(real_sheet: Path) -> None:
    sizes = {file: len(gzip.compress(file.read_bytes())) for file in real_sheet.rglob("*.html")}
    assert {str(file.relative_to(real_sheet)): size for file, size in sizes.items() if size > PAGE} == {}
