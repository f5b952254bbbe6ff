"""The pages that measure the whole: the data's quality, and both sides of each allegation."""

from collections.abc import Iterator
from functools import partial

from factsheet.dataset import Dataset
from factsheet.views.pages import Plan, updated
from factsheet.views.quality import quality_view
from factsheet.views.symmetry import layouts, symmetry_view

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
        stamp="",
    )
    for layout in layouts(dataset):
        yield Plan(
            address=layout.address,
            template="symmetry",
            kind="symmetry",
            view=partial(symmetry_view, layout, dataset),
            updated=day,
            stamp=repr(layout),
        )
