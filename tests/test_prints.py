"""How sources print the same words: what differs is marked, and whether a print was found in a stored copy is said."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from factsheet.alignment import Piece
from factsheet.dataset import Dataset
from factsheet.model import Quote
from factsheet.pipeline import Checked, check
from factsheet.proof.signs import composed
from factsheet.render import Renderer
from factsheet.rules import Rule
from factsheet.rules.fairness import reply_not_sought
from factsheet.rules.printing import RULES as PRINTING
from factsheet.views.pages import record_plans
from factsheet.views.print import Compared, compared
from factsheet.views.quote import quote_view
from hypothesis import given
from hypothesis import strategies as st

HERE = Path(__file__).parent
TOY, REAL = HERE / "toy_facts", HERE.parent / "facts"
SEIZED = (
    "in human rights violations and abuses in the implementation of China’s campaign of repression, mass arbitrary "
)
GROUPS = (
    "detention, and high-technology surveillance against Uighurs, Kazakhs, and other members of Muslim minority groups"
)
COMMERCE = f"These entities have been implicated {SEIZED}{GROUPS} in the XUAR."
ENTITIES = f"entities have been implicated {SEIZED}{GROUPS}"
STRAIGHT = ENTITIES.replace("’", "'")
RIGHTS = (
    "Hikvision, as the security industry’s global leader, respects human rights and takes our responsibility to "
    "protect people in the U.S. and the world seriously"
)
PUNISHING = "Punishing Hikvision, despite these engagements, will deter global companies from communicating"
DETER = " with the U.S. government, hurt Hikvision’s U.S. businesses partners and negatively impact the U.S. Economy"
WEAPONIZE = "We require our clients not to weaponize our technology or solutions or use them for illegal purposes"
COMMITTED = (
    "We are committed to making sure our technology has a positive impact on society and we are in compliance with all "
    "laws and regulations in jurisdictions where we operate."
)
ROSS = (
    "The U.S. Government and Department of Commerce cannot and will not tolerate the brutal suppression of ethnic "
    "minorities within China"
)
POMPEO = (
    "The United States calls on the People’s Republic of China to immediately end its campaign of repression in "
    "Xinjiang, release all those arbitrarily detained, and cease efforts to coerce members of Chinese Muslim minority "
    "groups residing abroad to return to China to face an uncertain fate"
)
GENG = (
    "China will continue to take firm and forceful measures to resolutely safeguard sovereignty, security and "
    "development interests"
)

PAIRS = {
    1: (COMMERCE, f"these {ENTITIES}", "piece", "unmarked-cut", "-T+these"),
    2: ("strongly opposes", "strongly opposes", "same", "", ""),
    3: (f"these {ENTITIES}", STRAIGHT.replace("Uighurs", "Uygurs"), "other", "house-style", "U-i+yg-hurs,"),
    4: (
        f"these {ENTITIES}",
        STRAIGHT.replace("Kazakhs,", "Kazakhs"),
        "other",
        "house-style",
        "Uighurs, -Kazakhs,+Kazakhs and",
    ),
    5: (
        f"{SEIZED}{GROUPS} in the XUAR".removeprefix("in human rights violations and abuses "),
        f"{SEIZED}{GROUPS} in the XUAR".removeprefix("in human rights violations and abuses ")
        .replace("Uighurs", "the Uighurs")
        .replace("Kazakhs", "Kazakh"),
        "other",
        "misprint",
        "against +the Uighurs, Kazakh-s,",
    ),
    6: (
        f"these {ENTITIES}",
        "these entities have been active in human rights violations and abuses in the accomplishing of China’s attack "
        "of repression, mass approximate detention, and high-technology surveillance adjoin Uyghurs, Kazakhs, and "
        "other associates of Muslim boyhood groups",
        "other",
        "reworded",
        "been -implicated+active in",
    ),
    7: (RIGHTS, RIGHTS.replace("’", "'"), "typography", "", ""),
    8: (
        RIGHTS,
        RIGHTS.replace(", as the security industry’s global leader,", "").replace("U.S.", "US"),
        "other",
        "unmarked-cut",
        "Hikvision-, as the security industry’s global leader, respects",
    ),
    9: (
        PUNISHING + DETER,
        (PUNISHING.replace(", despite these engagements,", "…") + DETER).replace("’", "'").replace("Eco", "eco"),
        "marked-cut",
        "marked-cut",
        "Hikvision-, despite these engagements,+… will",
    ),
    10: (PUNISHING, PUNISHING, "same", "", ""),
    11: (WEAPONIZE, WEAPONIZE, "same", "", ""),
    12: (
        COMMITTED,
        "We are … in compliance with all laws and regulations in jurisdictions where we operate.",
        "marked-cut",
        "marked-cut",
        "are -committed to making sure our technology has a positive impact on society and we are+… in",
    ),
    13: ("strongly objects", "strongly objects", "same", "", ""),
    14: ("strongly objects", "strongly opposes", "other", "other-translation", "strongly -objects+opposes"),
    15: ("deeply disappointed", "deeply disappointed", "same", "", ""),
    16: (
        "actively developing our AI code of ethics",
        "actively developing AI code of ethics",
        "other",
        "unmarked-cut",
        "developing -our AI",
    ),
    17: (ROSS, ROSS.replace("The U.S.", "the US"), "other", "house-style", "-T+the -U.S.+US Government"),
    18: (
        ROSS,
        ROSS.replace("U.S. Government", "US government").replace("cannot", "can not"),
        "other",
        "house-style",
        "Commerce -cannot+can not and",
    ),
    19: (
        "This action will ensure that our technologies, fostered in an environment of individual liberty and free "
        "enterprise, are not used to repress defenseless minority populations",
        "This action will ensure that our technologies fostered in an environment of individual liberty and free "
        "enterprise are not used to repress defenseless minority populations",
        "other",
        "house-style",
        "our -technologies,+technologies fostered",
    ),
    20: (f"{POMPEO}.", f"{POMPEO},", "same", "", ""),
    21: (
        GENG,
        GENG.replace("forceful", "powerful").replace("sovereignty", "national sovereignty"),
        "other",
        "other-translation",
        "and -forceful+powerful measures",
    ),
    22: (
        GENG,
        GENG.replace("forceful", "strong").replace("sovereignty", "the country's sovereignty"),
        "other",
        "unknown",
        "safeguard+ the country's sovereignty,",
    ),
    23: (
        "will continue to take firm and resolute measures to protect its sovereign security",
        "will continue to take firm and resolute measures to protect its sovereign security",
        "same",
        "not-in-quotation-marks",
        "",
    ),
    24: (
        "This act seriously violates the basic norms of international relations, interferes with China's internal "
        "affairs and damages the interests of the Chinese side",
        "This kind of behavior seriously violates the basic norms of worldwide relations, interferes in China's "
        "internal affairs, and harms China's interests",
        "other",
        "unknown",
        "This -act+kind of behavior seriously",
    ),
    25: (
        "We strongly oppose the appointment and the allegations that have been made in connection with it.",
        "we strongly oppose the designation and accusations which were made in reference to it.",
        "other",
        "reworded",
        "-We+we strongly oppose the -appointment+designation and -the allegations that have been+accusations which "
        "were made in -connection+reference -with+to it.",
    ),
}
"""Words that were read in two places: the words of a quote, another print, what that is of them, the difference that a
record names, and one of the places that are marked (`-` before what the words have there, `+` before the print's)."""


@pytest.mark.parametrize(("words", "printed", "likeness", "_difference", "place"), PAIRS.values(), ids=PAIRS.keys())
def test_what_two_prints_of_one_utterance_have_otherwise_is_marked(
    words: str, printed: str, likeness: str, _difference: str, place: str
) -> None:
    found = compared(words, printed)
    assert found.likeness == likeness
    assert place in ([written(found) for found in found.places] or [""])


def test_each_pair_can_be_one_quote_with_two_prints(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for number, (words, printed, _likeness, difference, _place) in PAIRS.items():
        files |= told(words, printed, difference, f"pair-{number}")
    dataset = facts(tmp_path, files)
    for number, (_words, printed, likeness, difference, _place) in PAIRS.items():
        (_own, other) = quote_view(dataset.get(Quote, f"pair-{number}"), dataset).prints
        assert (other.difference.value if other.difference else "") == difference
        assert other.text == (None if likeness == "same" else printed)


def test_a_difference_is_named_unless_typography_alone_tells_two_prints_apart(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for number, (words, printed, *_more) in PAIRS.items():
        files |= told(words, printed, id=f"pair-{number}")
    found = checked(tmp_path, files, (*PRINTING, reply_not_sought)).problems
    unnamed = {number for number, (_w, _p, likeness, *_more) in PAIRS.items() if likeness not in ("same", "typography")}
    assert {problem.code for problem in found} == {"FS340"}
    assert sorted(Path(problem.location.path).stem for problem in found) == sorted(f"pair-{one}" for one in unnamed)


def test_every_print_of_a_real_quote_that_has_words_of_its_own_is_shown() -> None:
    dataset = check(REAL, rules=()).dataset
    assert dataset is not None
    shown = 0
    for quote in dataset.all(Quote):
        prints = {one.mark.label: one for one in quote_view(quote, dataset).prints}
        for citation, mark in zip(quote.citations, quote_view(quote, dataset).words.marks, strict=True):
            if citation.as_printed and citation.as_printed != quote.text:
                assert prints[mark.label].text == citation.as_printed
                shown += 1
    assert shown > 20


def test_signs_that_differ_by_typography_alone_are_never_marked() -> None:
    found = compared("“It’s so”, they said", '"It\'s so", they say')
    assert [piece.text for piece in found.marked if piece.op == "added"] == ["say"]
    assert "".join(piece.text for piece in found.marked) == '"It\'s so", they say'


def test_a_print_that_shares_little_with_the_words_stands_beside_them_unmarked() -> None:
    assert compared("Each saw has a guard", "No saw of ours cuts thumbs") == Compared(likeness="other")


def test_a_mark_above_a_letter_is_never_parted_from_it() -> None:
    found = compared("जिलाधिकारी ने कहा कि", "जिलाधिकारि ने कहा कि")
    assert [piece.text for piece in found.marked if piece.op == "added"] == ["रि"]


def test_a_print_that_begins_later_and_ends_earlier_says_so_and_is_not_struck_out() -> None:
    found = compared("We say that each saw has a guard of steel", "each saw had a guard")
    assert (found.later, found.earlier) == (True, True)
    assert [written(place) for place in found.places] == ["ha-s+d a"]


@pytest.mark.parametrize(
    ("words", "printed"), [("We deny it.", "We deny it,"), ("We deny it", "We deny it."), ("我们否认。", "我们否认")]
)
def test_a_comma_or_full_stop_at_the_end_is_no_difference(words: str, printed: str) -> None:
    assert compared(words, printed) == Compared(likeness="same")


@pytest.mark.parametrize(
    ("words", "printed", "place"),
    [
        ("We deny all of it.", "We deny most of it,", "deny -all+most of"),
        ("We deny it, and all the rest.", "We refuted it.", "We -deny+refuted it."),
        ("We deny it all.", "We deny it too", "it -all+too"),
        ("We deny it all", "We deny it too.", "it -all+too."),
    ],
)
def test_a_comma_or_full_stop_at_the_end_is_not_marked_beside_what_differs(
    words: str, printed: str, place: str
) -> None:
    found = compared(words, printed)
    assert [written(found) for found in found.places] == [place]
    assert "".join(piece.text for piece in found.marked) == printed


@pytest.mark.parametrize(
    ("words", "printed", "place"),
    [
        ("the U.S. and we", "the US and we", "the -U.S.+US and"),
        ("that we cannot do", "that we can not do", "we -cannot+can not do"),
        ("in the port (east), they say", "in the port east, they say", "port -(east),+east, they"),
        ("the words of XUAR here", "the words of a place (XUAR) here", "of -XUAR+a place (XUAR) here"),
        ("一二三，四五六", "一二三、四五六", "一二-三，+三、四五六"),
        ("that they said – all", "that they said: all", "they -said –+said: all"),
        ("that they said, all", "that they said … all", "they -said,+said … all"),
        ("that they said all", "that they said … all", "said +… all"),
        ("U.S.A", "USA", "-U.S.A+USA"),
        ("that they denied this", "that they denies this", "denie-d+s this"),
    ],
)
def test_where_signs_differ_that_are_no_letters_the_whole_word_is_marked(words: str, printed: str, place: str) -> None:
    assert [written(found) for found in compared(words, printed).places] == [place]


def test_words_that_both_have_are_paired_before_marks_are() -> None:
    words = "It harms their affairs and damages the interests of that side, and they are opposed to this"
    found = compared(words, "It harms their affairs, and hurts our interests")
    assert [written(place) for place in found.places] == [
        "their -affairs+affairs, and -damages+hurts -the+our interests"
    ]
    assert found.earlier


TEXTS = st.text("ab c.’'“\"\u0301鋸…", min_size=1, max_size=60)


@given(TEXTS, TEXTS)
def test_the_marked_pieces_are_the_print_sign_for_sign(words: str, printed: str) -> None:
    found = compared(words, printed)
    again = compared(printed, printed)
    assert again == Compared(likeness="same")
    if found.marked:
        assert "".join(piece.text for piece in found.marked) == composed(printed)


@given(TEXTS, TEXTS)
def test_every_marked_place_stands_in_both(words: str, printed: str) -> None:
    for place in compared(words, printed).places:
        assert "".join(piece.text for piece in place if piece.op != "removed") in composed(printed)
        assert any(piece.op != "same" for piece in place)


def test_words_that_no_copy_was_kept_of_are_not_verified(tmp_path: Path) -> None:
    assert proof_lines(tmp_path, source="example-times-2024-05-02") == ["Print not verified: no stored copy."]


def test_words_that_nobody_looked_for_are_not_verified(tmp_path: Path) -> None:
    assert proof_lines(tmp_path) == ["Print not verified: never looked for in the stored copy."]


def test_a_proof_is_shown_with_the_copy_how_the_words_stand_there_and_what_was_evened_out(tmp_path: Path) -> None:
    assert proof_lines(tmp_path, stands="quotation") == [
        "Print verified letter by letter in the stored copy 789c016cf370: in quotation marks; "
        "matched after: line joins, apostrophes."
    ]


def test_words_found_outside_quotation_marks_are_not_verified(tmp_path: Path) -> None:
    (line,) = proof_lines(tmp_path, stands="passage")
    assert line == "Print not verified: found in the stored copy 789c016cf370, but not as a quotation."


@pytest.mark.parametrize("stale", [{"words": "0" * 64}, {"snapshot": "0" * 64}])
def test_words_or_a_copy_that_changed_since_are_not_verified(tmp_path: Path, stale: dict[str, str]) -> None:
    (line,) = proof_lines(tmp_path, stands="quotation", **stale)
    assert line == "Print not verified: the words or the stored copy have changed since they were looked for."


def test_words_that_are_only_reported_are_never_verified_as_a_quote(tmp_path: Path) -> None:
    form = "form: reported"
    assert proof_lines(tmp_path, form=form) == []
    (line,) = proof_lines(tmp_path / "again", form=form, stands="quotation")
    assert line.startswith("Words of the source verified letter by letter")


def test_wherever_a_quote_stands_its_words_are_called_verified_or_not(tmp_path: Path) -> None:
    dataset = facts(tmp_path, said("quotation"))
    assert quote_view(dataset.get(Quote, "of-guards"), dataset).words.said.verified is True
    assert "Print verified" in body(dataset, "entities/tool-office/")
    assert quote_view(dataset.get(Quote, "acme-2019-old-saws"), dataset).words.said.verified is False
    assert quote_view(dataset.get(Quote, "acme-2024-05-appeal"), dataset).words.said.verified is None


def test_words_that_a_source_prints_in_its_own_sentence_stand_without_quotation_marks(tmp_path: Path) -> None:
    dataset = facts(tmp_path, told("So they say, all of them", "so they say", "not-in-quotation-marks"))
    assert "<q" not in section(body(dataset, "quotes/two-prints/"), "prints")


def test_prints_in_two_languages_stand_side_by_side_and_a_translation_of_the_words_is_called_one(
    tmp_path: Path,
) -> None:
    html = section(body(facts(tmp_path), "quotes/acme-2024-05-02-every-saw/"), "prints")
    assert "<ins>" not in html
    assert "Translation into English. Translated by Mo Lin." in plain(html)
    assert "Other translation" not in html


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("translated_by: Ada Rook", "lang: zh-Hans"), ("original: not-found", "lang: zh-Hans"), ("", "lang: en")],
)
def test_a_translation_of_what_the_words_translate_is_another_one(tmp_path: Path, ours: str, theirs: str) -> None:
    (file, text), *_more = told("We deny it", "We reject it", "other-translation").items()
    dataset = facts(tmp_path, {file: f"{text[:-3]}, {theirs}}}]\n{ours}\n"})
    html = section(body(dataset, "quotes/two-prints/"), "prints")
    assert "Other translation" in html
    assert "Translation into" not in html


def test_wherever_a_fragment_stands_it_is_called_all_that_is_printed(tmp_path: Path) -> None:
    (file, text), *_more = told("a saw without a guard", "a saw without a guard").items()
    dataset = facts(tmp_path, {file: text.replace("speaker: acme", "speaker: tool-office")})
    for page in ("quotes/two-prints/", "entities/tool-office/"):
        (figure,) = [one for one in body(dataset, page).split("<figure")[1:] if "<p>a saw without a guard</p>" in one]
        assert "Only these words are printed" in figure
    assert "Only these words are printed" not in body(dataset, "entities/acme/")


def test_a_print_whose_words_were_altered_says_so(tmp_path: Path) -> None:
    html = section(body(facts(tmp_path), "quotes/tool-office-2024-05-01-guard/"), "prints")
    assert "This page altered words inside quotation marks" in html


def test_a_rule_that_does_not_hold_a_record_stands_in_its_notes_with_the_reason(tmp_path: Path) -> None:
    exempt = "exemptions: [{rule: FS401, reason: The *gazette* was read itself.}]"
    html = section(body(facts(tmp_path, said(more=exempt)), "quotes/of-guards/"), "notes")
    assert '<a href="../../reference/#FS401">FS401</a> does not hold this record' in html
    assert "The <em>gazette</em> was read itself." in html


GAZETTE = "789c016cf3705b62d9d75176c2c4de0cc2ecf961009d2392b56f85008953bfa8"
GUARDS = "Every saw of theirs lacks its guard"


def told(words: str, printed: str, difference: str = "", id: str = "two-prints") -> dict[str, str]:
    """The file of a quote with two prints."""
    other = f"as_printed: {quoted(printed)}" + (f", difference: {difference}" if difference else "")
    text = (
        f"id: {id}\ntext: {quoted(words)}\nlang: en\nspeaker: acme\nbears_on: [lizi]\n"
        f"citations: [{{source: example-times-2024-05-02}}, {{source: gazette-2024-17, {other}}}]\n"
    )
    return {f"quotes/{id}.yml": text}


def said(
    stands: str = "", source: str = "gazette-2024-17", form: str = "", more: str = "", **stale: str
) -> dict[str, str]:
    """A quote that cites its source's own words, and, where it says how they stand there, its proof."""
    proof = {"source": source, "words": hashlib.sha256(GUARDS.encode()).hexdigest(), "snapshot": GAZETTE} | stale
    lines = "".join(f"    {key}: {value}\n" for key, value in proof.items())
    places = f"    stands: {stands}\n    start: 0\n    end: 9\n    after: [line-joins, apostrophes]\n"
    return {
        "quotes/of-guards.yml": f"id: of-guards\n{form}\ntext: {GUARDS}\nlang: en\nspeaker: tool-office\n"
        f"bears_on: [acme]\ncitations: [{{source: {source}, exact: {GUARDS}}}]\n{more}\n"
    } | ({"proofs/of-guards.yml": "proofs:\n  -" + lines[3:] + places} if stands else {})


def proof_lines(folder: Path, **how: str) -> list[str]:
    """What the page of such a quote says of proofs."""
    found = plain(section(body(facts(folder, said(**how)), "quotes/of-guards/"), "prints"))
    return re.findall(
        r"(?:Print not verified|Print verified|This altered print is verified|Words of the source verified).*?\.", found
    )


def checked(folder: Path, files: Mapping[str, str], rules: Sequence[Rule] = ()) -> Checked:
    """The toy facts with these files besides, and the closed lists of the real ones."""
    shutil.copytree(TOY, folder / "facts")
    shutil.copy(REAL / "vocabularies.yml", folder / "facts")
    for name, text in files.items():
        (folder / "facts" / name).parent.mkdir(exist_ok=True)
        (folder / "facts" / name).write_text(text, "utf-8")
    return check(folder / "facts", rules=rules)


def facts(folder: Path, files: Mapping[str, str] | None = None) -> Dataset:
    dataset = checked(folder, files or {}).dataset
    assert dataset is not None
    return dataset


def body(dataset: Dataset, address: str) -> str:
    """The page at that address, without the theme's frame."""
    (plan,) = [plan for plan in record_plans(dataset) if plan.address == address]
    return Renderer().page(plan).body


def section(html: str, name: str) -> str:
    """A part of a page, from its heading to the next one."""
    return html.partition(f'<h2 id="{name}">')[2].partition("<h2 ")[0]


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", html).split())


def quoted(text: str) -> str:
    """The text as a scalar of YAML."""
    return json.dumps(text, ensure_ascii=False)


def written(place: Sequence[Piece]) -> str:
    return "".join({"same": "", "removed": "-", "added": "+"}[piece.op] + piece.text for piece in place)
