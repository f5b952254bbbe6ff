"""Tries to have words proven that their source does not print as a quote, and measures how long a search takes.

    python benchmarks/proofs.py real FACTS SNAPSHOTS [--seed N]
    python benchmarks/proofs.py speed FOLDER

`real` changes one sign of quotes that are proven, and offers as quotes what the copies print outside quotation marks; how
many of these are proven should be 0. `speed` writes copies and quotes into an empty or a new folder, and prints the seconds
of CPU that `factsheet verify` takes for all of them, and again with nothing changed.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from unicodedata import normalize

from factsheet.dataset import Dataset
from factsheet.model import Quote, Record
from factsheet.pipeline import check
from factsheet.proof.copies import copies
from factsheet.proof.verify import Finding, verify
from synthetic import VOCABULARIES, WORDS, as_yaml

CHANGES, STRETCHES = 1000, 200
LONGEST = 20
SNAPSHOTS, QUOTES, SIZE = 500, 5000, 50_000
SIGNS = "aeiourstAE .,;:!?'\"-()[]…“”‘’«»「」。，1"
DAY = "2026-03-02"


def real(facts: Path, folder: Path, seed: int) -> dict[str, object]:
    """How many changed quotes and how many stretches were tried, what came of them, and how many of them are proven."""
    dataset = check(facts, rules=()).dataset
    assert dataset
    there = copies([folder])
    found = [one for one in verify(dataset, there) if one.outcome == "proven" and one.wanted.role != "passage"]
    random = Random(seed)
    tried = {
        "changes": verify(_offered(_changes(found, random), dataset), there),
        "stretches": verify(_offered(_stretches(found, random), dataset), there),
    }
    outcomes = {
        name: Counter(one.outcome for one in findings if isinstance(one.record, Quote))
        for name, findings in tried.items()
    }
    return {"seed": seed, "proven quotes": len(found), **outcomes}


def _offered(quotes: Iterator[Quote], dataset: Dataset) -> Dataset:
    """The data set with these quotes in the place of its own."""
    others: dict[str, Record] = {id: one for id, one in dataset.records.items() if not isinstance(one, Quote)}
    return replace(dataset, records={**others, **{f"{number}": quote for number, quote in enumerate(quotes)}})


def _changes(found: list[Finding], random: Random) -> Iterator[Quote]:
    count = 0
    while count < CHANGES:
        one = random.choice(found)
        words = changed(one.wanted.words, random)
        if read_alike(words) != read_alike(one.wanted.words):
            count += 1
            yield _quote(one, words)


def _stretches(found: list[Finding], random: Random) -> Iterator[Quote]:
    texts = {one.wanted.source: one.text.text for one in found if one.text}
    lines = [(source, line) for source, text in texts.items() for line in text.split("\n")]
    outside = [(source, words) for source, line in lines for words in re.split("“[^“”]*”", line) if words.strip()]
    inside = {source: " ".join(re.findall("“[^“”]*”", text)) for source, text in texts.items()}
    count = 0
    while count < STRETCHES:
        source, line = random.choice(outside)
        words = line.split()
        first = random.randrange(len(words))
        stretch = " ".join(words[first : first + random.randrange(1, LONGEST)])
        if stretch not in inside[source]:
            count += 1
            yield _quote(next(one for one in found if one.wanted.source == source), stretch)


def _quote(like: Finding, words: str) -> Quote:
    """Words offered as another quote of the same speaker, from the same source alone."""
    assert isinstance(like.record, Quote)
    kept = {"prefix": like.wanted.prefix, "suffix": like.wanted.suffix} if like.wanted.words == words else {}
    citation = like.record.citations[0].model_copy(
        update={"source": like.wanted.source, "exact": None, "as_printed": None, "difference": None, **kept}
    )
    return like.record.model_copy(update={"text": words, "citations": (citation,), "proofs": ()})


def changed(words: str, random: Random) -> str:
    """The words with one sign inserted, deleted, replaced, or two neighbours swapped."""
    at = random.randrange(len(words))
    sign = random.choice(words + SIGNS)
    match random.randrange(4):
        case 0:
            return words[:at] + sign + words[at:] if random.randrange(4) else words + sign
        case 1:
            return words[:at] + words[at + 1 :]
        case 2:
            return words[:at] + sign + words[at + 1 :]
        case _:
            return words[:at] + words[at : at + 2][::-1] + words[at + 2 :]


def read_alike(words: str) -> str:
    """The words without what the documented normalisations even out."""
    evened = normalize("NFC", re.sub("[‘’‚‛ʼ]", "'", re.sub("[“”„‟]", '"', words)))
    return " ".join(evened.split())


def speed(folder: Path) -> dict[str, float]:
    """Seconds of CPU of a first search, and of a second one with nothing changed."""
    facts, stored = folder / "facts", folder / "copies"
    _write(facts, stored)
    shutil.copyfile(Path(__file__).parent / "ours" / "mkdocs.yml", folder / "mkdocs.yml")
    command = ("verify", "-f", folder / "mkdocs.yml", "--facts", facts, "--snapshots", stored, "--format", "json")
    return {"cold": _seconds(command), "unchanged": _seconds(command)}


def _seconds(command: tuple[object, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "factsheet", *map(str, command)], check=True, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert json.loads(run.stdout)["counts"] == {"quotations/proven": QUOTES}
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)


def _write(facts: Path, stored: Path) -> None:
    """Copies of invented articles, and quotes that each stand inside quotation marks of one of them."""
    facts.mkdir(parents=True)
    stored.mkdir()
    shutil.copyfile(VOCABULARIES, facts / "vocabularies.yml")
    _record(facts, "entities", {"id": "speaker", "type": "company", "name": "Speaker"})
    for number in range(SNAPSHOTS):
        random = Random(f"article {number}")
        quotes: list[str] = []
        paragraphs: list[str] = []
        size = 0
        while size < SIZE:
            paragraphs.append(_paragraph(random, quotes))
            size += len(paragraphs[-1]) + 2
        raw = "\n\n".join(paragraphs).encode()
        (stored / f"{number}.txt").write_bytes(raw)
        copy = {"sha256": sha256(raw).hexdigest(), "media_type": "text/plain", "covers": "whole", "keep": "private"}
        source = {"id": f"source-{number}", "type": "webpage", "title": f"Source {number}", "nature": "secondary"}
        read = {"read_on": DAY, "reading": "whole", "snapshot": {**copy, "retrieved_on": DAY}}
        _record(facts, "sources", {**source, **read})
        for position, words in enumerate(random.sample(quotes, QUOTES // SNAPSHOTS)):
            quote = {"id": f"quote-{number}-{position}", "text": words, "lang": "en", "speaker": "speaker"}
            _record(facts, "quotes", {**quote, "citations": [{"source": f"source-{number}"}]})


def _paragraph(random: Random, quotes: list[str]) -> str:
    """A paragraph that says something and quotes something; each quote has a number of its own."""
    said = _sentence(random)
    quotes.append(f"{_sentence(random)} in {len(quotes)} cases.")
    return f"{said}, and the company’s office said: “{quotes[-1]}” {_sentence(random)}."


def _sentence(random: Random) -> str:
    every = sorted({word for words in WORDS.values() for word in words})
    return " ".join(random.choices(every, k=random.randrange(12, 30)))


def _record(facts: Path, kind: str, fields: Mapping[str, object]) -> None:
    file = facts / kind / f"{fields['id']}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_yaml(kind, fields), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    tries = parts.add_parser("real")
    tries.add_argument("facts", type=Path)
    tries.add_argument("snapshots", type=Path)
    tries.add_argument("--seed", type=int, default=1)
    parts.add_parser("speed").add_argument("folder", type=Path)
    asked = parser.parse_args()
    found = real(asked.facts, asked.snapshots, asked.seed) if asked.part == "real" else speed(asked.folder)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
