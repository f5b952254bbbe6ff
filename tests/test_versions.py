"""What was published stays: built sites against the bare files of their ledgers, from every version's address to every feed."""

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, unquote

import feedparser  # type: ignore[import-untyped]
import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from click.testing import CliRunner
from conftest import HERE, built
from factsheet import press
from factsheet.cli import commands
from factsheet.ledger import CLASSES, VOCABULARIES_ID, Ledger, digest, is_removed, order_of, read_ledger, replay
from factsheet.model import KINDS
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.views import asof, feeds
from factsheet.views.releases import corrections_views
from factsheet.views.sheet import field_label
from past import (
    TOY_URL,
    Past,
    Published,
    anchors,
    article,
    classes_in,
    entries,
    folders,
    in_feeds,
    is_shown,
    labels_of,
    links,
    parsed,
    past_of,
    rows_of,
    shown_on,
    target,
    texts,
    told_in,
    words,
)
from random_edits import (
    SAID,
    Classes,
    Records,
    adds_party,
    ask_everybody,
    data_of,
    edit_all,
    notes,
    records_in,
    renames,
    write,
)

RELEASES, EDITS_A_RELEASE = 8, 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The past of facts that were edited, and what was made of which records before each release but the first."""

    past: Past
    made: list[dict[str, Classes]]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """The toy site after two hundred random edits, with archives of its feed and several parts of a kind as it stood."""
    root = copy_of_toy(tmp_path_factory.mktemp("edited"))
    facts, random, made = root / "toy_facts", Random(200), []
    shutil.rmtree(facts / "releases")
    records = records_in(facts)
    ask_everybody(records)
    # What its sources print would have to follow each edit of its words.
    records["tool-office-2024-05-01-guard"][1]["citations"].append({"source": "gazette-2024-17", "at": "page 3"})
    write(facts, records)
    publish(facts, "2026-12-01")
    for month in range(1, RELEASES + 1):
        numbers = range(month * EDITS_A_RELEASE, (month + 1) * EDITS_A_RELEASE)
        made.append(edit_all(records, numbers, random))
        write(facts, records)
        publish(facts, f"2027-{month:02}-15")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "LEAST_ENTRIES", 2 * EDITS_A_RELEASE)
        patch.setattr(asof, "_begins_a_part", lambda id: sum(id.encode()) % 8 == 0)
        site = built(root / "toy_site" / "mkdocs.yml", root / "sheet")
    return Edited(past=past_of(site, facts), made=made)


@pytest.fixture(scope="module", params=["toy", pytest.param("edited", marks=pytest.mark.slow)])
def past(request: pytest.FixtureRequest) -> Past:
    """The toy site, and one whose facts went through two hundred random edits."""
    if request.param == "edited":
        return request.getfixturevalue("edited").past  # type: ignore[no-any-return]
    return past_of(request.getfixturevalue("toy_sheet"), HERE / "toy_facts")


# Versions


def test_every_published_version_is_there_at_an_address_of_its_own(past: Past) -> None:
    earlier = [change.address for change in past.records if change.next]
    there = {*folders(past.site, "*/*/v/*/index.html")} - old_addresses(past)
    assert (len({*earlier}), {*earlier}) == (len(earlier), there)
    for change in past.records:
        assert f"release-{change.version}" in anchors(article(past.site, change.page))


def test_an_old_version_says_so_leads_on_and_shows_every_text_of_its_data(past: Past) -> None:
    labels = labels_of(past.facts)
    for change in past.records:
        if not change.next:
            continue
        fields = {field: [named_as(field, change, labels)] for field in named_in(change)}
        page = article(past.site, change.address)
        notice = page.find("aside")
        assert "An earlier version" in words(notice)
        assert {change.page, f"changes/{change.next}/"} <= set(links(notice, change.address))
        shown = shown_on(page, change.address)
        there = [text for text in texts(change.record) if not is_removed(text)]
        lost = [text for text in there if not is_shown(text, shown, past.ids, labels | fields)]
        assert (change.address, lost) == (change.address, [])


def named_in(change: Published) -> set[str]:
    """The fields that the corrections of a record name, its notices of removed words, and what we worked out."""
    entries = (*change.record.get("corrections", ()), *change.record.get("redacted", ()))
    return {*(entry["field"] for entry in entries), *change.record.get("supplied", ())}


def named_as(field: str, change: Published, labels: dict[str, list[str]]) -> str:
    """What readers call a field."""
    key, _bracket, item = field.partition("[")
    kind = next(kind for kind in KINDS if kind == change.kind)
    return labels[item[:-1]][0] if key == "properties" and item else field_label(kind, key)


def test_the_search_and_the_sitemap_leave_out_what_no_longer_holds(past: Past) -> None:
    index = json.loads((past.site / "search" / "search_index.json").read_text("utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    listed = {
        address.removeprefix(TOY_URL)
        for address in re.findall("<loc>(.*?)</loc>", (past.site / "sitemap.xml").read_text("utf-8"))
    }
    ledger = {"changes/", "corrections/", *(f"changes/{version}/" for version in past.versions)}
    records = {change.page for change in past.records}
    assert ledger | records <= listed
    assert records <= found
    assert {address for address in found | listed if "/v/" in address or address.startswith("as-of/")} == set()
    assert found & ledger == set()


# Changes


def test_each_change_stands_on_the_page_of_its_release(past: Past) -> None:
    for version in past.versions:
        changes = [change for change in past.changes if change.version == version]
        addresses = (f"changes/{version}/", *sorted(folders(past.site, f"changes/{version}/page/*/index.html")))
        rows = [row for address in addresses for row in rows_of(past.site, address)]
        assert len(rows) == len(changes)
        lost = [
            change.id
            for change in changes
            if not any(
                row.classes == change.classes and (change.page in row.links or change.kind == "vocabularies")
                for row in rows
            )
        ]
        assert (version, lost) == (version, [])


def test_each_change_stands_in_the_files_of_its_release(past: Past) -> None:
    for version in past.versions:
        changes = [change for change in past.changes if change.version == version]
        told = json.loads((past.site / f"changes/{version}/changes.json").read_text("utf-8"))
        assert (told["version"], {change.day for change in changes}) == (version, {told["released_on"]})
        assert [(one["kind"], one["id"], tuple(one["classes"])) for one in told["changes"]] == [
            (change.kind, change.id, change.classes) for change in changes
        ]
        lines = (past.site / f"changes/{version}/changes.md").read_text("utf-8").splitlines()
        items = [line for line in lines if line.startswith("- ")]
        assert len(items) == len(changes)
        for change in changes:
            assert change.kind == "vocabularies" or any(f"]({TOY_URL}{change.page})" in item for item in items)


def test_each_change_is_an_entry_of_the_feed_or_of_its_archives(past: Past) -> None:
    assert told_in(entries(past.site, "changes/feed.xml")) == in_feeds(past.changes)


def test_the_history_of_a_record_has_all_its_versions_newest_first(past: Past) -> None:
    for change in past.today.values():
        steps = [item for item in history_of(past, change) if item.get("id")]
        own = [one for one in past.records if one.now == change.now]
        assert [item.get("id") for item in steps] == [f"release-{one.version}" for one in own]
        for item, one in zip(steps, own, strict=True):
            assert f"changes/{one.version}/" in links(item, change.page)
            assert (one.address in links(item, change.page)) == bool(one.next)
            told = one is not own[-1] or "corrections" in one.record
            assert classes_in(item) == (one.classes if told else ())


def test_a_later_reply_stands_in_the_history_of_what_it_answers(past: Past) -> None:
    first = {change.now: change.version for change in past.records}
    replies: dict[tuple[str, str], Published] = {}
    for change in reversed(past.records):
        for answer in change.record.get("answers", ()):
            replies.setdefault((past.ids[answer["to"]], change.now), change)
    later = [(id, one) for (id, _by), one in replies.items() if order_of(first[id]) < order_of(one.version)]
    assert later
    for id, change in past.today.items():
        steps = [links(item, change.page) for item in history_of(past, change) if not item.get("id")]
        expected = [{f"changes/{one.version}/", one.page} for answered, one in later if answered == id]
        assert (id, len(steps)) == (id, len(expected))
        assert all(any(found <= {*step} for step in steps) for found in expected)


def history_of(past: Past, change: Published) -> list[Any]:
    """The steps of the history on a record's page."""
    return list(article(past.site, change.page).iterfind(".//ol[@class='fs-history']/li"))


