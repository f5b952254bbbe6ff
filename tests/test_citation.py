"""Citations say what the records say, in every format. Pandoc, bibtexparser and rispy are the oracles."""

import calendar
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypandoc  # type: ignore[import-untyped]
import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from factsheet import cited
from factsheet.citation import (
    Item,
    Published,
    Wording,
    bibtex,
    csl_json,
    item_json,
    item_with_notices,
    quoted,
    record_item,
    ris,
    sentences,
    source_item,
    word_for,
)
from factsheet.citation.wording import date_in_words
from factsheet.cited import Formats
from factsheet.dataset import Dataset
from factsheet.dates import parse
from factsheet.ledger import history_of, removed
from factsheet.model import KINDS, Allegation, Event, Quote, Source
from factsheet.model.source import SUPPLIED
from factsheet.pipeline import check
from factsheet.reader import Document, read
from factsheet.render import Renderer
from factsheet.views.archive import archive_plans
from factsheet.views.change import ref_of
from factsheet.views.cite import Cite, cite, cite_version
from factsheet.views.pages import record_plans
from factsheet.views.removed import notices
from factsheet.witnesses import witnesses
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from random_edits import saying
from rispy.config import TYPE_OF_REFERENCE_MAPPING  # type: ignore[import-untyped]

HERE = Path(__file__).parent
FACTS = HERE.parent / "facts"
TOY = HERE / "toy_facts"
Csl = dict[str, Any]

UNSAFE, LISTED = "tool-office-2024-05-unsafe-saws", "toolmakers-listed-2024-05-effective"
THUMBS, APPEAL, GUARD = "guild-2024-05-02-thumbs", "acme-2024-05-appeal", "tool-office-2024-05-01-guard"
TIMES, DAILY, GAZETTE = "example-times-2024-05-02", "other-daily-2024-05-03", "gazette-2024-17"
HANDBOOK, REPORT, BORROWED = "handbook-2022", "acme-report-2023", "guild-2024-05-borrowed-saws"
REWORDED = {"source": GAZETTE, "as_printed": "Do not count thumbs", "difference": "reworded"}
CUT = {"source": DAILY, "as_printed": "Nobody should have to count", "difference": "unmarked-cut"}
ONE_READING = {"says": "Saws", "citations": [{"source": HANDBOOK}]}

WORDING = Wording(
    months=tuple(calendar.month_name[1:]),
    around="around",
    uncertain="(uncertain)",
    since="from",
    to="to",
    until="until",
    no_date="no date",
    original="original",
    conjunction="and",
    others="and others",
    translated_by="translated by",
    release="release",
    page="p.",
    pages="pp.",
    archived_copy="Archived copy:",
    primary_source="Primary source:",
    other_source="Source:",
    one_primary_of="Primary, of {} sources:",
    one_of="One of {}:",
    accessed="Accessed [date].",
    not_released="not out yet",
    withdrawn="withdrawn",
    content_hash="content hash",
    not_printed="not printed there:",
    of="of",
    of_text_from="of words of",
    inferred="(we think)",
    kinds={"entities": "party", "sources": "source", "allegations": "allegation", "quotes": "quote", "events": "event"},
    variables={name: f"its {name.replace('_', ' ')}" for name in SUPPLIED},
    copies={"hosted-copy": "copy", "reprint": "reprint", "machine-rewording": "machine rewording"},
    notice="removed: {}".format,
)
RECORD = Published(
    kind="allegations",
    id="sold-saws-without-a-guard",
    title="Sold saws without a guard",
    lang="en",
    site="Saw fact sheet",
    version="2026.11.0",
    released_on="2026-11-22",
    sha256="1f2e" * 16,
    withdrawn=None,
    url="https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/",
)
NOTICE = "[Words removed on 22 November 2026: Legal reason]"
HOSTILE = (
    "saws}",
    "{ \\",
    "@article{x, title = {y}}",
    "ER  - ",
    "<b>bold</b> & <script>",
    "100 % of $5 #1 a_b ^ ~ `x` -- --- '' ,,",
    "\\input{x} \\textbf y",
    "مقالة عن المناشير",
    "关于列入清单的声明",
    "👩‍🔧 saws",
    "\"quoted\" 'quoted' “quoted” ‘quoted’",
)

CARRIED = {"URL", "author", "container-title", "issued", "language", "page", "publisher", "title", "volume"}
"""What every format carries."""
SIGNS = get_default_latex_context_db()
"""What pylatexenc knows of LaTeX, and some signs that it does not."""
SIGNS.add_context_category(
    "signs",
    prepend=True,
    macros=[
        MacroTextSpec(name, simplify_repl=sign)
        for name, sign in {
            "textbraceleft": "{",
            "textbraceright": "}",
            "textless": "<",
            "textgreater": ">",
            "textasciicircum": "^",
        }.items()
    ],
)

