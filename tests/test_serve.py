"""The preview: it follows every change, shows wrong facts above the last good pages, and lets no request hang."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from shutil import copytree
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

HERE = Path(__file__).parent
PATIENCE = 30.0
TEMPLATE = "{% macro body(view) %}<ul>{% for term in view.terms %}<li>Term: {{ term.label }}</li>{% endfor %}</ul>{% endmacro %}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A running preview of a copy of the toy site."""

    site: Path
    address: str
    log: Path

    @property
    def facts(self) -> Path:
        return self.site.parent / "toy_facts"

    def page(self, path: str) -> str:
        """The page at a path, which comes with status 200 at once."""
        with self._answer(path) as answer:
            assert answer.status == 200
            return answer.read().decode()

    def status(self, path: str) -> int:
        try:
            with self._answer(path) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    def _answer(self, path: str) -> HTTPResponse:
        answer: HTTPResponse = urlopen(self.address + path, timeout=PATIENCE)
        return answer

    def comes_to_show(self, path: str, wanted: Callable[[str], object]) -> str:
        """The page at a path as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.page(path)
            if wanted(shown):
                return shown
            time.sleep(0.1)
        pytest.fail(f"{path} never came; the preview said:\n{self.log.read_text()}")


@contextmanager
def previewing(site: Path) -> Iterator[Preview]:
    """A preview of the site in a folder, at a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    log = site.parent / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "factsheet", "serve", "-a", host], cwd=site, stdout=output, stderr=output
        )
    try:
        end = time.monotonic() + PATIENCE
        while "Serving on" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield Preview(site=site, address=f"http://{host}/sheet/", log=log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
    assert "Traceback" not in log.read_text()
    assert process.returncode == 0


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for many changes; each test leaves the facts right."""
    folder = tmp_path_factory.mktemp("preview")
    for name in ("toy_site", "toy_facts"):
        copytree(HERE / name, folder / name)
    templates = folder / "toy_site" / "site_config" / "templates" / "fragments"
    templates.mkdir(parents=True)
    (templates / "vocabulary.jinja").write_text(TEMPLATE)
    with previewing(folder / "toy_site") as running:
        yield running


def has_banner(page: str) -> bool:
    return 'class="fs-problems"' in page


def banner(page: str) -> str:
    """The text of the banner of a page, in the spelling of HTML."""
    found = re.search(r'<aside class="fs-problems".*?</aside>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<(?!b>)[^>]*>", "", found[0]).split())


def test_pages_are_shown_with_what_reloads_them(preview: Preview) -> None:
    for path in ("", "entities/acme/", "sources/", "about/"):
        page = preview.page(path)
        assert not has_banner(page)
        assert "livereload(" in page
    assert preview.status("entities/nobody/") == 404


def test_a_changed_fact_is_shown(preview: Preview) -> None:
    file = preview.facts / "sources" / "handbook-2022.yml"
    file.write_text(file.read_text().replace("title: Handbook of saws", "title: Manual of saws"))
    preview.comes_to_show("sources/handbook-2022/", lambda page: "<title>Manual of saws, ninth edition - " in page)
    assert "Manual of saws" in preview.page("sources/")


@pytest.mark.slow
def test_a_new_fact_has_its_page_and_a_removed_one_has_none(preview: Preview) -> None:
    file = preview.facts / "entities" / "newcomer.yml"
    file.write_text("id: newcomer\ntype: company\nname: Newcomer Ltd\n")
    preview.comes_to_show("entities/", lambda page: "Newcomer Ltd" in page)
    assert "Newcomer Ltd" in preview.page("entities/newcomer/")
    file.unlink()
    preview.comes_to_show("entities/", lambda page: "Newcomer Ltd" not in page)
    assert preview.status("entities/newcomer/") == 404


def test_a_wrong_fact_is_a_banner_over_the_last_good_pages_until_it_is_mended(preview: Preview) -> None:
    file = preview.facts / "entities" / "bolt-and-sons.yml"
    right = file.read_text()
    line = right.count("\n") + 1
    file.write_text(f"{right}<b>naem</b>: 5\n")
    shown = banner(preview.comes_to_show("entities/bolt-and-sons/", has_banner))
    assert "The facts have 1 error. These pages are the last good ones." in shown
    assert f"../toy_facts/entities/bolt-and-sons.yml:{line}:1" in shown
    assert "FS201: there is no key &#39;&lt;b&gt;naem&lt;/b&gt;&#39; here" in shown
    for path in ("", "about/", "entities/", "entities/acme/", "quotes/", "reference/"):
        assert has_banner(preview.page(path))
    assert "Bolt" in preview.page("entities/bolt-and-sons/")
    file.write_text(right)
    preview.comes_to_show("entities/bolt-and-sons/", lambda page: not has_banner(page))
    assert not has_banner(preview.page("about/"))


@pytest.mark.slow
def test_facts_that_are_no_yaml_and_a_lost_vocabulary_are_banners_too(preview: Preview) -> None:
    vocabularies = preview.facts / "vocabularies.yml"
    right = vocabularies.read_bytes()
    vocabularies.write_bytes(b"stage: [\xff")
    assert "vocabularies.yml" in banner(preview.comes_to_show("about/", has_banner))
    vocabularies.unlink()
    preview.comes_to_show("about/", lambda page: "the closed lists are missing" in page)
    assert "Term: Alleged" in preview.page("about/")
    vocabularies.write_bytes(right)
    preview.comes_to_show("about/", lambda page: not has_banner(page))


@pytest.mark.slow
def test_many_problems_are_counted_and_the_first_are_shown(preview: Preview) -> None:
    strays = [preview.facts / f"stray{number:02d}.txt" for number in range(25)]
    for stray in strays:
        stray.touch()
    shown = preview.comes_to_show("", lambda page: "The facts have 25 errors" in page)
    assert (shown.count("is not expected here"), "and 5 more" in shown) == (20, True)
    for stray in strays:
        stray.unlink()
    preview.comes_to_show("", lambda page: not has_banner(page))


@pytest.mark.slow
def test_templates_of_the_site_and_pages_written_by_hand_are_followed(preview: Preview) -> None:
    template = preview.site / "site_config" / "templates" / "fragments" / "vocabulary.jinja"
    template.write_text(TEMPLATE.replace("Term:", "Changed term:"))
    preview.comes_to_show("about/", lambda page: "Changed term: Alleged" in page)
    content = preview.site / "content" / "about.md"
    content.write_text(content.read_text() + "\nA new sentence.\n")
    preview.comes_to_show("about/", lambda page: "A new sentence." in page)


@pytest.mark.slow
def test_a_preview_that_starts_with_wrong_facts_shows_them_and_mends_itself(toy_site: Path) -> None:
    wrong = toy_site.parent / "toy_facts" / "entities" / "wrong.yml"
    wrong.write_text("id: wrong\n")
    with previewing(toy_site) as preview:
        for path in ("", "about/", "entities/", "reference/"):
            assert "entities/wrong.yml:1:1" in banner(preview.page(path))
        assert preview.status("entities/acme/") == 404
        wrong.unlink()
        preview.comes_to_show("", lambda page: not has_banner(page))
        assert "Acme" in preview.page("entities/acme/")
    assert not (toy_site / "site").exists()
