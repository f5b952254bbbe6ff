"""What a site says of its facts: the plugin's options in mkdocs.yml, and what the command line says instead."""

from contextvars import ContextVar
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config

facts_override: ContextVar[Path | None] = ContextVar("facts_override", default=None)
"""The facts folder that the command line names instead of the configuration's."""


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml; folders are named from the file's own."""

    facts = config_options.Type(str, default="facts")
    templates = config_options.Type(str, default="site_config/templates")
    wording = config_options.Type(str, default="site_config/wording.yml")