TEXT = {"type": "string", "minLength": 1}
CSL_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        },
        "circa": {"type": "boolean"},
        "literal": TEXT,
    },
    "oneOf": [{"required": ["date-parts"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}
CSL_NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"family": TEXT, "given": TEXT, "literal": TEXT},
        "additionalProperties": False,
    },
}
CSL_TEXTS = (
    "^(URL|archive_location|container-title|genre|id|language|note|number|page|publisher|status|title|version|volume)$"
)
CSL_TYPES = (
    "^(article-(journal|magazine|newspaper)|book|broadcast|chapter|dataset|document|entry(-encyclopedia)?|hearing|interview"
    "|legal_case|legislation|post(-weblog)?|regulation|report|speech|webpage)$"
)
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"type": "string", "pattern": CSL_TYPES},
            "author": CSL_NAMES,
            "translator": CSL_NAMES,
            "issued": CSL_DATE,
            "original-date": CSL_DATE,
            "custom": {"type": "object"},
        },
        "patternProperties": {CSL_TEXTS: TEXT},
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
"""Those parts of CSL 1.0.2's input schema that these items can use; a date there may have more forms, and a number may be a number."""


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {
                "type": "regulation",
                "genre": "final rule",
                "author": [{"literal": "Tool Office"}],
                "container_title": "Gazette",
                "volume": "84",
                "page": "2-3",
                "number": "24-0017",
                "issued": "2024-05-03",
                "url": "https://gazette.example/17",
                "archived": {"url": "https://archive.example/17", "on": "2024-06"},
            },
            "Tool Office, “Saws” (final rule), Gazette 84, 24-0017, pp. 2–3, 3 May 2024. https://gazette.example/17. "
            "Archived copy: https://archive.example/17 (June 2024).",
        ),
        (
            {"author": [{"family": "王", "given": "毅"}], "title": "关于列入清单的声明", "issued": "2024-05"},
            "王毅, “关于列入清单的声明”, May 2024.",
        ),
        ({"author": [{"family": "高橋", "given": "ゆかり"}]}, "高橋ゆかり, “Saws”, no date."),
        ({"author": [{"family": "佐々木", "given": "ルーク"}]}, "佐々木ルーク, “Saws”, no date."),
        ({"author": [{"family": "김", "given": "정은"}]}, "김정은, “Saws”, no date."),
        ({"author": [{"family": "Kim", "given": "정은"}]}, "정은 Kim, “Saws”, no date."),
        ({"page": "F-12"}, "“Saws”, p. F-12, no date."),
        ({"page": "54002–54005"}, "“Saws”, pp. 54002–54005, no date."),
        ({"page": "12, 14"}, "“Saws”, pp. 12, 14, no date."),
        ({"page": "2-3, 7,9-12"}, "“Saws”, pp. 2–3, 7,9–12, no date."),
        ({"page": "2-3", "supplied": ["page"]}, "“Saws”, pp. [2–3], no date."),
        ({"author": [{"family": "O’Brien"}]}, "O’Brien, “Saws”, no date."),
        ({"publisher": "Saw Watch", "issued": "2024", "supplied": ["title", "issued"]}, "[Saws], Saw Watch, [2024]."),
        (
            {
                "type": "article-newspaper",
                "author": [{"family": "Doe", "given": "Jo"}],
                "publisher": "Daily",
                "page": "7",
                "supplied": ["publisher", "author", "page"],
            },
            "[Jo Doe], “Saws”, [Daily], p. [7], no date.",
        ),
        ({"issued": "2019-10-07/.."}, "“Saws”, from 7 October 2019."),
        ({"issued": "../2019-10"}, "“Saws”, until October 2019."),
        ({"issued": "2019-10-07/2019-10-09"}, "“Saws”, 7 October 2019 to 9 October 2019."),
        ({"issued": "2022~"}, "“Saws”, around 2022."),
        ({"issued": "2022?"}, "“Saws”, 2022 (uncertain)."),
        (
            {"issued": "2022", "origins": [{"from": "Saws Ltd.", "how": "reprint", "basis": "names-it"}]},
            "“Saws”, 2022; reprint of words of Saws Ltd.",
        ),
        (
            {"author": [{"family": "Doe", "given": "Jo"}, {"literal": "Ann"}, {"family": "李", "given": "强"}]},
            "Jo Doe, Ann and 李强, “Saws”, no date.",
        ),
        ({"author": [{"literal": name} for name in ("Ann", "Ben", "Cy", "Di")]}, "Ann and others, “Saws”, no date."),
        (
            {"translator": [{"family": "Lin", "given": "Mo"}], "issued": "2024", "original_date": "2023"},
            "“Saws”, translated by Mo Lin, 2024 (original 2023).",
        ),
    ],
)
def test_a_source_is_one_line_in_the_house_style(fields: dict[str, Any], line: str) -> None:
    assert sentences(item_of(**fields), WORDING) == line


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("7", ["SP  - 7"]),
        ("2-3", ["SP  - 2", "EP  - 3"]),
        ("54002–54005", ["SP  - 54002", "EP  - 54005"]),
        ("2-3, 7", ["SP  - 2-3, 7"]),
        ("12, 14", ["SP  - 12, 14"]),
        ("F-12", ["SP  - F-12"]),
    ],
)
def test_ris_has_a_range_of_pages_in_two_fields(page: str, written: list[str]) -> None:
    lines = ris((item_of(page=page),), WORDING).splitlines()
    assert [line for line in lines if line[:2] in ("SP", "EP")] == written


@pytest.mark.parametrize("date", ["2018", "2018?", "2018-04~", "2018-04-05%", "2018?/2019", "2018-04/..", "../2018"])
def test_a_date_is_written_as_on_the_pages(date: str) -> None:
    pure: Any = Renderer()._environment.get_template("pure.jinja").module
    assert date_in_words(parse(date), wording()) == pure.date(parse(date)).striptags()


