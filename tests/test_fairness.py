"""Whoever is accused was heard or asked, and words are given as fully as they were read."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factsheet.dataset import Dataset
from factsheet.model import Allegation, Quote
from factsheet.pipeline import check
from factsheet.prints import is_all_that_is_printed, longer_prints
from factsheet.problem import Problem
from factsheet.render import Renderer
from factsheet.replies import concerned
from factsheet.rules import fairness
from factsheet.views.allegation import Answered, allegation_view, answered
from factsheet.views.desk import Desk
from factsheet.views.entity import entity_view
from factsheet.views.pages import record_plans
from factsheet.views.parts import Reply
from factsheet.views.symmetry import balance
from hypothesis import given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
CLAIM = "unsafe-saws"
CITED = "citations: [{source: gazette}]"

Laid = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Laid:
    """Lays out the small records of the golden cases, without a reply and a search, and further ones (file -> text)."""
    return lambda **files: laid(tmp_path / "facts", **files)


def laid(facts: Path, **files: str) -> Path:
    shutil.copytree(HERE / "golden" / "ground", facts)
    shutil.copy(HERE / "toy_facts" / "vocabularies.yml", facts)
    (facts / "quotes" / "reply.yml").unlink()
    (facts / "entities" / "guild.yml").write_text(f"id: guild\n{GUILD}\n", "utf-8")
    (facts / "entities" / "mithal.yml").write_text("id: mithal\ntype: company\nname: Mithal\n", "utf-8")
    (facts / "allegations" / f"{CLAIM}.yml").write_text(f"id: {CLAIM}\n{claim()}\n", "utf-8")
    (facts / "entities" / "listed.yml").write_text(f"id: listed\n{LISTED}\n", "utf-8")
    for name, text in files.items():
        kind, _slash, id = name.replace("_", "-").partition("--")
        (facts / kind / f"{id}.yml").write_text(f"id: {id}\n{text}\n", "utf-8")
    return facts


GUILD = "type: organisation\nname: Guild"
LISTED = "type: group\nname: Those listed\nmembers: [acme, mithal]"


def claim(about: str = "acme", more: str = "stage: alleged", by: str = "tool-office") -> str:
    return (
        f"title: Unsafe\nstatement: Somebody said so.\nmade_by: [{by}]\nabout: [{about}]\n"
        f"made_on: 2024-05-03\n{more}\n{CITED}"
    )


def reply(speaker: str, to: str = CLAIM, response: str = "denies", more: str = "") -> str:
    return (
        f"text: Each saw has a guard\nlang: en\nspeaker: {speaker}\n{more}"
        f"answers: [{{to: {to}, response: {response}}}]\n{CITED}"
    )


def sought(entities: str, result: str = "none-found") -> str:
    return f"replies_sought: [{{entities: [{entities}], result: {result}, on: 2024-06, where: its news pages}}]"


def event(more: str = "") -> str:
    return f"title: Acme was listed\ndate: 2024-05-03\ntype: listing\n{more}\n{CITED}"


IN_EVENT = "stage: alleged\nmade_in: listing"
CARRIES_OUT = "relations: [{to: announced, type: carries-out}]"


def problems(facts: Path) -> list[Problem]:
    return list(check(facts, rules=fairness.RULES).problems)


def dataset_of(facts: Path) -> Dataset:
    dataset = check(facts, rules=()).dataset
    assert dataset is not None
    return dataset


def missing(facts: Path) -> list[str]:
    """The accused whom the rule names, after making sure that it says nothing else."""
    found = problems(facts)
    assert {(problem.code, problem.level) for problem in found} <= {("FS310", "error")}
    return [problem.message.split("'")[1] for problem in found]


def test_an_accused_without_a_reply_is_named_where_the_allegation_names_it(lay: Laid) -> None:
    (found,) = problems(lay(allegations__unsafe_saws=claim("mithal, acme"), quotes__reply=reply("mithal")))
    assert (found.code, found.level, found.location.line, found.location.column) == ("FS310", "error", 5, 17)
    assert found.message == "there is no reply of 'acme', and nothing says that one was sought"
    assert "replies_sought: [{entities: [acme], result: none-found" in found.fix


@pytest.mark.parametrize(
    "files",
    [
        {"quotes__reply": reply("acme")},
        {"quotes__reply": reply("acme", response="no-comment")},
        {"quotes__reply": reply("acme", more="form: reported\n")},
        {"quotes__reply": reply("guild", more="for: acme\n")},
        {"quotes__reply": reply("listed")},
    ],
    ids=["its own", "no comment", "reported", "on its behalf", "of a group around it"],
)
def test_a_reply_is_what_the_accused_or_somebody_for_it_answered(lay: Laid, files: dict[str, str]) -> None:
    assert missing(lay(**files)) == []


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"quotes__reply": reply("acme", response="earlier-statement")},
        {"quotes__reply": reply("mithal")},
        {"quotes__reply": reply("tool-office")},
        {"quotes__reply": reply("acme", to="listing")},
        {"quotes__reply": reply("acme", more="withdrawn: {on: 2024-06-01, reason: unsupported}\n")},
        {"allegations__unsafe_saws": claim(more=f"stage: alleged\n{sought('mithal')}")},
        {"events__listing": event(sought("acme"))},
    ],
    ids=[
        "nothing",
        "said earlier",
        "another one's",
        "the maker's",
        "to an event that it was not made in",
        "withdrawn",
        "a search for another one",
        "a search on an event that it was not made in",
    ],
)
def test_this_is_no_reply_of_the_accused(lay: Laid, files: dict[str, str]) -> None:
    assert missing(lay(**files)) == ["acme"]


def test_a_reply_to_the_event_in_which_it_was_made_counts(lay: Laid) -> None:
    facts = lay(allegations__unsafe_saws=claim(more=IN_EVENT), quotes__reply=reply("acme", to="listing"))
    assert missing(facts) == []


def test_a_reply_to_what_the_event_carries_out_counts(lay: Laid) -> None:
    facts = lay(
        allegations__unsafe_saws=claim(more=IN_EVENT),
        events__listing=event(CARRIES_OUT),
        events__announced=event(),
        quotes__reply=reply("acme", to="announced"),
    )
    assert missing(facts) == []


def test_a_reply_to_an_event_that_is_related_in_another_way_does_not(lay: Laid) -> None:
    facts = lay(
        allegations__unsafe_saws=claim(more=IN_EVENT),
        events__listing=event(CARRIES_OUT.replace("carries-out", "amends")),
        events__announced=event(),
        quotes__reply=reply("acme", to="announced"),
    )
    assert missing(facts) == ["acme"]


@pytest.mark.parametrize(
    ("about", "by", "quote", "named"),
    [
        ("listed", "acme", reply("acme"), ["listed"]),
        ("listed", "acme", reply("guild", more="for: acme\n"), ["listed"]),
        ("listed", "acme", reply("listed"), []),
        ("listed", "acme", reply("mithal"), []),
        ("acme", "listed", reply("listed"), ["acme"]),
        ("acme", "listed", reply("acme", more="for: listed\n"), ["acme"]),
        ("acme", "listed", reply("acme"), []),
        ("acme", "acme", reply("acme"), []),
        ("listed", "listed", reply("listed"), []),
        ("acme, listed", "acme", reply("acme"), ["listed"]),
    ],
)
def test_the_words_of_the_maker_are_a_reply_of_nobody_but_itself(
    lay: Laid, about: str, by: str, quote: str, named: list[str]
) -> None:
    assert missing(lay(allegations__unsafe_saws=claim(about, by=by), quotes__reply=quote)) == named


def test_the_words_of_the_maker_stand_below_an_event_only_as_a_reply_to_the_allegation_of_another(lay: Laid) -> None:
    files = {
        "allegations__unsafe_saws": claim(more=IN_EVENT, by="listed"),
        "events__listing": event(),
        "quotes__of_the_group": reply("listed", to="listing"),
    }
    own = claim(more=IN_EVENT, by="listed")
    others = claim(more=IN_EVENT)
    facts = lay(**files, allegations__dull_blades=own)
    assert "of-the-group" not in body("entities/acme/", facts)
    (facts / "allegations" / "dull-blades.yml").write_text(f"id: dull-blades\n{others}\n", "utf-8")
    assert "of-the-group" in body("entities/acme/", facts)


@pytest.mark.parametrize("result", ["none-found", "asked-no-answer", "reported-without-words"])
def test_a_search_on_the_allegation_counts(lay: Laid, result: str) -> None:
    assert missing(lay(allegations__unsafe_saws=claim(more=f"stage: alleged\n{sought('acme', result)}"))) == []


def test_a_search_on_the_event_counts_for_all_that_was_said_in_it(lay: Laid) -> None:
    facts = lay(
        allegations__unsafe_saws=claim(more=IN_EVENT),
        allegations__dull_blades=claim(more=IN_EVENT),
        events__listing=event(sought("acme")),
    )
    assert missing(facts) == []


def test_a_search_for_a_whole_group_counts_for_each_of_its_members(lay: Laid) -> None:
    assert missing(lay(allegations__unsafe_saws=claim("acme, mithal", f"stage: alleged\n{sought('listed')}"))) == []


def test_a_group_counts_once_and_a_member_speaks_or_is_asked_for_it(lay: Laid) -> None:
    facts = lay(
        allegations__unsafe_saws=claim("listed"),
        allegations__dull_blades=claim("listed", f"stage: alleged\n{sought('mithal')}"),
        allegations__blunt_teeth=claim("listed"),
        quotes__reply=reply("mithal"),
    )
    (found,) = problems(facts)
    assert found.location.path.endswith("blunt-teeth.yml")
    assert found.message.startswith("there is no reply of 'listed' or of anybody inside it, ")


def test_a_member_named_beside_its_group_answers_for_itself(lay: Laid) -> None:
    assert missing(lay(allegations__unsafe_saws=claim("listed, acme"), quotes__reply=reply("mithal"))) == ["acme"]


def test_nothing_is_asked_once_the_maker_took_it_back(lay: Laid) -> None:
    stages = "stages: [{{stage: {1}, {0}}}, {{stage: {2}, {0}}}]"
    facts = lay(
        allegations__unsafe_saws=claim(more=stages.format(CITED, "alleged", "retracted")),
        allegations__dull_blades=claim(more="stage: retracted\n" + sought("acme", "not-sought")),
        allegations__blunt_teeth=claim("mithal", stages.format(CITED, "retracted", "alleged")),
    )
    assert missing(facts) == ["mithal"]


def test_nothing_is_asked_of_what_we_withdrew(lay: Laid) -> None:
    gone = "withdrawn: {on: 2024-06-01, reason: unsupported}"
    facts = lay(
        allegations__unsafe_saws=claim(more=f"stage: alleged\n{gone}"),
        allegations__dull_blades=claim("bolt"),
        entities__bolt=f"type: company\nname: Bolt\n{gone}",
    )
    assert missing(facts) == []


def test_nothing_is_asked_about_those_who_are_only_described(lay: Laid) -> None:
    text = claim().replace("about: [acme]", "about_others: makers of saws, not named")
    assert missing(lay(allegations__unsafe_saws=text)) == []


def test_a_reference_that_leads_nowhere_stops_no_rule(lay: Laid) -> None:
    found = problems(lay(allegations__unsafe_saws=claim("nobody", "stage: alleged\nmade_in: nothing")))
    assert {problem.code for problem in found} == {"FS212"}


def test_a_reply_that_was_not_sought_is_a_warning_and_stands_on_the_page(lay: Laid) -> None:
    facts = lay(allegations__unsafe_saws=claim(more=IN_EVENT), events__listing=event(sought("acme", "not-sought")))
    (found,) = problems(facts)
    assert (found.code, found.level, found.location.line) == ("FS311", "warning", 5)
    assert found.message == "no reply of 'acme' was sought"
    assert '<section class="fs-facing__answer">' in (page := body(f"allegations/{CLAIM}/", facts))
    assert "Not sought" in page.partition('id="no-reply"')[2].partition("<h2")[0]


SEARCH = "replies_sought: [{{entities: [acme], result: {}}}]"
PLACE = "where: with what was searched, or asked_by:, or citations:"


@pytest.mark.parametrize(
    ("account", "lacking", "add"),
    [
        ("", "when and where, or by whom,", f"on: with the day, and {PLACE}"),
        (", on: 2024-06", "where, or by whom,", PLACE),
        (", asked_by: guild", "when", "on: with the day"),
    ],
)
def test_a_search_says_when_and_where_or_by_whom(lay: Laid, account: str, lacking: str, add: str) -> None:
    search = SEARCH.format(f"none-found{account}")
    facts = lay(allegations__unsafe_saws=claim(more=f"{IN_EVENT}\n{search}"), events__listing=event(search))
    found = problems(facts)
    assert {(one.code, one.level, one.message, one.fix) for one in found} == {
        ("FS313", "warning", f"nothing says {lacking} a reply of 'acme' was sought", f"add {add}")
    }
    assert [one.location.path.rpartition("/")[2] for one in found] == [f"{CLAIM}.yml", "listing.yml"]


@pytest.mark.parametrize(
    "search",
    [
        "none-found, on: 2024-06, where: its news pages",
        "asked-no-answer, on: 2024-06, asked_by: guild",
        "reported-without-words, on: 2024-06, citations: [{source: gazette}]",
    ],
)
def test_one_account_of_a_search_is_enough(lay: Laid, search: str) -> None:
    assert problems(lay(allegations__unsafe_saws=claim(more=f"stage: alleged\n{SEARCH.format(search)}"))) == []


@pytest.mark.parametrize(
    "more",
    [
        f"stage: retracted\n{SEARCH.format('none-found')}",
        f"stage: alleged\n{SEARCH.format('none-found')}\nwithdrawn: {{on: 2024-06-01, reason: unsupported}}",
    ],
    ids=["retracted", "withdrawn"],
)
def test_no_account_is_asked_for_where_no_reply_is(lay: Laid, more: str) -> None:
    assert problems(lay(allegations__unsafe_saws=claim(more=more))) == []


def test_a_search_that_was_not_made_needs_no_account(lay: Laid) -> None:
    facts = lay(allegations__unsafe_saws=claim(more=f"stage: alleged\n{SEARCH.format('not-sought')}"))
    assert [problem.code for problem in problems(facts)] == ["FS311"]


def test_words_of_another_are_never_shown_as_the_reply_of_the_accused(lay: Laid) -> None:
    facts = lay(
        allegations__unsafe_saws=claim(more=f"{IN_EVENT}\n{sought('acme')}"),
        quotes__on_the_claim=reply("guild"),
        quotes__on_the_event=reply("guild", to="listing", response="objects"),
    )
    assert problems(facts) == []
    dataset = dataset_of(facts)
    view = allegation_view(dataset.get(Allegation, CLAIM), dataset)
    others = {shown.words.said.ref.id for _to, replies in view.others for shown in replies}
    assert (view.responses, view.to_event, others) == ((), (), {"on-the-claim", "on-the-event"})
    (occasion,) = entity_view(dataset.entity("acme"), dataset).occasions
    (facing,) = occasion.facing
    assert (facing.answered.replies, facing.answered.to_event, facing.answered.others) == ((), (), ())
    assert occasion.to_event == ()
    assert "on-the-" not in body("entities/acme/", facts)


PARTIES = st.sampled_from(["acme", "mithal", "listed", "guild"])
REPLIES = st.lists(
    st.tuples(
        PARTIES,
        st.sampled_from([CLAIM, "listing"]),
        st.sampled_from(["denies", "earlier-statement"]),
        st.sampled_from(["", "for: acme\n", "for: listed\n"]),
    ),
    max_size=3,
)


@settings(max_examples=60)
@given(
    about=st.lists(PARTIES, min_size=1, unique=True),
    by=st.lists(PARTIES, min_size=1, max_size=2, unique=True),
    replies=REPLIES,
    asked=st.lists(PARTIES, max_size=1),
)
def test_the_rule_names_those_whose_page_shows_neither_a_reply_nor_a_search(
    about: list[str], by: list[str], replies: list[tuple[str, str, str, str]], asked: list[str]
) -> None:
    searches = "".join(f"\n{sought(one)}" for one in asked)
    files = {f"quotes__reply_{n}": reply(*one) for n, one in enumerate(replies)}
    with tempfile.TemporaryDirectory() as folder:
        made = claim(", ".join(about), IN_EVENT + searches, ", ".join(by))
        facts = laid(Path(folder) / "facts", allegations__unsafe_saws=made, **files)
        dataset, named = dataset_of(facts), missing(facts)
    desk, allegation = Desk(dataset), dataset.get(Allegation, CLAIM)
    pages = {id: answered(allegation, desk, only=id) for id in about}
    assert named == [id for id, back in pages.items() if back.unanswered and not back.sought]
    for id in (*about, *concerned(allegation, dataset)):
        back = answered(allegation, desk, only=id)
        assert bool(back.unanswered) == (not heard(back))
    counted = balance(allegation, desk)
    assert counted.replies.quotes + counted.to_event.quotes == len(heard(answered(allegation, desk)))


def heard(back: Answered) -> list[Reply]:
    """The replies that a page shows as those of the accused, without words said before."""
    return [reply for reply in (*back.replies, *back.to_event) if reply.response.value != "earlier-statement"]


def printed(text: str, *prints: dict[str, str], **more: Any) -> Quote:
    citations = [{"source": "gazette", **one} for one in prints]
    return Quote.model_validate(
        {"id": "words", "text": text, "lang": "en", "speaker": "acme", "citations": citations, **more}
    )


@pytest.mark.parametrize(
    ("text", "print_"),
    [
        ("groundless", "The decision is groundless"),
        ("Groundless", "groundless and unfair"),
        ("we don't sell them", "As we said, we don’t  sell\nthem."),
        ("no “saws” of ours", "\"No 'saws' of ours, ever"),
        ("坚决反对", "中方对此表示强烈不满和坚决反对。"),
        ("ไม่จริง", "เรื่องนี้ไม่จริง"),
    ],
)
def test_a_print_that_goes_on_before_or_after_the_text_is_a_longer_one(text: str, print_: str) -> None:
    assert list(longer_prints(printed(text, {}, {"as_printed": print_}))) == [1]


@pytest.mark.parametrize(
    ("text", "print_"),
    [
        ("groundless", "Groundless."),
        ("groundless", "… groundless [...]"),
        ("ground", "The decision is groundless"),
        ("of the saw", "of the saw’s guard"),
        ("Every saw has a guard", "Every saw of ours has a guard"),
        ("Every saw has a guard", "has a guard"),
        ("We sell no saws", "We sell no blades, and never will"),
        ("…", "never … again"),
    ],
)
def test_a_print_of_the_same_or_fewer_or_other_words_is_no_longer_one(text: str, print_: str) -> None:
    assert list(longer_prints(printed(text, {"as_printed": print_}))) == []


@pytest.mark.parametrize(
    "more",
    [
        {"lang": "de"},
        {"bearing": "mentions"},
        {"difference": "reworded"},
        {"difference": "other-translation"},
        {"difference": "not-in-quotation-marks"},
    ],
    ids=lambda more: next(iter(more.values())),
)
def test_prints_that_are_not_the_same_words_of_the_speaker_are_not_compared(more: dict[str, str]) -> None:
    assert list(longer_prints(printed("groundless", {"as_printed": "It is groundless", **more}))) == []


def test_reported_words_have_no_longer_print() -> None:
    assert list(longer_prints(printed("It is so", {"as_printed": "It is so, they say"}, form="reported"))) == []


WORDS = st.lists(st.sampled_from(["saw", "Saw’s", "guard", "护", "никогда", "28"]), min_size=1, max_size=8)
MARKS = st.sampled_from([" ", ", ", "\n", " — ", "… "])


@given(words=WORDS, cut=st.tuples(st.integers(0, 7), st.integers(1, 8)), mark=MARKS)
def test_any_stretch_of_a_print_is_found_in_it_and_the_whole_of_it_is_not_longer(
    words: list[str], cut: tuple[int, int], mark: str
) -> None:
    stretch = words[cut[0] : cut[0] + cut[1]] or words
    quote = printed(" ".join(stretch).upper(), {"as_printed": mark.join(words)})
    assert bool(list(longer_prints(quote))) == (len(stretch) < len(words))


def test_a_longer_print_is_a_warning_where_it_stands(lay: Laid) -> None:
    facts = lay(
        quotes__reply=reply("acme").replace("text: ", "text: guard\n#").replace(CITED, "citations:")
        + "\n  - source: gazette\n    as_printed: Each saw has a guard\n    difference: house-style"
    )
    (found,) = problems(facts)
    assert (found.code, found.level, found.location.line) == ("FS312", "warning", 9)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (printed("groundless"), True),
        (printed("“groundless", {}), True),
        (printed("Strongly", lead_in="It objects"), True),
        (printed("坚决反对", lang="zh", lead_in="它说"), True),
        (printed("any factual basis", {"as_printed": "factual basis"}), True),
        (printed("groundless", {"as_printed": "it is groundless", "difference": "not-in-quotation-marks"}), True),
        (printed("Groundless"), False),
        (printed("iFlytek sells no saws"), False),
        (printed("坚决反对", lang="zh"), False),
        (printed("28 saws"), False),
        (printed("groundless", {"as_printed": "It is groundless"}), False),
        (printed("groundless", {"as_printed": "It is baseless", "difference": "reworded"}), False),
        (printed("groundless", {"as_printed": "Das ist grundlos", "lang": "de"}), False),
        (printed("the office said so", form="reported"), False),
        (printed(f"[removed, sha256:{'0' * 64}]", lead_in="It said"), False),
    ],
    ids=lambda found: found.text[:24] if isinstance(found, Quote) else str(found),
)
def test_a_fragment_of_which_nobody_prints_more_is_known_as_such(quote: Quote, expected: bool) -> None:
    assert is_all_that_is_printed(quote) == expected


def test_the_page_of_a_fragment_says_that_only_these_words_are_printed(lay: Laid) -> None:
    words = reply("acme").replace("Each saw", "each saw")
    facts = lay(quotes__reply=words, quotes__whole=reply("acme"), quotes__gone=f"{words}\n{GONE}")
    label = "Only these words are printed in the pages that were read."
    assert body("quotes/reply/", facts).count(label) == 1
    assert label not in body("quotes/whole/", facts)
    assert label not in body("quotes/gone/", facts)
    assert label not in body(f"allegations/{CLAIM}/", facts)


GONE = "withdrawn: {on: 2024-06-01, reason: duplicate, replaced_by: reply}"


def body(address: str, facts: Path) -> str:
    (plan,) = [plan for plan in record_plans(dataset_of(facts)) if plan.address == address]
    return Renderer().page(plan).body
