"""Words longer than their place: a name without a space would widen what it stands in, or be cut."""

import re

LONGEST = 24
_BREAK = "\u200b"
"""A place to go on in the next line; nothing is seen of it."""


def breakable(text: str, longest: int = LONGEST) -> str:
    """For labels alone: what is copied or searched stays as it is written."""
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _pieces(word.group(), longest), text)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _pieces(word: str, longest: int) -> str:
    """Of an address at its signs, of any other word where the line ends."""
    parts = re.findall(r"[^@./_-]+[@./_-]*|[@./_-]+", word)
    return _BREAK.join(part[start : start + longest] for part in parts for start in range(0, len(part), longest))
