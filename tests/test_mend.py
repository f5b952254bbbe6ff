"""What is mended on the theme's pages, and that a theme that moved its places is noticed."""

import re

import pytest
from factsheet.mend import mended, policy

PAGE = """<html>
  <head>
    <meta charset="utf-8">
    <script>first()</script>
  </head>
  <div class="md-search" data-md-component="search" role="dialog">
    <input type="text" class="md-search__input" name="query" aria-label="Suche" placeholder="Suche">
  </div>
  <article>
      <script>inside()</script>
  </article>
  <script>last()</script>
  <script id="__config" type="application/json">{}</script>
</html>"""


def test_the_search_dialog_gets_the_name_of_its_field() -> None:
    assert '<div class="md-search" data-md-component="search" role="dialog" aria-label="Suche">' in mended(
        PAGE, guarded=False
    )


def test_the_policy_names_the_frames_own_scripts_and_none_of_the_articles() -> None:
    rules = re.search(r'Content-Security-Policy" content="([^"]*)"', mended(PAGE, guarded=True))
    assert rules
    assert rules[1] == policy("<script>first()</script><script>last()</script>")
    assert len(re.findall(r"'sha256-[A-Za-z0-9+/=]{44}'", rules[1])) == 2


def test_the_policy_stands_before_anything_that_it_guards() -> None:
    html = mended(PAGE, guarded=True)
    assert html.index("Content-Security-Policy") < html.index("<script>")


def test_a_preview_has_no_policy() -> None:
    assert "Content-Security-Policy" not in mended(PAGE, guarded=False)


def test_what_stands_in_an_article_is_left_as_it_is() -> None:
    body = "<pre>  one\n\n\n  two</pre>"
    page = PAGE.replace("<script>inside()</script>", f"{body}\n  <p>three</p>")
    assert f"<article>\n{body}\n  <p>three</p>\n</article>" in mended(page, guarded=True)


def test_the_theme_s_buttons_at_the_head_of_an_article_are_made_smaller_too() -> None:
    button = '<a href="x" class="md-content__button md-icon">\n\n   <svg/>\n  </a>'
    page = PAGE.replace("<script>inside()</script>", f"\n\n{button}\n\n<p>three</p>")
    assert '<article><a href="x" class="md-content__button md-icon"><svg/></a>\n<p>three</p>' in mended(
        page, guarded=True
    )


def test_a_page_without_a_search_needs_no_name_for_it() -> None:
    page = re.sub('<div class="md-search".*?</div>', "", PAGE, flags=re.DOTALL)
    assert "md-search" not in mended(page, guarded=True)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('role="dialog"', 'role="search"'),
        ('aria-label="Suche"', ""),
        ("md-search__input", "md-search__field"),
        ('<meta charset="utf-8">', ""),
        ("<article>", "<main>"),
    ],
)
def test_a_theme_that_moved_its_places_fails_the_build(was: str, now: str) -> None:
    with pytest.raises(RuntimeError, match="the theme's"):
        mended(PAGE.replace(was, now), guarded=True)


def test_the_note_on_old_versions_resolves_its_relative_address() -> None:
    note = '<script>var base=new URL(".."),outdated=__md_get("__outdated",sessionStorage,base)</script>'
    html = PAGE.replace("<article>", f"{note}<article>")
    assert 'new URL("..",location),outdated=' in mended(html, guarded=True)


def test_a_theme_that_wrote_its_note_on_old_versions_anew_is_noticed() -> None:
    html = PAGE.replace("<article>", '<script>__md_get("__outdated")</script><article>')
    with pytest.raises(RuntimeError, match="old versions"):
        mended(html, guarded=False)