def test_corrections_are_all_on_their_page_and_in_their_feed(past: Past) -> None:
    corrected = [change for change in past.records if brings_a_correction(change, past)]
    assert all(change in corrected for change in past.records if "corrected" in change.classes)
    rows = rows_of(past.site, "corrections/")
    assert len(rows) == len(corrected) > 0
    for row, change in zip(rows, corrected, strict=True):
        assert row.classes == change.classes
        assert {change.page, f"changes/{change.version}/"} <= set(row.links)
    found = entries(past.site, "corrections/feed.xml")
    assert told_in(found) == in_feeds(corrected)
    assert all(entry.content[0].value for entry in found)


def brings_a_correction(change: Published, past: Past) -> bool:
    """Whether a record names a correction that its version before did not."""
    versions = [one for one in past.records if one.now == change.now]
    before = versions[versions.index(change) + 1 :][:1]
    known = Counter(digest(entry) for one in before for entry in one.record.get("corrections", ()))
    return bool(Counter(map(digest, change.record.get("corrections", ()))) - known)


def test_a_correction_that_is_made_a_second_time_is_published_again(tmp_path: Path) -> None:
    facts, site = tmp_path / "facts", tmp_path / "site"
    records = parties_alone(1)
    party = records["party-1"][1]
    names = (str(party["name"]), "Guild of Saws")
    write(facts, records)
    publish(facts, "2026-01-01")
    for month, (was, now) in enumerate((names, names[::-1], names), 2):
        entry = {"field": "name", "was": was, "now": now, "reason": "source-misread"}
        party |= {"name": now, "corrections": [*party.get("corrections", ()), entry]}
        write(facts, records)
        publish(facts, f"2026-{month:02}-01")
    write_files(facts, site, Renderer(site_url=TOY_URL))
    titles = [entry.title for entry in parsed(site, "corrections/feed.xml").entries]
    there, back = (f"The party {name} was corrected: “Name” (source misread)." for name in names[::-1])
    assert titles == [there, back, there]
    dataset = check(facts).dataset
    assert dataset
    (page,) = corrections_views(dataset)
    assert page.total == 3


