"""Released facts with one wrong value for each of thirty codes and more: one run finds them all, and nothing else."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from factsheet import release
from factsheet.model import Proof
from factsheet.pipeline import CODES, check
from factsheet.proof import keep
from factsheet.proof.wanted import snapshot_of, wanted

FACTS = Path(__file__).parent.parent / "facts"
WORDING = Path(__file__).parent.parent / "site_config" / "wording.yml"
OF_COPIES = {"FS410", "FS411", "FS412", "FS413", "FS414", "FS415", "FS416"}
NOT_IN_A_RECORD = {"FS110", "FS208", "FS217", "FS406", "FS501", "FS502", "FS503", *OF_COPIES}
"""The codes of an empty folder, of the closed lists, of the ledger's own files, of what was looked at again, and of what `verify` alone looks at."""
WAITS = {"FS310", "FS314"}
"""Asked only where every file can be read: what is missing may stand in one that cannot."""

LEVELS = {code.name: code.level for code in CODES}
JSON = "--format=json"

START, END = r"\A", r"\Z"
NO_LINE = r"(?!)"
CORRECTION = "corrections: [{field: text, was: Words, now: Other words, reason: wording}]\n"
OTHER = (
    "id: dahua-2019-10-08-protest\nform: reported\ntext: Words\nlang: en\nspeaker: us-state\n"
    "citations: [{source: fr-2019-22210}]\n"
)
REMOVED = f'"[removed, sha256:{"0" * 64}]"'
BACK = f"{{field: capacity, sha256: {sha256(b'a spokesperson, not named').hexdigest()}, on: 2026-12-01, reason: legal}}"
EXEMPTION = "exemptions: [{{rule: {}, reason: Not so here.}}]\n"
PROVEN = "disagreements/how-the-28-are-made-up"
PROOFS = "proofs/how-the-28-are-made-up"
STALE = f"{{source: techradar-2019-10, words: {'0' * 64}, snapshot: {'0' * 64}, stands: passage, start: '0', end: '9'}}"
PART_OF = "part_of:\n- {{entity: {}, as: parent, citations: [{{source: fr-2019-22210}}]}}\n"


class Mistake(NamedTuple):
    """One wrong value: the first of a record's lines that match `found` becomes something else.

    The message is expected at the first line that then matches `at`, of the same record or of `reported_in`.
    """

    code: str
    record: str
    found: str
    becomes: str
    at: str
    reported_in: str | None = None

    def make(self, facts: Path) -> None:
        """Makes the mistake in a copy of the facts; the letter \\udce9 stands for a byte that is no UTF-8."""
        file = facts / f"{self.record}.yml"
        text, count = re.subn(self.found, self.becomes, file.read_text("utf-8"), count=1, flags=re.MULTILINE)
        assert count == 1, self
        file.write_bytes(text.encode("utf-8", "surrogateescape"))

    def expected(self, facts: Path) -> tuple[str, int, str]:
        """File, line and code of the message; line 0 is the whole file."""
        path = f"{self.reported_in or self.record}.yml"
        text = (facts / path).read_text("utf-8", "surrogateescape")
        match = re.search(self.at, text, re.MULTILINE)
        return path, text.count("\n", 0, match.start()) + 1 if match else 0, self.code


