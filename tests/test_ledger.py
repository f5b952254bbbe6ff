"""The ledger: one text for the same data, one changed byte found, and every state given back as it was."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import rfc8785
import toy_history
from factsheet.dataset import Dataset
from factsheet.ledger import (
    RELEASES,
    VOCABULARIES_ID,
    Change,
    Ledger,
    Release,
    State,
    branch,
    canonical,
    digest,
    history_of,
    next_version,
    order_of,
    read_ledger,
    removed,
    replay,
    text_of,
)
from factsheet.ledger.chain import heads
from factsheet.ledger.release import LAST, parse
from factsheet.pipeline import check
from factsheet.problem import Problem, has_errors
from factsheet.release import TooEarly, draft, exchange, left_aside, remade, write
from hypothesis import assume, given
from hypothesis import strategies as st

TOY = Path(__file__).parent / "toy_facts"
CHANGES = 1_000
SEED = 2024

words = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
plain = st.recursive(words, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12)
records = st.dictionaries(keys, plain, max_size=4)
ids = st.sampled_from(["acme", "guild", "lizi", "mithal"])
LISTS: State = {VOCABULARIES_ID: ("vocabularies", {})}


def texts(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text in plain data, with the way to it."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict | list | tuple):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*way, key))


def put(value: Any, way: tuple[str | int, ...], text: str) -> Any:
    """Plain data with another text at the end of the way."""
    if not way:
        return text
    here, *further = way
    same: Any = dict(value) if isinstance(value, dict) else list(value)
    same[here] = put(value[here], tuple(further), text)
    return same


def released(*states: State) -> Ledger:
    """A ledger with a release of each state, a month apart."""
    ledger, before = Ledger(), dict[str, Any]()
    for month, state in enumerate(states, 1):
        made = toy_history.release(ledger, before, state, f"2024-{month:02}-01")
        ledger, before = Ledger(releases=(*ledger.releases, made)), dict(state)
    return ledger


def company(id: str, **fields: Any) -> State:
    return {id: ("entities", {"id": id, "type": "company", "name": id, **fields})}


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A facts folder with the ledger of the toy facts alone."""
    shutil.copytree(TOY / RELEASES, tmp_path / "facts" / RELEASES)
    return tmp_path / "facts"