def test_each_change_that_concerns_a_party_stands_in_its_feed(past: Past) -> None:
    concerned = [(change, parties_of(change, past)) for change in past.records]
    for id in parties(past):
        expected = [change for change, found in concerned if id in found]
        assert (id, told_in(entries(past.site, f"entities/{id}/feed.xml"))) == (id, in_feeds(expected))


def parties(past: Past) -> dict[str, Published]:
    return {id: change for id, change in past.today.items() if change.kind == "entities"}


def parties_of(change: Published, past: Past) -> set[str]:
    """Those that a record is about or names, whose matter it answers, and everybody inside the groups among them."""
    known = parties(past)
    found = {past.ids.get(text, "") for text in texts(change.record)} & known.keys()
    for answer in change.record.get("answers", ()):
        matter = past.today[past.ids[answer["to"]]].record
        found |= {*matter.get("about", ()), *matter.get("made_by", ())}
        found |= {part["entity"] for part in matter.get("participants", ())}
    while inside := {member for id in found for member in known[id].record.get("members", ())} - found:
        found |= inside
    return found


# Feeds


def test_every_feed_is_sound_and_has_its_newest_entries_first(past: Past) -> None:
    files = folders(past.site, "**/feed.xml")
    assert len(files) > len(parties(past))
    for folder in files:
        feed = parsed(past.site, f"{folder}feed.xml")
        days = [entry.updated for entry in feed.entries]
        assert days == sorted(days, reverse=True)
        assert feed.feed.updated == max(days, default=f"{past.changes[-1].day}T00:00:00Z")
        assert all(entry.title for entry in feed.entries)
        assert len(names_in(feed)) == len(feed.entries) + 1


@pytest.mark.slow
def test_a_site_that_moves_gives_its_feeds_and_entries_the_same_names(toy_sheet: Path, elsewhere: Path) -> None:
    for folder in folders(toy_sheet, "**/feed.xml"):
        feed = f"{folder}feed.xml"
        assert names_in(parsed(toy_sheet, feed)) == names_in(parsed(elsewhere, feed))
        assert b"toy.example/sheet" not in (elsewhere / feed).read_bytes()


def names_in(feed: Any) -> list[str]:
    """The name of a feed and those of its entries, each once."""
    return list(dict.fromkeys((feed.feed.id, *(entry.id for entry in feed.entries))))


