"""The command `verify`: what it counts and prints, what it writes, and what it remembers."""

import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from factsheet import memory
from factsheet.cli import commands

TOY = Path(__file__).parent / "toy_facts"
STORED = Path(__file__).parent / "toy_snapshots"
DAILY = """\
Acme had no choice, it said.

“We sell
every saw,” said Acme. “We count,” it said. “We count,” it said again.
"""
HEARING = (
    "HEARING\n\nActing Chair: Begin.\n\nACME: We sorted the saws.\n\nAnd the blades.\n\nADA ROOK: We sorted thumbs.\n"
)
OWN = "Acme\n\nWe have a guard.\n"


class Site:
    """A site's folder with facts, copies outside of them, and the command."""

    def __init__(self, root: Path) -> None:
        self.root, self.facts, self.copies = root, root / "facts", root / "copies"
        self.copies.mkdir()
        self.facts.mkdir()
        (root / "mkdocs.yml").write_text("site_name: Site\n", "utf-8")
        shutil.copy(TOY / "vocabularies.yml", self.facts)
        self.record("entities", "acme", type="company", name="ACME", short_name="Acme")
        self.source("daily", DAILY)
        self.quote("every-saw", "We sell every saw", "daily")

    def record(self, kind: str, id: str, **fields: object) -> None:
        file = self.facts / kind / f"{id}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"id": id, **fields}, ensure_ascii=False), "utf-8")

    def source(self, id: str, copy: str, *, media_type: str = "text/plain", **fields: object) -> None:
        raw = copy.encode()
        (self.copies / f"{id} of some name").write_bytes(raw)
        snapshot = {"sha256": sha256(raw).hexdigest(), "media_type": media_type, "covers": "whole"}
        common = {
            "type": "webpage",
            "title": "Saws",
            "nature": "secondary",
            "read_on": "2024-06-01",
            "reading": "whole",
        }
        kept = {"snapshot": {**snapshot, "retrieved_on": "2024-06-01", "keep": "private"}}
        self.record("sources", id, **{**common, **kept, **fields})

    def quote(self, id: str, text: str, source: str, **citation: str) -> None:
        cited = [{"source": source, **citation}]
        self.record("quotes", id, text=text, lang="en", speaker="acme", citations=cited)

    def run(self, command: str = "verify", *more: str) -> Result:
        return CliRunner().invoke(
            commands, [command, "-f", str(self.root / "mkdocs.yml"), "--facts", str(self.facts), *more]
        )

    def verify(self, *more: str) -> Result:
        return self.run("verify", "--snapshots", str(self.copies), *more)

    def counts(self, *more: str) -> dict[str, int]:
        counted: dict[str, int] = json.loads(self.verify("--format", "json", *more).output)["counts"]
        return counted

    def codes(self, *more: str) -> set[str]:
        """The codes of what a check says."""
        found = json.loads(self.run("check", "--format", "json", *more).output)["problems"]
        return {problem["code"] for problem in found}

    def proofs(self) -> Mapping[str, list[dict[str, object]]]:
        files = sorted((self.facts / "proofs").glob("*"))
        return {file.name: yaml.safe_load(file.read_text("utf-8"))["proofs"] for file in files}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_counts_of_every_outcome_are_printed(site: Site) -> None:
    site.quote("choice", "Acme had no choice", "daily")
    site.quote("thumbs", "We sell every thumb", "daily")
    site.quote("count", "We count", "daily")
    site.quote("saw", "every saw,", "daily")
    site.source("gone", "Of another time")
    (site.copies / "gone of some name").unlink()
    site.quote("gone-words", "Nobody knows", "gone")
    site.source("picture", "a picture", media_type="image/png")
    site.quote("picture-words", "Nobody reads", "picture")
    site.record("sources", "bare", type="webpage", title="B", nature="primary", read_on="2024-06-01", reading="whole")
    site.quote("bare-words", "Nobody kept", "bare")
    run = site.verify()
    assert run.exit_code == 1
    assert [line.split() for line in run.output.splitlines()[-10:]] == [
        ["quotations", "passages"],
        ["1", "0", "proven"],
        ["1", "0", "found,", "but", "not", "as", "a", "quotation"],
        ["1", "0", "cut", "off", "in", "the", "middle"],
        ["1", "0", "found", "at", "several", "places"],
        ["1", "0", "not", "found"],
        ["1", "0", "in", "a", "stored", "copy", "that", "gives", "no", "text"],
        ["1", "0", "in", "a", "stored", "copy", "that", "was", "not", "at", "hand"],
        ["1", "0", "in", "a", "source", "without", "a", "stored", "copy"],
        ["0", "0", "removed", "by", "law"],
    ]