IN_TEXT = (
    Mistake("FS102", "sources/jabnews-2019-10", END, f"author: {'[' * 12}{']' * 12}\n", "^author"),
    Mistake("FS103", "quotes/ross-2019-10-07-our-technologies", "^text: ", "text: \udce9", "^text"),
    Mistake(
        "FS306",
        "allegations/hrw-2019-05-face-plus-plus",
        "^stages:\n",
        "stages:\n  - {stage: alleged, on: 2030-01-01, citations: [{source: scmp-2019-06-05}]}\n",
        "^    on: 2019-05",
    ),
    Mistake("FS104", "sources/wikipedia-hikvision-undated", "^title: ", "title: Page: ", "^title"),
    Mistake("FS105", "quotes/hikvision-2019-10-opposes", START, "id: hikvision-2019-10-opposes\n", "(?<!\\A)^id"),
    Mistake("FS106", "quotes/dahua-2019-10-08-measures", "^lang: ", "lang: &x ", "^lang"),
    Mistake("FS107", "quotes/geng-2019-10-08-norms", r"(?s)\A.*", "# to be written\n", NO_LINE),
    Mistake("FS108", "disagreements/iflytek-or-flyte", "^question: ", "question: Case # ", "^question"),
    Mistake("FS201", "quotes/iflytek-2019-10-08-appeal", "^said_on: ", "sayd_on: ", "^sayd_on"),
    Mistake("FS202", "quotes/iflytek-2019-10-08-plans", "^lang: .*\n", "", "^id"),
    Mistake("FS203", "allegations/bis-2019-10-contrary-to-foreign-policy", "^made_by: .*", "made_by: bis", "^made_by"),
    Mistake("FS204", "sources/winston-2019-10-09", "^title: .*", "title: ''", "^title"),
    Mistake("FS205", "quotes/geng-2019-10-09-representations", "^said_on: .*", "said_on: 2019-02-30", "^said_on"),
    Mistake("FS206", "quotes/hikvision-2019-10-punishing", "^speaker: .*", "speaker: Hikvision Ltd", "^speaker"),
    Mistake("FS207", "quotes/megvii-2019-10-08-objects", "^    response: ", "    response: x", "^    response"),
    Mistake("FS209", "allegations/commerce-2019-10-companies-enabling", END, "stage: alleged\n", "^id"),
    Mistake("FS210", "quotes/megvii-2019-10-no-grounds", END, "former_ids: [hikvision]\n", "^former_ids"),
    Mistake("FS211", "quotes/yitu-2019-10-opposes", "^id: ", "id: new-", "^id"),
    Mistake("FS212", "quotes/hikvision-2019-10-denies", "^  - source: ", "  - source: x", "^  - source"),
    Mistake("FS213", "entities/us-state", END, PART_OF.format("us-state"), "^- "),
    Mistake("FS214", "entities/us-commerce", END, PART_OF.format("bis"), "^  - entity", "entities/bis"),
    Mistake("FS215", "entities/listed-2019-10", "(?<=^size:\n)  value: ", "  value: 1", "^  value"),
    Mistake(
        "FS216",
        "allegations/commerce-2019-10-implicated-in-abuses",
        "^made_by: .*",
        "made_by: [us-commerce, us-commerce]",
        "^made_by",
    ),
    Mistake("FS301", "events/mfa-china-briefing-2019-10-08", "^citations:\n(  .*\n)+", "", "^id"),
    Mistake("FS302", "entities/geng-shuang", "^    as_of: .*", "    from: 2019\n    to: 2015", "^    to"),
    Mistake("FS303", "quotes/mfa-china-2019-10-08-consultations", "^said_on: .*", "said_on: 2030", "^  - source"),
    Mistake("FS304", "quotes/hikvision-2019-10-rights-adviser", "^said_on: .*", "said_on: 2018", "^  - to"),
    Mistake("FS308", "entities/megvii", END, EXEMPTION.format("FS301"), "^exemptions"),
    Mistake("FS309", "entities/dahua", END, EXEMPTION.format("FS312"), "^exemptions"),
    Mistake(
        "FS311",
        "allegations/sourcesecurity-2019-10-contracts-in-xinjiang",
        "^    result: .*",
        "    result: not-sought",
        "^  - entities",
    ),
    Mistake(
        "FS312",
        "quotes/megvii-2019-10-08-factual-basis",
        "^    as_printed: ",
        "    as_printed: That was done without ",
        "^    as_printed",
    ),
    Mistake("FS313", "allegations/hrw-2017-10-voice-surveillance", "^    on: 2017-08-02\n", "", "^  - entities"),
    Mistake("FS320", "entities/hrw", END, "note: It is notorious.\n", "^note"),
    Mistake("FS321", "allegations/financial-times-2019-07-mfsocket", "^title: ", "title: Guilty of ", "^title"),
    Mistake("FS330", PROVEN, "^  - says: 20 ", "  - says: 57 ", "^  - says: 57"),
    Mistake(
        "FS331", "entities/listed-2019-10-other-bureaus", "^    from: 18 - 1$", "    from: 18 - 2", "^    from: 18"
    ),
    Mistake(
        "FS340",
        "quotes/mfa-china-2020-07-21-correct-mistakes",
        "^    difference: .*\n",
        "",
        "^    as_printed",
    ),
    Mistake("FS401", "entities/xpcc", "^      - source: .*", r"\g<0>\n        exact: Words", "^        exact"),
    Mistake(
        "FS341",
        "quotes/commerce-2021-09-beijing-sensetime",
        "^citations:\n  - source: .*\n",
        "\\g<0>    difference: not-in-quotation-marks\n",
        "^text",
    ),
    Mistake("FS402", PROOFS, "^proofs:\n", f"proofs:\n  - {STALE}\n", "^  - {"),
    Mistake("FS403", "entities/nyt", END, "proofs: []\n", "^proofs"),
    Mistake("FS305", "entities/yitu", "^    value: 2012-09", "    value: Autumn 2012", "^    value: Autumn"),
    Mistake(
        "FS508",
        "quotes/hikvision-2019-05-22-xinjiang",
        END,
        "withdrawn: {on: 2026-12-01, reason: duplicate}\n",
        "^withdrawn",
    ),
    Mistake("FS509", "quotes/geng-2019-10-08-internal-affairs", "^capacity: .*", f"capacity: {REMOVED}", "^capacity"),
    Mistake("FS510", "quotes/hikvision-2019-10-08-human-rights", END, f"redacted: [{BACK}]\n", "^capacity"),
    Mistake("FS601", "entities/yicai-global", "^name: ", "name: \u200b", "^name"),
    Mistake("FS602", "sources/fr-2019-22210", "^url: .*", "url: javascript:alert(1)", "^url"),
)
CORRECTED = "quotes/dahua-2020-11-ethnicity-function"
IN_RELEASED = (
    Mistake("FS405", "entities/amnesty", "exact: .*", "exact: Amnesty", "^      - source"),
    Mistake("FS505", "quotes/dahua-2019-10-08-protest", r"(?s)\A.*", OTHER, "^id"),
    Mistake("FS506", "disagreements/removal-of-2023-11", "^question: How", "question: Just how", "^question"),
    Mistake("FS507", CORRECTED, "^corrections: .*\n", "", "^id"),
    Mistake(
        "FS512",
        "quotes/megvii-2019-06-never-used",
        "^speaker: .*",
        "speaker: hikvision\ncorrections: [{field: speaker, was: megvii, now: hikvision, reason: wording}]",
        "^corrections",
    ),
    Mistake("FS511", "quotes/hikvision-2023-07-removed-in-2018", END, CORRECTION, "^corrections"),
)
"""Mistakes in records that were released; those above are in records that were not."""
DELETED = "quotes/geng-2019-10-08-anti-terrorism.yml"
LINKED, MISNAMED = "quotes/amnesty-restrictive-law.yml", "quotes/yitu-2019-10-opposes.yaml"
SLIPPED_IN = "snapshots/article.txt"
IN_FILES = (
    (LINKED, 0, "FS101"),
    (MISNAMED, 0, "FS109"),
    (DELETED, 0, "FS504"),
    (SLIPPED_IN, 0, "FS404"),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real facts with a ledger of its own, and one proof."""
    facts = tmp_path_factory.mktemp("sound") / "facts"
    shutil.copytree(FACTS, facts, ignore=shutil.ignore_patterns("releases", "proofs", "snapshots"))
    with (facts / f"{CORRECTED}.yml").open("a", encoding="utf-8") as file:
        file.write(CORRECTION)
    prove(facts)
    publish(facts)
    return facts


@pytest.fixture(scope="module")
def facts(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with all the mistakes."""
    facts = tmp_path_factory.mktemp("thirty") / "facts"
    shutil.copytree(sound, facts)
    for mistake in (*IN_TEXT, *IN_RELEASED):
        mistake.make(facts)
    (facts / DELETED).unlink()
    (facts / LINKED).unlink()
    (facts / LINKED).symlink_to(FACTS / LINKED)
    (facts / MISNAMED).write_text("id: yitu-2019-10-opposes\n")
    (facts / SLIPPED_IN).parent.mkdir()
    (facts / SLIPPED_IN).write_text("Words")
    return facts


def prove(facts: Path) -> None:
    """Keeps a proof of the one stretch of words that a disagreement cites; nothing but its copy could refute it."""
    dataset = check(facts).dataset
    assert dataset is not None
    (one,) = wanted(dataset.records[Path(PROVEN).name])
    copy = snapshot_of(one.source, dataset)
    assert copy is not None
    proof = Proof(
        source=one.source,
        words=one.sha256,
        snapshot=copy.sha256,
        stands="passage",
        start=0,
        end=len(one.words),
        after=(),
    )
    keep.write(Path(PROVEN).name, facts, proofs=[proof], accepted=())


def publish(facts: Path) -> None:
    """Releases the facts, except the records in whose text a mistake will be made."""
    dataset = check(facts).dataset
    assert dataset is not None
    made = release.draft(dataset, date(2026, 11, 30))
    assert made is not None
    left_out = {mistake.record.partition("/")[2] for mistake in IN_TEXT}
    changes = tuple(change for change in made.changes if change.id not in left_out)
    release.write(made.model_copy(update={"changes": changes}), facts)


CODES_MADE = (*(mistake.code for mistake in (*IN_TEXT, *IN_RELEASED)), *(code for _path, _line, code in IN_FILES))


def test_there_are_at_least_thirty_mistakes_and_one_of_each_code_that_a_record_can_have() -> None:
    assert len(CODES_MADE) >= 30
    assert sorted(CODES_MADE) == sorted({code.name for code in CODES} - NOT_IN_A_RECORD - WAITS)


def test_each_mistake_gives_one_message_at_its_place_in_one_run(sound: Path, facts: Path) -> None:
    before = {
        (problem["path"], problem["message"]) for problem in json.loads(run_check(sound, JSON).stdout)["problems"]
    }
    run = run_check(facts, JSON)
    problems = json.loads(run.stdout)["problems"]
    new = [problem for problem in problems if (problem["path"], problem["message"]) not in before]
    found = [(problem["path"].removeprefix("facts/"), problem["line"], problem["code"]) for problem in new]
    expected = (mistake.expected(facts) for mistake in (*IN_TEXT, *IN_RELEASED))
    assert sorted(found) == sorted([*expected, *IN_FILES])
    assert (run.returncode, run.stderr) == (1, "")


def test_each_of_the_messages_says_what_to_do(facts: Path) -> None:
    printed = run_check(facts, "--all").stdout
    problems = json.loads(run_check(facts, JSON).stdout)["problems"]
    assert len(re.findall(r"^      \| [ ^]*(\S.*)$", printed, re.MULTILINE)) == len(problems)
    errors = sum(LEVELS[code] == "error" for code in CODES_MADE)
    assert printed.endswith(f"\n{errors} errors, {len(problems) - errors} warnings\n")


def run_check(facts: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "factsheet", "check", "--facts", "facts", "--wording", str(WORDING), *options]
    return subprocess.run(command, cwd=facts.parent, capture_output=True, text=True, check=False)
