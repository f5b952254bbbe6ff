"""What has to be looked at again: whatever rests on words that changed, and nothing else, until somebody says that it still stands."""

import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import toy_history
from click.testing import CliRunner, Result
from conftest import HERE
from factsheet import release as releases
from factsheet.cli import commands
from factsheet.dataset import Dataset
from factsheet.drift import SAYS, drifts
from factsheet.ledger import Ledger, State, is_removed, read_ledger, with_ids
from factsheet.model import KINDS
from factsheet.pipeline import check
from factsheet.reader.writer import as_yaml
from factsheet.redact import carry_out, removal
from factsheet.render import Renderer
from factsheet.retell import as_text
from factsheet.rules import drifted
from factsheet.views.drift import look_again, look_again_at, looked, outdated
from factsheet.views.parts import Outdated
from random_edits import corrects, data_of, edit_all, of_kind, records_in, renames, write

FINE, REFUSED, USAGE = 0, 1, 2
reword = corrects("wording", "reworded")
TODAY = "2026-12-31"
CLAIM, LISTING, ORDER, REPLY = "allegations/unsafe-saws", "events/listing", "quotes/order", "quotes/reply"
OBJECTION, SAWS, ACME, GAZETTE = "quotes/objection", "disagreements/saws", "entities/acme", "sources/gazette"
STATEMENT = "The Tool Office said that Acme had sold saws without a guard."
SOFTER = "The Tool Office said that Acme had sold one saw without a guard."
READ = {"source": "gazette", "exact": "without a guard"}
READ_OTHERWISE = {"source": "gazette", "exact": "without any guard"}
FOUNDED = {"property": "founded", "value": "1949", "citations": [{"source": "gazette", "exact": "since 1949"}]}
MORE: dict[str, dict[str, Any]] = {
    ORDER: {"text": "Saws need a guard", "lang": "en", "speaker": "tool-office", "citations": [{"source": "gazette"}]},
    OBJECTION: {
        "form": "reported",
        "text": "Acme objected to the listing.",
        "lang": "en",
        "speaker": "acme",
        "answers": [{"to": "listing", "response": "objects"}],
        "citations": [{"source": "gazette", "as_printed": "Acme objects"}],
    },
    SAWS: {
        "question": "Do saws need a guard?",
        "status": "open",
        "readings": [
            {"says": "They do", "quotes": ["order"], "citations": [READ]},
            {"says": "They do not", "said_by": ["acme"], "citations": [{"source": "gazette"}]},
        ],
    },
}
Told = set[tuple[str, str, str]]
"""Which record has to be looked at again, because of which other one, and of which field of it."""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Small facts in which each kind of record rests on others, all of them published."""
    folder = Path(shutil.copytree(HERE / "golden" / "ground", tmp_path / "facts"))
    shutil.copy(HERE / "toy_facts" / "vocabularies.yml", folder)
    for name, data in MORE.items():
        put(folder, name, {"id": name.partition("/")[2], **data})
    change(folder, CLAIM, words=["order"], citations=[READ])
    change(folder, ACME, properties=[FOUNDED])
    publish(folder)
    assert again(folder) == set()
    return folder


def put(facts: Path, name: str, data: Mapping[str, Any]) -> None:
    file = facts / f"{name}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_yaml(data), "utf-8")


def change(facts: Path, name: str, **values: Any) -> None:
    """Gives a record other values; None takes a key out."""
    data = data_of(facts / f"{name}.yml") | values
    put(facts, name, {key: value for key, value in data.items() if value is not None})


def rename(facts: Path, name: str, new: str) -> str:
    """Gives a record another id, also wherever it is named; its new name."""
    kind, _slash, id = name.partition("/")
    former = data_of(facts / f"{name}.yml").get("former_ids", [])
    change(facts, name, id=new, former_ids=[*former, id])
    (facts / f"{name}.yml").rename(facts / kind / f"{new}.yml")
    for of in KINDS:
        for file in (facts / of).glob("*.yml"):
            put(facts, f"{of}/{file.stem}", with_ids(of, data_of(file), {id: new}))
    return f"{kind}/{new}"


def facts_of(facts: Path) -> Dataset:
    checked = check(facts, rules=())
    assert checked.dataset is not None, checked.problems
    return checked.dataset


def publish(facts: Path) -> str:
    """Publishes what was changed; the version."""
    new = releases.draft(facts_of(facts), date(2026, 12, 1))
    assert new is not None
    releases.write(new, facts)
    return new.version


def again(facts: Path) -> Told:
    return {(drift.record, drift.of, drift.edit.field) for drift in drifts(facts_of(facts))}


def since(facts: Path) -> set[str | None]:
    """The releases that changed what has to be looked at again."""
    return {drift.since for drift in drifts(facts_of(facts))}


def accept(facts: Path, name: str, *arguments: str) -> Result:
    """Runs `factsheet accept` for a record."""
    id = name.rpartition("/")[2]
    return CliRunner().invoke(commands, ["accept", "--facts", str(facts), id, *arguments], prog_name="factsheet")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.cli.group.today", lambda: TODAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A record that gets other values, and then still others; who has to look at it again each time; None: nobody the second time."""

    name: str
    values: dict[str, Any]
    further: dict[str, Any] | None
    again: Told


