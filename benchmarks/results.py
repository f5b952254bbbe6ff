"""What a measure found, kept as JSON: a file a measure, from which the report is made."""

import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from measure import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A median with the smallest and the largest value."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a measure found.

    `runs` are the costs of each that took part, in the order of the rounds; `figures` what was noted of each one's site;
    `profile` where the time of one build went, as `profiled.py` tells it.
    """

    name: str
    size: int
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    runs: Mapping[str, Sequence[Cost]]
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    profile: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def cpu(self) -> Mapping[str, Spread]:
        """The processor seconds of each."""
        return {name: spread(cost.cpu for cost in costs) for name, costs in self.runs.items()}

    @property
    def wall(self) -> Mapping[str, Spread]:
        """The seconds on the clock of each."""
        return {name: spread(cost.wall for cost in costs) for name, costs in self.runs.items()}

    @property
    def memory(self) -> Mapping[str, Spread]:
        """The memory of each, in MiB."""
        return {name: spread(cost.memory / 2**20 for cost in costs) for name, costs in self.runs.items()}


def spread(values: Iterable[float]) -> Spread:
    """The spread of some values."""
    found = sorted(values)
    return Spread(median=median(found), least=found[0], most=found[-1])


def machine() -> dict[str, str]:
    """What this machine is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": f"{os.cpu_count()}",
        "memory": f"{memory:.0f} GiB",
        "Python": f"{platform.python_version()} ({'of the system' if sys.base_prefix == '/usr' else 'built apart'})",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def keep(result: Result, folder: Path) -> None:
    """Writes a result into a folder, in the place of an earlier one of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(result), ensure_ascii=False, indent=1) + "\n"
    (folder / f"{result.name}.json").write_text(text, encoding="utf-8", newline="\n")


def kept(folder: Path) -> dict[str, Result]:
    """The results in a folder, by name."""
    found = (_read(file) for file in sorted(folder.glob("*.json")))
    return {result.name: result for result in found}


def _read(file: Path) -> Result:
    plain = json.loads(file.read_text(encoding="utf-8"))
    runs = {name: [Cost(**cost) for cost in costs] for name, costs in plain["runs"].items()}
    return Result(**plain | {"runs": runs})
