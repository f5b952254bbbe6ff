"""What pages and problems look like, letter for letter. `make golden` writes the files anew; their diff is read like prose.

A case of `golden/problems/` names the facts that it puts on top of the six small records of `golden/ground/`:

    facts: path -> text; or `null` to take a file of the ground away; or one of the ways of `write` below;
        the files are written in this order, and the path of one that is written again begins with `./`
    alone: true where the ground is left out
    wording: the text of the file with the words that sentences avoid, where there is one
    copies: name -> text of the stored copies that `verify` is to look through, where it is run after the check
    problems: what a check must say, and nothing else (but that words are not proven): place, level, code and message, and below them the remedy

`golden/pages/` has pages of the toy facts without the theme's frame: title, description, body.
"""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import toy_history
import yaml
from factsheet.dataset import Dataset
from factsheet.ledger import Ledger, Release, read_releases, text_of
from factsheet.ledger.release import LAST, text_of_last
from factsheet.model import KINDS
from factsheet.page import Page
from factsheet.pipeline import CODES, check
from factsheet.problem import Problem
from factsheet.proof.copies import copies
from factsheet.proof.report import problems as searched
from factsheet.proof.verify import verify
from factsheet.render import Renderer
from factsheet.views.fragment import FRAGMENTS
from factsheet.views.pages import Plan, index_plans, record_plans
from factsheet.views.reference import reference_view

HERE = Path(__file__).parent
TOY = HERE / "toy_facts"
PAGES = HERE / "golden" / "pages"
GROUND = HERE / "golden" / "ground"
VOCABULARIES = TOY / "vocabularies.yml"
CASES = sorted((HERE / "golden" / "problems").glob("*.yml"))
WRITE_ANEW = "FACTSHEET_GOLDEN" in os.environ
UNPROVEN = "FS401"
"""What is said of each quote without a stored copy; only the cases that are about it show it."""

ADDRESSES = (
    "entities/",
    "entities/acme/",
    "entities/acme-tools-duplicate/",
    "entities/ada-rook/",
    "entities/lizi/",
    "entities/mithal/",
    "entities/other-toolmakers/",
    "entities/tool-office/",
    "entities/toolmakers-listed-2024/",
    "sources/",
    "sources/acme-statement-english-2024-05-04/",
    "sources/gazette-2024-17/",
    "sources/lost-leaflet-2023/",
    "sources/other-daily-2024-05-03/",
    "allegations/",
    "allegations/guild-2023-dull-blades/",
    "allegations/researcher-2024-saw-dust/",
    "allegations/tool-office-2024-05-unsafe-saws/",
    "quotes/",
    "quotes/acme-2024-05-02-every-saw/",
    "quotes/acme-2024-05-appeal/",
    "quotes/guild-2024-05-02-thumbs/",
    "quotes/mithal-2024-05-thirty-saws/",
    "quotes/tool-office-2024-05-01-guard/",
    "events/",
    "events/saws-order-review-2027/",
    "events/toolmakers-listed-2024-05-announced/",
    "events/toolmakers-listed-2024-05-effective/",
    "disagreements/",
    "disagreements/acme-number-of-saws/",
    "disagreements/saws-or-blades/",
)
"""The pages that are shown: each index, and of each kind what differs most."""

EMBEDDED = (
    "coverage toolmakers-listed-2024",
    "latest",
    "overview allegations",
    "timeline",
    "unknown",
    "vocabulary stage",
)
REFERENCE_ENDS_BEFORE = '<h3 id="fields-sources">'


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
    if "wording" in case:
        write(facts.parent / "wording.yml", case["wording"])


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
        case {"forge": old, "by": new}:
            text = file.read_text("utf-8")
            assert text.count(old) == 1
            forged = json.loads(text.replace(old, new))
            del forged["format"], forged["seal"]
            publish(Release.model_validate(forged), file)
        case {"release": date() as day}:
            publish(release_of(file.parent.parent, day, content.get("after")), file)
            if "then" in content:
                write(file, content["then"])
        case _:
            raise AssertionError(f"a case cannot write {content}")