def test_a_record_is_cited_at_its_release_with_its_content_hash() -> None:
    assert sentences(record_item(RECORD, WORDING), WORDING) == (
        "“Sold saws without a guard” (allegation), Saw fact sheet, release 2026.11.0, 22 November 2026; "
        f"content hash sha256:{'1f2e' * 16}. https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/."
    )


@pytest.mark.parametrize(
    ("primary", "among", "line"),
    [
        (True, 1, "Primary source: “Saws”."),
        (False, 1, "Source: “Saws”."),
        (True, 5, "Primary, of 5 sources: “Saws”."),
        (False, 2, "One of 2: “Saws”."),
    ],
)
def test_a_source_that_is_not_the_only_one_is_not_called_so(primary: bool, among: int, line: str) -> None:
    assert f"{word_for(WORDING, primary=primary, among=among)} “Saws”." == line


def test_a_record_that_is_not_released_yet_says_so_and_is_no_version() -> None:
    item = record_item(replace(RECORD, version=None, released_on=None, sha256="1f2e", url=None), WORDING)
    line = "“Sold saws without a guard” (allegation), Saw fact sheet, not out yet; content hash sha256:1f2e."
    assert sentences(item, WORDING) == line
    assert bibtex((item,), WORDING).startswith("@online{allegation-sold-saws-without-a-guard,\n")
    assert "  pubstate = {not out yet},\n" in bibtex((item,), WORDING)
    assert "ID  - allegation-sold-saws-without-a-guard\r\n" in ris((item,), WORDING)
    assert "N1  - not out yet\r\n" in ris((item,), WORDING)
    assert (as_csl(item)["id"], as_csl(item)["status"]) == ("allegation-sold-saws-without-a-guard", "not out yet")


def test_a_withdrawn_record_says_so_in_every_format() -> None:
    gone = replace(RECORD, sha256="1f2e", withdrawn=(parse("2024-06-03"), "Legal reason"))
    item = record_item(gone, WORDING)
    notes = ("withdrawn 3 June 2024: legal reason", "content hash sha256:1f2e")
    assert f"22 November 2026; {'; '.join(notes)}. https:" in sentences(item, WORDING)
    assert f"  note = {{{'; '.join(notes)}}},\n" in bibtex((item,), WORDING)
    assert "".join(f"N1  - {note}\r\n" for note in notes) in ris((item,), WORDING)
    assert as_csl(item)["note"] == "; ".join(notes)


def test_a_record_in_the_formats_of_programs() -> None:
    item = record_item(replace(RECORD, id="saws", sha256="1f2e"), WORDING)
    address = "https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/"
    assert bibtex((item,), WORDING).splitlines() == [
        "@online{saws-2026.11.0,",
        "  title = {{Sold saws without a guard}},",
        "  version = {2026.11.0},",
        "  organization = {{Saw fact sheet}},",
        "  type = {allegation},",
        "  date = {2026-11-22},",
        "  year = {2026},",
        "  langid = {en},",
        f"  url = {{{address}}},",
        "  note = {content hash sha256:1f2e},",
        "}",
    ]
    assert ris((item,), WORDING).split("\r\n") == [
        "TY  - ELEC",
        "ID  - saws-2026.11.0",
        "TI  - Sold saws without a guard",
        "T2  - Saw fact sheet",
        "ET  - 2026.11.0",
        "M3  - allegation",
        "PY  - 2026",
        "DA  - 2026/11/22/",
        "LA  - en",
        f"UR  - {address}",
        "N1  - content hash sha256:1f2e",
        "ER  - ",
        "",
    ]
    assert csl_of((item,)).startswith('[\n{"URL": "https://')
    assert csl_of((item,)).endswith("}\n]\n")
    assert as_csl(item) == {
        "URL": address,
        "container-title": "Saw fact sheet",
        "genre": "allegation",
        "id": "saws-2026.11.0",
        "issued": {"date-parts": [[2026, 11, 22]]},
        "language": "en",
        "note": "content hash sha256:1f2e",
        "title": "Sold saws without a guard",
        "type": "entry",
        "version": "2026.11.0",
    }


def test_a_record_of_a_site_without_an_address_has_none() -> None:
    item = record_item(replace(RECORD, url=None), WORDING)
    assert "http" not in sentences(item, WORDING) + bibtex((item,), WORDING) + ris((item,), WORDING) + csl_of((item,))


@pytest.mark.parametrize(("version", "id"), [("2026.11.0", "a-2026.11.0"), (None, "source-a")])
def test_a_source_and_our_record_of_it_stand_in_one_list(version: str | None, id: str) -> None:
    items = (record_item(replace(RECORD, kind="sources", id="a", version=version), WORDING), item_of(id="a"))
    assert titles_in_bibtex(items).keys() == titles_in_ris(items).keys() == {id, "a"}


def test_what_is_supplied_is_marked_in_every_format() -> None:
    item = item_of(publisher="Saw Watch", issued="2024", original_date="2023", supplied=["publisher", "original_date"])
    csl = as_csl(item)
    assert (csl["publisher"], csl["custom"]) == ("[Saw Watch]", {"supplied": ["publisher", "original-date"]})
    assert csl["issued"] == {"date-parts": [[2024]]}
    assert "organization = {{[Saw Watch]}}" in bibtex((item,), WORDING)
    assert "note = {not printed there: its publisher, its original date}" in bibtex((item,), WORDING)
    assert "PB  - [Saw Watch]\r\n" in ris((item,), WORDING)
    assert "N1  - not printed there: its publisher, its original date\r\n" in ris((item,), WORDING)