@pytest.mark.slow
def test_a_burst_of_seven_hundred_changes_is_whole_in_one_feed(tmp_path: Path) -> None:
    site = told_by_machines(tmp_path, (2, 700, 2))
    newest = told_in(parsed(site, "changes/feed.xml").entries)
    assert [day for _address, _classes, day in newest] == ["2026-03-01T00:00:00Z"] * 2 + ["2026-02-01T00:00:00Z"] * 700
    assert len(entries(site, "changes/feed.xml")) == 704


@pytest.mark.parametrize("least", [1, 5, 12, 300])
def test_the_feed_and_its_archives_together_have_every_entry_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(feeds, "LEAST_ENTRIES", least)
    counts = (3, 1, 7, 2, 1, 1, 4, 5, 2, 1, 6, 1)
    site = told_by_machines(tmp_path, counts)
    found = entries(site, "changes/feed.xml")
    assert len({entry.id for entry in found}) == len(found) == sum(counts)
    assert told_in(found) == in_feeds(past_of(site, tmp_path / "facts").changes)
    assert len(parsed(site, "changes/feed.xml").entries) >= min(least, sum(counts))
    archives = [parsed(site, f"{folder}feed.xml") for folder in folders(site, "changes/*/feed.xml")]
    assert all(one.feed.get("fh_archive") is not None for one in archives)
    assert (len(archives) == 0) == (least == 300)


def told_by_machines(folder: Path, counts: tuple[int, ...]) -> Path:
    """The files beside the pages of a site whose releases, one a month, added so many parties each."""
    facts, site = folder / "facts", folder / "site"
    records = parties_alone(0)
    for month, count in enumerate(counts, 1):
        # The first release has the closed lists too.
        for number in range(1000 * month, 1000 * month + count - (month == 1)):
            adds_party(records, "", number)
        write(facts, records)
        publish(facts, f"2026-{month:02}-01")
    write_files(facts, site, Renderer(site_url=TOY_URL, site_name="Parties"))
    return site


def parties_alone(count: int) -> Records:
    """The closed lists, and so many parties."""
    records: Records = {VOCABULARIES_ID: ("vocabularies", data_of(HERE / "toy_facts" / VOCABULARIES_ID))}
    for number in range(1, count + 1):
        adds_party(records, "", number)
    return records


def write_files(facts: Path, site: Path, renderer: Renderer) -> None:
    """Writes what a site has beside its pages."""
    dataset = check(facts).dataset
    assert dataset
    for path, text in press.files(dataset, renderer):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")


@pytest.mark.slow
def test_without_an_address_of_the_site_feeds_say_the_same_and_lead_to_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LEAST_ENTRIES", 20)
    whole, bare = tmp_path / "whole", tmp_path / "bare"
    for site, url in ((whole, TOY_URL), (bare, "")):
        write_files(HERE / "toy_facts", site, Renderer(site_url=url, site_name="Toys"))
    files = [f"{folder}feed.xml" for folder in folders(whole, "**/feed.xml")]
    assert any("prev-archive" in (whole / file).read_text("utf-8") for file in files)
    for file in files:
        assert TOY_URL not in (bare / file).read_text("utf-8")
        assert resolved(bare, file) == resolved(whole, file)


def resolved(site: Path, file: str) -> Any:
    """The links of a feed and of its entries, and what these say, as one who read it at its place resolves them."""
    found = feedparser.parse((site / file).read_bytes(), response_headers={"content-location": TOY_URL + file})
    said = [(entry.link, [content.value for content in entry.content]) for entry in found.entries]
    assert all(link and any(content) for link, content in said)
    return [(link.rel, link.href) for link in found.feed.links], said


# The facts as they stood


def test_the_index_of_a_release_leads_to_each_record_as_it_stood_then(past: Past) -> None:
    ledger = ledger_of(past.facts)
    for version in past.versions:
        state = replay(ledger, version)
        expected = {
            (change.address, change.version)
            for change in held(past, version)
            if change.kind != "vocabularies" and change.record == state[change.id][1]
        }
        rows = [row for part in parts_of(past.site, version).values() for row in part]
        assert (len(rows), {*rows}) == (len(state) - 1, expected)


