"""What is mended on a page of the theme after it was drawn: on frames of facts and on hand-written pages alike.

Each mend knows the one place that it changes, and raises RuntimeError if another release of the theme has moved it.
"""

import hashlib
import re
from base64 import b64encode

_DIALOG = 'data-md-component="search" role="dialog"'
_SEARCH_FIELD = re.compile(r'<input\b[^>]*\bclass="md-search__input"[^>]*\baria-label="(?P<label>[^"]*)"')
_INLINE_SCRIPT = re.compile(r"<script>(?P<code>.*?)</script>", re.DOTALL)
_ARTICLE = re.compile(r'<article\b[^>]*>(?:\s*<a\b[^>]*\bclass="md-content__button\b.*?</a>)*\s*', re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
_OUTDATED = re.compile(r'(\bbase=new URL\("[^"]*")(\),outdated=__md_get\("__outdated")')


def mended(html: str, *, guarded: bool, robots: str | None = None) -> str:
    """A page of the theme made smaller, with a name for its search dialog and, if `guarded`, a content-security policy.

    `robots` is what it asks of search engines.

    What stands in the article below its buttons is left as it is, so that a frame and a page that mkdocs made whole are
    mended alike. The policy lets run what the frame itself brings, and nothing that stands in an article.
    """
    opened, end = _ARTICLE.search(html), html.rfind("</article>")
    if not opened:
        raise RuntimeError("the theme's page has no article")
    before = _located(_named(_squeezed(html[: opened.end()])))
    body, after = html[opened.end() : end], _squeezed(html[end:])
    if robots:
        before = _at_its_head(before, f'<meta name="robots" content="{robots}">')
    if guarded:
        rules = policy(before + after)
        before = _at_its_head(before, f'<meta http-equiv="Content-Security-Policy" content="{rules}">')
    return f"{before}\n{body.rstrip()}\n{after}"


def above_the_body(html: str, piece: str) -> str:
    """A page of the theme with a piece of HTML above what stands in its article."""
    opened = _ARTICLE.search(html)
    return f"{html[: opened.end()]}{piece}{html[opened.end() :]}" if opened else html


def policy(frame: str) -> str:
    """The content-security policy (CSP level 3) under which a frame runs: its own inline scripts by hash, else own files.

    `data:` pictures are those of the theme's style sheets.
    """
    hashes = dict.fromkeys(_hash(found["code"]) for found in _INLINE_SCRIPT.finditer(frame))
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(code.encode('utf-8')).digest()).decode('ascii')}'"


def _at_its_head(html: str, element: str) -> str:
    if html.count(_CHARSET) != 1:
        raise RuntimeError("the theme's head does not begin with its character set")
    return html.replace(_CHARSET, f"{_CHARSET}\n{element}")


def _named(html: str) -> str:
    """The frame's search dialog with the name that its field has (WCAG 4.1.2)."""
    if 'data-md-component="search"' not in html:
        return html
    field = _SEARCH_FIELD.search(html)
    if not field or html.count(_DIALOG) != 1:
        raise RuntimeError("the theme's search dialog is not where it was")
    return html.replace(_DIALOG, f'{_DIALOG} aria-label="{field["label"]}"')


def _located(html: str) -> str:
    """The frame whose note on an old version of the site, where it has one, resolves its relative address."""
    located, times = _OUTDATED.subn(r"\1,location\2", html)
    if times != html.count('"__outdated"'):
        raise RuntimeError("the theme's note on old versions is not where it was")
    return located


def _squeezed(html: str) -> str:
    """Without the white space around lines and between elements, and without the script's question to the code host."""
    lines = (line.strip() for line in html.replace(' data-md-component="source"', "").split("\n"))
    return "\n".join(line for line in lines if line).replace(">\n<", "><")
