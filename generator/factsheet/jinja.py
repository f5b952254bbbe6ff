"""The only door to Jinja: templates that escape always."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

_SPECIAL: Any = re.compile("[<>&'\"]").search


def templates(own: Path | None) -> Environment:
    """The tool's templates; those of the same name in a site's `own` folder go before."""
    loaders = [FileSystemLoader(own)] if own and own.is_dir() else []
    return _Templates(
        loader=ChoiceLoader([*loaders, PackageLoader("factsheet", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template_fault(error: Exception) -> str | None:
    """What is wrong with a template of the site or of its theme, and where; None if the error is of another sort."""
    if not isinstance(error, TemplateError):
        return None
    places = list(_places(error))
    return f"{places[-1]}: {error.message}" if places else f"template {error.message}"


def _places(error: TemplateError) -> Iterator[str]:
    """The file and line of each template through which an error came."""
    for frame, line in walk_tb(error.__traceback__):
        template: Template | None = frame.f_globals.get("__jinja_template__")
        if template:
            yield f"{template.filename}:{template.get_corresponding_lineno(line)}"
        elif "__jinja_exception__" in frame.f_globals:
            yield f"{frame.f_code.co_filename}:{line}"


def _escaped(value: object) -> object:
    # Most of what a page is put together from needs no escaping, and a copy of it would cost more than all the rest.
    kind = type(value)
    return value if kind is Markup or (kind is str and not _SPECIAL(value)) else escape(value)


class _Quick(Template):
    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, *args: Any) -> Template:
        """A template that lets HTML through as it is."""
        template = super().from_code(environment, code, *args)
        names: dict[str, Any] = template.root_render_func.__globals__
        names["escape"] = _escaped
        return template


class _Direct(Context):
    def call(self, called: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the function returns; no function of ours asks for the context, which costs more than most of them."""
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class _Templates(Environment):
    template_class = _Quick
    context_class = _Direct