CHAINS = {
    "the statement that a reply answers": Chain(
        name=CLAIM,
        values={"statement": SOFTER},
        further={"statement": f"{SOFTER} It took that back."},
        again={("reply", "unsafe-saws", "statement")},
    ),
    "the title of an event": Chain(
        name=LISTING,
        values={"title": "Acme was named"},
        further={"title": "Acme was put on a list"},
        again={("objection", "listing", "title")},
    ),
    "the date of an event": Chain(
        name=LISTING,
        values={"date": "2024-05-04"},
        further={"date": "2024-05-05"},
        again={("objection", "listing", "date")},
    ),
    "the words of a quote": Chain(
        name=ORDER,
        values={"text": "Some saws need a guard"},
        further={"text": "A saw needs a guard"},
        again={("unsafe-saws", "order", "text"), ("saws", "order", "text")},
    ),
    "what a statement cites": Chain(
        name=CLAIM,
        values={"citations": [READ_OTHERWISE]},
        further={"citations": [{"source": "gazette", "exact": "with no guard"}]},
        again={("unsafe-saws", "gazette", "citations")},
    ),
    "a citation taken out": Chain(
        name=CLAIM,
        values={"citations": [{"source": "gazette"}]},
        further=None,
        again={("unsafe-saws", "gazette", "citations")},
    ),
    "a citation that disputes now": Chain(
        name=CLAIM,
        values={"citations": [READ | {"bearing": "disputes"}]},
        further=None,
        again={("unsafe-saws", "gazette", "citations")},
    ),
    "the last citation of a reading": Chain(
        name=SAWS,
        values={"readings": [{"says": "They do", "quotes": ["order"]}, MORE[SAWS]["readings"][1]]},
        further=None,
        again={("saws", "gazette", "citations")},
    ),
    "the print of indirect speech": Chain(
        name=OBJECTION,
        values={"citations": [{"source": "gazette", "as_printed": "Acme objected"}]},
        further={"citations": [{"source": "gazette", "as_printed": "Acme did object"}]},
        again={("objection", "gazette", "citations")},
    ),
    "what a property cites": Chain(
        name=ACME,
        values={"properties": [FOUNDED | {"citations": [READ]}]},
        further={"properties": [FOUNDED | {"citations": [READ_OTHERWISE]}]},
        again={("acme", "gazette", "citations")},
    ),
}
each_chain = pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)


@each_chain
def test_what_rests_on_words_is_looked_at_again_when_they_change(chain: Chain, facts: Path) -> None:
    change(facts, chain.name, **chain.values)
    assert again(facts) == chain.again
    assert since(facts) == {None}
    version = publish(facts)
    change(facts, GAZETTE, note="A remark.")
    publish(facts)
    assert again(facts) == chain.again
    assert since(facts) == {version}


@each_chain
def test_words_that_are_as_they_were_again_need_no_look(chain: Chain, facts: Path) -> None:
    before = data_of(facts / f"{chain.name}.yml")
    change(facts, chain.name, **chain.values)
    publish(facts)
    put(facts, chain.name, before)
    assert again(facts) == set()
    publish(facts)
    change(facts, chain.name, **chain.values)
    assert again(facts) == chain.again
    assert since(facts) == {None}


