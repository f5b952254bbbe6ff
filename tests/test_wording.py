"""Our own sentences take no side, and say of nothing that it is decided before it is; everybody else may say what they said."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factsheet.dataset import Dataset
from factsheet.decode import decode, decode_vocabularies, decode_wording
from factsheet.link import Entry, link
from factsheet.model import KINDS, Kind, Vocabularies
from factsheet.model.wording import Avoided, Wording
from factsheet.pipeline import check
from factsheet.reader import Document, parse
from factsheet.rules import RULES
from factsheet.rules import wording as rules
from factsheet.rules.exemption import findings
from hypothesis import assume, given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
LISTS = ROOT / "facts" / "vocabularies.yml"
LIST = ROOT / "site_config" / "wording.yml"
Fact = tuple[Kind, dict[str, Any]]
"""A record as plain data, with its kind."""


def document(text: str) -> Document:
    parsed = parse(text.encode(), "wording.yml")
    assert isinstance(parsed, Document), parsed
    return parsed


def listed(text: str) -> Wording:
    decoded = decode_wording(document(text), VOCABULARIES)
    assert isinstance(decoded, Wording), decoded
    return decoded


def vocabularies() -> Vocabularies:
    decoded = decode_vocabularies(document(LISTS.read_text("utf-8")))
    assert isinstance(decoded, Vocabularies)
    return decoded


VOCABULARIES = vocabularies()
WORDING = listed(LIST.read_text("utf-8"))
STAGES = VOCABULARIES.values("stage")
CITED = [{"source": "gazette"}]
SAID = {
    "id": "saws", "title": "Sold saws", "statement": "The Tool Office said so.", "made_by": ["office"],
    "about": ["acme"], "stage": "alleged", "citations": CITED,
}  # fmt: skip
REPLY = {
    "id": "reply",
    "form": "reported",
    "text": "Acme said no.",
    "lang": "en",
    "speaker": "acme",
    "citations": CITED,
}
HAPPENED = {"id": "day", "title": "Saws were sold", "date": "2024", "type": "statement", "citations": CITED}
GROUND: tuple[Fact, ...] = (
    ("entities", {"id": "acme", "type": "company", "name": "Acme"}),
    (
        "entities",
        {
            "id": "office",
            "type": "government-body",
            "name": "National Office of Tools",
            "short_name": "Tool Office",
            "names": [{"text": "Office of Tools", "lang": "en", "type": "common", "citations": CITED}],
        },
    ),
    ("entities", {"id": "infamous", "type": "company", "name": "Infamous Saws Ltd"}),
    (
        "sources",
        {
            "id": "gazette",
            "type": "report",
            "title": "Illegal saws: the guilty makers",
            "container_title": "The Notorious Gazette",
            "nature": "primary",
            "read_on": "2024-06-01",
            "reading": "whole",
        },
    ),
)


def dataset_of(*records: Fact, wording: Wording = WORDING) -> Dataset:
    """The ground with some records on top."""
    entries = []
    for kind, data in (*GROUND, *records):
        kept = {key: value for key, value in data.items() if value is not None}
        made = parse(json.dumps(kept).encode(), f"facts/{kind}/{data['id']}.yml")
        assert isinstance(made, Document), made
        record = decode(made, kind, VOCABULARIES)
        assert not isinstance(record, tuple), record
        entries.append(Entry.of(kind, made, record))
    dataset, problems = link(entries, VOCABULARIES, wording=wording)
    assert problems == ()
    return dataset


def warned(dataset: Dataset, id: str) -> list[str]:
    """The codes of the warnings about a record, each once, by name."""
    record = dataset.records[id]
    return [rule.code.name for rule in rules.RULES if list(rule.check(record, dataset))]


def said(sentence: str, wording: Wording = WORDING, **other: Any) -> list[str]:
    """The codes of the warnings about an allegation with that statement."""
    return warned(dataset_of(("allegations", {**SAID, "statement": sentence, **other}), wording=wording), "saws")


HARMLESS = (
    "No reply was found.",
    "No reply was found in the pages that were read, most of them only their openings.",
    "A reply of that time was not found in the pages that were read.",
    "The report itself was not found.",
    "The report was found in two copies.",
    "The statement was found on the site of the ministry.",
    "None was found either.",
    "No reply was found to this.",
    "No answer of the company was found to the allegation.",
    "Three prints were found to date.",
    "The company was founded in 2001, and its founders left it.",
    "The Tool Office said that it had found documents on a support site of Acme.",
    "It said that it did not know why the code might be found in the app.",
    "The Gazette reports that the finding was shared with others, and names both findings.",
    "People held at one time may be fewer than all who were ever held at any time.",
    "The talks were held on 8 October 2019.",
    "The company holds that its saws have guards.",
    "The court ruled that week, as the page says.",
    "It keeps to the laws and rules that apply.",
    "The Gazette reports that Acme denied having sold saws without a guard.",
    "It denies that it has violated any rule.",
    "Acme said that it has not violated the order.",
    "Denial is presumed.",
    "It was not convicted, nor has it been convicted.",
    "It can’t be convicted, and has never been found guilty.",
    "Acme denies that it is guilty, and denied having been found guilty.",
    "The court has not found that Acme sold saws.",
    "No court has found that Acme sold saws. No court has held it responsible.",
    "No court has found Acme liable.",
    "The court did not find Acme guilty.",
    "The sale was neither unsafe nor illegal, and nothing about it was unlawful.",
    "Neither of the two was convicted; nobody was held liable.",
    "It is asked whether the sales were illegal, and what follows if Acme is convicted.",
    "It is presumed innocent until proven guilty.",
    "Acme was accused of violating the order.",
    "It did not violate the order, and was not in breach of law.",
    "A fact-finding that took a year; it took part in fact-finding missions, and the not-guilty plea was kept.",
    "The admission to the fair, the admissions office, and an admission fee; it paid without admission of a fault.",
    "The concession for the mine has ended, and trade concessions were made.",
    "Its exposure to dust, and the exposure of workers to it, were measured.",
    "The saws are well-proven, and the office takes anti-terrorist measures.",
    "Acme was implicated in violations and abuses, the Tool Office said.",
    "Acme said that the decision had no basis in fact.",
    "Acme said that its technology should not be used for illegal activities or for profiling.",
    "Acme said that its saws are not illegal.",
    "Acme pleaded not guilty.",
    "The company paid, without admitting a fault.",
    "The shares were admitted to trading in June.",
    "Workers were exposed to saw dust.",
    "The order exposes the company to higher costs.",
    "The order is part of the sanctions regime.",
    "It is subject to a licensing regime, and to the Missile Technology Control Regime.",
    "The meeting was supposed to be held in May.",
    "The day was refused a licence of its own, so to speak: the office refused the application.",
    "The allegation was made by two bodies; the alleged sales are of 2019.",
    "The charge alleges that saws were allegedly sold.",
    "Acme did not comment, and would not say when it had stopped.",
    "The claims of the two sides differ, and so does the claim in the report.",
    "The page does not say clearly which saws are meant.",
    "Whether this is so has not been proven.",
    "The company gave the paper no proof of the removal.",
    "The ministry said that the measures were against terrorism and extremism.",
    "Words in the margin, unclaimed, approved and disproved by nobody, unrefused and well-proven.",
    "See “claimed” and https://example.org/the-guilty-regime?so-called=brutal for the page.",
    "Its criminal proceedings were closed; it had been charged with a crime.",
    "The matter was accepted as a matter of course.",
    "The Gazette prints “claimed”, the other paper «guilty», a third „notorious“, and a fourth 'brutal'.",
    "The Gazette calls it \"the so-called guard\", and the office a 'brutal blade'.",
    "On the title “Illegal saws: the guilty makers” nobody was asked.",
    "It was printed under Illegal saws: the guilty makers in The Notorious Gazette.",
    "Infamous Saws Ltd said so.",
    "该公司表示，没有看到这些指控的依据。",
)  # fmt: skip


@pytest.mark.parametrize("stage", ["alleged", "determined"])
def test_a_harmless_sentence_is_let_be(stage: str) -> None:
    assert len(HARMLESS) >= 40
    assert [sentence for sentence in HARMLESS if said(sentence, stage=stage)] == []


NEVER: frozenset[str] = frozenset()
COURT = frozenset({"found"})
MAKER = frozenset({"found", "determined"})
LOADED = (
    ("Acme admitted that it had sold saws.", "FS320", NEVER),
    ("By its own admission Acme had sold saws.", "FS320", NEVER),
    ("The admissions of Acme were printed.", "FS320", NEVER),
    ("Acme made a confession.", "FS320", NEVER),
    ("The reply holds the concession that saws were sold.", "FS320", NEVER),
    ("Acme would not concede it.", "FS320", NEVER),
    ("After the exposé the saws were sold on.", "FS320", NEVER),
    ("Two exposés were printed.", "FS320", NEVER),
    ("Since its exposure in the press it sold none.", "FS320", NEVER),
    ("Its failure to answer was printed.", "FS320", NEVER),
    ("The long-notorious maker sold saws.", "FS320", NEVER),
    ("The long\u2010notorious maker sold saws.", "FS320", NEVER),
    ("The notorious-looking maker sold saws.", "FS320", NEVER),
    ("Acme confessed to having sold saws.", "FS320", NEVER),
    ("Acme conceded the point.", "FS320", NEVER),
    ("Acme acknowledged that saws had been sold.", "FS320", NEVER),
    ("Acme claimed that its saws had guards.", "FS320", NEVER),
    ("Acme claims to be a maker of guards.", "FS320", NEVER),
    ("Acme insisted that its saws had guards.", "FS320", NEVER),
    ("Acme refused to comment.", "FS320", NEVER),
    ("Acme REFUSED to comment.", "FS320", NEVER),
    ("Acme failed to respond.", "FS320", NEVER),
    ("Acme ad**mit**ted it.", "FS320", NEVER),
    ("The saws were `notorious`.", "FS320", NEVER),
    ("Acme sold [illeg](https://example.org/)al saws.", "FS321", frozenset({"found"})),
    ("Acme failed to put a guard on them.", "FS320", NEVER),
    ("The Gazette revealed how saws were sold.", "FS320", NEVER),
    ("The Gazette exposed the sales.", "FS320", NEVER),
    ("Acme slammed the order.", "FS320", NEVER),
    ("Acme lashed\n  out at the office.", "FS320", NEVER),
    ("Acme boasted of its saws.", "FS320", NEVER),
    ("Acme, a notorious maker, sold saws.", "FS320", NEVER),
    ("Acme is infamous.", "FS320", NEVER),
    ("The so-called guard was of paper.", "FS320", NEVER),
    ("The so\u2011called guard was of paper.", "FS320", NEVER),
    ("It was sold under a brutal regime.", "FS320", NEVER),
    ("The regime’s saws were sold.", "FS320", NEVER),
    ("The statement was propaganda.", "FS320", NEVER),
    ("The report is a whitewash.", "FS320", NEVER),
    ("The reply was bizarre.", "FS320", NEVER),
    ("Obviously the saws were sold.", "FS320", NEVER),
    ("The saws were clearly sold.", "FS320", NEVER),
    ("Of course the saws were sold.", "FS320", NEVER),
    ("In fact the saws were sold.", "FS320", NEVER),
    ("The Gazette has proven it.", "FS320", NEVER),
    ("The measures were aimed at terrorists.", "FS320", NEVER),
    ("Acme is a collaborator of the office.", "FS320", NEVER),
    ("Acme was complicit in the sales.", "FS320", NEVER),
    ("The culprit is Acme.", "FS320", NEVER),
    ("Acme was put on the blacklist.", "FS320", NEVER),
    ("He said “claimed”; Acme claimed it.", "FS320", NEVER),
    ("Infamous Saws Ltd is infamous.", "FS320", NEVER),
    ("An unbalanced “mark, and Acme claimed it.", "FS320", NEVER),
    ("Acme is guilty of selling saws.", "FS321", COURT),
    ("Acme was found guilty of selling saws.", "FS321", COURT),
    ("The sales were illegal.", "FS321", COURT),
    ("Acme sold saws unlawfully.", "FS321", COURT),
    ("Acme violated the order.", "FS321", COURT),
    ("Selling saws was a crime.", "FS321", COURT),
    ("Acme was found responsible.", "FS321", COURT),
    ("Acme was found by two papers responsible.", "FS321", COURT),
    ("Acme was found liable.", "FS321", COURT),
    ("Acme was found in breach.", "FS321", COURT),
    ("Acme was held by the paper responsible.", "FS321", COURT),
    ("Acme acted in breach of law.", "FS321", COURT),
    ("Acme breached the order.", "FS321", COURT),
    ("Acme was fined for violating the order.", "FS321", COURT),
    ("The sale was a breach of the law.", "FS321", COURT),
    ("It acted criminally.", "FS321", COURT),
    ("Acme did not comment after it was convicted.", "FS321", COURT),
    ("Acme denied it and was convicted.", "FS321", COURT),
    ("It denies what the six papers of the two towns said of the illegal sale.", "FS321", COURT),
    ("It was not only illegal.", "FS321", COURT),
    ("It was no doubt illegal.", "FS321", COURT),
    ("Nobody was asked, and Acme was convicted.", "FS321", COURT),
    ("The page does not say whether Acme knew of the illegal sales.", "FS321", COURT),
    ("Acme was found to have sold saws.", "FS321", COURT),
    ("The saws had been found to pose a risk.", "FS321", COURT),
    ("Acme was found by the Tool Office to have sold saws.", "FS321", COURT),
    ("The Gazette found that saws had been sold.", "FS321", COURT),
    ("The Tool Office found that Acme had sold saws.", "FS321", MAKER),
    ("The National Office of Tools (the Tool Office) has later found Acme to have sold saws.", "FS321", MAKER),
    ("In an order the Office of Tools unanimously held that saws had been sold.", "FS321", MAKER),
    ("The saws that the Tool Office held to be unsafe were sold.", "FS321", MAKER),
    ("The Tool Office was found to have erred.", "FS321", COURT),
    ("Makers named by the Tool Office found that saws had been sold.", "FS321", COURT),
    ("The Tool Office said so, and The Gazette found that it was so.", "FS321", COURT),
    ("The Tool Office found that it was so, and The Gazette found that it was not.", "FS321", COURT),
)  # fmt: skip
"""A sentence of an allegation, the code of the warning, and the stages at which there is none."""


@pytest.mark.parametrize(
    ("sentence", "code", "free"), LOADED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_loaded_sentence_is_warned_about_until_its_stage(sentence: str, code: str, free: frozenset[str]) -> None:
    found = {stage: said(sentence, stage=stage) for stage in STAGES}
    assert found == {stage: [] if stage in free else [code] for stage in STAGES}


def test_the_last_stage_counts() -> None:
    def reached(*stages: str) -> list[str]:
        return said("Acme is guilty.", stage=None, stages=[{"stage": stage, "citations": CITED} for stage in stages])

    assert reached("charged", "found") == []
    assert reached("found", "retracted") == ["FS321"]


def test_a_quote_may_say_what_the_furthest_allegation_that_it_answers_or_makes_may_say() -> None:
    decided: Fact = ("allegations", {**SAID, "id": "decided", "stage": "found"})
    undecided: Fact = ("allegations", {**SAID, "id": "undecided"})
    text = {**REPLY, "text": "Acme said that it was not content with being called guilty."}

    def answering(*ids: str) -> list[str]:
        answers = [{"to": id, "response": "objects"} for id in ids]
        return warned(dataset_of(decided, undecided, ("quotes", {**text, "answers": answers})), "reply")

    assert answering("undecided") == answering() == ["FS321"]
    assert answering("decided") == answering("undecided", "decided") == []
    making: Fact = ("allegations", {**SAID, "stage": "found", "words": ["reply"]})
    assert warned(dataset_of(making, ("quotes", text)), "reply") == []
    making = ("allegations", {**SAID, "stage": "determined", "words": ["reply"]})
    text = {**REPLY, "text": "Acme said that the Tool Office found that saws had been sold."}
    assert warned(dataset_of(making, ("quotes", text)), "reply") == []


def test_an_event_may_say_what_was_decided_in_it() -> None:
    def titled(**other: Any) -> list[str]:
        event = {**HAPPENED, "title": "The court held that the order was unlawful", **other}
        made = {**SAID, "stage": "found", "made_in": "other-day"}
        return warned(
            dataset_of(("events", event), ("events", {**HAPPENED, "id": "other-day"}), ("allegations", made)),
            event["id"],
        )

    assert titled() == ["FS321"]
    assert titled(type="ruling") == []
    assert titled(type="ruling", planned="true") == ["FS321"]
    made: Fact = ("allegations", {**SAID, "stage": "found", "made_in": "day"})
    event: Fact = ("events", {**HAPPENED, "title": "The sales were called unlawful"})
    assert warned(dataset_of(made, event), "day") == []


OURS: tuple[Fact, ...] = (
    ("allegations", {**SAID, "title": "WORDS"}),
    ("allegations", {**SAID, "voice": "WORDS"}),
    ("allegations", {**SAID, "about_others": "WORDS"}),
    ("allegations", {**SAID, "note": "WORDS"}),
    ("allegations", {**SAID, "replies_sought": [{"entities": ["acme"], "result": "none-found", "note": "WORDS"}]}),
    ("allegations", {**SAID, "stage": None, "stages": [{"stage": "alleged", "citations": CITED, "note": "WORDS"}]}),
    ("quotes", {**REPLY, "text": "WORDS"}),
    ("quotes", {**REPLY, "form": "verbatim", "lead_in": "WORDS"}),
    ("events", {**HAPPENED, "title": "WORDS"}),
    ("disagreements", {"id": "a", "question": "WORDS", "status": "open", "readings": [{"says": "x"}, {"says": "y"}]}),
    ("disagreements", {"id": "a", "question": "x", "status": "open", "readings": [{"says": "WORDS"}, {"says": "y"}]}),
    ("sources", {**GROUND[-1][1], "id": "page", "note": "WORDS"}),
)  # fmt: skip
THEIRS: tuple[Fact, ...] = (
    ("quotes", {**REPLY, "form": "verbatim", "text": "WORDS"}),
    ("quotes", {**REPLY, "citations": [{"source": "gazette", "exact": "WORDS"}]}),
    ("entities", {**GROUND[0][1], "id": "a", "name": "WORDS", "short_name": "WORDS"}),
    ("entities", {**GROUND[0][1], "id": "a", "properties": [{"property": "headquarters", "value": "WORDS"}]}),
    ("entities", {**GROUND[0][1], "id": "a", "names": [{"text": "WORDS", "lang": "en", "type": "common"}]}),
    ("sources", {**GROUND[-1][1], "id": "page", "title": "WORDS"}),
    ("allegations", {**SAID, "title": "WORDS", "withdrawn": {"on": "2024-06-01", "reason": "source-lost"}}),
)  # fmt: skip


@pytest.mark.parametrize("loaded", ["Acme claimed that it has", "The guilty ones of Oldtown"])
def test_each_sentence_of_ours_is_looked_at_and_nothing_else(loaded: str) -> None:
    def about(kind: Kind, data: dict[str, Any]) -> list[str]:
        filled = json.loads(json.dumps(data).replace("WORDS", loaded))
        return warned(dataset_of((kind, filled)), filled["id"])

    assert [len(about(kind, data)) for kind, data in OURS] == [1] * len(OURS)
    assert [about(kind, data) for kind, data in THEIRS] == [[]] * len(THEIRS)


def test_a_warning_stands_at_its_field_and_says_why_and_what_to_write_instead() -> None:
    wording = listed(
        "avoid: [{words: [big ... lie], reason: it shouts, instead: a word}, {words: [so], reason: r, instead: i}]"
    )
    data = {**SAID, "note": "A Big and fat\nlie."}
    dataset = dataset_of(("allegations", data), wording=wording)
    (found,) = [
        one for rule in rules.RULES for one in rule.check(dataset.records["saws"], dataset) if one[0] == ("note",)
    ]
    assert found == (
        ("note",),
        "our own sentences avoid 'Big and fat lie': it shouts",
        "better: a word; or the words of others between quotation marks",
    )


def test_a_record_can_say_why_a_rule_does_not_fit() -> None:
    exemption = {"rule": "FS320", "reason": "It is the word of the law."}
    data = {**SAID, "statement": "Acme claimed it.", "exemptions": [exemption]}
    dataset = dataset_of(("allegations", data))
    assert list(findings(dataset.records["saws"], dataset, rules.RULES)) == []


def test_without_a_list_nothing_is_warned_about() -> None:
    assert said("Acme claimed that it was not guilty of the brutal crime.", wording=Wording()) == []


def test_a_gap_in_a_phrase_is_of_six_words_at_most_and_ends_with_the_clause() -> None:
    wording = listed("avoid: [{words: [found ... guilty, held … liable], reason: r, instead: i}]")
    assert said("It found guilty Acme.", wording) == ["FS320"]
    assert said("It found the one and only Acme Ltd guilty.", wording) == ["FS320"]
    assert said("It found each one and only Acme Ltd Co guilty.", wording) == []
    assert said("It found Acme, guilty.", wording) == []
    assert said("It held Acme liable.", wording) == ["FS320"]


@pytest.mark.parametrize(
    ("word", "inside", "alone"),
    [
        ("承认", (), ("公司承认Acme了", "Acme承认", "承认。")),
        ("اعترف", ("واعترفت",), ("قد اعترف به", "اعترف")),
        ("признал", ("признала", "непризнал"), ("Он признал, что", "ПРИЗНАЛ")),
        ("कर", ("करना", "करे"), ("वह कर है",)),
        ("expose", ("expose\u0301", "exposes"), ("(expose)", "*expose*", "_expose_", "expose\u2014")),
        ("admitted", ("readmitted",), ("公司admitted了", "Acme's admitted", "self-admitted", "self\u2010admitted", "admitted-to")),
        ("won't say", (), ("It won’t say.", "It won't  say.")),
    ],
)  # fmt: skip
def test_words_are_whole_words_in_any_script(word: str, inside: tuple[str, ...], alone: tuple[str, ...]) -> None:
    wording = listed(f'avoid: [{{words: ["{word}"], reason: r, instead: i}}]')
    assert [text for text in inside if said(text, wording)] == []
    assert [text for text in alone if not said(text, wording)] == []


def phrases(wording: Wording) -> Iterator[str]:
    return (words.replace("...", "the two") for avoided in wording.avoid for words in avoided.words)


PHRASES = tuple(phrases(WORDING))
WORDS = tuple(phrase for phrase in PHRASES if " " not in phrase)


def test_each_word_of_the_list_is_found_in_small_letters_and_in_capitals() -> None:
    def missed(phrase: str) -> bool:
        return not said(f"It was {phrase}") or not said(f"{phrase.upper()}, they say")

    assert [phrase for phrase in PHRASES if missed(phrase)] == []


def test_each_excuse_of_the_list_excuses_a_word_of_its_own_entry() -> None:
    for avoided in WORDING.avoid:
        alone = Wording(avoid=(avoided,))
        without = Wording(avoid=(Avoided.model_validate({**avoided.model_dump(), "unless": ()}),))
        excuses = [phrase.replace("...", "its") for phrase in avoided.unless]
        assert [phrase for phrase in excuses if said(f"It was {phrase}", alone)] == []
        assert [phrase for phrase in excuses if not said(f"It was {phrase}", without)] == []


@given(st.sampled_from(WORDS), st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), max_size=3))
def test_no_word_is_found_inside_another(word: str, letters: str) -> None:
    assume(letters and not {f"{word}{letters}".lower(), f"{letters}{word}".lower()} & set(WORDS))
    assert said(f"The {word}{letters} and the {letters}{word} of Acme") == []


MARKS = ("“”", "„“", "«»", "‹›", '""', "「」", "『』", "‘’")


@given(st.lists(st.sampled_from((*PHRASES, "Acme", "的", "and, then")), min_size=1, max_size=6), st.sampled_from(MARKS))
def test_nothing_is_ever_said_about_words_between_quotation_marks(words: list[str], marks: str) -> None:
    assert said(f"The Tool Office wrote, {marks[0]}{' '.join(words)}{marks[1]}.") == []


@pytest.fixture(scope="module")
def real() -> Dataset:
    """The real facts with the real list."""
    dataset = check(ROOT / "facts", rules=()).dataset
    assert dataset is not None
    return replace(dataset, wording=WORDING)


def test_no_sentence_of_the_real_facts_is_loaded(real: Dataset) -> None:
    every = ((id, code.name, one) for id, record in real.records.items() for code, one in findings(record, real, RULES))
    assert [(id, code, one) for id, code, one in every if code in ("FS320", "FS321")] == []


def test_the_real_facts_have_sentences_of_every_kind(real: Dataset) -> None:
    looked_at = {record.kind for record in real.records.values() for _text in rules._own_sentences(record, real)}
    assert looked_at == set(KINDS)


ENTRY = "{words: [claimed], reason: it doubts, instead: said"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("avoid: []", ["'avoid' needs at least 1 items"]),
        ("words: [claimed]", ["there is no key 'words' here"]),
        (f"avoid: [{ENTRY}, because: x}}]", ["there is no key 'because' here"]),
        ("avoid: [{words: [claimed]}]", ["the key 'reason' is missing", "the key 'instead' is missing"]),
        ("avoid: claimed", ["this key takes a list, not the text 'claimed'"]),
        ("avoid: [claimed]", ["this key takes a group of keys, not the text 'claimed'"]),
        ("avoid: [{words: claimed, reason: r, instead: i}]", ["this key takes a list, not the text 'claimed'"]),
        ("avoid: [{words: [], reason: r, instead: i}]", ["'words' needs at least 1 items"]),
        ("avoid: [{words: [' '], reason: r, instead: i}]", ["the text is empty"]),
        ("avoid: [{words: [... found], reason: r, instead: i}]", ["this does not begin and end with a word: '... found'"]),
        (f"avoid: [{ENTRY}, stages: [guilty]}}]", ["'guilty' is not in the list 'stage'"]),
        (f"avoid: [{ENTRY}, maker_stages: [judged, found]}}]", ["'judged' is not in the list 'stage'"]),
        (f"avoid: [{ENTRY}}}, {{words: [said, ' CLAIMED'], reason: r, instead: i}}]", ["' CLAIMED' stands in the list twice"]),
        ("avoid:\n  - words: [claimed]\n    reason: it doubts # us\n    instead: said", ["a remark cuts this text: ` #` starts a remark"]),
        (
            f"avoid: [{ENTRY}, stages: [guilty], why: x}}, {ENTRY}}}]",
            ["'guilty' is not in the list 'stage'", "'claimed' stands in the list twice", "there is no key 'why' here"],
        ),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_list_is_said_at_once(text: str, messages: list[str]) -> None:
    problems = decode_wording(document(text), VOCABULARIES)
    assert isinstance(problems, tuple)
    assert [problem.message for problem in problems] == messages
    assert {(problem.code, problem.level) for problem in problems} == {("FS217", "error")}
    assert all(problem.fix and problem.location.path == "wording.yml" for problem in problems)
    assert len({problem.location for problem in problems}) == len(messages) or messages[0].startswith("the key")
