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
from factsheet.citation import Item, Published, Wording, bibtex, csl_json, plain, record_item, ris, source_item
from factsheet.model import Source
from factsheet.reader import Document, read
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from rispy.config import TYPE_OF_REFERENCE_MAPPING  # type: ignore[import-untyped]

HERE = Path(__file__).parent
FACTS = HERE.parent / "facts"
Csl = dict[str, Any]

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
    accessed="Accessed [date].",
)
RECORD = Published(
    kind="allegation",
    id="sold-saws-without-a-guard",
    title="Sold saws without a guard",
    lang="en",
    site="Saw fact sheet",
    version="2026.11.0",
    released_on="2026-11-22",
    sha256="1f2e" * 16,
    url="https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/",
)
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
CSL_TEXTS = "^(URL|archive_location|container-title|genre|id|language|note|number|page|publisher|title|version|volume)$"
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
    assert plain((source_item(source(**fields)),), WORDING) == f"{line} Accessed [date]."


def test_a_record_is_cited_at_its_release_with_its_hash_and_its_primary_source() -> None:
    items = (record_item(RECORD), source_item(source(publisher="Tool Office", issued="2024-05-03")))
    assert plain(items, WORDING) == (
        "“Sold saws without a guard” (allegation), Saw fact sheet, release 2026.11.0, 22 November 2026. "
        f"sha256:{'1f2e' * 16}. https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/. "
        "Primary source: “Saws”, Tool Office, 3 May 2024. Accessed [date]."
    )


def test_a_record_in_the_formats_of_programs() -> None:
    item = record_item(replace(RECORD, id="saws", sha256="1f2e"))
    address = "https://saws.example/allegations/sold-saws-without-a-guard/v/2026.11.0/"
    assert bibtex((item,)).splitlines() == [
        "@online{saws-2026.11.0,",
        "  title = {{Sold saws without a guard}},",
        "  journal = {{Saw fact sheet}},",
        "  version = {2026.11.0},",
        "  organization = {{Saw fact sheet}},",
        "  type = {allegation},",
        "  date = {2026-11-22},",
        "  year = {2026},",
        "  langid = {en},",
        f"  url = {{{address}}},",
        "  note = {sha256:1f2e},",
        "}",
    ]
    assert ris((item,)).split("\r\n") == [
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
        "N1  - sha256:1f2e",
        "ER  - ",
        "",
    ]
    assert csl_json((item,)).startswith('[\n{"URL": "https://')
    assert csl_json((item,)).endswith("}\n]\n")
    assert as_csl(item) == {
        "URL": address,
        "container-title": "Saw fact sheet",
        "genre": "allegation",
        "id": "saws-2026.11.0",
        "issued": {"date-parts": [[2026, 11, 22]]},
        "language": "en",
        "note": "sha256:1f2e",
        "title": "Sold saws without a guard",
        "type": "entry",
        "version": "2026.11.0",
    }


def test_a_record_of_a_site_without_an_address_has_none() -> None:
    item = record_item(replace(RECORD, url=None))
    assert "http" not in plain((item,), WORDING) + bibtex((item,)) + ris((item,)) + csl_json((item,))


def test_a_source_and_our_record_of_it_stand_in_one_list() -> None:
    items = (record_item(replace(RECORD, id="a")), source_item(source(id="a")))
    assert titles_in_bibtex(items).keys() == titles_in_ris(items).keys() == {"a-2026.11.0", "a"}


def test_what_is_supplied_is_marked_in_every_format() -> None:
    item = source_item(source(publisher="Saw Watch", issued="2024", supplied=["publisher", "issued"]))
    csl = as_csl(item)
    assert (csl["publisher"], csl["custom"]) == ("[Saw Watch]", {"supplied": ["publisher", "issued"]})
    assert csl["issued"] == {"date-parts": [[2024]]}
    assert "organization = {{[Saw Watch]}}" in bibtex((item,))
    assert "note = {supplied: publisher, issued}" in bibtex((item,))
    assert "PB  - [Saw Watch]\r\n" in ris((item,))
    assert "N1  - supplied: publisher, issued\r\n" in ris((item,))


def test_the_archived_copy_is_named_in_every_format() -> None:
    item = source_item(source(archived={"url": "https://archive.example/1", "on": "2024-06-01"}))
    csl = as_csl(item)
    assert (csl["archive_location"], csl["custom"]) == ("https://archive.example/1", {"archived": "2024-06-01"})
    assert "note = {archived: https://archive.example/1}" in bibtex((item,))
    assert "AV  - https://archive.example/1\r\n" in ris((item,))


