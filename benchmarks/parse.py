"""Parses every file of a folder of facts with libyaml and does nothing with it: python benchmarks/parse.py FACTS."""

import sys
from pathlib import Path

import yaml

if __name__ == "__main__":
    for file in sorted(Path(sys.argv[1]).rglob("*.yml")):
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