@each_chain
def test_whoever_accepts_a_change_has_looked_at_it_and_not_at_the_next_one(chain: Chain, facts: Path) -> None:
    before = data_of(facts / f"{chain.name}.yml")
    change(facts, chain.name, **chain.values)
    for record in {record for record, _of, _field in chain.again}:
        assert accept(facts, record, "--reason", "It stands.").exit_code == FINE
    assert again(facts) == set()
    publish(facts)
    assert again(facts) == set()
    if chain.further:
        change(facts, chain.name, **chain.further)
        assert again(facts) == chain.again
        assert {drift.edit.was in str(chain.values) for drift in drifts(facts_of(facts))} == {True}
    put(facts, chain.name, before)
    assert again(facts) == set()


@pytest.mark.parametrize(
    ("name", "values", "left"),
    [
        (REPLY, {"text": "Each saw has had a guard"}, False),
        (REPLY, {"answers": [{"to": "unsafe-saws", "response": "disputes-part"}]}, False),
        (REPLY, {"note": "A remark."}, True),
        (REPLY, {"citations": [{"source": "gazette", "at": "page 2"}]}, True),
        (REPLY, {"withdrawn": {"on": "2026-12-02", "reason": "source-lost"}}, False),
        (CLAIM, {"withdrawn": {"on": "2026-12-02", "reason": "source-lost"}}, False),
    ],
)
@pytest.mark.parametrize("published", [False, True])
def test_a_record_that_was_changed_where_it_rests_on_words_was_looked_at(
    name: str, values: dict[str, Any], left: bool, published: bool, facts: Path
) -> None:
    change(facts, CLAIM, statement=SOFTER)
    publish(facts)
    change(facts, name, **values)
    if published:
        publish(facts)
    assert again(facts) == ({("reply", "unsafe-saws", "statement")} if left else set())


def test_a_record_that_is_written_for_words_of_today_needs_no_look(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    put(facts, "quotes/second", data_of(facts / f"{REPLY}.yml") | {"id": "second"})
    change(facts, SAWS, question="Does a saw need a guard?")
    assert again(facts) == {("reply", "unsafe-saws", "statement")}
    publish(facts)
    assert again(facts) == {("reply", "unsafe-saws", "statement")}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (CLAIM, {"statement": f"  {STATEMENT.replace(' had ', chr(10) + 'had ')}"}),
        (CLAIM, {"title": "Sold saws"}),
        (CLAIM, {"citations": [READ, {"source": "gazette", "at": "page 2", "exact": "a guard"}]}),
        (CLAIM, {"citations": [{"source": "gazette", "at": "page 2", "exact": "a guard"}, READ]}),
        (LISTING, {"citations": [READ]}),
        (CLAIM, {"citations": [READ | {"exact": "without  a\nguard"}]}),
        (ORDER, {"citations": [{"source": "gazette", "exact": "Saws need"}]}),
        (SAWS, {"readings": MORE[SAWS]["readings"][::-1]}),
    ],
)
def test_other_white_space_another_order_and_words_that_are_only_added_change_nothing(
    name: str, values: dict[str, Any], facts: Path
) -> None:
    change(facts, name, **values)
    assert again(facts) == set()


def test_what_a_source_prints_of_exact_words_is_left_to_their_proofs(facts: Path) -> None:
    for words in ("Saws need", "need a guard"):
        change(facts, ORDER, citations=[{"source": "gazette", "exact": words}])
        publish(facts)
    assert again(facts) == set()


def test_a_remark_and_other_white_space_are_no_look(facts: Path) -> None:
    change(facts, ORDER, text="A saw needs a guard")
    change(facts, REPLY, text="Each  saw has\na guard")
    change(facts, CLAIM, statement=SOFTER)
    first, *others = MORE[SAWS]["readings"]
    noted = {**first, "note": "A remark.", "citations": [READ_OTHERWISE]}
    change(facts, SAWS, readings=[noted, *others])
    expected = {("reply", "unsafe-saws", "statement"), ("saws", "order", "text"), ("saws", "gazette", "citations")}
    assert again(facts) == expected
    publish(facts)
    assert again(facts) == expected


