"""Templates are compiled once, and their code is kept beside Python's own; what else it depends on than the source counts too."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from factsheet import cache, jinja
from jinja2 import DictLoader, Environment


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where code is kept, for this test alone, as if a process had just begun."""
    file = tmp_path / "templates"
    monkeypatch.setattr(jinja, "_FILE", file)
    monkeypatch.setattr(jinja, "_NEW", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    jinja._known.cache_clear()
    yield file
    jinja._known.cache_clear()


def rendered(source: str, **filters: object) -> str:
    environment = Environment(loader=DictLoader({"page": source}), autoescape=True)
    environment.filters |= filters
    environment.bytecode_cache = jinja.compiled(environment)
    return environment.get_template("page").render()


def begin_again(monkeypatch: pytest.MonkeyPatch) -> None:
    jinja.keep_compiled()
    monkeypatch.setattr(jinja, "_NEW", {})
    jinja._known.cache_clear()


def test_what_was_compiled_is_not_compiled_by_the_next_process(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered("{{ 1 + 1 }} of us") == "2 of us"
    begin_again(monkeypatch)
    monkeypatch.setattr(Environment, "compile", lambda *_all, **_more: pytest.fail("compiled again"))
    assert rendered("{{ 1 + 1 }} of us") == "2 of us"


def test_another_source_another_filter_or_another_option_is_compiled_anew(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shout(text: str) -> str:
        return text.upper()

    def whisper(text: str) -> str:
        return text.lower()

    assert rendered("{{ 'Said' | voice }}", voice=shout) == "SAID"
    begin_again(monkeypatch)
    assert rendered("{{ 'Said' | voice }}", voice=whisper) == "said"
    assert rendered("{{ 'Sang' | voice }}", voice=whisper) == "sang"
    tight = Environment(loader=DictLoader({"page": "{% if 1 %}\nSaid{% endif %}"}), trim_blocks=True)
    loose = Environment(loader=DictLoader({"page": "{% if 1 %}\nSaid{% endif %}"}))
    for environment in (tight, loose):
        environment.bytecode_cache = jinja.compiled(environment)
    assert [one.get_template("page").render() for one in (tight, loose)] == ["Said", "\nSaid"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_damaged_code_is_compiled_anew_without_a_word(
    kept: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    rendered("{{ 1 + 1 }} of us")
    begin_again(monkeypatch)
    kept.write_bytes(kept.read_bytes()[:-9] if damage is None else damage)
    assert rendered("{{ 1 + 1 }} of us") == "2 of us"


def test_code_that_cannot_be_kept_or_is_not_wanted_is_not_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered("{{ 1 + 1 }} of us")
    monkeypatch.setattr(jinja, "_FILE", kept / "below" / "a" / "file")
    jinja.keep_compiled()
    monkeypatch.setattr(jinja, "_FILE", kept)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    jinja.keep_compiled()
    assert not kept.exists()


def test_code_of_another_version_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered("{{ 1 + 1 }} of us")
    begin_again(monkeypatch)
    monkeypatch.setattr(jinja, "_tool", lambda: "another one")
    assert jinja._known() == {}
    assert cache.load(kept, "another one") is None


def test_the_code_stands_beside_the_code_of_python() -> None:
    command = [sys.executable, "-c", "from factsheet import jinja; print(jinja._FILE, jinja.__cached__)"]
    ours, pythons = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert Path(ours).parent == Path(pythons).parent