def test_the_manifests_up_to_a_release_say_which_version_of_each_record_held(past: Past) -> None:
    ledger = ledger_of(past.facts)
    for version in past.versions:
        merged = manifest(past.site, version)
        assert merged.keys() == replay(ledger, version).keys()
        assert merged == {change.id: change.version for change in held(past, version)}


def test_a_part_is_written_only_under_a_release_that_changed_it_and_says_how_long_it_held(past: Past) -> None:
    before: dict[str, frozenset[tuple[str, str]]] = {}
    kept = set()
    for version in past.versions:
        parts = parts_of(past.site, version)
        new = {address for address in parts if address.startswith(f"as-of/{version}/")}
        assert set(folders(past.site, f"as-of/{version}/*/*/index.html")) == new
        assert parts.keys() - new <= before.keys()
        assert {address for address in new if parts[address] in before.values()} == set()
        assert all(f"until release {version}" in lead(past.site, address) for address in before.keys() - parts.keys())
        kept |= parts.keys() - new
        before = parts
    assert kept
    assert all("until now" in lead(past.site, address) for address in before)


def lead(site: Path, address: str) -> str:
    """The first sentence of a page."""
    return words(article(site, address).find("p[@class='fs-lead']"))


def held(past: Past, version: str) -> list[Published]:
    """The versions of records that held after a release, by the ids that they then had."""
    found: dict[str, Published] = {}
    for change in past.changes:
        if order_of(change.version) <= order_of(version):
            found.setdefault(change.now, change)
    return list(found.values())


def parts_of(site: Path, version: str) -> dict[str, frozenset[tuple[str, str]]]:
    """The parts that the index of a release leads to: where each record is read, and in which version."""
    index = f"as-of/{version}/"
    addresses = [link for link in links(article(site, index), index) if re.fullmatch(r"as-of/[\d.]+/\w+/[\w-]+/", link)]
    return {address: frozenset(_rows_of_part(site, address)) for address in addresses}


def _rows_of_part(site: Path, address: str) -> Iterator[tuple[str, str]]:
    for row in article(site, address).iterfind(".//ul[@class='fs-index']/li"):
        (link,) = links(row, address)
        yield link, words(row.find("span[@class='fs-remark']"))


def manifest(site: Path, version: str) -> dict[str, str]:
    """The version of each record after a release: its manifest on top of all that it follows."""
    file: Path | None = site / "as-of" / version / "manifest.json"
    chain: list[dict[str, Any]] = []
    while file:
        one = json.loads(file.read_text("utf-8"))
        chain.insert(0, one)
        file = file.parent / one["previous"] if one["previous"] else None
    merged: dict[str, str] = {}
    for one in chain:
        merged = {id: held for id, held in merged.items() if id not in one["former_ids"]} | one["versions"]
    return merged


# Former ids and tombstones


def test_the_addresses_of_former_ids_lead_on(past: Past) -> None:
    former = [(change, old) for change in past.today.values() for old in change.record.get("former_ids", ())]
    assert former
    for change, old in former:
        assert leads_to(past.site, f"{change.kind}/{old}/") == change.page
        if change.kind == "entities":
            was, now = (entries(past.site, f"entities/{id}/feed.xml") for id in (old, change.now))
            assert told_in(was) == told_in(now)
    for change in past.records:
        if change.id != change.now:
            assert leads_to(past.site, f"{change.kind}/{change.id}/v/{change.version}/") == change.address


def old_addresses(past: Past) -> set[str]:
    """Where versions were read under ids that their records no longer have."""
    return {f"{change.kind}/{change.id}/v/{change.version}/" for change in past.records if change.id != change.now}


def leads_to(site: Path, address: str) -> str:
    """Where a page sends its readers, by itself and by its link."""
    page = (site / address / "index.html").read_text("utf-8")
    (sent,) = re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', page)
    (link,) = links(article(site, address), address)
    assert link == target(sent, address)
    return link


def test_a_withdrawn_record_says_when_why_and_what_to_read_instead_and_still_shows_what_it_said(past: Past) -> None:
    gone = [change for change in past.today.values() if "withdrawn" in change.record]
    assert len(gone) >= 6
    for change in gone:
        page, notice = article(past.site, change.page), change.record["withdrawn"]
        aside = page.find("aside[@class='fs-withdrawn']")
        assert aside.find(".//time").get("datetime") == notice["on"]
        assert any(label in words(aside) for label in labels_of(past.facts)[notice["reason"]])
        instead = notice.get("replaced_by")
        assert links(aside, change.page) == ([past.today[past.ids[instead]].page] if instead else [])
        said = change.record[SAID[change.kind]]
        assert is_shown(said, shown_on(page, change.page), past.ids, {})