def test_the_archived_copy_is_named_in_every_format() -> None:
    item = item_of(archived={"url": "https://archive.example/1", "on": "2024-06-01"})
    csl = as_csl(item)
    assert (csl["archive_location"], csl["custom"]) == ("https://archive.example/1", {"archived": "2024-06-01"})
    assert "note = {Archived copy: https://archive.example/1}" in bibtex((item,), WORDING)
    assert "AV  - https://archive.example/1\r\n" in ris((item,), WORDING)


@pytest.mark.parametrize(
    ("origin", "note"),
    [
        ({"from": "Saw Wire", "how": "reprint", "basis": "names-it"}, "reprint of words of Saw Wire"),
        ({"from": "Saw Wire", "how": "hosted-copy", "basis": "inferred"}, "copy of words of Saw Wire (we think)"),
        ({"source": "b", "how": "machine-rewording", "basis": "names-it"}, "machine rewording of “The ‘saw’”"),
        ({"source": "c", "how": "reprint", "basis": "names-it"}, "reprint of [A saw]"),
    ],
)
def test_a_copy_says_of_what_in_every_format(origin: dict[str, str], note: str) -> None:
    originals = {"b": source(id="b", title="The “saw”"), "c": source(id="c", title="A saw", supplied=["title"])}
    item = source_item(source(origins=[origin]), WORDING, originals)
    assert sentences(item, WORDING) == f"“Saws”, no date; {note}."
    assert f"  note = {{{note}}},\n" in bibtex((item,), WORDING)
    assert f"N1  - {note}\r\n" in ris((item,), WORDING)
    assert as_csl(item)["note"] == note


@pytest.mark.parametrize("how", ["translation", "excerpt", "summary", "rewriting"])
def test_what_has_words_of_its_own_is_called_no_copy(how: str) -> None:
    assert not item_of(origins=[{"from": "Saw Wire", "how": how, "basis": "names-it"}]).notes


def test_a_page_is_of_its_site_and_its_publisher_in_bibtex() -> None:
    both = bibtex((item_of(container_title="Saw Blog", publisher="Saws and Sons"),), WORDING)
    same = bibtex((item_of(container_title="Saw Blog", publisher="Saw Blog"),), WORDING)
    assert "  organization = {{Saw Blog} and {Saws and Sons}},\n" in both
    assert "  organization = {{Saw Blog}},\n" in same
    assert "journal" not in both + same


@pytest.mark.parametrize(
    ("written", "csl", "day", "note"),
    [
        ("2019-10-07", {"date-parts": [[2019, 10, 7]]}, "2019/10/07/", None),
        ("2019-10", {"date-parts": [[2019, 10]]}, "2019/10//", None),
        ("2019%", {"date-parts": [[2019]], "circa": True}, "2019///", "its issued: around 2019 (uncertain)"),
        ("2018/2019-10", {"date-parts": [[2018], [2019, 10]]}, "2018///", "its issued: 2018 to October 2019"),
        ("2019-10-07/..", {"literal": "2019-10-07/.."}, "2019/10/07/", "its issued: from 7 October 2019"),
        ("../2019", {"literal": "../2019"}, "2019///", "its issued: until 2019"),
    ],
)
def test_a_date_keeps_its_precision_and_its_doubt(written: str, csl: Csl, day: str, note: str | None) -> None:
    item = item_of(issued=written)
    (reference,) = rispy.loads(ris((item,), WORDING))
    assert as_csl(item)["issued"] == csl
    assert f"  date = {{{written}}},\n" in bibtex((item,), WORDING)
    assert (reference["date"], reference.get("notes")) == (day, note and [note])


def test_csl_json_is_valid() -> None:
    Draft202012Validator.check_schema(CSL_SCHEMA)
    Draft202012Validator(CSL_SCHEMA).validate(json.loads(csl_of(every_item())))


def test_csl_json_is_published_as_it_is_tested() -> None:
    for id in toy().records:
        found = now(toy(), id)
        items = json.loads(files_of(found)["json"])
        Draft202012Validator(CSL_SCHEMA).validate(items)
        assert [item["id"] for item in items[1:]] == ([found.source.source.id] if found.source else [])


def test_every_type_of_source_has_a_valid_item_in_each_format() -> None:
    types = held(FACTS / "vocabularies.yml")["source_type"]
    items = tuple(item_of(id=f"a-{number}", type=name) for number, name in enumerate(types))
    Draft202012Validator(CSL_SCHEMA).validate(json.loads(csl_of(items)))
    assert {found["type_of_reference"] for found in rispy.loads(ris(items, WORDING))} <= {*TYPE_OF_REFERENCE_MAPPING}
    assert len(parse_string(bibtex(items, WORDING)).entries) == len(types)


def test_other_programs_read_the_same_titles() -> None:
    assert titles_in_bibtex(every_item()) == {item.id: item.title for item in every_item()}
    assert titles_in_ris(every_item()) == {item.id: item.title.strip() for item in every_item()}


