"""What pages and problems look like, letter for letter. `make golden` writes the files anew; their diff is read like prose.

A case of `golden/problems/` names the facts that it puts on top of the six small records of `golden/ground/`:

    facts: path -> text; or `null` to take a file of the ground away; or one of the ways of `write` below
    alone: true where the ground is left out
    problems: what a check must say, and nothing else: place, level, code and message, and below them the remedy
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from factsheet.pipeline import CODES, check
from factsheet.problem import Problem

HERE = Path(__file__).parent
GROUND = HERE / "golden" / "ground"
VOCABULARIES = HERE / "toy_facts" / "vocabularies.yml"
CASES = sorted((HERE / "golden" / "problems").glob("*.yml"))
WRITE_ANEW = "FACTSHEET_GOLDEN" in os.environ


def load(case: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(case.read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def lay(case: Mapping[str, Any], facts: Path) -> None:
    """Writes the facts of a case into a folder."""
    if case.get("alone"):
        facts.mkdir()
    else:
        shutil.copytree(GROUND, facts)
    shutil.copy(VOCABULARIES, facts)
    for path, content in case["facts"].items():
        write(facts / path, content)


def write(file: Path, content: str | Mapping[str, Any] | None) -> None:
    """Writes one file: a text, nothing, or a text made in one of the ways that a case can name."""
    file.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case None:
            file.unlink()
        case str():
            file.write_text(content, "utf-8", newline="")
        case {"link": target}:
            file.symlink_to(target)
        case {"text": text, "encoding": encoding}:
            file.write_text(text, encoding)
        case {"before": before, "repeat": part, "times": times}:
            file.write_text(before + part * times + "\n", "utf-8")
        case {"replace": old, "by": new}:
            text = file.read_text("utf-8")
            assert text.count(old) == 1
            file.write_text(text.replace(old, new), "utf-8")
        case _:
            raise AssertionError(f"a case cannot write {content}")


def as_lines(problem: Problem) -> str:
    """A problem as a case shows it: place, level, code and message, and on a line below its remedy."""
    place = problem.location
    where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
    return f"{where}: {problem.level} {problem.code}: {problem.message}\n{problem.fix}"


def write_problems(case: Path, found: list[str]) -> None:
    """Writes what a check says into a case; everything above `problems:` stays as it is."""
    above = case.read_text("utf-8").partition("\nproblems:")[0].rstrip("\n")
    blocks = ["  - |-\n" + "\n".join(f"    {line}" for line in lines.split("\n")) + "\n" for lines in found]
    case.write_text(f"{above}\nproblems:\n{''.join(blocks)}" if found else f"{above}\nproblems: []\n", "utf-8")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_check_says_what_the_case_expects(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay(load(file), Path("facts"))
    found = [as_lines(problem) for problem in check(Path("facts")).problems]
    if WRITE_ANEW:
        write_problems(file, found)
    assert found == load(file)["problems"]


def codes_in(case: Path) -> set[str]:
    """The codes of the problems that a case expects."""
    return {problem.partition("\n")[0].split(" ")[2].rstrip(":") for problem in load(case)["problems"]}


@pytest.mark.parametrize("code", [code.name for code in CODES])
def test_every_code_has_a_case_that_fails_and_one_that_passes(code: str) -> None:
    own = [codes_in(case) for case in CASES if case.stem.startswith(code)]
    assert {code} in own
    assert set() in own


def test_a_case_named_after_a_code_shows_no_other() -> None:
    strange = {case.stem: codes_in(case) for case in CASES if not codes_in(case) <= {case.stem[:5]}}
    assert set(strange) == {"several-mistakes-in-several-files"}


def test_nothing_is_wrong_with_the_ground(tmp_path: Path) -> None:
    lay({"facts": {}}, tmp_path / "facts")
    assert check(tmp_path / "facts").problems == ()
