"""The pages that measure the whole: the data's quality, and both sides of each allegation."""

from collections.abc import Iterator
from functools import partial

from factsheet.dataset import Dataset
from factsheet.views.pages import Plan, given, updated
from factsheet.views.quality import quality_view
from factsheet.views.symmetry import symmetry_views

MEASURES = ("data-quality", "symmetry")
"""What the pages are kinds of."""


def measure_plans(dataset: Dataset) -> Iterator[Plan]:
    """The pages that measure the whole."""
    day = updated(dataset)
    yield Plan(
        address="data-quality/",
        template="quality",
        kind="data-quality",
        view=partial(quality_view, dataset),
        updated=day,
    )
    for view in symmetry_views(dataset):
        yield Plan(address=view.address, template="symmetry", kind="symmetry", view=partial(given, view), updated=day)