@given(st.text("{}\\@%$#_&^~`'\"-,<> =ab中م👍\n\r\u2028").filter(str.strip))
def test_no_title_leaves_its_place(title: str) -> None:
    items = (record_item(replace(RECORD, title=title), WORDING), item_of())
    one_line = " ".join(title.splitlines()).strip()
    assert titles_in_bibtex(items) == {items[0].id: title, "a": "Saws"}
    assert titles_in_ris(items) == {items[0].id: one_line, "a": "Saws"}
    assert [as_csl(item)["title"] for item in items] == [title, "Saws"]
    assert closes_all_it_opens(bibtex(items, WORDING))
    assert all(len(sentences(item, WORDING).splitlines()) == 1 for item in items)


def test_no_value_forges_a_tag_of_ris() -> None:
    forged = replace(RECORD, title="Saws\r\nER  - \nTY  - BOOK\u2028AU  - x", site="\rKW  - x")
    lines = ris((record_item(forged, WORDING),), WORDING).splitlines()
    assert [line[:2] for line in lines] == ["TY", "ID", "TI", "T2", "ET", "M3", "PY", "DA", "LA", "UR", "N1", "ER"]


def test_names_keep_their_parts() -> None:
    authors = [
        {"literal": "Saws and Sons, Ltd"},
        {"family": "del Cerro", "given": "Jana"},
        {"family": "王", "given": "毅"},
        {"family": "Doe", "given": "Jo, and Co"},
    ]
    item = item_of(author=authors)
    named = "{Saws and Sons, Ltd} and {del Cerro}, Jana and {王}, 毅 and {Doe}, {Jo, and Co}"
    assert f"author = {{{named}}},\n" in bibtex((item,), WORDING)
    assert re.findall(r"AU  - (.*)\r\n", ris((item,), WORDING)) == [
        "Saws and Sons, Ltd,",
        "del Cerro, Jana",
        "王, 毅",
        "Doe, Jo, and Co",
    ]
    assert as_csl(item)["author"] == authors
    assert '"family": "王"' in csl_of((item,))


def test_no_address_breaks_out_of_bibtex() -> None:
    text = bibtex((item_of(url="https://saws.example/}_%20#{"),), WORDING)
    assert "url = {https://saws.example/%7D_%20#%7B}," in text


@pytest.mark.slow
@pytest.mark.parametrize(("dialect", "between"), [("biblatex", "; "), ("bibtex", " and ")])
def test_pandoc_reads_back_from_bibtex_what_was_written(dialect: str, between: str) -> None:
    """Not compared: `type` (BibTeX has fewer), `archive_location` and `custom` (it has no fields for them: see the note)."""
    same = {*CARRIED, "genre", "number", "original-date", "status", "translator", "version"}
    read_back = json.loads(pypandoc.convert_text(bibtex(every_item(), WORDING), "csljson", format=dialect))
    assert legible(read_back, same) == legible((as_bibtex(item, between) for item in every_item()), same)


@pytest.mark.slow
def test_pandoc_reads_back_from_ris_what_was_written() -> None:
    """Not compared besides: what pandoc passes over in RIS (`M1`, `M3`, `A4`, `OP`, `N1`), or takes for an edition (`ET`)."""
    read_back = json.loads(pypandoc.convert_text(ris(every_item(), WORDING), "csljson", format="ris"))
    assert legible(read_back, CARRIED) == legible(map(as_ris, every_item()), CARRIED)


@pytest.mark.slow
def test_the_house_style_is_what_pandoc_makes_of_it() -> None:
    """CSL cannot bracket a date or a name, nor leave out a title's quotation marks: the items are compared without `supplied`.

    Nor can it tell `?` from `~` or date an archived copy, and it makes curly marks of straight ones.
    """
    items = tuple(
        replace(item, supplied=(), archived=item.archived and item.archived.model_copy(update={"on": None}))
        for item in published_items()
        if "?" not in str(item.issued)
    )
    style = ["--citeproc", f"--csl={HERE / 'house.csl'}", "--wrap=none"]
    made = pypandoc.convert_text(csl_of(items), "plain", format="csljson", extra_args=style)
    lines = [straight(line) for line in made.splitlines() if line]
    assert lines == [straight(sentences(item, WORDING)) for item in items]


@given(st.recursive(st.text("ab 锯'"), st.lists, max_leaves=9).filter(lambda parts: isinstance(parts, list)))
def test_marks_inside_marks_take_turns(parts: Any) -> None:
    assert quoted(in_marks(parts, 0)) == f"“{in_marks(parts, 1)}”"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('"Acne" and others', '“"Acne" and others”'),
        ("“It’s the ‘dog’s’ saw”", "“‘It’s the “dog’s” saw’”"),
        ("„Sägen“, «scies», 「锯」", "“„Sägen“, «scies», 「锯」”"),
        ("“We saw", "“‘We saw”"),
        (removed("Saws"), removed("Saws")),
    ],
)
def test_what_is_no_pair_of_marks_stays_as_it_is(text: str, line: str) -> None:
    assert quoted(text) == line


def test_the_words_of_a_quote_stand_in_marks_inside_its_title() -> None:
    assert now(toy(), THUMBS).title == "Guild of Sawyers: “We count blades. We have never counted thumbs.”"
    assert now(toy(), APPEAL).title.endswith(": The Example Times reports that Acme said it would appeal …")
    assert now(changed(toy(), THUMBS, text="“Saws”, " + 20 * "saw "), THUMBS).title.endswith("saw saw” …")
    assert line_of(now(toy(), THUMBS)).startswith("“Guild of Sawyers: ‘We count blades.")
    assert now(changed(toy(), THUMBS, text=removed("Saws")), THUMBS).title == "Guild of Sawyers"


