"""A site of needs that write_needs.py makes of the facts, in the plain theme and with minimal navigation."""

project = "Benchmark"
extensions = ["sphinx_needs"]
html_theme = "alabaster"
html_baseurl = "https://bench.example.org/"
html_copy_source = False
exclude_patterns: list[str] = []

needs_id_regex = "^[a-z0-9-]+$"
needs_types = [
    {"directive": directive, "title": title, "prefix": ""}
    for directive, title in (
        ("entity", "Party"),
        ("source", "Source"),
        ("allegation", "Allegation"),
        ("quote", "Quote"),
    )
]
needs_fields = {name: {"schema": {"type": "string"}, "nullable": True} for name in ("sort", "language", "stage")}
needs_links = {
    "cites": {"outgoing": "cites", "incoming": "what rests on it"},
    "made_by": {"outgoing": "said by", "incoming": "allegations made"},
    "via": {"outgoing": "as reported by", "incoming": "reports"},
    "about": {"outgoing": "about", "incoming": "allegations about it"},
    "words": {"outgoing": "in the words", "incoming": "makes the allegation"},
    "related": {"outgoing": "related to", "incoming": "related allegations"},
    "speaker": {"outgoing": "speaker", "incoming": "what it said"},
    "said_to": {"outgoing": "said to", "incoming": "said to it"},
    "answers": {"outgoing": "in answer to", "incoming": "replies"},
    "bears_on": {"outgoing": "bears on", "incoming": "other words about it"},
    "part_of": {"outgoing": "part of", "incoming": "parts"},
    "copies": {"outgoing": "comes from", "incoming": "taken over by"},
}
