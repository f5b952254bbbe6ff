"""Prints the errors that the Nu Html Checker found in our part of the pages; exit 1 if there are any.

Standard input is the checker's JSON. The theme's own elements, whose classes begin with `md-`, are not ours.
The same message on many pages is printed once, with its first place and the number of places.
"""

import json
import re
import sys
from typing import Any

THEME_ELEMENT = re.compile(r'<\w+ class="md-')


def is_ours(message: dict[str, Any]) -> bool:
    """Whether it is an error, and not one inside the theme's frame."""
    start = message.get("hiliteStart", 0)
    return message["type"] != "info" and not THEME_ELEMENT.match(message.get("extract", ""), start)


def main() -> int:
    places: dict[str, list[str]] = {}
    for message in filter(is_ours, json.load(sys.stdin)["messages"]):
        place = f"{message.get('url', '')}:{message.get('lastLine', '')}:{message.get('firstColumn', '')}"
        places.setdefault(message["message"], []).append(f"{place}: {message.get('extract', '').strip()}")
    for text, found in sorted(places.items()):
        print(f"error: {text} ({len(found)} x)\n  {found[0]}")
    return 1 if places else 0


if __name__ == "__main__":
    sys.exit(main())