@pytest.mark.parametrize(
    ("written", "csl", "day", "note"),
    [
        ("2019-10-07", {"date-parts": [[2019, 10, 7]]}, "2019/10/07/", None),
        ("2019-10", {"date-parts": [[2019, 10]]}, "2019/10//", None),
        ("2019%", {"date-parts": [[2019]], "circa": True}, "2019///", "issued: 2019%"),
        ("2018/2019-10", {"date-parts": [[2018], [2019, 10]]}, "2018///", "issued: 2018/2019-10"),
        ("2019-10-07/..", {"literal": "2019-10-07/.."}, "2019/10/07/", "issued: 2019-10-07/.."),
        ("../2019", {"literal": "../2019"}, "2019///", "issued: ../2019"),
    ],
)
def test_a_date_keeps_its_precision_and_its_doubt(written: str, csl: Csl, day: str, note: str | None) -> None:
    item = source_item(source(issued=written))
    (reference,) = rispy.loads(ris((item,)))
    assert as_csl(item)["issued"] == csl
    assert f"  date = {{{written}}},\n" in bibtex((item,))
    assert (reference["date"], reference.get("notes")) == (day, note and [note])


def test_csl_json_is_valid() -> None:
    Draft202012Validator.check_schema(CSL_SCHEMA)
    Draft202012Validator(CSL_SCHEMA).validate(json.loads(csl_json(every_item())))


def test_every_type_of_source_has_a_valid_item_in_each_format() -> None:
    types = held(FACTS / "vocabularies.yml")["source_type"]
    items = tuple(source_item(source(id=f"a-{number}", type=name)) for number, name in enumerate(types))
    Draft202012Validator(CSL_SCHEMA).validate(json.loads(csl_json(items)))
    assert {found["type_of_reference"] for found in rispy.loads(ris(items))} <= {*TYPE_OF_REFERENCE_MAPPING}
    assert len(parse_string(bibtex(items)).entries) == len(types)


def test_other_programs_read_the_same_titles() -> None:
    assert titles_in_bibtex(every_item()) == {item.id: item.title for item in every_item()}
    assert titles_in_ris(every_item()) == {item.id: item.title.strip() for item in every_item()}


@given(st.text("{}\\@%$#_&^~`'\"-,<> =ab中م👍\n\r\u2028").filter(str.strip))
def test_no_title_leaves_its_place(title: str) -> None:
    items = (record_item(replace(RECORD, title=title)), source_item(source()))
    one_line = " ".join(title.splitlines()).strip()
    assert titles_in_bibtex(items) == {items[0].id: title, "a": "Saws"}
    assert titles_in_ris(items) == {items[0].id: one_line, "a": "Saws"}
    assert [as_csl(item)["title"] for item in items] == [title, "Saws"]
    assert closes_all_it_opens(bibtex(items))
    assert len(plain(items, WORDING).splitlines()) == 1


def test_no_value_forges_a_tag_of_ris() -> None:
    forged = replace(RECORD, title="Saws\r\nER  - \nTY  - BOOK\u2028AU  - x", site="\rKW  - x")
    lines = ris((record_item(forged),)).splitlines()
    assert [line[:2] for line in lines] == ["TY", "ID", "TI", "T2", "ET", "M3", "PY", "DA", "LA", "UR", "N1", "ER"]


def test_names_keep_their_parts() -> None:
    authors = [
        {"literal": "Saws and Sons, Ltd"},
        {"family": "del Cerro", "given": "Jana"},
        {"family": "王", "given": "毅"},
        {"family": "Doe", "given": "Jo, and Co"},
    ]
    item = source_item(source(author=authors))
    named = "{Saws and Sons, Ltd} and {del Cerro}, Jana and {王}, 毅 and {Doe}, {Jo, and Co}"
    assert f"author = {{{named}}},\n" in bibtex((item,))
    assert re.findall(r"AU  - (.*)\r\n", ris((item,))) == [
        "Saws and Sons, Ltd,",
        "del Cerro, Jana",
        "王, 毅",
        "Doe, Jo, and Co",
    ]
    assert as_csl(item)["author"] == authors
    assert '"family": "王"' in csl_json((item,))