def test_every_field_that_can_be_supplied_has_a_word() -> None:
    assert wording().variables.keys() == {*SUPPLIED}


@pytest.mark.parametrize(
    ("id", "fields", "named"),
    [
        (UNSAFE, {"citations": [{"source": TIMES}, {"source": GAZETTE}]}, GAZETTE),
        (UNSAFE, {"citations": [{"source": TIMES}, {"source": DAILY}]}, TIMES),
        (UNSAFE, {"citations": [{"source": GAZETTE, "bearing": "mentions"}, {"source": DAILY}]}, DAILY),
        (UNSAFE, {"citations": [{"source": GAZETTE, "bearing": "disputes"}]}, None),
        (LISTED, {"citations": [{"source": TIMES}]}, TIMES),
        (LISTED, {"citations": None}, None),
        ("acme", {"names": [{"text": "Acme", "lang": "en", "type": "short", "citations": [{"source": TIMES}]}]}, TIMES),
        ("acme", {"names": None}, REPORT),
        ("guild", {}, None),
        (GUARD, {"citations": [REWORDED, CUT, {"source": TIMES}]}, TIMES),
        (GUARD, {"citations": [REWORDED, CUT]}, DAILY),
        (GUARD, {"citations": [REWORDED]}, GAZETTE),
        (THUMBS, {}, GAZETTE),
        ("day-of-the-2024-listing", {}, None),
        ("saws-or-blades", {}, HANDBOOK),
        ("saws-or-blades", {"readings": [ONE_READING, {"says": "Blades", "quotes": [THUMBS]}]}, None),
    ],
)
def test_a_record_names_a_source_that_supports_the_whole_of_it(
    id: str, fields: dict[str, Any], named: str | None
) -> None:
    found = now(changed(toy(), id, **fields), id).source
    assert (found and found.source.id) == named


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("acme", "Primary source, one of 5 sources: "),
        (GUARD, "One of 2 sources: "),
        (LISTED, "/#release-2024.06.1. Primary source: Tool Office of Exampleland, "),
        ("lizi-2024-05-no-comment", "/#release-2026.05.0. Source: “‘Acne’ and five others on the list”, "),
        ("day-of-the-2024-listing", "/#release-2026.05.0. Accessed [date]."),
    ],
)
def test_the_line_says_how_many_sources_there_are(id: str, words: str) -> None:
    assert words in line_of(now(toy(), id))


@pytest.mark.parametrize("facts", [TOY, FACTS], ids=["toy", "real"])
def test_the_line_counts_the_sources_that_the_page_counts_beside_the_statement(facts: Path) -> None:
    dataset = check(facts, rules=()).dataset
    assert dataset is not None
    records: tuple[Quote | Allegation | Event, ...] = (
        *dataset.all(Quote),
        *dataset.all(Allegation),
        *dataset.all(Event),
    )
    for record in records:
        assert (record.id, cite(record, dataset).among) == (record.id, witnesses(record.citations, dataset).sources)


def test_a_withdrawn_source_is_neither_counted_nor_named_before_others() -> None:
    withdrawn = {"withdrawn": {"on": "2024-06-03", "reason": "duplicate"}}
    found = now(changed(toy(), TIMES, **withdrawn), GUARD)
    assert (found.among, found.source and found.source.source.id) == (1, DAILY)


@pytest.mark.parametrize("id", [TIMES, "guild-2023-dull-blades"])
def test_an_old_version_has_its_source_as_that_then_was(id: str) -> None:
    kept: dict[str, Formats] = {}
    for found, day in (
        (then(toy(), id), "1 May 2024"),
        (now(toy(), id), "2 May 2024"),
        (then(toy(), id), "1 May 2024"),
    ):
        assert f"The Example Times, {day}. https:" in line_of(found, kept)


def test_an_old_version_has_the_original_of_its_source_as_that_then_was() -> None:
    past = published(toy(), TIMES, title="Six “toolmakers”")
    kept: dict[str, Formats] = {}
    versions = then(past, BORROWED, 0), then(past, BORROWED, 1), now(past, BORROWED)
    titles = [line_of(found, kept).partition("reprint of ")[2][:16] for found in versions]
    assert titles == ["“Six ‘toolmakers", "“Six toolmakers ", "“Six toolmakers "]


def test_a_source_of_an_old_version_may_have_lost_its_words_and_addresses() -> None:
    gone = removed("https://gazette.example/17")
    past = published(toy(), GAZETTE, title=gone, url=gone, canonical_url=gone, archived={"url": gone})
    line = line_of(then(past, UNSAFE))
    assert f": Tool Office of Exampleland, {gone} (final rule), " in line
    assert line.endswith(" State Printer, 3 May 2024. Accessed [date].")


def test_in_the_place_of_a_removed_title_every_file_has_the_notice() -> None:
    gone = removed("Unsafe saws")
    facts = published(with_notice(toy(), UNSAFE, gone, title=gone), UNSAFE, title=gone)
    for found in (now(facts, UNSAFE), then(facts, UNSAFE)):
        files = files_of(found)
        assert files["txt"].startswith(f"{NOTICE} (allegation), Toy sheet, ")
        assert f"  title = {{{{{NOTICE}}}}},\n" in files["bib"]
        assert f"TI  - {NOTICE}\r\n" in files["ris"]
        assert json.loads(files["json"])[0]["title"] == NOTICE


