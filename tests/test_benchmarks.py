"""The facts that the benchmarks are measured on."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from factsheet.dataset import Dataset
from factsheet.pipeline import check

MAKER = Path(__file__).parent.parent / "benchmarks" / "synthetic.py"
WORDING = Path(__file__).parent.parent / "site_config" / "wording.yml"
KINDS = {"entities": 1.0, "allegations": 3.0, "quotes": 3.0, "sources": 0.1}


def make(size: int, folder: Path, **environment: str) -> Path:
    """The folder with the facts of so many entities."""
    subprocess.run([sys.executable, MAKER, str(size), folder], check=True, stdout=subprocess.DEVNULL, env=environment)
    return folder


def dataset(folder: Path) -> Dataset:
    checked = check(folder)
    assert checked.dataset
    return checked.dataset


def digest(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = (f"{file.relative_to(folder)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def most_uses(facts: Dataset, kind: str) -> int:
    """How many records the most used record of a kind is used by."""
    return max(
        len({id for ids in facts.backward.get(record.id, {}).values() for id in ids})
        for record in facts.records.values()
        if record.kind == kind
    )


@pytest.mark.parametrize("size", [10, 120])
def test_made_facts_pass_every_check(tmp_path: Path, size: int) -> None:
    problems = check(make(size, tmp_path), wording=WORDING).problems
    assert {problem.code for problem in problems} == {"FS401"}, "made facts have no copies of their sources"


def test_made_facts_have_the_promised_number_of_each_kind(tmp_path: Path) -> None:
    make(20, tmp_path)
    assert {kind: len(list((tmp_path / kind).iterdir())) for kind in KINDS} == {
        kind: round(20 * share) for kind, share in KINDS.items()
    }


def test_made_facts_are_the_same_at_every_run(tmp_path: Path) -> None:
    first = make(10, tmp_path / "first", PYTHONHASHSEED="1", TZ="Asia/Urumqi", LC_ALL="C")
    second = make(10, tmp_path / "second", PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert digest(first) == digest(second)


@pytest.mark.slow
def test_no_record_is_used_more_in_a_larger_set(tmp_path: Path) -> None:
    small = dataset(make(60, tmp_path / "small"))
    large = dataset(make(240, tmp_path / "large"))
    for kind in KINDS:
        assert most_uses(large, kind) <= 1.1 * most_uses(small, kind)