# Citations


def test_every_version_is_cited_in_four_formats(past: Past) -> None:
    for change in past.records:
        address = change.address.partition("#")[0]
        page = article(past.site, address)
        (box,) = page.iterfind(".//details[@class='fs-cite-this']")
        files = {link.get("download"): given_away(link.get("href")) for link in box.iterfind(".//a")}
        assert list(files) == [f"{change.now}.{ending}" for ending in ("txt", "bib", "ris", "json")]
        line, bib, ris, csl = files.values()
        assert line == f"{words(box.find('p'))}\n"
        own, seal = f"{TOY_URL}{change.address}", f"content hash sha256:{digest(change.record)}"
        assert [named for named in (f"release {change.version}", own, seal) if named not in line] == []
        library = parse_string(bib)
        assert not library.failed_blocks
        read_back = [
            tuple(library.entries[0][key] for key in ("version", "url", "note")),
            tuple("".join(rispy.loads(ris)[0][key]) for key in ("edition", "urls", "notes")),
            tuple(json.loads(csl)[0][key] for key in ("version", "URL", "note")),
        ]
        assert {(version, url) for version, url, _note in read_back} == {(change.version, own)}
        assert [note for _version, _url, note in read_back if seal not in note] == []
        sources = 1 + (change.kind == "sources" or bool(re.search(r"\bsources?:", line, re.IGNORECASE)))
        assert len(library.entries) == len(rispy.loads(ris)) == len(json.loads(csl)) == sources


def given_away(address: str) -> str:
    """The text that an address holds."""
    head, _comma, text = address.partition(",")
    assert head == "data:text/plain;charset=utf-8"
    return unquote(text)


# Whole sites


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy facts in the real site's look, at another address."""
    root = copy_of_toy(tmp_path_factory.mktemp("elsewhere"))
    shutil.copytree(HERE.parent / "site_config" / "theme", root / "theme")
    config = root / "toy_site" / "mkdocs.yml"
    text = config.read_text("utf-8").replace(TOY_URL, "https://elsewhere.example/")
    config.write_text(text.replace("theme:\n", "theme:\n  custom_dir: ../theme\n"), "utf-8")
    return built(config, root / "sheet")


def test_search_engines_are_asked_to_leave_out_what_no_longer_holds(elsewhere: Path) -> None:
    asked = {folder for folder in folders(elsewhere, "**/index.html") if noindex(elsewhere, folder)}
    past = past_of(elsewhere, HERE / "toy_facts")
    assert {change.address for change in past.records if change.next} <= asked
    listed = re.findall("<loc>https://elsewhere.example/(.*?)</loc>", (elsewhere / "sitemap.xml").read_text("utf-8"))
    assert asked & set(listed) == set()


