"""Problems are printed for people, for programs and for pull requests; no value of the facts can break the form."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from factsheet.alignment import pieces
from factsheet.cli import commands
from factsheet.pipeline import check
from factsheet.problem import Code, Location, Problem, shown
from factsheet.report import as_annotations, as_difference, as_json, as_text, few, summary
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

TOY = Path(__file__).parent / "toy_facts"
ERROR = Code(name="FS212", level="error", manual="Each reference names a record.")
WARNING = Code(name="FS303", level="warning", manual="A source was not issued before what it reports.")
QUOTE = """\
id: sensetime
citations:
  - {source: cnbc-2019-10-8, at: line 11}
"""


@pytest.fixture
def quote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A facts file in the working folder, named as it is printed."""
    monkeypatch.chdir(tmp_path)
    file = Path("facts/quotes/sensetime.yml")
    file.parent.mkdir(parents=True)
    file.write_text(QUOTE, "utf-8")
    return file


def problem(location: Location, message: str = "no source has the id 'cnbc-2019-10-8'") -> Problem:
    return Problem.at(location, ERROR, message, "did you mean 'cnbc-2019-10-08'?")


def marked(file: Path, text: str, column: int, width: int) -> tuple[str, str]:
    """The excerpt of a file that holds one line, and the line below it that marks a place."""
    file.write_text(text, "utf-8")
    _where, excerpt, mark, _summary = as_text((problem(Location(str(file), 1, column, width)),)).split("\n")
    return excerpt.removeprefix("    1 | "), mark.removeprefix("      | ").partition(" did you")[0]


def test_a_problem_is_shown_with_its_line_a_mark_below_and_the_remedy(quote: Path) -> None:
    assert as_text((problem(Location(str(quote), 3, 14, 14)),)) == (
        "facts/quotes/sensetime.yml:3:14: error FS212: no source has the id 'cnbc-2019-10-8'\n"
        "    3 |   - {source: cnbc-2019-10-8, at: line 11}\n"
        "      |              ^^^^^^^^^^^^^^ did you mean 'cnbc-2019-10-08'?\n"
        "1 error, 0 warnings"
    )


def test_a_problem_of_a_whole_file_has_no_line_and_no_mark(quote: Path) -> None:
    assert as_text((problem(Location(str(quote)), "the file says nothing"),)) == (
        "facts/quotes/sensetime.yml: error FS212: the file says nothing\n"
        "      | did you mean 'cnbc-2019-10-08'?\n"
        "1 error, 0 warnings"
    )


@pytest.mark.parametrize("location", [Location("gone.yml", 3, 1), Location("facts/quotes/sensetime.yml", 99, 1)])
def test_a_line_that_is_not_there_is_left_out(quote: Path, location: Location) -> None:
    assert as_text((problem(location, "gone"),)).split("\n")[1:2] == ["      | did you mean 'cnbc-2019-10-08'?"]


def test_a_mark_stands_below_the_value_also_behind_wide_signs(quote: Path) -> None:
    excerpt, mark = marked(quote, "name: 海康 x 爱克米", column=12, width=3)
    assert (excerpt, mark) == ("name: 海康 x 爱克米", "             ^^^^^^")
    assert cell_len(excerpt[:11]) == mark.index("^")
    assert cell_len(excerpt[11:]) == mark.count("^")


def test_a_mark_is_not_moved_by_signs_without_a_width(quote: Path) -> None:
    assert marked(quote, "name: e\u0301 acme", column=10, width=4) == ("name: e\u0301 acme", "        ^^^^")


def test_a_byte_order_mark_does_not_move_the_mark(quote: Path) -> None:
    assert marked(quote, "\ufeffid: acme", column=5, width=4) == ("id: acme", "    ^^^^")


def test_a_long_line_is_cut_around_the_place(quote: Path) -> None:
    excerpt, mark = marked(quote, "note: " + "x" * 500 + "WRONG" + "y" * 500, column=507, width=5)
    assert excerpt == "x" * 55 + "WRONG" + "y" * 50
    assert mark == " " * 55 + "^^^^^"


def test_signs_that_steer_a_terminal_are_not_printed(quote: Path) -> None:
    excerpt, mark = marked(quote, "na\x1b[31mme:\u202e\tx", column=10, width=1)
    assert (excerpt, mark) == ("na [31mme:  x", "         ^")


def test_style_is_put_around_the_place_the_level_and_the_mark(quote: Path) -> None:
    printed = as_text((problem(Location(str(quote), 1, 1, 2), "no"),), lambda name, text: f"<{name}>{text}</{name}>")
    assert printed.split("\n")[:3] == [
        "<place>facts/quotes/sensetime.yml:1:1</place>: <error>error FS212</error>: no",
        "    1 | id: sensetime",
        "      | <mark>^^</mark> did you mean 'cnbc-2019-10-08'?",
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [
        (0, 0, "0 errors, 0 warnings"),
        (1, 1, "1 error, 1 warning"),
        (2, 0, "2 errors, 0 warnings"),
        (0, 3, "0 errors, 3 warnings"),
    ],
)
def test_a_summary_counts_errors_and_warnings(errors: int, warnings: int, said: str) -> None:
    codes = [ERROR] * errors + [WARNING] * warnings
    assert summary(tuple(Problem.at(Location("a"), code, "", "") for code in codes)) == said


