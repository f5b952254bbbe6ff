"""Our own sentences as HTML: emphasis, links to http and https, code and lists, and nothing else. The only door to markdown-it."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from factsheet.model.fields import is_web_address
from factsheet.writing import marked

_RULES = ("paragraph", "list", "backticks", "emphasis", "link", "escape", "newline", "balance_pairs", "fragments_join")


def _made() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    made.enable([rule for rule in _RULES if rule in _known(made)])
    made.validateLink = is_web_address  # type: ignore[method-assign, assignment]
    made.add_render_rule("text", _text)
    made.add_render_rule("link_open", _link)
    made.add_render_rule("link_close", _link_end)
    return made


def _known(made: MarkdownIt) -> set[str]:
    return {name for names in made.get_all_rules().values() for name in names}


def _text(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> Any:
    return str(marked(tokens[index].content))


def _link(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> Any:
    tokens[index].attrSet("rel", "nofollow noopener noreferrer ugc")
    return self.renderToken(tokens, index, options, env)


def _link_end(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> Any:
    """Says where the link leads, whatever its words say; links do not nest, so the last one opened is the one that ends."""
    opened = next(token for token in reversed(tokens[:index]) if token.type == "link_open")
    host = escapeHtml(urlsplit(str(opened.attrGet("href"))).hostname or "")
    return f'{self.renderToken(tokens, index, options, env)} <span class="fs-host">({host})</span>'


_PROSE = _made()
_SIGNS: Any = re.compile(r"[\x00-\x1f*_`\[\\]").search
"""Signs that can be more than themselves; a list begins with no letter."""


def _is_plain(text: str) -> bool:
    """Whether a text is one paragraph without any marks, as most are: then it needs no parser."""
    return text[:1].isalpha() and not text[-1].isspace() and not _SIGNS(text)


@lru_cache(maxsize=16384)
def to_html(text: str) -> str:
    """The text as safe HTML; every sign that is not of the subset is shown as it stands."""
    return f"<p>{marked(text)}</p>" if _is_plain(text) else str(_PROSE.render(text)).strip()


@lru_cache(maxsize=16384)
def to_plain(text: str) -> str:
    """The words of the text without its marks, for the search."""
    return text if _is_plain(text) else " ".join(_words(_PROSE.parse(text)))


def _words(tokens: list[Token]) -> list[str]:
    words = []
    for token in tokens:
        if token.children:
            words.append(
                "".join(
                    child.content if child.type in ("text", "code_inline") else " " * (child.type == "softbreak")
                    for child in token.children
                )
            )
    return words
