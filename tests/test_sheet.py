"""Old versions and the facts as they stood, in readers' words; and what stands where words were removed by law."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import html5lib
import pytest
from factsheet.dataset import Dataset
from factsheet.dates import parse
from factsheet.ledger import Data, removed
from factsheet.model import KINDS, Kind, Model, Quote, Redaction, Term
from factsheet.page import Page
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.views.archive import archive_plans
from factsheet.views.cell import Cell, Chosen, Dated, Grouped, Linked, Several, Written
from factsheet.views.desk import Desk, ref_to
from factsheet.views.pages import Plan, record_plans
from factsheet.views.parts import Listed
from factsheet.views.removed import Notice, notices
from factsheet.views.sheet import field_label, fields, sheet
from past import links, words

TOY = Path(__file__).parent / "toy_facts"
FIRST, SECOND, LAST = "2024.06.0", "2024.06.1", "2026.05.0"
GONE = removed("They kept saws.")
HASH = "64c3a20c091f7c1e97d04aa33fb9512782e933936e3a3c2a7ab441735258f470"
TAKEN = "allegations/guild-2024-05-borrowed-saws/"
TOLD = "[Words removed on 14 November 2025: Legal reason]"


@pytest.fixture(scope="module")
def toy() -> Dataset:
    return facts(TOY)


@pytest.fixture(scope="module")
def site(toy: Dataset) -> "Site":
    return Site(toy)


def facts(folder: Path) -> Dataset:
    dataset = check(folder).dataset
    assert dataset is not None
    return dataset


class Site:
    """The pages of facts by their address."""

    def __init__(self, dataset: Dataset) -> None:
        self._plans = {plan.address: plan for plan in (*record_plans(dataset), *archive_plans(dataset))}
        self._renderer = Renderer(notices=notices(dataset))

    def page(self, address: str) -> Page:
        return self._renderer.page(self._plans[address])

    def body(self, address: str) -> Any:
        """The body of a page, as elements."""
        return parsed(self.page(address).body)


def parsed(html: str) -> Any:
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


# What readers call a field


def models() -> Iterator[type[Model]]:
    """Every shape of the facts, each once."""
    ahead: list[type[Model]] = [*KINDS.values(), Term]
    found: dict[type[Model], None] = {}
    while ahead:
        model = ahead.pop()
        if model not in found:
            found[model] = None
            ahead += [field.model for field in fields(model).values() if field.model]
    yield from found


@pytest.mark.parametrize("model", [*models()], ids=lambda model: model.__name__)
def test_fields_of_a_record_have_labels_of_their_own_and_none_is_a_key_that_says_nothing(model: type[Model]) -> None:
    labels = [field.label for field in fields(model).values()]
    assert len({*labels}) == len(labels)
    bare = {"At", "Exact", "For", "From", "Lang", "Lead in", "Literal", "On", "Prefix", "Suffix", "To", "Url", "Via"}
    assert {*labels} & bare == set()


@pytest.mark.parametrize(
    ("kind", "key", "called"),
    [
        ("quotes", "for", "On behalf of"),
        ("quotes", "lang", "Language"),
        ("allegations", "via", "Through"),
        ("sources", "url", "Address"),
        ("events", "former_ids", "Ids before"),
        ("events", "replies_sought", "Replies sought"),
        ("events", "zeal_of_old", "Zeal of old"),
    ],
)
def test_a_field_is_called_by_its_title_or_else_by_its_key(kind: Kind, key: str, called: str) -> None:
    assert field_label(kind, key) == called


def test_what_is_said_for_contributors_is_on_no_old_version(site: Site) -> None:
    page = site.body(f"entities/acme/v/{FIRST}/")
    named = list(page.iterfind(".//dt"))
    assert named
    assert [words(one) for one in named if one.get("title")] == []


# What a sheet shows


def test_a_quote_that_left_its_form_out_is_shown_to_be_in_exact_words(toy: Dataset) -> None:
    assert forms({"text": "No."}, toy) == ["In exact words"]
    assert forms({"text": "No.", "form": "reported"}, toy) == ["As reported"]


def forms(data: Data, dataset: Dataset) -> list[str]:
    cells = [line.cell for line in sheet("quotes", data, Desk(dataset)) if line.key == "form"]
    return [cell.listed.label for cell in cells if isinstance(cell, Chosen)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_has_nothing_is_shown_with_what_it_then_stands_for(toy: Dataset, kind: Kind) -> None:
    assert [line.key for line in sheet(kind, {"id": "a"}, Desk(toy))] == (["form"] if kind == "quotes" else [])


@pytest.mark.parametrize(
    ("kind", "entry", "shown"),
    [
        (
            "quotes",
            {"field": "answers[acme-2024]", "was": "denies", "now": "objects"},
            ["Answers", "Denies", "Objects"],
        ),
        (
            "entities",
            {"field": "part_of", "was": "office", "now": "member"},
            ["Part of", "Holds office at", "Member of"],
        ),
        ("entities", {"field": "part_of[guild].as", "now": "member"}, ["Part of", "Member of"]),
        ("entities", {"field": "part_of", "was": "guild"}, ["Part of", "-> guild"]),
        ("entities", {"field": "properties[founded]", "was": "1948", "now": "1949"}, ["Founded", "1948", "1949"]),
        ("events", {"field": "date", "was": "2024-05-04"}, ["Date", "2024-05-04"]),
        ("events", {"field": "type", "was": "listing"}, ["Type", "Listing"]),
        ("allegations", {"field": "made_by", "was": "guild"}, ["Made by", "-> guild"]),
        ("disagreements", {"field": "readings[2].says", "was": "six"}, ["Readings", "six"]),
        ("sources", {"field": "snapshot", "was": "a copy"}, ["Stored copy", "a copy"]),
        ("events", {"field": "zeal", "was": "much"}, ["zeal", "much"]),
        ("events", {"field": "statement: old", "was": GONE}, ["statement: old", GONE]),
    ],
)
def test_a_correction_names_its_field_and_its_values_as_readers_see_them(
    toy: Dataset, kind: Kind, entry: Mapping[str, str], shown: list[str]
) -> None:
    (line,) = (line for line in sheet(kind, {"corrections": [entry]}, Desk(toy)) if line.key == "corrections")
    assert list(texts(line.cell)) == shown


def texts(cell: Cell) -> Iterator[str]:
    """What a cell says, in the order in which it is shown."""
    match cell:
        case Several():
            for one in cell.cells:
                yield from texts(one)
        case Grouped():
            for line in cell.lines:
                yield from texts(line.cell)
        case Written():
            yield cell.text
        case Chosen():
            yield cell.listed.label
        case Dated():
            yield str(cell.date)
        case Linked():
            yield f"-> {cell.ref.id}"


def test_what_we_worked_out_of_a_source_is_named_as_its_fields_are(toy: Dataset) -> None:
    (line,) = sheet("sources", {"supplied": ["container_title", "issued"]}, Desk(toy))
    assert (line.label, *texts(line.cell)) == ("Worked out by us", "Published in", "Issued")


def test_a_notice_of_removed_words_names_its_field_as_readers_see_it(toy: Dataset) -> None:
    data = {"redacted": [{"field": "made_by", "sha256": "0", "on": "2025-11-14", "reason": "legal"}]}
    (line,) = sheet("allegations", data, Desk(toy))
    assert (line.label, *texts(line.cell)) == ("Words removed", "Made by", "0", "2025-11-14", "Legal reason")


# Old versions


def test_an_old_version_says_that_others_are_named_as_they_are_now(site: Site) -> None:
    banner = words(site.body(f"entities/acme/v/{FIRST}/").find("aside"))
    assert banner.endswith("Other records and terms are named here as they are named now.")


@pytest.mark.parametrize(
    ("address", "ending"),
    [
        (f"entities/acme/v/{FIRST}/", "As it stands now: Acme. Other"),
        (f"disagreements/day-of-the-2024-listing/v/{FIRST}/", "On which day were the toolmakers listed? Other"),
    ],
)
def test_a_heading_that_ends_a_sentence_has_one_stop(site: Site, address: str, ending: str) -> None:
    assert ending in words(site.body(address).find("aside"))


def test_a_version_whose_change_is_not_released_does_not_say_that_it_stands_now(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "facts")
    file = tmp_path / "facts" / "entities" / "tool-office.yml"
    file.write_text(f"{file.read_text('utf-8')}note: It meets in spring.\n", "utf-8")
    banner = words(Site(facts(tmp_path / "facts")).body(f"entities/tool-office/v/{FIRST}/").find("aside"))
    assert "It stood from release 2024.06.0 (2 June 2024); a change of it is not released yet." in banner


# Words that were removed


def test_a_page_says_when_and_why_words_were_removed_and_keeps_their_hash(site: Site) -> None:
    for address in (TAKEN, f"{TAKEN}v/{FIRST}/"):
        page = site.page(address)
        assert "[removed, sha256:" not in page.body
        told = [one for one in parsed(page.body).iterfind(".//span[@title]") if words(one) == TOLD]
        assert {(one.get("lang"), one.get("title")) for one in told} == {("en", f"SHA-256 of the words: {HASH}")}


def test_an_attribute_gets_words_alone(tmp_path: Path) -> None:
    template = "{% macro title(v) %}{{ v }}{% endmacro %}{% macro description(v) %}{{ v }}{% endmacro %}"
    template += '{% macro body(v) %}<p title="{{ v }}">{{ v }}</p>{% endmacro %}'
    (tmp_path / "odd.jinja").write_text(template, "utf-8")
    plan = Plan(address="odd/", template="odd", kind="odd", view=lambda: f"a {GONE} b", updated="2026-01-01")
    why = Listed(value="legal", label='<b>"law"</b>', definition="")
    page = Renderer(tmp_path, notices={GONE[17:-1]: Notice(on=parse("2026-02-01"), reason=why)}).page(plan)
    found = parsed(page.body).find("p")
    told = 'a [Words removed on 1 February 2026: <b>"law"</b>] b'
    assert (found.get("title"), words(found), found.find("span").get("title")[-64:]) == (told, told, GONE[17:-1])
    assert {words(parsed(page.title)), words(parsed(page.description))} == {told}
    assert [one.tag for one in parsed(page.body).iter()][1:] == ["p", "span"]


def test_words_without_a_notice_are_said_to_be_removed(tmp_path: Path) -> None:
    (tmp_path / "odd.jinja").write_text("{% macro body(v) %}{{ v }}{% endmacro %}", "utf-8")
    assert Renderer(tmp_path).text("odd", GONE) == "[Words removed]\n"


def test_of_several_notices_of_the_same_words_the_newest_counts(toy: Dataset) -> None:
    days = ("2026-02-01", "2026-03-01", "2026-01-01")
    entries = tuple(Redaction(field="note", sha256="0" * 64, on=parse(day), reason="legal") for day in days)
    records = {
        id: toy.records[id].model_copy(update={"redacted": (entry,)})
        for id, entry in zip(("acme", "guild", "lizi"), entries, strict=True)
    }
    found = notices(Dataset(records=records, vocabularies=toy.vocabularies))
    assert {sha256: str(notice.on) for sha256, notice in found.items()} == {"0" * 64: "2026-03-01"}


def test_a_quote_whose_words_were_removed_is_never_shown_with_half_of_what_stands_there(toy: Dataset) -> None:
    quote = next(iter(toy.all(Quote))).model_copy(update={"text": GONE})
    dataset = Dataset(records={**toy.records, quote.id: quote}, vocabularies=toy.vocabularies, documents=toy.documents)
    ref = ref_to(quote, dataset)
    assert (ref.note, ref.cut) == (GONE, False)
    plans = {plan.address: plan for plan in record_plans(dataset)}
    page = Renderer().page(plans[ref.address])
    assert page.entry
    for shown in (page.title, page.body, page.entry["title"], page.entry["text"]):
        assert "[Words removed]" in shown
        assert "[removed" not in shown


# The facts as they stood


def test_the_page_of_a_release_leads_to_the_releases_around_it_and_to_its_changes(site: Site) -> None:
    around = {
        FIRST: {f"as-of/{SECOND}/"},
        SECOND: {f"as-of/{FIRST}/", "as-of/2024.09.0/"},
        LAST: {"as-of/2025.11.0/"},
    }
    for version, others in around.items():
        address = f"as-of/{version}/"
        found = {link for link in links(site.body(address), address) if link.count("/") == 2 and link[-1] == "/"}
        assert found == others | {f"changes/{version}/"}


def test_a_part_is_known_by_the_headings_of_its_first_and_last_record(site: Site) -> None:
    address = f"as-of/{LAST}/"
    (part,) = (item for item in site.body(address).iterfind(".//li") if "/entities/" in links(item, address)[0])
    assert words(part.find("a")).startswith("Acme acme to ")
    assert [words(code) for code in part.iterfind(".//code")] == ["acme", "unnamed-workshops"]
    assert "13 records" in words(part)


def test_a_row_says_that_its_record_was_withdrawn_only_where_it_was_then(site: Site) -> None:
    for version, marked in ((FIRST, set()), (SECOND, {"Acme Tools"})):
        index = f"as-of/{version}/"
        address = next(link for link in links(site.body(index), index) if link.endswith("/entities/acme/"))
        rows = site.body(address).iterfind(".//ul[@class='fs-index']/li")
        found = {
            words(row.find("a")) for row in rows if row.find("span[@class='fs-badge fs-badge--withdrawn']") is not None
        }
        assert (version, found) == (version, marked)