def test_in_the_place_of_any_removed_words_of_a_source_every_file_has_the_notice() -> None:
    gone = removed("Saws")
    texts = dict.fromkeys(("title", "genre", "publisher", "container_title", "volume", "page", "number"), gone)
    names = {"author": [{"family": gone, "given": gone}], "translator": [{"literal": gone}]}
    origins = [{"from": gone, "how": "reprint", "basis": "names-it"}]
    facts = with_notice(published(toy(), GAZETTE, **texts, **names, origins=origins), GAZETTE, gone)
    files = files_of(then(facts, UNSAFE))
    assert f": {NOTICE} {NOTICE}, {NOTICE} ({NOTICE}), translated by {NOTICE}, " in files["txt"]
    assert f"reprint of a text from {NOTICE}. " in files["txt"]
    assert json.loads(files["json"])[1]["author"] == [{"family": NOTICE, "given": NOTICE}]
    for text in files.values():
        assert gone not in text
        assert text.count(NOTICE) == 11


def test_a_notice_is_marked_up_as_each_format_asks() -> None:
    gone = removed("Unsafe saws")
    words = replace(wording(), notice=lambda notice: f"[{notice.reason.label} &amp; {{more}}]")
    files = files_of(now(with_notice(toy(), UNSAFE, gone, title=gone), UNSAFE), words)
    assert files["txt"].startswith("[Legal reason & {more}] (allegation), ")
    assert r"  title = {{[Legal reason \& \textbraceleft{}more\textbraceright{}]}}," in files["bib"]
    assert json.loads(files["json"])[0]["title"] == "[Legal reason & {more}]"


def test_no_page_of_a_record_holds_the_hash_of_removed_words_in_a_file() -> None:
    gone = removed("Unsafe saws")
    facts = published(with_notice(toy(), UNSAFE, gone, title=gone), UNSAFE, title=gone)
    renderer = Renderer(site_name="Toy sheet", notices=notices(facts))
    plans = [plan for plan in (*record_plans(facts), *archive_plans(facts)) if UNSAFE in plan.address]
    pages = [renderer.page(plan) for plan in plans]
    assert len(pages) > 1
    for page in pages:
        assert NOTICE in page.body
        assert gone not in unquote(page.body)


def test_an_item_without_removed_words_stays_as_it_is() -> None:
    assert [item_with_notices(item, removed) for item in every_item()] == [*every_item()]


@pytest.mark.parametrize("id", ["acme-tools-duplicate", "guild-2024-05-thumbs-again", "saws-or-blades"])
def test_every_version_of_a_withdrawn_record_says_so(id: str) -> None:
    for found in (now(toy(), id), then(toy(), id)):
        assert "; withdrawn 3 June 2024: duplicate; content hash sha256:" in line_of(found)


def test_a_change_that_is_not_released_has_no_version() -> None:
    found = now(changed(toy(), "guild", name="Guild"), "guild")
    assert (found.version, found.released_on, found.address) == (None, None, "entities/guild/")
    assert ", Toy sheet, this version is not released yet; content hash" in line_of(found)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t")))
def test_an_address_holds_a_text_as_it_is(text: str) -> None:
    address = cited.held(text)
    assert unquote(address) == text
    assert not re.search(r"[^!$&-;=?-Z_a-z~%]", address)


def source(**fields: Any) -> Source:
    """A web page with the title “Saws” and these fields."""
    bare = {"id": "a", "type": "webpage", "title": "Saws", "nature": "secondary"}
    return Source.model_validate(bare | {"read_on": "2024-06-01", "reading": "whole"} | fields)


def item_of(**fields: Any) -> Item:
    """The item of such a source."""
    return source_item(source(**fields), WORDING, {})


@cache
def published_items() -> tuple[Item, ...]:
    """All sources of the real and the toy facts, and records in each state."""
    files = [file for facts in (FACTS, TOY) for file in sorted((facts / "sources").glob("*.yml"))]
    sources = {file.stem: Source.model_validate(held(file)) for file in files}
    records = (
        RECORD,
        replace(RECORD, id="without-an-address", url=None),
        replace(RECORD, id="quoted", title="Acme: “never counted ‘thumbs’, nor ‘saws’” …"),
        replace(RECORD, id="not-released", version=None, released_on=None),
        replace(RECORD, id="withdrawn", withdrawn=(parse("2024-06-03"), "Duplicate")),
    )
    return (
        *(source_item(source, WORDING, sources) for source in sources.values()),
        *(record_item(record, WORDING) for record in records),
    )


def every_item() -> tuple[Item, ...]:
    """The published items, and sources with hostile titles."""
    hostile = (item_of(id=f"hostile-{number}", title=title) for number, title in enumerate(HOSTILE))
    return (*published_items(), *hostile)


def held(file: Path) -> Any:
    """The plain values of a file of the facts."""
    document = read(file, file.name)
    assert isinstance(document, Document)
    return document.data


def as_csl(item: Item) -> Csl:
    made: Csl = json.loads(csl_of((item,)))[0]
    return made


def csl_of(items: Iterable[Item]) -> str:
    """The file that is published of them."""
    return csl_json(map(item_json, items))


