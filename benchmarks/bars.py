"""The bars: what was promised of each measure, and whether it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from results import Result, Spread, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The most that a figure may be.

    The figure is `of` (cpu, wall, memory, or one noted of the site) of `own`: its median as a share of the median of
    `other`, or itself where nothing stands beside it. `measure` names the measure and its number of entities.
    """

    work: str
    measure: str
    of: str
    own: str = "ours"
    other: str | None = None
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A bar with what was found: the figure, and pair by pair the smallest and the largest; None where it was not measured."""

    bar: Bar
    figure: Spread | None
    pairs: int

    @property
    def kept(self) -> bool:
        """Whether the figure is no more than was promised."""
        return self.figure is not None and self.figure.median <= self.bar.most


def _against(peer: str, size: int, most: Mapping[str, float]) -> Iterator[Bar]:
    for of, share in most.items():
        yield Bar(work=f"full build beside {peer}", measure=f"{peer}-{size}", of=of, other=peer, most=share)


BARS = (
    *_against("hugo", 1000, {"cpu": 0.8, "wall": 1.0}),
    *_against("hugo", 5000, {"cpu": 0.8, "wall": 1.0, "memory": 0.6}),
    *_against("mkdocs", 1000, {"cpu": 1 / 10, "wall": 1 / 10}),
    *_against("eleventy", 1000, {"cpu": 1 / 2, "wall": 1 / 2}),
    *_against("sphinx-needs", 300, {"cpu": 1 / 40, "wall": 1 / 40}),
    Bar(work="full build beside bare Jinja2", measure="limits-5000", of="cpu", other="bare", most=3),
    Bar(work="full build beside bare Jinja2", measure="limits-5000", of="wall", other="bare", most=3),
    Bar(work="full build beside one of a tenth", measure="growth-10000", of="cpu", other="tenth", most=11),
    Bar(work="full build beside one of a tenth", measure="growth-10000", of="wall", other="tenth", most=11),
    Bar(work="bytes of an entity's page beside those in a tenth", measure="growth-10000", of="growth", most=1.01),
    Bar(work="one changed fact beside a full build", measure="edit-5000", of="cpu", own="edit", other="ours", most=0.1),
    Bar(
        work="one changed fact beside a full build", measure="edit-5000", of="wall", own="edit", other="ours", most=0.1
    ),
    Bar(work="one changed fact, seconds", measure="edit-5000", of="wall", own="edit", most=1.5),
    Bar(work="a changed fact on the screen, seconds", measure="serve-1000", of="wall", own="shown", most=1.0),
    Bar(work="cold check beside a bare parse", measure="check-5000", of="cpu", own="cold", other="parse", most=1.5),
    Bar(work="cold check beside a bare parse", measure="check-5000", of="wall", own="cold", other="parse", most=1.5),
    Bar(work="warm check beside a cold one", measure="check-5000", of="cpu", own="warm", other="cold", most=0.2),
    Bar(work="warm check beside a cold one", measure="check-5000", of="wall", own="warm", other="cold", most=0.2),
    Bar(work="50 releases beside none", measure="releases-1000", of="cpu", own="past", other="ours", most=1.5),
    Bar(work="50 releases beside none", measure="releases-1000", of="wall", own="past", other="ours", most=1.5),
    Bar(
        work="all downloads beside the page build",
        measure="downloads-5000",
        of="cpu",
        own="downloads",
        other="ours",
        most=1.0,
    ),
)


def judged(bar: Bar, results: Mapping[str, Result]) -> Judged:
    """A bar with what the results say of it."""
    result = results.get(bar.measure)
    if result is None:
        return Judged(bar=bar, figure=None, pairs=0)
    own = _values(result, bar.own, bar.of)
    if bar.other is None:
        return Judged(bar=bar, figure=spread(own), pairs=len(own))
    other = _values(result, bar.other, bar.of)
    pairs = [mine / theirs for mine, theirs in zip(own, other, strict=True)]
    figure = Spread(median=median(own) / median(other), least=min(pairs), most=max(pairs))
    return Judged(bar=bar, figure=figure, pairs=len(pairs))


def _values(result: Result, name: str, of: str) -> Sequence[float]:
    if of in result.figures.get(name, {}):
        return [result.figures[name][of]]
    return [getattr(cost, of) for cost in result.runs[name]]
