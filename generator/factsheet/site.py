"""Builds and previews a site: mkdocs with the plugin, called as its own command line calls it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from factsheet.assembly import Progress
from factsheet.mkdocs_plugin import FactsheetPlugin
from factsheet.options import facts_override
from factsheet.refusal import near


class Misconfigured(Exception):
    """The site's mkdocs.yml cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build has published: where, and how many pages of facts."""

    folder: Path
    pages: int


def build(config_file: Path, *, facts: Path | None, site_dir: Path | None, verify: bool, progress: Progress) -> Built:
    """Builds the site and exchanges it for the one that is there; warnings of mkdocs are errors, as under `--strict`."""
    config = _config(config_file, strict=True, **({"site_dir": str(site_dir)} if site_dir else {}))
    plugin = _plugin(config)
    plugin.verify, plugin.progress = verify, progress
    with _facts(facts):
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    return Built(folder=near(plugin.published or Path(config.site_dir)), pages=plugin.pages_written)


def serve(config_file: Path, *, facts: Path | None, address: str | None, poll: bool) -> None:
    """Shows the site at a local address and follows every change, until it is interrupted.

    With `poll` it looks for changed files again and again, and else is told of them by the system.
    """
    options: dict[str, Any] = {"dev_addr": address} if address else {}
    # mkdocs uses the very same plugin.
    _plugin(_config(config_file, **options)).poll = poll
    with _facts(facts):
        mkdocs_serve(str(config_file), livereload=True, **options)


def facts_of(config_file: Path) -> Path:
    """The facts folder that a site's configuration names."""
    config = _config(config_file)
    return near(Path(config.config_file_path or config_file).parent / _plugin(config).config.facts)


def wording_of(config_file: Path) -> Path | None:
    """The file of the words to avoid that a site's configuration names; None where it is not there."""
    config = _config(config_file)
    file = near(Path(config.config_file_path or config_file).parent / _plugin(config).config.wording)
    return file if file.exists() else None


@contextmanager
def _facts(folder: Path | None) -> Iterator[None]:
    token = facts_override.set(folder)
    try:
        yield
    finally:
        facts_override.reset(token)


def _config(config_file: Path, **options: Any) -> MkDocsConfig:
    """The site's configuration; raises Misconfigured with every reason."""
    reasons = _Reasons()
    logger = logging.getLogger("mkdocs.config")
    logger.addHandler(reasons)
    logger.propagate = False
    try:
        return load_config(str(config_file), **options)
    except ConfigurationError as error:
        raise Misconfigured("; ".join(reasons.said) or str(error)) from None
    except SystemExit as error:
        raise Misconfigured("; ".join(reasons.said) or str(error)) from None
    finally:
        logger.removeHandler(reasons)
        logger.propagate = True


class _Reasons(logging.Handler):
    """Collects what mkdocs has against a configuration."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(" ".join(record.getMessage().split()))


def _plugin(config: MkDocsConfig) -> FactsheetPlugin:
    plugin = config.plugins.get("factsheet")
    if not isinstance(plugin, FactsheetPlugin):
        raise Misconfigured("mkdocs.yml does not name the plugin factsheet; add it under plugins:")
    return plugin
