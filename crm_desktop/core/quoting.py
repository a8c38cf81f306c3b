"""A sentence of what somebody wrote, without what tells who it was: names, numbers and addresses become an ellipsis."""

import re
from collections.abc import Iterable

from crm_desktop.core.text import fold

HIDDEN = "…"
_ADDRESS = re.compile(r"\S*@\S*|\S*://\S*|\bwww\.\S+", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:[(+]?\d[\d()/.-]*[\s]+){1,}\d[\d()/.-]*")
"""In parts, as telephones are written."""
_CODE = re.compile(r"\S*\d\S*\d\S*\d\S*")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"(?<=[.!?])\s+")
_AGAIN = re.compile(rf"{HIDDEN}(?:[\s,&.-]*{HIDDEN})+")
_FEWEST, _MOST, _FEWEST_WORDS, _GREETING = 3, 180, 4, 5
_PART_OF_NUMBER = 5


def anonymous(text: str, names: Iterable[str]) -> str:
    """`names`: of persons and companies; each word of them goes, wherever it stands."""
    hidden = {fold(word) for name in names for word in _WORD.findall(name) if len(word) >= _FEWEST}
    text = _ADDRESS.sub(HIDDEN, text)
    text = _NUMBERS.sub(lambda found: HIDDEN if sum(sign.isdigit() for sign in found[0]) >= _PART_OF_NUMBER else found[0], text)
    text = _CODE.sub(HIDDEN, text)
    text = _WORD.sub(lambda found: HIDDEN if fold(found[0]) in hidden else found[0], text)
    return _AGAIN.sub(HIDDEN, text)


def quote_of(text: str, names: Iterable[str]) -> str:
    """The first sentences, without the greeting and what is quoted; empty where they say too little."""
    said = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith(">")]
    if said and said[0].endswith((",", "!", ":")) and len(said[0].split()) <= _GREETING:
        said = said[1:]
    found = ""
    for sentence in _ENDS.split(anonymous(" ".join(said), names)):
        if found and len(found) + len(sentence) >= _MOST:
            break
        found = f"{found} {sentence}".strip()
    if len(found) > _MOST:
        found = f"{found[:_MOST].rsplit(' ', 1)[0]} {HIDDEN}"
    words = [word for word in found.split() if HIDDEN not in word]
    return found if len(words) >= _FEWEST_WORDS else ""