def test_no_address_breaks_out_of_bibtex() -> None:
    text = bibtex((source_item(source(url="https://saws.example/}_%20#{")),))
    assert "url = {https://saws.example/%7D_%20#%7B}," in text


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["biblatex", "bibtex"])
def test_pandoc_reads_back_from_bibtex_what_was_written(dialect: str) -> None:
    """Not compared: `type` (BibTeX has fewer), `archive_location` and `custom` (it has no fields for them: see the note)."""
    same = {*CARRIED, "genre", "number", "original-date", "translator", "version"}
    read_back = json.loads(pypandoc.convert_text(bibtex(every_item()), "csljson", format=dialect))
    assert legible(read_back, same) == legible(map(as_bibtex, every_item()), same)


@pytest.mark.slow
def test_pandoc_reads_back_from_ris_what_was_written() -> None:
    """Not compared besides: what pandoc passes over in RIS (`M1`, `M3`, `A4`, `OP`, `N1`), or takes for an edition (`ET`)."""
    read_back = json.loads(pypandoc.convert_text(ris(every_item()), "csljson", format="ris"))
    assert legible(read_back, CARRIED) == legible(map(as_ris, every_item()), CARRIED)


@pytest.mark.slow
def test_the_house_style_is_what_pandoc_makes_of_it() -> None:
    """CSL cannot bracket a date or a name, nor leave out a title's quotation marks: the items are compared without `supplied`.

    Nor can it tell `?` from `~` or date an archived copy, and it alters the quotation marks inside a title.
    """
    items = tuple(
        replace(item, supplied=(), archived=item.archived and item.archived.model_copy(update={"on": None}))
        for item in published_items()
        if "?" not in str(item.issued)
    )
    style = ["--citeproc", f"--csl={HERE / 'house.csl'}", "--wrap=none"]
    made = pypandoc.convert_text(csl_json(items), "plain", format="csljson", extra_args=style)
    lines = [as_pandoc_has_it(line) for line in made.splitlines() if line]
    assert lines == [as_pandoc_has_it(plain((item,), WORDING)) for item in items]


def source(**fields: Any) -> Source:
    """A web page with the title “Saws” and these fields."""
    bare = {"id": "a", "type": "webpage", "title": "Saws", "nature": "secondary"}
    return Source.model_validate(bare | {"read_on": "2024-06-01", "reading": "whole"} | fields)


@cache
def published_items() -> tuple[Item, ...]:
    """All sources of the real and the toy facts, and two records."""
    files = [file for facts in (FACTS, HERE / "toy_facts") for file in sorted((facts / "sources").glob("*.yml"))]
    sources = (source_item(Source.model_validate(held(file))) for file in files)
    return (*sources, record_item(RECORD), record_item(replace(RECORD, id="without-an-address", url=None)))


def every_item() -> tuple[Item, ...]:
    """The published items, and sources with hostile titles."""
    hostile = (source_item(source(id=f"hostile-{number}", title=title)) for number, title in enumerate(HOSTILE))
    return (*published_items(), *hostile)


def held(file: Path) -> Any:
    """The plain values of a file of the facts."""
    document = read(file, file.name)
    assert isinstance(document, Document)
    return document.data


def as_csl(item: Item) -> Csl:
    made: Csl = json.loads(csl_json((item,)))[0]
    return made


def as_bibtex(item: Item) -> Csl:
    """What BibTeX carries: @online has no site but its publisher, an article's number is in its note; pandoc writes tags small."""
    site = item.container_title if item.type in ("entry", "post-weblog", "webpage") else None
    number = None if item.type == "regulation" else item.number
    return as_csl(item) | {
        "publisher": item.publisher or site,
        "number": number,
        "language": item.language and item.language.lower(),
    }


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


def family(name: Csl) -> str:
    return str(name.get("literal") or name.get("non-dropping-particle", "") + name["family"])


def titles_in_bibtex(items: tuple[Item, ...]) -> dict[str, str]:
    library = parse_string(bibtex(items), append_middleware=[LatexDecodingMiddleware(decoder=LatexNodes2Text(SIGNS))])
    assert not library.failed_blocks
    return {entry.key: entry["title"] for entry in library.entries}


def closes_all_it_opens(text: str) -> bool:
    """Whether braces are in balance as BibTeX counts them: a backslash before one makes no difference."""
    depths = list(accumulate((sign == "{") - (sign == "}") for sign in text))
    return min(depths) == depths[-1] == 0


def titles_in_ris(items: tuple[Item, ...]) -> dict[str, str]:
    return {entry["id"]: entry["title"] for entry in rispy.loads(ris(items))}


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t")))
def test_an_address_holds_a_text_as_it_is(text: str) -> None:
    address = cited.held(text)
    assert unquote(address) == text
    assert not re.search(r"[^!$&-;=?-Z_a-z~%]", address)