def test_a_change_is_of_the_first_release_since_which_the_words_are_others(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    publish(facts)
    change(facts, CLAIM, statement=STATEMENT)
    publish(facts)
    change(facts, CLAIM, statement=SOFTER)
    version = publish(facts)
    change(facts, CLAIM, statement=f"{SOFTER} It took that back.")
    publish(facts)
    assert since(facts) == {version}


def test_the_same_words_in_another_source_are_not_accepted_with_those_of_one(facts: Path) -> None:
    put(facts, "sources/paper", data_of(facts / f"{GAZETTE}.yml") | {"id": "paper"})
    change(facts, CLAIM, citations=[READ, {"source": "paper", "exact": "no guard"}])
    publish(facts)
    change(facts, CLAIM, citations=[READ_OTHERWISE, READ_OTHERWISE | {"source": "paper"}])
    accept(facts, CLAIM, "--reason", "It stands.", "--of", "gazette")
    assert again(facts) == {("unsafe-saws", "paper", "citations")}


def test_a_date_that_became_more_exact_changes_nothing(facts: Path) -> None:
    change(facts, LISTING, date="2024-05")
    put(facts, "quotes/later", data_of(facts / f"{OBJECTION}.yml") | {"id": "later"})
    publish(facts)
    change(facts, LISTING, date="2024-05-09")
    assert again(facts) == {("objection", "listing", "date")}


def test_words_that_were_added_to_a_citation_are_rested_on_from_then_on(facts: Path) -> None:
    change(facts, LISTING, citations=[READ])
    version = publish(facts)
    change(facts, LISTING, citations=[READ_OTHERWISE])
    assert again(facts) == {("listing", "gazette", "citations")}
    assert publish(facts) != version


@pytest.mark.parametrize("name", [CLAIM, LISTING, ORDER, REPLY, OBJECTION, SAWS, GAZETTE])
def test_another_id_changes_nothing(name: str, facts: Path) -> None:
    new = rename(facts, name, f"{name.partition('/')[2]}-anew")
    assert again(facts) == set()
    publish(facts)
    assert again(facts) == set()
    rename(facts, new, "third-id")
    assert again(facts) == set()


@pytest.mark.parametrize("name", [CLAIM, REPLY])
def test_another_id_hides_nothing(name: str, facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    publish(facts)
    rename(facts, name, "anew")
    ((record, of, field),) = again(facts)
    assert (field, "anew" in (record, of)) == ("statement", True)
    publish(facts)
    assert again(facts) == {(record, of, field)}


@pytest.mark.parametrize(
    ("name", "field"),
    [(CLAIM, "statement"), (LISTING, "title"), (ORDER, "text"), (REPLY, "text"), (CLAIM, "citations")],
)
def test_words_that_were_removed_by_law_change_nothing(name: str, field: str, facts: Path) -> None:
    remove(facts, name, field)
    assert again(facts) == set()
    publish(facts)
    assert again(facts) == set()


def test_words_in_the_place_of_removed_ones_are_looked_at_again(facts: Path) -> None:
    remove(facts, CLAIM, "statement")
    publish(facts)
    change(facts, CLAIM, statement=SOFTER)
    assert again(facts) == {("reply", "unsafe-saws", "statement")}
    (line,) = look_again(facts_of(facts))
    assert as_text(macro("details", line)).split() == (
        f"- What rests on it: “Each saw has a guard” - Statement: [-[Words removed]-] {{+{SOFTER}+}}".split()
    )


@pytest.mark.parametrize(
    ("field", "values"), [("statement", {"statement": SOFTER}), ("citations", {"citations": [READ_OTHERWISE]})]
)
def test_removed_words_that_had_changed_before_cannot_be_looked_at(
    field: str, values: dict[str, Any], facts: Path
) -> None:
    change(facts, CLAIM, **values)
    publish(facts)
    remove(facts, CLAIM, field)
    assert again(facts) == set()


def test_words_that_were_accepted_and_then_removed_elsewhere_stay_accepted(facts: Path) -> None:
    change(facts, LISTING, title="Acme was named", date="2024-05-04")
    accept(facts, OBJECTION, "--reason", "It stands.")
    publish(facts)
    remove(facts, LISTING, "title")
    assert again(facts) == set()


def remove(facts: Path, name: str, field: str) -> None:
    """Takes the words of a field out by law."""
    ledger = read_ledger(facts)
    assert isinstance(ledger, Ledger)
    carry_out(removal(facts, ledger, name.partition("/")[2], "legal", date(2026, 12, 2), field), facts)
    assert "[removed, sha256:" in (facts / f"{name}.yml").read_text("utf-8")


# All of it, held against a slower account of the same law.


@pytest.mark.parametrize("seed", range(4))
def test_in_random_histories_just_what_moved_is_looked_at_again(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    records = records_in(HERE / "toy_facts")
    ledger, states = Ledger(), [deepcopy(records)]
    for number in range(1, 7):
        edit_all(records, range(100 * number, 100 * number + 15), random)
        for kind in SAYS:
            reword(records, random.choice(of_kind(records, kind)), number)
        states.append(deepcopy(records))
    before: State = {}
    for number, state in enumerate(states[:-1]):
        made = toy_history.release(ledger, before, state, f"2027-{number + 1:02}-01")
        ledger, before = Ledger(releases=(*ledger.releases, made)), state
    write(tmp_path, records)
    dataset = check(tmp_path, ledger, rules=()).dataset
    assert dataset is not None
    found = {(one.record, one.of, one.edit.field) for one in drifts(dataset) if one.edit.path[0] != "citations"}
    assert found == moved(states)
    print(f"seed {seed}: {len(found)} of {len({*parts(states[-1])})} look again")


def moved(states: list[Any]) -> Told:
    """What has to be looked at again after these states: each part keeps what it was written for until it is changed."""
    pins: dict[tuple[str, ...], dict[str, str]] = {}
    names = {old: id for state in states for id, (_kind, data) in state.items() for old in data.get("former_ids", ())}

    def now(id: str) -> str:
        return now(names[id]) if id in names else id

    for state in states:
        held: dict[tuple[str, ...], dict[str, str]] = {}
        for id, of, part in parts(state):
            kind, data = state[of]
            held[now(id), now(of), part] = {key: " ".join(data[key].split()) for key in SAYS[kind]}
        last, pins = held, {key: pins.get(key, said) for key, said in held.items()}
    return {
        (id, of, key)
        for (id, of, part), said in pins.items()
        for key, was in said.items()
        if not {"withdrawn"} & {*states[-1][id][1], *states[-1][of][1]}
        and not is_removed(last[id, of, part][key])
        and was != last[id, of, part][key]
    }


def parts(state: Any) -> Iterator[tuple[str, str, str]]:
    """Which record rests on which other one, and with what."""
    for id, (kind, data) in state.items():
        if kind == "quotes":
            yield from ((id, answer["to"], data["text"] + answer["response"]) for answer in data.get("answers", ()))
        elif kind == "allegations":
            yield from ((id, quote, data["statement"]) for quote in data.get("words", ()))
        elif kind == "disagreements":
            for reading in data["readings"]:
                yield from ((id, quote, reading["says"]) for quote in reading.get("quotes", ()))


def test_each_reply_to_a_statement_that_changed_alone_is_looked_at_again(tmp_path: Path) -> None:
    records = records_in(HERE / "toy_facts")
    replies = {
        (id, answer["to"])
        for id, (kind, data) in records.items()
        if kind == "quotes" and "withdrawn" not in data
        for answer in data.get("answers", ())
        if records[answer["to"]][0] == "allegations" and "withdrawn" not in records[answer["to"]][1]
    }
    ledger = Ledger(releases=(toy_history.release(Ledger(), {}, deepcopy(records), "2027-01-01"),))
    for kind, data in records.values():
        if kind == "allegations":
            data["statement"] = f"{data['statement'].strip()} That is all."
    for number, id in enumerate([id for id, (kind, _data) in records.items() if kind == "quotes"]):
        renames(records, id, 900 + number)
    write(tmp_path, records)
    dataset = check(tmp_path, ledger, rules=()).dataset
    assert dataset is not None
    found = {(one.record, one.of) for one in drifts(dataset)}
    assert len(replies) > 2
    assert {(dataset.renamed.get(id, id), of) for id, of in replies} == found


# The rule, the command, and what readers see.


def test_the_rule_warns_at_the_place_and_says_what_to_run(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    dataset = facts_of(facts)
    ((path, message, fix),) = drifted.look_again.check(dataset.records["reply"], dataset)
    assert path == ("answers", 0, "to")
    assert message == "this rests on the statement of 'unsafe-saws', which was changed since the last release"
    assert fix.endswith("factsheet accept reply --reason ...")
    assert drifted.look_again.code.level == "warning"


def test_without_a_reason_the_change_is_shown_and_nothing_is_written(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    result = accept(facts, REPLY)
    assert result.exit_code == FINE
    assert result.stdout.splitlines() == [
        "The quote Acme: “Each saw has a guard” rests on the allegation “Sold saws without a guard”, which was changed "
        "after the last release.",
        "- What rests on it: “Each saw has a guard”",
        "- Statement: The Tool Office said that Acme had sold [-saws-] {+one saw+} without a guard.",
        f"nothing is written yet; if it still stands: factsheet accept --facts {facts} reply --reason TEXT",
    ]
    assert not (facts / "proofs").exists()


def test_an_acceptance_is_kept_beside_the_proofs_with_its_day_and_reason(facts: Path) -> None:
    proof = {
        "source": "gazette",
        "words": "0" * 64,
        "snapshot": "1" * 64,
        "stands": "passage",
        "start": "0",
        "end": "9",
    }
    put(facts, "proofs/reply", {"proofs": [proof]})
    change(facts, CLAIM, statement=SOFTER)
    assert accept(facts, REPLY, "--reason", "It denies: each saw # is meant.", "--on", "2026-12-03").exit_code == FINE
    written = data_of(facts / "proofs" / "reply.yml")
    ((entry,),) = (written["accepted"],)
    assert written["proofs"] == [proof]
    assert [*written] == ["proofs", "accepted"]
    assert (entry["of"], entry["on"], entry["reason"]) == (
        "unsafe-saws",
        "2026-12-03",
        "It denies: each saw # is meant.",
    )
    assert again(facts) == set()
    (shown,) = looked(facts_of(facts).records["reply"], facts_of(facts))
    assert (shown.of.id, str(shown.on), shown.reason) == ("unsafe-saws", "2026-12-03", entry["reason"])


def test_only_what_was_asked_for_is_accepted(facts: Path) -> None:
    change(facts, CLAIM, citations=[READ_OTHERWISE])
    change(facts, ORDER, text="A saw needs a guard")
    assert accept(facts, CLAIM, "--reason", "It stands.", "--of", "order").stdout.endswith("accepted: order\n")
    assert again(facts) == {("unsafe-saws", "gazette", "citations"), ("saws", "order", "text")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["repli"], "there is no record 'repli': did you mean 'reply'?"),
        (["ledger"], "there is no record 'ledger'"),
        (["order", "--reason", "It stands."], "nothing that 'order' rests on was changed since it was looked at"),
        (["reply", "--of", "listing"], "'reply' has not to be looked at again for 'listing', but for 'unsafe-saws'"),
    ],
)
def test_what_cannot_be_accepted_is_a_wrong_use(arguments: list[str], said: str, facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    result = accept(facts, *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (USAGE, "", f"factsheet: {said}\n")


@pytest.mark.parametrize("reason", ["", " ", "two\nlines", "unseen \u202e sign", "broken \udcff"])
def test_a_reason_is_text_on_one_line(reason: str, facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    assert accept(facts, REPLY, "--reason", reason).exit_code == USAGE
    assert again(facts) == {("reply", "unsafe-saws", "statement")}


def test_nobody_looked_at_it_on_a_day_to_come(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER)
    assert accept(facts, REPLY, "--reason", "It stands.", "--on", "2027-01-01").exit_code == USAGE


def test_facts_with_errors_are_refused(facts: Path) -> None:
    change(facts, CLAIM, statement=SOFTER, made_by=["nobody"])
    assert accept(facts, REPLY, "--reason", "It stands.").exit_code == REFUSED


def test_pages_get_what_differs_and_what_rests_on_it(facts: Path) -> None:
    change(facts, CLAIM, statement=f"{STATEMENT} <b>{{{{ 7 * 7 }}}}</b>")
    change(facts, SAWS, readings=[{**MORE[SAWS]["readings"][0], "citations": []}, MORE[SAWS]["readings"][1]])
    version = publish(facts)
    dataset = facts_of(facts)
    lines = {line.record.id: line for line in look_again(dataset)}
    assert [*lines] == ["reply", "saws"]
    assert look_again_at(dataset.records["reply"], dataset, "unsafe-saws") == (lines["reply"],)
    assert look_again_at(dataset.records["reply"], dataset, "listing") == ()
    assert outdated("reply", "unsafe-saws", dataset) == Outdated(kind="allegations", since=version)
    assert outdated("reply", "listing", dataset) is None
    page = macro("again", [lines["reply"]])
    assert "<ins>" in page
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in page
    assert f"rests on words read in the source “Order on saws”, which were changed in the release {version}" in as_text(
        macro("row", lines["saws"])
    )
    assert "They do" in as_text(macro("details", lines["saws"]))


def macro(name: str, *values: Any) -> str:
    """What a macro of the template makes of values."""
    renderer = Renderer()
    return renderer._with_notices(str(getattr(renderer._environment.get_template("drift.jinja").module, name)(*values)))