def test_nothing_is_printed_of_no_problem() -> None:
    assert (as_text(()), as_annotations(()), json.loads(as_json(()))) == ("", "", {"problems": []})


def test_json_has_every_part_of_a_problem_by_name() -> None:
    assert json.loads(as_json((problem(Location("facts/a.yml", 3, 14, 14), '爱克米 "x"'),))) == {
        "problems": [
            {
                "path": "facts/a.yml",
                "line": 3,
                "column": 14,
                "width": 14,
                "code": "FS212",
                "level": "error",
                "message": '爱克米 "x"',
                "fix": "did you mean 'cnbc-2019-10-08'?",
            }
        ]
    }


def test_an_annotation_is_one_workflow_command() -> None:
    assert as_annotations((problem(Location("facts/quotes/a.yml", 3, 14, 14), "50 % wrong"),)) == (
        "::error file=facts/quotes/a.yml,line=3,col=14,title=FS212::50 %25 wrong: did you mean 'cnbc-2019-10-08'?"
    )


def test_an_annotation_of_a_whole_file_stands_at_its_first_line() -> None:
    (line,) = as_annotations((Problem.at(Location("a.yml"), WARNING, "m", "f"),)).split("\n")
    assert line == "::warning file=a.yml,line=1,col=1,title=FS303::m: f"


def test_a_path_cannot_add_properties_to_an_annotation() -> None:
    (line,) = as_annotations((problem(Location("a,line=9::x\ny.yml", 1, 1), "m"),)).split("\n")
    assert line.startswith("::error file=a%2Cline=9%3A%3Ax%0Ay.yml,line=1,col=1,title=FS212::m")


@given(st.text(max_size=400))
def test_a_value_is_shown_on_one_line_in_visible_signs_and_never_long(value: str) -> None:
    text = shown(value)
    assert text.isprintable()
    assert (text[0], text[-1]) == ("'", "'")
    assert len(text) <= 202


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=200))
def test_a_visible_value_is_shown_letter_for_letter(value: str) -> None:
    assert shown(value) == f"'{value}'"


def test_a_value_of_201_signs_is_cut_to_200() -> None:
    assert shown("x" * 200) == "'" + "x" * 200 + "'"
    assert shown("x" * 201) == "'" + "x" * 199 + "…'"


@given(st.lists(st.text(max_size=40), max_size=5))
def test_an_annotation_never_has_more_lines_than_there_are_problems(values: list[str]) -> None:
    problems = tuple(problem(Location("a.yml", 1, 1), value) for value in values)
    printed = as_annotations(problems)
    lines = printed.split("\n") if printed else []
    assert len(lines) == len(values)
    assert all(line.startswith("::error file=a.yml,") for line in lines)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_command_prints_in_the_form_that_is_asked_for(tmp_path: Path, form: str) -> None:
    (tmp_path / "facts" / "quotes").mkdir(parents=True)
    (tmp_path / "facts" / "quotes" / "a.yml").write_text("id: a\n")
    (tmp_path / "facts" / "vocabularies.yml").write_bytes((TOY / "vocabularies.yml").read_bytes())
    run = CliRunner().invoke(commands, ["check", "--facts", str(tmp_path / "facts"), "--format", form])
    where = tmp_path / "facts" / "quotes" / "a.yml"
    first = {
        "text": f"{where}:1:1: error FS202: the key 'lang' is missing",
        "json": "{",
        "github": f"::error file={where},line=1,col=1,title=FS202::the key 'lang' is missing: add a line lang: with its value",
    }[form]
    assert (run.exit_code, run.output.split("\n")[0]) == (1, first)


