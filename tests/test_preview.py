"""What a preview shows after a change is what a build from nothing would show; and what it says where something is wrong."""

import random
import shutil
import time
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import HERE, built
from factsheet.preview import Preview
from mkdocs.commands.build import build
from mkdocs.config import load_config
from random_edits import ask_everybody, edit_all, records_in, write

PAGE = b"<html><body><article class='x'>Words.</article></body></html>"


def shown(folder: Path) -> dict[str, bytes]:
    """What a site tells: the articles of its pages, its index of the search, and its records' files."""
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    articles = {name: held.partition(b"<article")[2].partition(b"</article>")[0] for name, held in files.items()}
    return {
        name: articles[name] or held for name, held in files.items() if not name.startswith(("assets", "sitemap", "."))
    }


@pytest.mark.slow
def test_a_preview_shows_what_a_build_from_nothing_shows(tmp_path: Path) -> None:
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, tmp_path / name, ignore=shutil.ignore_patterns(".cache"))
    facts, site = tmp_path / "toy_facts", tmp_path / "toy_site"
    records = records_in(facts)
    ask_everybody(records)
    write(facts, records)
    folder = tmp_path / "preview"
    folder.mkdir()
    config = load_config(str(site / "mkdocs.yml"), site_dir=str(folder))
    plugin: Any = config.plugins["factsheet"]
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    chance, steps = random.Random(3), []
    for turn in range(6):
        edit_all(records, range(10 * turn, 10 * turn + chance.choice((1, 2, 4))), chance)
        write(facts, records)
        refreshed = plugin._refresh()
        early = {page: (folder / page / "index.html").read_bytes() for page in plugin._preview.ready}
        build(load_config(str(site / "mkdocs.yml"), site_dir=str(folder)))
        assert refreshed
        assert {page: (folder / page / "index.html").read_bytes() for page in early} == early
        shutil.copytree(facts, tmp_path / f"facts{turn}")
        steps.append(shown(folder))
    config.plugins.on_shutdown()
    for turn, step in enumerate(steps):
        shutil.rmtree(facts)
        shutil.copytree(tmp_path / f"facts{turn}", facts)
        shutil.rmtree(site / ".cache", ignore_errors=True)
        whole = shown(built(site / "mkdocs.yml", tmp_path / f"sheet{turn}"))
        assert {name for name in step.keys() | whole.keys() if step.get(name) != whole.get(name)} == set(), turn


def test_what_a_build_that_failed_has_left_is_not_taken_for_what_was_there(tmp_path: Path) -> None:
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, tmp_path / name, ignore=shutil.ignore_patterns(".cache"))
    config_file, folder = str(tmp_path / "toy_site" / "mkdocs.yml"), tmp_path / "preview"
    folder.mkdir()
    config = load_config(config_file, site_dir=str(folder))
    plugin: Any = config.plugins["factsheet"]
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    page, fact = folder / "entities/guild/index.html", tmp_path / "toy_facts/entities/guild.yml"
    before, text = page.read_bytes(), fact.read_text("utf-8")
    fact.write_text(text.replace("5 > 3", "6 > 3"), "utf-8")
    assert plugin._refresh()
    assert page.read_bytes() != before
    # The rest of that build fails; then the fact is as it was.
    fact.write_text(text, "utf-8")
    assert not plugin._refresh()
    build(load_config(config_file, site_dir=str(folder)))
    config.plugins.on_shutdown()
    assert page.read_bytes() == before


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    return Preview(tmp_path / "site")


def answered(
    preview: Preview, path: str, content: bytes = PAGE, status: str = "200 OK"
) -> tuple[bytes, dict[str, str]]:
    """What the preview answers where mkdocs would answer with that content, and the headers."""

    def inner(_environ: Any, start_response: Callable[..., None]) -> Iterable[bytes]:
        start_response(status, [("Content-Length", str(len(content)))])
        return BytesIO(content)

    headers: dict[str, str] = {}
    parts = preview.app(inner)({"PATH_INFO": path}, lambda _status, said: headers.update(said))
    return b"".join(parts), headers


def test_what_is_wrong_stands_above_every_page_and_in_nothing_else(preview: Preview) -> None:
    assert answered(preview, "/sheet/entities/acme/")[0] == PAGE
    preview.above = "<aside>É</aside>"
    content, headers = answered(preview, "/sheet/entities/acme/")
    assert content == PAGE.replace(b"Words", "<aside>É</aside>Words".encode())
    assert int(headers["Content-Length"]) == len(content)
    assert answered(preview, "/sheet/search.json", b"{}")[0] == b"{}"
    assert answered(preview, "/nowhere/", status="404 Not Found")[0] == PAGE


def test_a_build_that_fails_is_told_above_the_last_good_pages(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise ValueError("about.md:3: <no> such\n  thing")

    tidied: list[object] = []
    monkeypatch.setattr("factsheet.preview._IDLE", 0)
    monkeypatch.setattr("factsheet.preview._tidy", partial(tidied.append, 1))
    preview.calm(fails, lambda: False)()
    assert preview.above.count("about.md:3: &lt;no&gt; such thing") == 1
    assert answered(preview, "/")[0] != PAGE
    end = time.monotonic() + 10
    while not tidied and time.monotonic() < end:
        time.sleep(0.01)
    assert tidied == [1]


def test_pages_that_are_not_ready_wait_for_the_end_of_the_build(preview: Preview) -> None:
    done: list[str] = []

    def refresh() -> bool:
        preview.ready = frozenset({"entities/acme/"})
        return True

    def build_rest() -> None:
        assert preview._is_ready("/sheet/entities/acme/")
        assert preview._is_ready("/sheet/assets/style.css")
        assert not preview._is_ready("/sheet/entities/")
        assert not preview._is_ready("/sheet/search/search_index.json")
        done.append("built")

    preview.calm(build_rest, refresh)()
    answered(preview, "/sheet/entities/")
    assert done == ["built"]
    preview.end()
    assert preview.ready is None


def test_where_the_system_tells_of_no_changes_the_preview_looks_for_them_itself(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused(SimpleNamespace):
        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    watched: list[tuple[str, object]] = []
    server = SimpleNamespace(observer="polling", build_delay=1.0)
    server.watch = lambda path: watched.append((path, server.observer))
    server.unwatch = lambda path: watched.remove((path, server.observer))
    monkeypatch.setattr("factsheet.preview.Observer", Refused)
    preview.follow(server, [Path("facts")], poll=False)
    assert watched == [("facts", "polling")]
    assert server.observer == "polling"
    preview.end()