def test_where_words_are_not_found_the_nearest_passage_is_shown(site: Site) -> None:
    site.quote("every-saw", "We sell each saw", "daily")
    lines = site.verify().output.splitlines()
    at = next(position for position, line in enumerate(lines) if line.startswith(" here |"))
    assert lines[at : at + 4] == [
        " here | We sell each saw",
        "      |         ^^^^",
        "there | We sell every saw",
        "      |         ^^^^^",
    ]


def test_whatever_is_at_hand_is_proven_and_all_is_well(site: Site) -> None:
    assert (site.verify().exit_code, site.counts()) == (0, {"quotations/proven": 1})
    assert (site.run().exit_code, "not at hand" in site.run().output) == (0, True)


def test_only_write_writes_and_what_it_writes_is_the_proof(site: Site) -> None:
    site.verify()
    assert not (site.facts / "proofs").exists()
    assert site.verify("--write").exit_code == 0
    assert (site.facts / "proofs" / "every-saw.yml").read_text("utf-8") == (
        "# Written by `factsheet verify --write` and `factsheet accept`. To give a proof up, delete it here.\n"
        "proofs:\n"
        "  - source: daily\n"
        f"    words: {sha256(b'We sell every saw').hexdigest()}\n"
        f"    snapshot: {sha256(DAILY.encode()).hexdigest()}\n"
        "    stands: quotation\n"
        "    start: '31'\n"
        "    end: '48'\n"
        "    after:\n"
        "      - line-joins\n"
    )
    assert site.codes() == set()


def test_writing_again_changes_nothing(site: Site) -> None:
    site.verify("--write")
    file = site.facts / "proofs" / "every-saw.yml"
    before = (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino)
    again = site.verify("--write")
    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) == before
    assert (again.exit_code, again.output) == (0, site.verify().output)


def test_proofs_of_a_record_stand_by_source_and_words_whatever_order_its_citations_have(site: Site) -> None:
    site.source("weekly", "“We sell every saw,” said Acme. “Each of them.”\n")
    cited = [
        {"source": "weekly"},
        {"source": "daily"},
        {"source": "weekly", "as_printed": "Each of them.", "at": "line 1"},
    ]
    written: set[bytes] = set()
    for order in (cited, cited[::-1]):
        site.record("quotes", "every-saw", text="We sell every saw", lang="en", speaker="acme", citations=order)
        site.verify("--write")
        written.add((site.facts / "proofs" / "every-saw.yml").read_bytes())
    assert len(written) == 1
    assert [one["source"] for one in site.proofs()["every-saw.yml"]] == ["daily", "weekly", "weekly"]


def test_a_proof_stays_whose_copy_is_not_at_hand(site: Site) -> None:
    site.verify("--write")
    before = site.proofs()
    assert site.run("verify", "--write").exit_code == 0
    assert site.proofs() == before


def test_a_proof_goes_when_its_words_are_no_longer_there(site: Site) -> None:
    site.verify("--write")
    site.quote("every-saw", "We sell each saw", "daily")
    assert site.codes() >= {"FS402"}
    assert site.verify("--write").exit_code == 1
    assert site.proofs() == {}


def test_a_proof_of_another_copy_does_not_fit_and_is_proven_anew(site: Site) -> None:
    site.verify("--write")
    site.source("daily", f"Anew.\n\n{DAILY}")
    assert "FS402" in site.codes()
    site.verify("--write")
    assert site.codes() == set()
    assert site.proofs()["every-saw.yml"][0]["start"] == "38"


def test_a_proof_found_beside_other_words_or_in_a_copy_of_another_media_type_does_not_fit(site: Site) -> None:
    site.quote("every-saw", "We sell every saw", "daily", prefix="“")
    site.verify("--write")
    assert site.codes() == set()
    site.quote("every-saw", "We sell every saw", "daily", prefix="They never said: “")
    assert site.codes() >= {"FS402"}
    site.quote("every-saw", "We sell every saw", "daily", prefix="“")
    site.source("daily", DAILY, media_type="text/html")
    assert site.codes() >= {"FS402"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("start: '31'", "start: '30'"), ("stands: quotation", "stands: turn"), ("line-joins", "apostrophes")],
)
def test_a_forged_proof_is_found(site: Site, old: str, new: str) -> None:
    site.verify("--write")
    file = site.facts / "proofs" / "every-saw.yml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    run = site.verify()
    assert (run.exit_code, "FS415" in run.output) == (1, True)
    assert site.verify("--write").exit_code == 0


def test_a_forged_proof_of_a_sentence_outside_quotation_marks_is_found(site: Site) -> None:
    site.quote("choice", "Acme had no choice", "daily")
    site.verify("--write")
    file = site.facts / "proofs" / "choice.yml"
    assert "stands: passage" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("passage", "quotation"), "utf-8")
    assert site.verify().exit_code == 1