def as_bibtex(item: Item, between: str) -> Csl:
    """What BibTeX carries: an @online is of its site as it is of its publisher, with this between the two; an article's number is in its note.

    Pandoc writes tags small.
    """
    csl = as_csl(item)
    if item.type in ("entry", "post-weblog", "webpage"):
        makers = dict.fromkeys((csl.pop("container-title", None), item.publisher))
        csl["publisher"] = between.join(maker for maker in makers if maker)
    number = None if item.type == "regulation" else item.number
    return csl | {"number": number, "language": item.language and item.language.lower()}


def as_ris(item: Item) -> Csl:
    """Pandoc reads the year alone."""
    date = item.issued and item.issued.start
    return as_csl(item) | {"issued": {"date-parts": [[date.year]]} if date else None}


def legible(items: Iterable[Csl], names: Iterable[str]) -> dict[str, Csl]:
    """Those variables of the items by id, as pandoc has them."""
    return {
        item["id"]: {name: as_pandoc_has_it(item[name]) for name in sorted(names) if item.get(name)} for item in items
    }


def as_pandoc_has_it(value: Any) -> Any:
    """A text, date or list of names without what pandoc alters, or does not know.

    It alters quotation marks and blanks, and takes particles of names apart. It knows no word for a brace or a grave accent,
    and of the marks of doubt only `~`. It tells no name of a body from a family name alone.
    """
    match value:
        case str():
            return " ".join(re.sub("[{}`]", "", re.sub('[‘’“”"]', "'", value)).split())
        case list():
            return [as_pandoc_has_it(f"{name.get('given', '')} {family(name)}") for name in value]
        case _:
            return value["date-parts"]


def straight(line: str) -> str:
    """The line with one sort of single marks, which straight ones count for, and single blanks."""
    return " ".join(re.sub('[‘’"]', "'", line).split())


def in_marks(parts: Any, depth: int) -> str:
    """Texts and lists of them, each list in marks."""
    start, end = ("“", "”") if depth % 2 == 0 else ("‘", "’")
    inner = (part if isinstance(part, str) else f" {start}{in_marks(part, depth + 1)}{end} " for part in parts)
    return "".join(inner)


def family(name: Csl) -> str:
    return str(name.get("literal") or name.get("non-dropping-particle", "") + name["family"])


def titles_in_bibtex(items: tuple[Item, ...]) -> dict[str, str]:
    library = parse_string(
        bibtex(items, WORDING), append_middleware=[LatexDecodingMiddleware(decoder=LatexNodes2Text(SIGNS))]
    )
    assert not library.failed_blocks
    return {entry.key: entry["title"] for entry in library.entries}


def closes_all_it_opens(text: str) -> bool:
    """Whether braces are in balance as BibTeX counts them: a backslash before one makes no difference."""
    depths = list(accumulate((sign == "{") - (sign == "}") for sign in text))
    return min(depths) == depths[-1] == 0


def titles_in_ris(items: tuple[Item, ...]) -> dict[str, str]:
    return {entry["id"]: entry["title"] for entry in rispy.loads(ris(items, WORDING))}


def now(dataset: Dataset, id: str) -> Cite:
    """The citation of a record as it is."""
    return cite(dataset.records[id], dataset)


def then(dataset: Dataset, id: str, position: int = 0) -> Cite:
    """The citation of a version of a record, by default of the first."""
    record = dataset.records[id]
    version = dataset.history.of(id, record.former_ids)[position]
    return cite_version(version, ref_of(record.kind, version.change.record, dataset), record, dataset)


def line_of(cite: Cite, kept: dict[str, Formats] | None = None) -> str:
    """The line that a page shows."""
    return cited.cited(cite, "Toy sheet", "https://toy.example/", wording(), {} if kept is None else kept)[0]


def files_of(cite: Cite, words: Wording | None = None) -> dict[str, str]:
    """The texts of the files by their endings."""
    files = cited.cited(cite, "Toy sheet", "https://toy.example/", words or wording(), {})[1]
    return {file.ending: unquote(file.address.partition(",")[2]) for file in files}


@cache
def wording() -> Wording:
    """The words of the tool's own template."""
    template: Any = Renderer()._environment.get_template("citation.jinja").module
    return Wording(**template.wording)


@cache
def toy() -> Dataset:
    """The toy facts."""
    dataset = check(TOY).dataset
    assert dataset is not None
    return dataset


def changed(dataset: Dataset, id: str, **fields: Any) -> Dataset:
    """The facts with other values in a record; None where there is none."""
    document = dataset.documents[id]
    data = {key: value for key, value in (document.data | fields).items() if value is not None}
    record = KINDS[dataset.records[id].kind].model_validate(data)
    return replace(
        dataset,
        records={**dataset.records, id: record},
        documents={**dataset.documents, id: saying(document, data)},
    )


def with_notice(dataset: Dataset, id: str, gone: str, **fields: Any) -> Dataset:
    """The facts with a notice of what is gone from a record, and other values in it."""
    sha256 = gone.removeprefix("[removed, sha256:").removesuffix("]")
    entry = {"field": "title", "sha256": sha256, "on": "2026-11-22", "reason": "legal"}
    return changed(dataset, id, redacted=[entry], **fields)


def published(dataset: Dataset, id: str, **fields: Any) -> Dataset:
    """The facts with a past in which a record first had other values."""
    first, *later = dataset.history.ledger.releases
    changes = tuple(
        change.model_copy(update={"record": change.record | fields}) if change.id == id else change
        for change in first.changes
    )
    releases = (first.model_copy(update={"changes": changes}), *later)
    return replace(dataset, history=history_of(replace(dataset.history.ledger, releases=releases)))
