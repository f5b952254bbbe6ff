"""What a build has at hand before it makes a page: the facts as they are, or as they last were right, and what makes pages of them."""

from dataclasses import dataclass
from pathlib import Path

from factsheet.assembly import site_stamp
from factsheet.banner import banner
from factsheet.dataset import Dataset
from factsheet.model.vocabulary import EMPTY
from factsheet.notes import Notes
from factsheet.pipeline import Checked
from factsheet.render import Renderer
from factsheet.upkeep import Upkeep
from factsheet.views.pages import Plan, record_plans
from factsheet.views.removed import notices

_NOTHING = Dataset(records={}, vocabularies=EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What a build has at hand. `good` is the last data set without errors, if there was one; `stamp` is all that every page
    depends on besides the facts and its frame; `above` is what a preview says above its pages.
    """

    good: Dataset | None
    dataset: Dataset
    notes: Notes
    renderer: Renderer
    stamp: str
    plans: tuple[Plan, ...]
    above: str


def ready(
    checked: Checked, good: Dataset | None, upkeep: Upkeep, *, templates: Path, site_url: str, site_name: str
) -> Ready:
    """What a build of these facts has at hand; where they have errors, of the last `good` ones."""
    good = checked.dataset or good
    dataset = good or _NOTHING
    renderer = Renderer(templates, site_url, site_name, notices(dataset))
    wrong = None if checked.dataset else banner(checked.problems, shows_pages=good is not None)
    return Ready(
        good=good,
        dataset=dataset,
        notes=(checked.dataset and checked.notes) or upkeep.notes(dataset),
        renderer=renderer,
        stamp=site_stamp(templates, site_name, site_url, sorted(notices(dataset).items())),
        plans=tuple(record_plans(dataset)),
        above=renderer.fragment("problems", wrong, "")[0] if wrong else "",
    )
