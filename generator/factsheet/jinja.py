"""The only door to Jinja: templates that escape always."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import sha256
from importlib.metadata import version
from importlib.util import cache_from_source
from io import StringIO
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
    nodes,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from factsheet import cache

_TOOL = str(Path(__file__).with_name("templates"))
_FILE = Path(cache_from_source(__file__)).with_suffix(".templates")
_MOST_KEPT = 1000
_NEW: dict[tuple[str, str], CodeType] = {}
"""The code of templates that this process has compiled."""


class Compiled(BytecodeCache):
    """Keeps templates compiled, as Python keeps its own code: for every build of the process, and beside it for the next one.

    `likes` stands for all that the code of an environment's templates depends on besides their source.
    """

    def __init__(self, likes: str) -> None:
        self._likes = likes

    def get_cache_key(self, name: str, filename: Any = None) -> str:
        """What tells templates apart; the name of a file may be none that can be written in UTF-8."""
        return f"{self._likes} {name} {filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the code of a template with just this source."""
        bucket.code = _known().get((bucket.key, bucket.checksum)) or _NEW.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Takes the code of a template."""
        if bucket.code:
            _NEW[bucket.key, bucket.checksum] = bucket.code


def compiled(environment: Environment) -> Compiled:
    """What keeps the templates of an environment that somebody else has set up."""
    options = {name: held for name, held in vars(environment).items() if isinstance(held, str | bool | int | None)}
    named: dict[str, Any] = {**environment.filters, **environment.tests}
    functions = {
        name: (getattr(held, "__module__", ""), getattr(held, "__qualname__", "")) for name, held in named.items()
    }
    whole = sorted(options.items()), sorted(environment.extensions), sorted(functions.items())
    return Compiled(sha256(repr(whole).encode()).hexdigest())


def keep_compiled() -> None:
    """Leaves the code of all templates beside Python's own for the next process; where that cannot be, it is compiled again."""
    with suppress(OSError):
        if _NEW and not sys.dont_write_bytecode:
            whole = {**_known(), **_NEW}
            cache.save(_FILE, _tool(), dict(list(whole.items())[-_MOST_KEPT:]))


@lru_cache(maxsize=1)
def _known() -> dict[tuple[str, str], CodeType]:
    """The code that an earlier process has left."""
    try:
        return cache.load(_FILE, _tool()) or {}
    except (cache.Damaged, OSError):
        return {}


def _tool() -> str:
    return sha256(f"{sys.version} {version('jinja2')}".encode() + Path(__file__).read_bytes()).hexdigest()


def templates(own: Path | None) -> Environment:
    """The tool's templates; those of the same name in a site's `own` folder go before."""
    loaders = [FileSystemLoader(own)] if own and own.is_dir() else []
    return _Templates(
        bytecode_cache=Compiled("ours"),
        loader=ChoiceLoader([*loaders, PackageLoader("factsheet", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template_fault(error: Exception) -> str | None:
    """What is wrong with a template of the site or of its theme, and where; None if the error is of another sort."""
    places = list(_places(error))
    # What a template wants of a value that has no such thing is its fault; elsewhere it is ours.
    wants_in_vain = isinstance(error, AttributeError) and places and places[-1]
    if not isinstance(error, TemplateError) and not wants_in_vain:
        return None
    said = error.message if isinstance(error, TemplateError) else str(error)
    return next((f"{place}: {said}" for place in reversed(places) if place), f"template {said}")


def _places(error: Exception) -> Iterator[str | None]:
    """The file and line of each template through which an error came; None for other code."""
    for frame, line in walk_tb(error.__traceback__):
        template: Template | None = frame.f_globals.get("__jinja_template__")
        if template:
            yield f"{template.filename}:{template.get_corresponding_lineno(line)}"
        elif "__jinja_exception__" in frame.f_globals:
            yield f"{frame.f_code.co_filename}:{line}"
        else:
            yield None


def _escaped(value: Any) -> object:
    # Most of what a page is put together from needs no escaping, and a copy of it would cost more than all the rest.
    kind = type(value)
    if kind is str:
        is_special = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        return escape(value) if is_special else value
    return value if kind is Markup else str(value) if kind is int else escape(value)


_marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A text as HTML, without looking at it first."""


class _Macro(Macro):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._is_plain = not (self.caller or self.catch_kwargs or self.catch_varargs)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """What the macro says: at once where it takes what is given, and nothing else."""
        if self._is_plain and not kwargs and len(args) == self._argument_count:
            return _marked(self._func(*args))
        rest = self.arguments[len(args) :]
        if not self._is_plain or len(args) > self._argument_count or not kwargs.keys() <= {*rest}:
            return super().__call__(*args, **kwargs)
        return _marked(self._func(*args, *[kwargs.get(name, missing) for name in rest]))


class _Quick(Template):
    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, *args: Any) -> Template:
        """A template that lets HTML through as it is."""
        template = super().from_code(environment, code, *args)
        names: dict[str, Any] = template.root_render_func.__globals__
        names |= {"escape": _escaped, "Macro": _Macro, "Markup": _marked, "HTML": Markup}
        return template


class _Codes(CodeGenerator):
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Reads an attribute itself in the tool's own templates, which read no key of a mapping in this way."""
        if not str(self.filename).startswith(_TOOL):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Escapes what is no HTML yet: to see that it is costs less here than a call."""
        self.write("(said if type(said := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(") is HTML else escape(said))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Calls a function itself: none of ours asks for the context, which costs more than most of them."""
        self.visit(node.node, frame)
        self.write("(")
        stream, self.stream = self.stream, StringIO()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        said, self.stream = self.stream.getvalue(), stream
        self.write(f"{said.removeprefix(', ')})")


class _Templates(Environment):
    template_class = _Quick
    code_generator_class = _Codes
