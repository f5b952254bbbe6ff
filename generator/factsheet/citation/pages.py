"""Pages by numbers: one, a range such as `2-3`, or several of these with commas between them."""

import re

NUMBERED = re.compile(r"(?P<first>\d+)(?:[-–](?P<last>\d+))?(?P<more>(?:, *\d+(?:[-–]\d+)?)*)")
"""`last` is the end of the first range, `more` all that follows it; a dash in other pages, such as `F-12`, makes no range."""