@pytest.mark.parametrize(
    ("form", "output"),
    [("text", "2 facts checked, nothing is wrong\n"), ("json", '{\n  "problems": []\n}\n'), ("github", "")],
)
def test_of_sound_facts_the_command_says_little_and_ends_well(form: str, output: str, tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    shutil.copy(TOY / "vocabularies.yml", tmp_path)
    for name in ("acme", "guild"):
        (tmp_path / "entities" / f"{name}.yml").write_text(f"id: {name}\ntype: company\nname: {name}\n")
    run = CliRunner().invoke(commands, ["check", "--facts", str(tmp_path), "--format", form])
    assert (run.exit_code, run.output) == (0, output)


def warned(code: str, line: int) -> Problem:
    return Problem.at(Location("gone.yml", line, 1), Code(name=code, level="warning", manual="Not so."), "no", "yes")


def test_of_many_warnings_alike_the_first_three_stand_for_all() -> None:
    problems = (
        *(warned("FS401", line) for line in range(1, 7)),
        problem(Location("gone.yml", 7)),
        warned("FS303", 8),
    )
    lines = as_text(problems).split("\n")
    assert [line.partition(" ")[0] for line in lines if line.startswith("gone")] == [
        "gone.yml:1:1:",
        "gone.yml:2:1:",
        "gone.yml:3:1:",
        "gone.yml:7:0:",
        "gone.yml:8:1:",
    ]
    assert lines[-2:] == [
        "and 3 more of warning FS401; to see all: factsheet check --all",
        "1 error, 7 warnings",
    ]
    assert len(as_text(problems, every=True).split("\n")) == 2 * 8 + 1


@pytest.mark.parametrize(("count", "shown", "left"), [(0, 0, {}), (3, 3, {}), (4, 4, {}), (5, 3, {"FS401": 2})])
def test_one_warning_alone_is_never_left_out(count: int, shown: int, left: dict[str, int]) -> None:
    kept, more = few(tuple(warned("FS401", line) for line in range(count)))
    assert (len(kept), more) == (shown, left)


def test_no_error_is_ever_left_out() -> None:
    errors = tuple(problem(Location("a.yml", line)) for line in range(20))
    assert few(errors) == (errors, {})


@pytest.mark.parametrize(
    ("was", "now", "lines"),
    [
        ("one two", "one ten", [" here | one two", "      |     ^^^", "there | one ten", "      |     ^^^"]),
        ("我们卖锯", "我们卖刀", [" here | 我们卖锯", "      |       ^^", "there | 我们卖刀", "      |       ^^"]),
        (
            "بعنا منشار",
            "بعنا سكين",
            [" here | بعنا منشار", "      |      ^^^^^", "there | بعنا سكين", "      |      ^^^^"],
        ),
        ("a\u202eb\x1b c", "a c", [" here | a b  c", "      |  ^^^", "there | a c", "      | "]),
        ("one", "one two", [" here | one", "      | ", "there | one two", "      |    ^^^^"]),
        ("", "", [" here | ", "      | ", "there | ", "      | "]),
    ],
)
def test_two_texts_are_shown_with_marks_below_the_words_that_differ(was: str, now: str, lines: list[str]) -> None:
    assert list(as_difference(pieces(was, now), "here", "there")) == lines


def test_a_long_text_is_shown_from_about_where_it_differs() -> None:
    here, below, _there, _marks = as_difference(pieces("word " * 90 + "old", "word " * 90 + "new"), "here", "there")
    assert here.endswith(" old")
    assert below.endswith(" ^^^")
    assert len(here) < 60


def test_a_warning_alone_does_not_stop_a_publication(tmp_path: Path) -> None:
    for folder in ("sources", "quotes", "entities"):
        (tmp_path / folder).mkdir()
    (tmp_path / "vocabularies.yml").write_bytes((TOY / "vocabularies.yml").read_bytes())
    (tmp_path / "entities" / "acme.yml").write_text("id: acme\ntype: company\nname: Acme\n")
    (tmp_path / "sources" / "paper.yml").write_text(
        "id: paper\ntype: report\ntitle: Paper\nissued: 2019\nnature: primary\nread_on: 2024-01-01\nreading: whole\n"
    )
    (tmp_path / "quotes" / "a.yml").write_text(
        "id: a\ntext: x\nlang: en\nspeaker: acme\nsaid_on: 2024\ncitations: [{source: paper}]\n"
    )
    run = CliRunner().invoke(commands, ["check", "--facts", str(tmp_path)])
    assert (run.exit_code, run.output.split("\n")[-2]) == (0, "0 errors, 2 warnings")


def many_unknown_members() -> dict[str, str]:
    members = ", ".join(f"nobody-{number}" for number in range(2500))
    return {"entities/many.yml": f"id: many\ntype: group\nname: Many\nmembers: [{members}]\n"}


def many_unknown_keys() -> dict[str, str]:
    return {"entities/many.yml": "id: many\ntype: company\nname: Many\n" + "".join(f"key{n}: x\n" for n in range(9000))}


def a_lattice_of_groups() -> dict[str, str]:
    def group(name: str, members: str) -> str:
        return f"id: {name}\ntype: group\nname: Group\nmembers: [{members}]\n"

    rows = [(f"row{row}{side}", f"row{row + 1}x, row{row + 1}y") for row in range(24) for side in "xy"]
    last = [(f"row24{side}", "acme, guild") for side in "xy"]
    return {f"entities/{name}.yml": group(name, members) for name, members in (*rows, *last)}


@pytest.mark.parametrize("made", [many_unknown_members, many_unknown_keys, a_lattice_of_groups])
def test_a_hostile_file_costs_a_whole_check_less_than_two_seconds(
    tmp_path: Path, made: Callable[[], dict[str, str]]
) -> None:
    facts = tmp_path / "facts"
    shutil.copytree(TOY, facts)
    for name, text in made().items():
        (facts / name).write_text(text, "utf-8")
    start = time.process_time()
    as_text(check(facts).problems)
    assert time.process_time() - start < 2
