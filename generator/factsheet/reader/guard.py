"""What is held against a file's bytes and signs, before anything reads its YAML."""

import os
import re
import stat
from itertools import islice
from pathlib import Path

from factsheet.problem import Location, Problem
from factsheet.reader.codes import NOT_A_FILE, TOO_LARGE, UNSEEN_SIGN, Refused

MOST_BYTES = 256 * 1024
MOST_UNSEEN = 20

_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufdd0-\ufdef\uffa0\ufeff\ufff0-\ufffb\ufffe\uffff"
)
"""Signs that nobody sees, and those that are no characters: XML can hold none of these."""
_NEVER_ABOVE = "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
"""The same beyond the first plane of Unicode."""
_UNSEEN = re.compile(
    f"[{_NEVER}{_NEVER_ABOVE}]|\r(?!\n)|(?<!\\w)[\u200c\u200d](?!\\w)"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f])[\U000e0100-\U000e01ef]"
)
_PERHAPS = re.compile(f"[{_NEVER}\r\u200c\u200d\U0001fffe-\U0010ffff]")
"""A wider net, and a quick one: the other looks around every sign."""
_SEEN = bytes(
    (*b"\t\n", *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC3, 0xCD), *range(0xCE, 0xD8), *range(0xD9, 0xE1))
) + bytes(range(0xE4, 0xEF))
"""The bytes, in UTF-8, of signs that are in no net: most texts have no others, which is seen at once."""
_EMOJI_JOINED = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]\u200d")


def bytes_of(file: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file; at most one more than it may have is read, so that a huge file costs nothing."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(file, flags)
    except PermissionError:
        raise Refused(NOT_A_FILE, "the file cannot be read", "give its owner the right to read it") from None
    except OSError:
        raise Refused(NOT_A_FILE, "this is not a regular file", "put the file itself here") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(NOT_A_FILE, "this is not a regular file", "put the file itself here")
        # A buffer of the largest size for each of many small files would cost more than reading them.
        raw = os.read(descriptor, min(status.st_size, most) + 1)
    finally:
        os.close(descriptor)
    if len(raw) > most:
        raise Refused(TOO_LARGE, f"the file has more than {most // 1024} KiB", "split it into several records")
    return raw


def unseen(text: str, path: str) -> tuple[Problem, ...]:
    """A problem for each of the first signs in the text that cannot be seen."""
    if not text.encode(errors="surrogatepass").translate(None, _SEEN) or not _PERHAPS.search(text):
        return ()
    problems = []
    found = (match for match in _UNSEEN.finditer(text) if not _joins_emoji(match, text))
    for match in islice(found, MOST_UNSEEN):
        position = match.start()
        line = text.count("\n", 0, position) + 1
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        message = f"the line holds a sign that cannot be seen, U+{ord(match[0][0]):04X}"
        problems.append(
            Problem.at(Location(path, line, column), UNSEEN_SIGN, message, "delete it, and type the words anew")
        )
    return tuple(problems)


def _joins_emoji(match: re.Match[str], text: str) -> bool:
    return match[0] == "\u200d" and bool(_EMOJI_JOINED.match(text, max(match.start() - 1, 0)))