@pytest.mark.parametrize("what", ["copy", "facts", "tool"])
def test_what_was_found_is_not_remembered_when_a_byte_changed(
    site: Site, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.counts() == {"quotations/proven": 1}
    match what:
        case "copy":
            (site.copies / "daily of some name").write_text(DAILY.replace("every", "each"), "utf-8")
            assert site.counts() == {"quotations/not-here": 1}
        case "facts":
            site.quote("every-saw", "We sell each saw", "daily")
            assert site.counts() == {"quotations/not-found": 1}
        case "tool":
            before = memory.key_of(site.facts)
            package = site.root / "package"
            package.mkdir()
            monkeypatch.setattr(memory, "_PACKAGE", package)
            assert memory.key_of(site.facts) != before


def test_what_was_found_is_remembered_when_nothing_changed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.quote("choice", "Acme had no choice", "daily")
    first = site.verify()
    monkeypatch.setattr("factsheet.cli.verify.check", None)
    assert (site.verify().output, site.verify().exit_code) == (first.output, first.exit_code)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"key": 1}', '{"key": "KEY", "problems": [{}]}'])
def test_nothing_is_remembered_of_a_damaged_file(site: Site, text: str) -> None:
    site.verify()
    (kept,) = (site.root / ".cache").iterdir()
    key = json.loads(kept.read_text("utf-8"))["key"]
    kept.write_text(text.replace("KEY", key), "utf-8")
    assert site.counts() == {"quotations/proven": 1}


@pytest.mark.parametrize(
    ("source", "words", "stands"),
    [
        ("hearing", "We sorted the saws.", "turn"),
        ("hearing", "And the blades.", "passage"),
        ("hearing", "We sorted thumbs.", "passage"),
        ("hearing", "HEARING", "passage"),
        ("hearing", "Begin.", "passage"),
        ("own", "We have a guard.", "own-document"),
        ("others", "We have a guard.", "passage"),
        ("reprint", "We have a guard.", "passage"),
    ],
)
def test_words_stand_as_a_turn_of_their_speaker_or_in_a_document_of_it(
    site: Site, source: str, words: str, stands: str
) -> None:
    site.record("entities", "guild", type="organisation", name="Guild")
    site.source("hearing", HEARING, genre="transcript")
    site.source("own", OWN, nature="primary", issued_by=["acme"])
    site.source("others", f"{OWN}\n", nature="primary", issued_by=["guild"])
    site.source("reprint", f"{OWN}\n\n", issued_by=["acme"])
    site.quote("every-saw", words, source)
    assert site.verify("--write").exit_code == (stands == "passage")
    assert [one["stands"] for one in site.proofs().get("every-saw.yml", ())] == [stands]


def test_the_name_before_a_turn_is_no_quote(site: Site) -> None:
    site.source("hearing", HEARING, genre="transcript")
    site.quote("every-saw", "ACME: We sorted the saws.", "hearing")
    assert site.counts() == {"quotations/not-as-quotation": 1}


@pytest.mark.parametrize("text", [DAILY[:40], "", "\x00", "\ud83d", "a" * 1000])
def test_a_copy_of_other_bytes_is_not_at_hand(site: Site, text: str) -> None:
    (site.copies / "daily of some name").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert (site.verify().exit_code, site.counts()) == (0, {"quotations/not-here": 1})


def test_a_copy_without_text_is_told_once_and_proves_nothing(site: Site) -> None:
    site.source("daily", "\x00")
    site.quote("choice", "Acme had no choice", "daily")
    run = site.verify("--write")
    assert (run.exit_code, run.output.count("FS414")) == (1, 1)
    assert site.proofs() == {}


def test_a_word_that_stands_300_times_asks_for_the_words_beside_it(site: Site) -> None:
    site.source("daily", "“No,” said Acme.\n" * 150 + "“No,” said Bolt.\n" + "“No,” said Acme.\n" * 149)
    site.quote("every-saw", "No", "daily")
    run = site.verify()
    assert "stands at 300 places" in run.output
    site.quote("every-saw", "No", "daily", suffix=",” said Bolt")
    assert site.counts() == {"quotations/proven": 1}


def test_a_folder_that_is_not_there_is_refused(site: Site) -> None:
    assert site.run("verify", "--snapshots", str(site.root / "gone")).exit_code == 2


def test_the_proofs_of_the_toy_facts_are_what_a_search_finds(tmp_path: Path) -> None:
    site = Site(tmp_path)
    shutil.rmtree(site.facts)
    shutil.copytree(TOY, site.facts)
    before = {file.name: file.read_bytes() for file in (site.facts / "proofs").iterdir()}
    run = site.run("verify", "--snapshots", str(STORED), "--write")
    assert "FS415" not in run.output
    assert {file.name: file.read_bytes() for file in (site.facts / "proofs").iterdir()} == before