def publish(release: Release, file: Path) -> None:
    """Writes a release, and that it is the newest."""
    write(file, text_of(release))
    write(file.with_name(LAST), text_of_last(release.named))


def release_of(facts: Path, day: date, after: str | None) -> Release:
    """A release of the facts as they stand; `after` passes over later releases, as on another branch."""
    found = read_releases(facts)
    assert isinstance(found, Ledger)
    ledger = Ledger(releases=tuple(made for made in found.releases if not after or made.version <= after))
    dataset = check(facts, ledger).dataset
    assert dataset is not None
    return toy_history.release(ledger, dataset.history.state, dataset.state, day.isoformat())


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
    checked = check(Path("facts"), wording=Path("wording.yml") if Path("wording.yml").exists() else None)
    problems = (*checked.problems, *search(checked.dataset, load(file).get("copies", {})))
    found = [as_lines(problem) for problem in problems if problem.code != UNPROVEN or is_about(file, UNPROVEN)]
    if WRITE_ANEW:
        write_problems(file, found)
    assert found == load(file)["problems"]


def search(dataset: Dataset | None, stored: Mapping[str, str]) -> tuple[Problem, ...]:
    """What `verify` says of these copies."""
    for name, text in stored.items():
        write(Path("copies") / name, text)
    if not stored or not dataset:
        return ()
    return tuple(sorted({problem for problem, _near in searched(verify(dataset, copies([Path("copies")])), dataset)}))


def is_about(case: Path, code: str) -> bool:
    return case.name.startswith(code)


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
    assert {problem.code for problem in check(tmp_path / "facts").problems} == {UNPROVEN}


@pytest.fixture(scope="module")
def toy() -> Dataset:
    """The toy facts."""
    checked = check(TOY)
    assert checked.dataset is not None
    return checked.dataset


@pytest.fixture(scope="module")
def pages(toy: Dataset) -> dict[str, Page]:
    """Every page of the toy facts by its address."""
    renderer = Renderer()
    return {plan.address: renderer.page(plan) for plan in (*record_plans(toy), *index_plans(toy))}


def shown(page: Page) -> str:
    """A page as its golden file has it."""
    return f'<title>{page.title}</title>\n<meta content="{page.description}">\n\n{page.body.strip()}\n'


def compare(file: Path, found: str) -> None:
    """Compares with a golden file, letter for letter; writes it first where that is asked for."""
    if WRITE_ANEW:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8")
    assert file.read_text("utf-8").split("\n") == found.split("\n")


def golden(address: str) -> Path:
    return PAGES / f"{address.removesuffix('/').replace(' ', '-')}.html"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_looks_as_ever(address: str, pages: dict[str, Page]) -> None:
    compare(golden(address), shown(pages[address]))


@pytest.mark.parametrize("name", EMBEDDED)
def test_what_a_hand_written_page_embeds_looks_as_ever(name: str, toy: Dataset) -> None:
    template, _blank, argument = name.partition(" ")
    html, _links = Renderer().fragment(template, FRAGMENTS[template](toy, argument), "")
    compare(golden(f"embedded/{name}"), f"{html.strip()}\n")


def test_the_reference_begins_as_ever(toy: Dataset) -> None:
    view = reference_view(CODES, toy.vocabularies)
    page = Renderer().page(
        Plan(address="reference/", template="reference", kind="reference", view=lambda: view, updated="2024-06-01")
    )
    head, found, _rest = shown(page).partition(REFERENCE_ENDS_BEFORE)
    assert found
    compare(golden("reference"), head)


def test_every_golden_page_is_one_that_is_shown() -> None:
    names = {golden(name) for name in (*ADDRESSES, *(f"embedded/{name}" for name in EMBEDDED), "reference")}
    assert set(PAGES.rglob("*.html")) == names


@pytest.mark.parametrize("kind", KINDS)
def test_of_every_kind_the_index_and_at_least_two_pages_are_shown(kind: str) -> None:
    assert f"{kind}/" in ADDRESSES
    assert len([address for address in ADDRESSES if address.startswith(f"{kind}/")]) >= 3
