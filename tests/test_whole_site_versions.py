"""Whole old sites kept with mike, as the README tells, and the theme's picker of versions in a real browser."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import HERE
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

OLD, NEW = "2026.11.0", "2026.12.0"
SETTING = "extra: {version: {provider: mike}}"
NOTE = (
    "{% block outdated %}This is an old version of this site. "
    '<a href="{{ base_url }}/..">Read the current one</a>.{% endblock %}'
)
VERIFY = "factsheet build --verify"
DEPLOY = "mike deploy --update-aliases {version} latest"
SET_DEFAULT = "mike set-default latest"
LIST = "mike list"
DELETE = f"mike delete {OLD}"
FORGET = 'git branch --force gh-pages "$(git commit-tree -m "Begin anew" "gh-pages^{tree}")"'

SOURCE = "sources/handbook-2022"
OLD_TITLE, NEW_TITLE = "Handbook of saws, ninth edition", "Handbook of saws, tenth edition"
# Without the repository that a hook of git names.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    # mike starts mkdocs by its name.
    "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{role}_NAME": "Mo Lin" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "mo@toy.example" for role in ("AUTHOR", "COMMITTER")},
}
LOOKS = [pytest.param((width, scheme), id=f"{width}-{scheme}") for width in (390, 1280) for scheme in ("light", "dark")]
SEEN_WHOLE = """part => {
    const box = part.getBoundingClientRect();
    const above = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return part.scrollWidth <= part.clientWidth && box.right <= innerWidth && part.contains(above);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy site in the real site's look, in a repository without a remote; both versions are deployed."""
    repository = tmp_path_factory.mktemp("repository")
    for folder in (HERE / "toy_site", HERE / "toy_facts", HERE.parent / "site_config" / "theme"):
        shutil.copytree(folder, repository / folder.name)
    site = repository / "toy_site"
    follow_the_recipe(site / "mkdocs.yml", repository / "theme" / "main.html")
    run(repository, "git init --quiet", "git add .", "git commit --quiet -m One")
    run(site, VERIFY, DEPLOY.format(version=OLD), SET_DEFAULT)
    source = repository / "toy_facts" / f"{SOURCE}.yml"
    source.write_text(source.read_text("utf-8").replace(OLD_TITLE, NEW_TITLE), "utf-8")
    run(repository, "git commit --quiet --all -m Two")
    run(site, VERIFY, DEPLOY.format(version=NEW))
    return site


@pytest.fixture(scope="module")
def home(site: Path, serve: Callable[[Path], str]) -> str:
    """The address of what the branch gh-pages holds, below a folder of its host."""
    published = site.parent / "published" / "sheet"
    published.mkdir(parents=True)
    run(published, "git -C ../.. archive gh-pages | tar -x")
    return f"{serve(published.parent)}/{published.name}/"


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, chromium: Browser, home: str) -> Iterator[Page]:
    """A window of a width and a palette; nothing may go wrong in it, and it may ask nothing of other hosts."""
    width, scheme = request.param
    context = chromium.new_context(
        base_url=home, viewport={"width": width, "height": 600}, color_scheme=scheme, reduced_motion="reduce"
    )
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("request", lambda request: None if request.url.startswith(home) else faults.append(request.url))
    yield context.new_page()
    context.close()
    assert faults == []


def by_mouse(page: Page) -> None:
    """Chooses the old version with the mouse."""
    picker(page).hover()
    versions(page).get_by_text(OLD).click()


def by_keyboard(page: Page) -> None:
    """Chooses the old version with keys alone, on the way from the logo."""
    page.locator("header .md-logo").focus()
    page.keyboard.press("Tab")
    expect(picker(page)).to_be_focused()
    for link in versions(page).all():
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("choose", [by_mouse, by_keyboard])
def test_the_picker_leads_to_the_same_page_of_the_old_site(
    page: Page, home: str, choose: Callable[[Page], None]
) -> None:
    page.goto(f"latest/{SOURCE}/")
    expect(page.locator("h1")).to_have_text(NEW_TITLE)
    expect(versions(page)).to_have_text([NEW, OLD])
    choose(page)
    expect(page).to_have_url(f"{home}{OLD}/{SOURCE}/")
    expect(page.locator("h1")).to_have_text(OLD_TITLE)
    expect(picker(page)).to_have_text(OLD)


def test_the_header_stays_readable_and_no_key_leads_to_a_picker_that_it_does_not_show(page: Page) -> None:
    page.goto(f"latest/{SOURCE}/")
    picker(page).focus()
    expect(page.locator(".md-version__list")).to_have_css("opacity", "1")
    for part in (page.locator(".md-header__topic .md-ellipsis").first, picker(page), *versions(page).all()):
        assert part.evaluate(SEEN_WHOLE)
    page.mouse.wheel(0, 5000)
    expect(picker(page)).to_be_hidden()


def test_the_root_and_the_note_on_an_old_page_lead_to_the_current_site(page: Page, home: str) -> None:
    page.goto(home, wait_until="commit")
    expect(page).to_have_url(f"{home}latest/")
    expect(picker(page)).to_have_text(NEW)
    expect(note(page)).to_be_hidden()
    page.goto(f"{OLD}/{SOURCE}/")
    note(page).get_by_role("link").click()
    expect(page).to_have_url(f"{home}latest/")


def test_the_address_that_a_page_gives_for_itself_names_its_version(site: Path) -> None:
    html = run(site, f"git show gh-pages:{NEW}/{SOURCE}/index.html")
    assert f'<link rel="canonical" href="https://toy.example/sheet/{NEW}/{SOURCE}/">' in html


def test_a_removed_version_is_gone_from_the_branch_and_from_its_history(site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site.parent, tmp_path / "copy") / site.name
    holders = f"git log --oneline gh-pages -- :/{OLD} | wc -l"
    assert int(run(copy, holders)) > 0
    run(copy, DELETE, FORGET)
    assert run(copy, LIST) == f"{NEW} [latest]\n"
    assert int(run(copy, holders)) == 0


def follow_the_recipe(config: Path, frame: Path) -> None:
    """Gives a site the real palettes and stylesheet, and what the recipe adds to its settings and its frame."""
    palette = re.search(r"^  palette:\n(?:   .*\n)+", (HERE.parent / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert palette
    text = config.read_text("utf-8").replace("theme:\n", f"theme:\n  custom_dir: ../theme\n{palette[0]}")
    config.write_text(f"{text}extra_css: [factsheet.css]\n{SETTING}\n", "utf-8")
    frame.write_text(frame.read_text("utf-8") + NOTE, "utf-8")


def picker(page: Page) -> Locator:
    return page.locator(".md-version__current")


def versions(page: Page) -> Locator:
    return page.locator(".md-version__link")


def note(page: Page) -> Locator:
    return page.locator("[data-md-component=outdated]")


def run(folder: Path, *commands: str) -> str:
    """What the last of these commands of a shell prints; all of them end well."""
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("line", [SETTING, NOTE, VERIFY, DEPLOY.format(version=NEW), SET_DEFAULT, LIST, DELETE, FORGET])
def test_the_readme_tells_what_is_done_here(line: str) -> None:
    assert line in (HERE.parent / "README.md").read_text("utf-8")
