"""A written site that is read again: a sound one passes, and one with a single thing broken is refused."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from factsheet.audit import Unsound, inspect

HOME = """
<!doctype html><html lang="en"><head><title>Home</title><link rel="stylesheet" href="assets/site.css"></head>
<body><header><button onclick="">menu</button></header>
<main><article>
<h1 id="page-title">Home</h1>
<ul><li><a href="entities/acme/">Acme</a></li><li><a href="entities/acme/#names">its names</a></li>
<li><a href="#page-title">above</a></li><li><a href="https://elsewhere.example/#there">elsewhere</a></li>
<li><a href="mailto:us@toy.example">us</a></li></ul>
</article></main><script src="assets/site.js"></script></body></html>
"""
ACME = """
<!doctype html><html lang="en"><head><title>Acme</title></head>
<body><main><article>
<h1 id="page-title">Acme</h1>
<h2 id="names">Names</h2><p><bdi lang="zh-Hans">爱克米</bdi> <a href="record.yml">its data</a></p>
<p><a href="../../">home</a></p>
</article></main></body></html>
"""
LOST = '<html><body><main><article><h1>404 - Not found</h1><a href="/sheet/.">home</a></article></main></body></html>'
SOUND = {
    "index.html": HOME,
    "entities/acme/index.html": ACME,
    "entities/acme/record.yml": "id: acme\n",
    "404.html": LOST,
    "assets/site.css": "",
    "assets/site.js": "",
    "search/search_index.json": json.dumps({"docs": [{"location": "entities/acme/", "title": "Acme", "text": ""}]}),
}
Declared = Mapping[str, tuple[str, ...]]
DECLARED: Declared = {"": ("page-title",), "entities/acme/": ("page-title", "names")}


def inspected(folder: Path, changed: Mapping[str, str | None], declared: Declared = DECLARED, records: int = 1) -> None:
    """Writes the sound tree with these files changed, or left out where there is no text, and inspects it."""
    for name, text in {**SOUND, **changed}.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    inspect(folder, declared, records=records)


def findings(folder: Path, changed: Mapping[str, str | None], declared: Declared = DECLARED, records: int = 1) -> str:
    """What the inspection of the changed tree has against it."""
    with pytest.raises(Unsound) as found:
        inspected(folder, changed, declared, records)
    return str(found.value)


def test_a_sound_site_passes(tmp_path: Path) -> None:
    inspected(tmp_path, {})


ACME_PAGE, HOME_PAGE = "entities/acme/index.html", "index.html"
STRANGE = {
    "<script>ran=1</script>": "holds <script>",
    "<iframe></iframe>": "holds <iframe>",
    "<object></object>": "holds <object>",
    "<form></form>": "holds <form>",
    "<style>*{}</style>": "holds <style>",
    "<base>": "holds <base>",
    "<meta>": "holds <meta>",
    "<custom-element></custom-element>": "holds <custom-element>",
    "<p onclick='ran=1'></p>": "holds onclick on <p>",
    "<img alt='' ONERROR='ran=1'>": "holds onerror on <img>",
    "<p style='position:fixed'></p>": "holds style on <p>",
    "<p srcdoc=''></p>": "holds srcdoc on <p>",
    "<a href='javascript:ran=1'>a</a>": "holds href=javascript:ran=1",
    "<a href=' JAVASCRIPT:ran=1'>a</a>": "holds href= JAVASCRIPT:ran=1",
    "<a href='java&#9;script:ran=1'>a</a>": "holds href=java\tscript:ran=1",
    "<a href='&#1;javascript:ran=1'>a</a>": "holds href=javascript:ran=1",
    "<a href='data:text/html,x'>a</a>": "holds href=data:text/html,x",
    "<a href='vbscript:x'>a</a>": "holds href=vbscript:x",
    "<a href='//[elsewhere'>a</a>": "holds href=//[elsewhere",
    "<img alt='' src='https://elsewhere.example/a.png'>": "holds src=https://elsewhere.example/a.png",
    "<img alt='' src='//elsewhere.example/a.png'>": "holds src=//elsewhere.example/a.png",
    "<img alt='' src='data:image/png,x'>": "holds src=data:image/png,x",
}


@pytest.mark.parametrize(("html", "finding"), STRANGE.items())
def test_what_has_no_place_in_our_part_of_a_page_is_found(tmp_path: Path, html: str, finding: str) -> None:
    assert (
        findings(tmp_path, {ACME_PAGE: ACME.replace("</article>", f"{html}</article>")})
        == f"1 findings: entities/acme/ {finding}"
    )


def test_text_that_ends_our_part_of_a_page_is_found(tmp_path: Path) -> None:
    forged = "</article><script>ran=1</script>"
    assert (
        findings(tmp_path, {ACME_PAGE: ACME.replace("<p><bdi", f"{forged}<p><bdi")})
        == "1 findings: entities/acme/ holds </article> without its beginning"
    )


BROKEN = {
    "entities/nobody/": "leads to entities/nobody/, which is not there",
    "entities/acme/index.htm": "leads to entities/acme/index.htm, which is not there",
    "../outside/": "leads to ../outside/, which is not there",
    "/entities/acme/": "leads to /entities/acme/, which is not there",
    "assets/": "leads to assets/, which is not there",
    "#nowhere": "leads to #nowhere, and that place is not on the page",
    "entities/acme/#nowhere": "leads to entities/acme/#nowhere, and that place is not on the page",
    "entities/acme/?a=b#nowhere": "leads to entities/acme/?a=b#nowhere, and that place is not on the page",
    "entities/acme/#n%C3%A4mes": "leads to entities/acme/#n%C3%A4mes, and that place is not on the page",
}


@pytest.mark.parametrize(("link", "finding"), BROKEN.items())
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, link: str, finding: str) -> None:
    assert (
        findings(tmp_path, {HOME_PAGE: HOME.replace('href="entities/acme/#names"', f'href="{link}"')})
        == f"1 findings: the home page {finding}"
    )


@pytest.mark.parametrize(
    "link",
    ["entities/acme/?a=b#names", "./entities/../entities/acme/", "entities/acme/index.html", "?a#page-title", "#", ""],
)
def test_a_link_that_leads_somewhere_is_sound(tmp_path: Path, link: str) -> None:
    inspected(tmp_path, {HOME_PAGE: HOME.replace('href="entities/acme/#names"', f'href="{link}"')})


def test_a_missing_file_of_the_theme_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {"assets/site.js": None})
        == "1 findings: the home page leads to assets/site.js, which is not there"
    )


def test_a_place_that_is_named_twice_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {ACME_PAGE: ACME.replace("<p><bdi", '<p id="names"><bdi')})
        == "1 findings: entities/acme/ has 2 places named names"
    )


@pytest.mark.parametrize(("heading", "count"), [("", 0), ("<h1>One</h1><h1>Two</h1>", 2)])
def test_a_page_without_just_one_main_heading_is_found(tmp_path: Path, heading: str, count: int) -> None:
    page = ACME.replace('<h1 id="page-title">Acme</h1>', f'{heading}<p id="page-title"></p>')
    assert findings(tmp_path, {ACME_PAGE: page}) == f"1 findings: entities/acme/ has {count} main headings"


def test_a_page_that_nobody_declared_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {"forged/index.html": "<h1>Forged</h1>"})
        == "1 findings: forged/ was written, but not declared"
    )


def test_a_declared_page_that_is_missing_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {}, declared={**DECLARED, "entities/lost/": ()})
        == "1 findings: entities/lost/ was declared, but not written"
    )


def test_a_declared_place_that_is_missing_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {}, declared={**DECLARED, "entities/acme/": ("lost", "page-title")})
        == "1 findings: entities/acme/#lost was declared, but is not on the page"
    )


def test_a_missing_record_is_found(tmp_path: Path) -> None:
    assert findings(tmp_path, {}, records=2) == "1 findings: 2 records, but 1 record files"


def test_a_record_that_the_search_does_not_know_is_found(tmp_path: Path) -> None:
    assert (
        findings(tmp_path, {"search/search_index.json": json.dumps({"docs": []})})
        == "1 findings: entities/acme/ cannot be searched"
    )


def test_an_entry_of_the_search_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    docs = [{"location": f"entities/{place}"} for place in ("acme/", "acme/#names", "acme/#gone", "gone/")]
    assert findings(tmp_path, {"search/search_index.json": json.dumps({"docs": docs})}) == (
        "2 findings: the search leads to entities/acme/#gone, which is not there;"
        " the search leads to entities/gone/, which is not there"
    )


def test_a_site_without_a_search_is_sound(tmp_path: Path) -> None:
    inspected(tmp_path, {"search/search_index.json": None})


def test_everything_that_is_broken_is_counted_and_the_first_are_told(tmp_path: Path) -> None:
    links = "".join(f'<a href="lost{number:02d}/">lost</a>' for number in range(12))
    told = findings(tmp_path, {HOME_PAGE: HOME.replace("</article>", f"{links}</article>")})
    assert told.startswith("12 findings: the home page leads to lost00/")
    assert told.count("is not there") == 10