@given(
    st.recursive(
        plain | st.integers(1 - 2**53, 2**53 - 1), lambda inner: st.lists(inner) | st.dictionaries(keys, inner)
    )
)
def test_the_text_of_data_is_the_one_of_the_standard(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(plain, st.data())
def test_a_digest_outlives_the_removal_of_words_and_no_other_change(value: Any, data: st.DataObject) -> None:
    found = list(texts(value))
    assume(found)
    way, text = data.draw(st.sampled_from(found))
    other = data.draw(words)
    assume(other not in (text, removed(text)))
    assert digest(put(value, way, removed(text))) == digest(value)
    assert digest(put(value, way, other)) != digest(value)


@given(plain, keys)
def test_a_digest_knows_what_stands_where(value: Any, key: str) -> None:
    assert len({digest(value), digest([value]), digest({key: value}), digest([value, value])}) == 4


@pytest.mark.parametrize("value", [1, 1.5, True, None, {"a": [1]}], ids=repr)
def test_data_that_is_not_plain_has_no_digest(value: Any) -> None:
    with pytest.raises(TypeError, match="plain data holds no"):
        digest(value)


@given(records, words)
def test_a_release_is_read_as_it_was_written(record: dict[str, Any], note: str) -> None:
    assume("\\u" not in canonical([record, note]))
    state: State = {"acme": ("entities", {**record, "id": "acme"}), **LISTS}
    release = toy_history.release(Ledger(), {}, state, "2024-06-01", note or None)
    assert parse(text_of(release)) == release


def test_a_release_has_one_line_for_each_change() -> None:
    releases = toy_history.ledger().releases
    assert [text_of(release).count("\n") - 2 for release in releases] == [len(made.changes) for made in releases]


def replaced(text: bytes, at: int, byte: int) -> bytes:
    return text[:at] + bytes([byte]) + text[at + 1 :]


def deleted(text: bytes, at: int, _byte: int) -> bytes:
    return text[:at] + text[at + 1 :]


def inserted(text: bytes, at: int, byte: int) -> bytes:
    return text[:at] + bytes([byte]) + text[at:]


def swapped(text: bytes, at: int, _byte: int) -> bytes:
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def truncated(text: bytes, at: int, _byte: int) -> bytes:
    return text[:at]


WAYS: tuple[Callable[[bytes, int, int], bytes], ...] = (replaced, deleted, inserted, swapped, truncated)


@pytest.mark.slow
def test_every_changed_byte_is_found_in_its_file(toy: Path) -> None:
    chance = random.Random(SEED)
    files = sorted((toy / RELEASES).iterdir())
    left = CHANGES
    while left:
        file, change = chance.choice(files), chance.choice(WAYS)
        text = file.read_bytes()
        changed = change(text, chance.randrange(len(text)), chance.randrange(256))
        if changed != text:
            file.write_bytes(changed)
            found = read_ledger(toy)
            assert isinstance(found, tuple), (file, change)
            assert {problem.location.path for problem in found} == {file.as_posix()}
            file.write_bytes(text)
            left -= 1
    assert isinstance(read_ledger(toy), Ledger)


@pytest.mark.parametrize("number", range(len(toy_history.STEPS)))
def test_a_missing_release_is_named_by_the_one_that_follows_it_or_as_the_newest(number: int, toy: Path) -> None:
    missing, following = sorted(file.name for file in (toy / RELEASES).iterdir())[number : number + 2]
    (toy / RELEASES / missing).unlink()
    found = read_ledger(toy)
    assert isinstance(found, tuple)
    (problem,) = found
    assert problem.code == "FS502"
    assert problem.location.path.endswith(following)
    assert missing.removesuffix(".json") in problem.message


def test_a_ledger_says_which_release_is_the_newest_unless_it_has_none(toy: Path) -> None:
    (toy / RELEASES / LAST).unlink()
    found = read_ledger(toy)
    assert isinstance(found, tuple)
    assert [(problem.code, problem.location.path) for problem in found] == [("FS502", f"{toy / RELEASES / LAST}")]
    for file in (toy / RELEASES).iterdir():
        file.unlink()
    assert read_ledger(toy) == Ledger()


def test_all_releases_that_are_deleted_are_found(toy: Path) -> None:
    for file in (toy / RELEASES).glob("2*.json"):
        file.unlink()
    found = read_ledger(toy)
    assert isinstance(found, tuple)
    assert [problem.code for problem in found] == ["FS502"]
    assert f"{toy_history.ledger().releases[-1].version}.json is missing" in found[0].message


def test_words_can_be_removed_from_a_release_without_a_break_in_the_chain(toy: Path) -> None:
    file = toy / RELEASES / "2024.06.0.json"
    release = parse(file.read_text("utf-8"))
    way = ("changes", 0, "record", "name")
    data = release.model_dump()
    file.write_text(text_of(Release.model_validate(put(data, way, removed(dict(texts(data))[way])))), "utf-8")
    found = read_ledger(toy)
    assert isinstance(found, Ledger)
    assert found.releases[0] != release
    assert found.releases[0].digest == release.digest


@given(st.lists(st.dictionaries(ids, words, min_size=1), min_size=1, max_size=5))
def test_each_state_is_given_back_as_it_was(names: list[dict[str, str]]) -> None:
    states: list[State] = []
    for step in names:
        now = dict(states[-1]) if states else {}
        states.append({**now, **{id: company(id, name=name)[id] for id, name in step.items()}})
    kept = [state for state, before in zip(states, [{}, *states], strict=False) if state != before]
    ledger = released(*kept)
    assert [replay(ledger, release.version) for release in ledger.releases] == kept
    assert history_of(ledger).state == kept[-1]


def test_a_renamed_record_has_one_history() -> None:
    ledger = released(company("acme"), company("acme-tools", former_ids=["acme"]))
    history = history_of(ledger)
    assert [version.change.id for version in history.of("acme-tools")] == ["acme", "acme-tools"]
    assert [version.change.id for version in history.of("acme-saws", ("acme-tools",))] == ["acme", "acme-tools"]
    assert history.former == {"acme": "acme-tools"}
    assert set(replay(ledger, "2024.01.0")) == {"acme"}
    assert set(replay(ledger, "2024.02.0")) == {"acme-tools"}


def test_a_record_can_get_a_former_id_back() -> None:
    ledger = released(
        company("acme"),
        company("acme-tools", former_ids=["acme"]),
        company("acme", former_ids=["acme-tools"]),
    )
    assert history_of(ledger).former == {"acme-tools": "acme"}
    assert len(history_of(ledger).of("acme")) == 3


def test_there_is_no_state_of_a_release_that_was_not_made() -> None:
    with pytest.raises(KeyError, match=r"2024\.02\.0"):
        replay(released(company("acme")), "2024.02.0")


@pytest.mark.parametrize(
    ("last", "day", "version"),
    [
        (None, date(2024, 6, 1), "2024.06.0"),
        ("2024.06.0", date(2024, 6, 1), "2024.06.1"),
        ("2024.06.9", date(2024, 6, 30), "2024.06.10"),
        ("2024.06.9", date(2024, 12, 1), "2024.12.0"),
        ("2024.06.0", date(2025, 6, 1), "2025.06.0"),
    ],
)
def test_a_version_counts_the_releases_of_its_month(last: str | None, day: date, version: str) -> None:
    assert next_version(last, day) == version


@pytest.mark.parametrize("last", ["2024.6.0", "2024.13.0", "2024.06.00", "2024.06", "2024.06.0\n", "٢٠٢٤.06.0"])
def test_nothing_else_is_a_version(last: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        next_version(last, date(2024, 7, 1))


@pytest.fixture
def branches() -> Ledger:
    """A release, two that follow it, and one that follows the second of these."""
    one = {**company("acme"), **LISTS}
    first = toy_history.release(Ledger(), {}, one, "2024-06-01")
    trunk = Ledger(releases=(first,))
    left = toy_history.release(trunk, one, {**one, **company("lizi")}, "2024-07-01")
    right = toy_history.release(trunk, one, {**one, **company("mithal")}, "2024-08-01")
    last = toy_history.release(Ledger(releases=(first, right)), one, {**one, **company("guild")}, "2024-09-01")
    return Ledger(releases=(first, left, right, last))


@pytest.mark.parametrize(
    ("head", "led"),
    [
        (1, ["2024.06.0", "2024.07.0"]),
        (2, ["2024.06.0", "2024.08.0"]),
        (3, ["2024.06.0", "2024.08.0", "2024.09.0"]),
    ],
)
def test_the_releases_that_lead_to_one_are_its_branch(head: int, led: list[str], branches: Ledger) -> None:
    assert [release.version for release in branch(branches, branches.releases[head]).releases] == led


def test_each_branch_has_a_head(branches: Ledger) -> None:
    assert heads(branches) == (branches.releases[1], branches.releases[3])
    assert heads(toy_history.ledger()) == toy_history.ledger().releases[-1:]
    assert heads(Ledger()) == ()


def test_the_branch_of_a_release_that_was_made_after_a_lost_one_begins_with_it(branches: Ledger) -> None:
    first, _left, _right, last = branches.releases
    assert branch(Ledger(releases=(first, last)), last).releases == (last,)


@pytest.fixture
def unreleased() -> Dataset:
    """The toy facts before their last release, which was made in May."""
    dataset = check(TOY, Ledger(releases=toy_history.ledger().releases[:-1])).dataset
    assert dataset is not None
    return dataset


def test_a_release_is_never_dated_before_the_last_one(unreleased: Dataset) -> None:
    with pytest.raises(TooEarly, match="2025-11-17"):
        draft(unreleased, date(2025, 11, 16))


def test_where_nothing_changed_no_day_is_too_early() -> None:
    dataset = check(TOY).dataset
    assert dataset is not None
    assert draft(dataset, date(2024, 1, 1)) is None


def test_a_release_has_no_version_that_is_taken(unreleased: Dataset) -> None:
    drafts = [draft(unreleased, date(2026, 5, 20), None, taken) for taken in ((), ("2026.05.0", "2026.05.1"))]
    assert [made.version for made in drafts if made] == ["2026.05.0", "2026.05.2"]


steps = st.lists(st.tuples(st.dictionaries(ids, words, min_size=1), st.integers(1, 28)), min_size=1, max_size=4)


def grown(trunk: Ledger, month: int, steps: Sequence[tuple[Mapping[str, str], int]], name: str) -> Ledger:
    """A chain that goes on from another one: in that month a release of each step that changes names, on days that rise."""
    ledger, state = trunk, replay(trunk, trunk.releases[-1].version)
    days = sorted(day for _names, day in steps)
    for (names, _day), day in zip(steps, days, strict=True):
        now = {**state, **{id: company(id, name=name)[id] for id, name in names.items()}}
        if now != state:
            made = toy_history.release(
                ledger, state, now, f"2024-{month:02}-{day:02}", f"{name}: {len(ledger.releases)}"
            )
            ledger, state = Ledger(releases=(*ledger.releases, made)), now
    return ledger


def versions_in(releases: Iterable[Release]) -> set[tuple[str, str]]:
    """Every version of a record in them, as id and content hash."""
    return {(change.id, change.digest) for release in releases for change in release.changes}


@given(steps, steps, st.sampled_from([(7, 8), (8, 7)]))
def test_after_a_rebase_every_note_and_every_version_of_a_record_that_either_branch_published_is_found(
    ours: list[tuple[dict[str, str], int]], theirs: list[tuple[dict[str, str], int]], months: tuple[int, int]
) -> None:
    trunk = released({**company("acme"), **LISTS})
    kept, other = grown(trunk, months[0], ours, "ours"), grown(trunk, months[1], theirs, "theirs")
    assume(len(kept.releases) > 1 and len(other.releases) > 1)
    both = (*kept.releases, *other.releases[1:])
    ledger = Ledger(releases=tuple(sorted(both, key=lambda release: order_of(release.version))))
    aside = left_aside(ledger, kept)
    made = remade(kept, aside, ledger)
    chain = (*kept.releases, *made.values())
    assert versions_in(chain) == versions_in(both)
    for was in aside:
        now = made.get(was.version)
        assert now.note == was.note if now else versions_in([was]) <= versions_in(kept.releases)
    assert all(now.previous == before.named for before, now in pairwise(chain))
    assert all(order_of(before.version) < order_of(now.version) for before, now in pairwise(chain))
    days = [release.released_on for release in chain]
    assert days == sorted(days)


def test_a_release_that_is_made_anew_has_its_version_where_all_that_it_says_stays(branches: Ledger) -> None:
    first, left, right, last = branches.releases
    kept = Ledger(releases=(first, left))
    assert {was: now.version for was, now in remade(kept, (right, last), branches).items()} == {
        "2024.08.0": "2024.08.0",
        "2024.09.0": "2024.09.0",
    }
    late = Ledger(releases=(first, right, last))
    assert {was: now.version for was, now in remade(late, (left,), branches).items()} == {"2024.07.0": "2024.09.1"}


def test_releases_that_take_the_place_of_a_branch_leave_one_chain(branches: Ledger, tmp_path: Path) -> None:
    for release in branches.releases:
        write(release, tmp_path)
    kept = branch(branches, branches.releases[3])
    aside = left_aside(branches, kept)
    new = tuple(remade(kept, aside, branches).values())
    exchange(kept, new, aside, tmp_path)
    assert sorted(file.name for file in (tmp_path / RELEASES).iterdir()) == [
        *(f"{release.version}.json" for release in (*kept.releases, *new)),
        LAST,
    ]
    assert read_ledger(tmp_path) == Ledger(releases=(*kept.releases, *new))


def test_a_release_is_never_written_over_another(toy: Path) -> None:
    before = {file: file.read_bytes() for file in (toy / RELEASES).iterdir()}
    with pytest.raises(FileExistsError):
        write(released(company("acme")).releases[0].model_copy(update={"version": "2024.06.0"}), toy)
    assert {file: file.read_bytes() for file in (toy / RELEASES).iterdir()} == before


def test_a_release_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    ledger = released({**company("acme"), **LISTS})
    file = write(ledger.releases[0], tmp_path)
    assert sorted((tmp_path / RELEASES).iterdir()) == [file, file.with_name(LAST)]
    assert read_ledger(tmp_path) == ledger


KILLED = """
import os, signal, sys
from pathlib import Path
import toy_history
from factsheet.release import write
facts, place, name = sys.argv[1:]
setattr(globals()[place], name, lambda *_files: os.kill(os.getpid(), signal.SIGKILL))
write(toy_history.ledger().releases[-1], Path(facts))
"""


def killed_at(step: tuple[str, str], folder: Path) -> Path:
    """The toy facts, whose last release was killed at that step of its writing."""
    facts = folder / "facts"
    shutil.copytree(TOY, facts, ignore=shutil.ignore_patterns("*.json"))
    for name, text in toy_history.files(Ledger(releases=toy_history.ledger().releases[:-1])).items():
        (facts / RELEASES / name).write_text(text, "utf-8")
    command = [sys.executable, "-c", KILLED, str(facts), *step]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parent).returncode == -signal.SIGKILL
    assert len(list((facts / RELEASES).glob("*~"))) == 1
    return facts


def test_a_release_that_was_killed_before_its_file_was_there_leaves_the_facts_as_they_were(tmp_path: Path) -> None:
    facts, last = killed_at(("os", "link"), tmp_path), toy_history.ledger().releases[-1]
    before = Ledger(releases=toy_history.ledger().releases[:-1])
    assert read_ledger(facts) == before
    assert write(last, facts).name == f"{last.version}.json"
    assert not has_errors(check(facts).problems)


def test_a_release_that_was_killed_after_its_file_was_there_is_made(tmp_path: Path) -> None:
    facts = killed_at(("Path", "replace"), tmp_path)
    assert read_ledger(facts) == toy_history.ledger()
    assert not has_errors(check(facts).problems)


FIRST = toy_history.ledger().releases[0]


def refused(changes: Iterable[Change], folder: Path) -> list[str]:
    """The files that a check refuses as edited, of the toy facts with a first release of these changes, whose seal fits."""
    facts = shutil.copytree(TOY, folder / "facts")
    shutil.rmtree(facts / RELEASES)
    made = {**{name: getattr(FIRST, name) for name in Release.model_fields}, "changes": tuple(changes)}
    write(Release.model_construct(**made), facts)
    return [file_of(problem) for problem in check(facts).problems if problem.code == "FS501"]


def file_of(problem: Problem) -> str:
    return problem.location.path.rpartition("/")[2]


def forged(id: str, **fields: Any) -> list[Change]:
    """The changes of the first release, of which one was forged."""
    return [
        Change.model_construct(**{**made.model_dump(), **fields}) if made.id == id else made for made in FIRST.changes
    ]


def published(id: str) -> dict[str, Any]:
    """A record as the first release has it."""
    (record,) = [made.record for made in FIRST.changes if made.id == id]
    return record


@pytest.mark.parametrize(
    ("id", "change"),
    [
        ("acme-report-2023", {"url": "javascript:alert(1)"}),
        ("acme-2024-05-02-every-saw", {"answers": [{"to": "nothing", "response": "denies"}]}),
        ("acme-2024-05-02-every-saw", {"answers": [{"to": "tool-office-2024-05-unsafe-saws"}]}),
        ("acme-2024-05-02-every-saw", {"text": {"a": "b"}}),
        ("acme", {"corrections": [{"field": "name", "reason": "wrong-party"}]}),
        ("acme", {"names": "Acme"}),
        ("acme", {"former_ids": [["acme-saws"]]}),
    ],
)
def test_a_release_that_was_forged_with_a_seal_that_fits_is_refused(
    tmp_path: Path, id: str, change: dict[str, Any]
) -> None:
    assert refused(forged(id, record={**published(id), **change}), tmp_path) == [f"{FIRST.version}.json"]


SOON = {"on": "soon", "reason": "duplicate"}


@pytest.mark.parametrize(
    "fields",
    [
        {"op": "withdrawn"},
        {"op": "withdrawn", "record": {**published("acme"), "withdrawn": SOON}},
        {"record": {**published("acme"), "withdrawn": {**SOON, "on": "2024-06-02"}}},
        {"classes": ("reply-received",)},
    ],
)
def test_a_change_that_does_not_fit_its_record_is_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    assert refused(forged("acme", **fields), tmp_path) == [f"{FIRST.version}.json"]


def test_a_release_with_a_record_twice_is_refused_also_under_a_former_id(tmp_path: Path) -> None:
    (acme,) = [made for made in FIRST.changes if made.id == "acme"]
    later = Change.model_construct(**{**acme.model_dump(), "id": "acme-saws"})
    renamed = later.model_copy(update={"record": {**acme.record, "id": "acme-saws", "former_ids": ["acme"]}})
    for number, more in enumerate((acme, renamed)):
        assert refused([more, *FIRST.changes], tmp_path / str(number)) == [f"{FIRST.version}.json"]


def test_a_first_release_without_the_closed_lists_is_refused(tmp_path: Path) -> None:
    records = [made for made in FIRST.changes if made.kind != "vocabularies"]
    assert refused(records, tmp_path) == [f"{FIRST.version}.json"]
    assert isinstance(read_ledger(tmp_path / "facts"), tuple)


def test_what_was_released_as_it_should_be_is_not_refused(tmp_path: Path) -> None:
    assert refused(FIRST.changes, tmp_path) == []