def noindex(site: Path, address: str) -> bool:
    return '<meta name="robots" content="noindex">' in (site / address / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_the_same_facts_and_ledger_give_the_same_bytes(toy_sheet: Path, tmp_path: Path) -> None:
    again = built(copy_of_toy(tmp_path) / "toy_site" / "mkdocs.yml", tmp_path / "sheet")
    assert bytes_in(again) == bytes_in(toy_sheet)


@pytest.mark.slow
def test_what_is_not_released_yet_is_told_as_such_and_the_version_before_it_gets_a_page(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    records = records_in(root / "toy_facts")
    adds_party(records, "", 1)
    notes(records, "guild", 2)
    renames(records, "saw-mirror-undated", 3)
    write(root / "toy_facts", records)
    site = built(root / "toy_site" / "mkdocs.yml", root / "sheet")
    waiting = ("entities/party-1/", "entities/guild/", "sources/saw-mirror-undated-3/")
    assert {*waiting} <= {link for row in rows_of(site, "changes/") for link in row.links}
    for address in waiting:
        newest = article(site, address).find(".//ol[@class='fs-history']/li")
        assert words(newest).startswith("Not released yet")
    versions = [f"{address}v/2024.06.0/" for address in waiting[1:]]
    for address in versions:
        assert "; a change of it is not released yet." in words(article(site, address).find("aside"))
    assert {f"{TOY_URL}{address}" for address in versions} <= {one.link for one in entries(site, "changes/feed.xml")}
    assert entries(site, "entities/party-1/feed.xml") == []
    assert leads_to(site, "sources/saw-mirror-undated/") == waiting[2]


@pytest.mark.slow
def test_a_site_without_a_release_says_so_and_has_no_past(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    shutil.rmtree(root / "toy_facts" / "releases")
    site = built(root / "toy_site" / "mkdocs.yml", root / "sheet")
    for address in ("changes/", "corrections/", "as-of/"):
        assert "There is none yet." in words(article(site, address))
    assert folders(site, "**/feed.xml") == folders(site, "*/*/v/**/index.html") == folders(site, "as-of/*/**/*") == []
    for record in folders(site, "*/*/record.yml"):
        page = article(site, record)
        assert "history" not in anchors(page)
        assert words(page.find(".//details[@class='fs-cite-this']/summary")) == "Cite this"


def test_words_removed_by_law_are_in_no_file_of_the_facts_and_of_the_site(toy_sheet: Path, tmp_path: Path) -> None:
    root, before = copy_of_toy(tmp_path), bytes_in(toy_sheet)
    facts = root / "toy_facts"
    asked = ("On which day were the toolmakers listed?", "When were they listed?")
    gone = (*asked, "例子仪器厂", "Lizi Instrument Works", "liziyiqichang")
    assert all(holding(before, text) for text in gone)
    question = ("--reason", "legal", "--field", "question", "day-of-the-2024-listing")
    run(facts, "redact", "--yes", "--on", "2026-06-01", *question)
    run(facts, "redact", "--yes", "--on", "2026-06-02", "--reason", "privacy", "lizi")
    publish(facts, "2026-06-03")
    assert warned(facts) <= warned(HERE / "toy_facts")
    site = built(root / "toy_site" / "mkdocs.yml", root / "sheet")
    after = bytes_in(facts) | bytes_in(site)
    assert [(text, name) for text in gone for name in holding(after, text)] == []
    told = told_of(site, "disagreements/day-of-the-2024-listing/")
    assert "Removed: Question, 1 June 2026: legal reason" in told
    assert [line for line in told if "[removed, removed:" in line] == []
    names = {f"Removed: {field}, 2 June 2026: privacy" for field in ("Name", "Names")}
    assert names <= set(told_of(site, "entities/lizi/"))


def told_of(site: Path, address: str) -> list[str]:
    """What the history of a record tells, a line a detail."""
    details = article(site, address).iterfind(".//ol[@class='fs-history']//div")
    return [f"{words(one.find('dt'))}: {words(one.find('dd'))}" for one in details]


def warned(facts: Path) -> set[tuple[str, str]]:
    """What a check of facts that can be published warns of: code and message."""
    return {
        (found["code"], found["message"]) for found in json.loads(run(facts, "check", "--format", "json"))["problems"]
    }


def holding(files: dict[str, bytes], text: str) -> list[str]:
    """The files that have the words, as they are or as an address, HTML or JSON writes them."""
    forms = {form.encode() for form in (text, quote(text, safe="?"), html.escape(text), json.dumps(text)[1:-1])}
    return [name for name, held in files.items() if any(form in held for form in forms)]


def copy_of_toy(folder: Path) -> Path:
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, folder / name)
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def run(facts: Path, command: str, *arguments: str) -> str:
    """What a command prints that goes well."""
    result = CliRunner().invoke(commands, [command, "--facts", str(facts), *arguments])
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


# Two hundred edits


@pytest.mark.slow
def test_each_of_two_hundred_random_edits_is_told_as_what_it_is(edited: Edited) -> None:
    releases = ledger_of(edited.past.facts).releases[1:]
    assert [{change.id: change.classes for change in one.changes} for one in releases] == edited.made
    assert {name for made in edited.made for classes in made.values() for name in classes} == {*CLASSES}
    assert len(folders(edited.past.site, "changes/*/feed.xml")) > 1


def publish(facts: Path, day: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("factsheet.cli.group.today", lambda: day)
        run(facts, "release", "--yes")


def ledger_of(facts: Path) -> Ledger:
    ledger = read_ledger(facts)
    assert isinstance(ledger, Ledger), ledger
    return ledger
