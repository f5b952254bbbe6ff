"""The plugin `factsheet` for mkdocs: events that pass on to the plain functions of the other modules."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as ThemePage
from mkdocs.utils.templates import TemplateContext

from factsheet import audit, cache, press, report
from factsheet.assembly import Assembly, Progress, assemble, taken_over
from factsheet.dataset import Dataset
from factsheet.delivery import Delivery
from factsheet.embedding import embedded
from factsheet.frame import Frames, Site, furnish
from factsheet.jinja import compiled, keep_compiled, template_fault
from factsheet.listing import base_of, in_sitemap, search_entries
from factsheet.mend import mended
from factsheet.options import Options, facts_override
from factsheet.page import Page
from factsheet.pipeline import CODES
from factsheet.preview import Preview
from factsheet.ready import Ready, ready
from factsheet.refusal import UNREADABLE, FactsRefused, MachineRefused, SourceRefused, near
from factsheet.tree import Tree
from factsheet.upkeep import Upkeep
from factsheet.views.archive import LEDGER_KINDS, archive_plans
from factsheet.views.measures import MEASURES, measure_plans
from factsheet.views.pages import Plan, index_plans, names_of, updated
from factsheet.views.reference import reference_plan

_KNOWN = {__name__, "mkdocs.contrib.search", "material.plugins.search.plugin"}
"""Who writes at a build's end, and never into a page of ours."""
_SPARE = "factsheet-site"
"""The site before this one, which the next one is made of."""
_LOG = get_plugin_logger("factsheet")


class FactsheetPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Reads the facts, gives mkdocs their indexes, and writes their pages around mkdocs' own."""

    _now: Ready

    def __init__(self) -> None:
        self.progress: Progress = lambda _done, _of: None
        self.verify = False
        self.pages_written = 0
        self.published: Path | None = None
        self._command: Literal["build", "gh-deploy", "serve"] = "build"
        self._delivery: Delivery | None = None
        self._finished = False
        self.poll = False
        self._is_shown = False
        self._preview: Preview | None = None
        self._good: Dataset | None = None
        self._served: MkDocsConfig | None = None
        self._is_taken_up = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Notes what is asked for; its being here makes mkdocs keep the plugin while it serves."""
        self._command = command
        # Another process may have built since, and this one another site.
        self._upkeep = Upkeep(Path())
        self._preview = self._good = self._served = None
        self._is_shown = self._is_taken_up = False

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Has mkdocs write aside: the site that is there is exchanged when all has gone well."""
        self._root = Path(config.config_file_path).parent
        if self._upkeep.root != self._root:
            self._upkeep = Upkeep(self._root)
        if not config.use_directory_urls:
            raise SourceRefused("use_directory_urls is false in mkdocs.yml; addresses of records need it to be true")
        self._facts = facts_override.get() or near(self._root / self.config.facts)
        self._finished = False
        if self._command == "serve":
            self._preview = self._preview or Preview(Path(config.site_dir))
            config.site_dir = str(self._preview.aside)
        else:
            self.published = Path(config.site_dir)
            self._delivery = Delivery(self.published, self._root / cache.FOLDER / _SPARE)
            config.site_dir = str(self._delivery.staging)
            self._config = config
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Reads and checks the facts before mkdocs cleans anything."""
        last, self._served = self._served, config
        is_taken_up, self._is_taken_up = self._is_taken_up and last and _of(last) == _of(config), False
        if not is_taken_up:
            self._take_up(config)
        self._tree = self._tree_of(config)
        self._own: dict[str, Page] = {}
        self._further: list[Plan] = []
        for plan in (
            *index_plans(self._now.dataset),
            *archive_plans(self._now.dataset),
            *measure_plans(self._now.dataset),
            reference_plan((*CODES, UNREADABLE), self._now.dataset),
        ):
            if plan.address.count("/") > 1:
                self._further.append(plan)
                continue
            made = taken_over(plan, self._now.renderer.page, self._now.stamp, self._now.notes)
            self._own[f"{plan.address}index.md"] = made

    def _tree_of(self, config: MkDocsConfig) -> Tree:
        """Where the facts' pages are written."""
        standing = self._standing(config)
        if self._preview:
            # Until this build has ended well, what stands in the folder of a preview may be part of it.
            is_ours, self._is_shown = self._is_shown, False
            return Tree(self._preview.folder, standing=standing, is_ours=is_ours)
        return self._delivery.tree(standing) if self._delivery else Tree(Path(config.site_dir), standing=standing)

    def _take_up(self, config: MkDocsConfig) -> None:
        checked = self._upkeep.check(self._facts, self._root / self.config.wording, patient=bool(self._preview))
        if checked.dataset is None:
            if not self._preview:
                raise FactsRefused(checked.problems)
            _LOG.warning("the facts have errors\n%s", report.as_text(checked.problems))
        self._now = ready(
            checked,
            self._good,
            self._upkeep,
            templates=self._root / self.config.templates,
            site_url=base_of(config.site_url),
            site_name=config.site_name,
        )
        self._good = self._now.good
        if self._preview:
            self._preview.above = self._now.above

    def _refresh(self) -> bool:
        """Brings the pages of records up to date before mkdocs builds all again; False where no fact has changed or is wrong."""
        self._is_taken_up = False
        if not (self._preview and self._served and self._is_shown):
            return False
        self._take_up(self._served)
        self._is_taken_up = True
        self._preview.ready = frozenset(plan.address for plan in self._now.plans)
        if self._now.notes.is_new and not self._now.above:
            self._is_shown = False
            tree = Tree(self._preview.folder, standing=self._standing(self._served), is_ours=True)
            assemble(self._assembly((), tuple), tree, self.progress)
        return self._now.notes.is_new or bool(self._now.above)

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the indexes, so that the navigation can name them."""
        for source, page in self._own.items():
            # Those of the ledger, and the measures, need not be named by the navigation.
            is_free = page.kind in (*LEDGER_KINDS, *MEASURES) and source not in str(config.nav)
            inclusion = InclusionLevel.NOT_IN_NAV if is_free else InclusionLevel.INCLUDED
            files.append(File.generated(config, source, content="", inclusion=inclusion))
        self._files = files
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keeps the navigation for the frames."""
        self._nav = nav
        return nav

    def on_pre_page(self, page: ThemePage, *, config: MkDocsConfig, files: Files) -> ThemePage:
        """Dates hand-written pages by the facts, never by the clock."""
        page.update_date = updated(self._now.dataset)
        return page

    def on_page_content(self, html: str, *, page: ThemePage, config: MkDocsConfig, files: Files) -> str:
        """Puts the indexes' bodies into their pages, and the views that hand-written pages embed into theirs."""
        own = self._own.get(page.file.src_uri)
        if own:
            furnish(page, own)
            self._tree.note(own.address, own.anchors, own.links)
            return own.body
        patient = self._command == "serve"
        whole, links = embedded(html, self._now, page.url, page.file.src_uri, patient=patient)
        self._tree.note(page.url, (), links)
        return whole

    @event_priority(-100)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Keeps the theme's templates for the frames."""
        env.bytecode_cache = compiled(env)
        self._environment = env
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Lists the facts' pages in the sitemap."""
        if template_name == "sitemap.xml" and config.site_url:
            listed = in_sitemap((*self._now.plans, *self._further), base_of(config.site_url))
            left_out = {"reference/index.md", *(source for source, page in self._own.items() if not page.indexed)}
            own = [file for file in context["pages"] if file.src_uri not in left_out]
            context["pages"] = [*own, *listed]
        return context

    @event_priority(100)
    def _write(self, *, config: MkDocsConfig) -> None:
        """Writes the facts' pages around mkdocs' own, gives their words to the search, and counts."""
        self._frames = Frames(self._site(config))
        assembly = self._assembly(self._further, lambda: press.files(self._now.dataset, self._now.renderer))
        search_entries(config.plugins).extend(assemble(assembly, self._tree, self.progress))
        self._tree.judge(len(self._now.plans))

    def _assembly(self, others: Sequence[Plan], files: Callable[[], Iterable[tuple[str, str]]]) -> Assembly:
        return Assembly(
            records=self._now.plans,
            others=others,
            files=files,
            prepare=self._prepare,
            page=self._now.renderer.page,
            frames=self._frames,
            stamp=self._now.stamp,
            notes=self._now.notes,
        )

    def _prepare(self, plans: Sequence[Plan]) -> None:
        self._now.renderer.prepare(plans, names_of(plans, self._now.dataset))

    @event_priority(-100)
    def _finish(self, *, config: MkDocsConfig) -> None:
        """Marks the build as gone well, after every other plugin; with `verify`, only if the written tree is sound."""
        if self._delivery:
            self._delivery.complete(self._tree)
        if self.verify and not self._preview:
            audit.inspect(self._tree.folder, self._tree.places, records=len(self._now.plans))
        self.pages_written = len(self._now.plans) + len(self._own) + len(self._further)
        if self._preview:
            self._preview.bring(self._tree.files)
            self._is_shown = True
            if self._now.good:
                self._upkeep.hold(self._now.notes)
        self._finished = True

    on_post_build = CombinedEvent(_write, _finish)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: ThemePage, config: MkDocsConfig) -> str:
        """Mends the theme's frame, of hand-written pages too."""
        return self._mended(output, page.meta.get("robots"))

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mends the theme's pages that stand outside the navigation, such as the one for lost readers."""
        is_page = template_name.endswith(".html") and "<article" in output_content
        return self._mended(output_content) if is_page else output_content

    def _mended(self, html: str, robots: str | None = None) -> str:
        # A preview's pages carry mkdocs' own script that loads them anew.
        return mended(html, guarded=self._command != "serve", robots=robots)

    def on_build_error(self, *, error: Exception) -> None:
        """Forgets that the build went well; says in one line what is wrong with the machine, a template or a page."""
        self._finished = False
        if isinstance(error, OSError):
            raise MachineRefused(error) from error
        fault = template_fault(error)
        if isinstance(error, UnicodeDecodeError):
            fault = "a hand-written page is not text in UTF-8"
        if fault:
            raise SourceRefused(fault) from error

    def on_shutdown(self) -> None:
        """Exchanges the sites, or leaves the one that was there; what deploys it then finds it by the configuration."""
        if self._preview:
            self._preview.end()
        if self._delivery:
            delivery, self._delivery = self._delivery, None
            self._config.site_dir = str(delivery.site)
            delivery.end(well=self._finished)
            if self._finished:
                self._upkeep.hold(self._now.notes)
                self._upkeep.leave()
                keep_compiled()
        for said in self._upkeep.said:
            _LOG.warning(said)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Has the preview follow the facts and the site's own templates."""
        if self._preview:
            folders = [folder for folder in (self._facts, self._root / self.config.templates) if folder.is_dir()]
            self._preview.follow(server, folders, poll=self.poll)
            server.builder = self._preview.calm(server.builder, self._refresh)
            server.set_app(self._preview.app(server.serve_request))
        return server

    def _standing(self, config: MkDocsConfig) -> Path | None:
        """The site whose pages may be taken over; none where other plugins or hooks may have written into it."""
        makers = {type(getattr(event, "__self__", None)).__module__ for event in config.plugins.events["post_build"]}
        standing = self._preview.folder if self._preview else self.published
        return standing if makers <= _KNOWN and standing and standing.is_dir() else None

    def _site(self, config: MkDocsConfig) -> Site:
        # The folder that the repository has, also where the command line names another one on this machine.
        facts = Path(os.path.relpath(self._root / self.config.facts, config.docs_dir)).as_posix()
        return Site(config=config, files=self._files, nav=self._nav, environment=self._environment, facts=facts)


def _of(config: MkDocsConfig) -> tuple[str | None, str]:
    """What pages depend on of a configuration, besides their frames."""
    return config.site_url, config.site_name
