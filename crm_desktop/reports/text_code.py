"""How a text is shown in a PDF, as the operators of its page say it. Most words of a long document stand in it many times."""

from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfmetrics import getFont

_REMEMBERED = 50_000
_PLAIN = range(32, 127)
_ESCAPED = {each: f"\\{each:c}" if each in _PLAIN else f"\\{each:03o}" for each in range(256) if each not in _PLAIN or each in b"()\\"}


class _Font:
    """A font in one document. ReportLab gives each character its code when it comes there first: 256 to a part."""

    def __init__(self, name: str, document: Any) -> None:
        font: Any = getFont(name)
        self._font = font
        self._words: dict[str, str | None] = {}
        self._has_spaces = font.splitString(" ", document) == [(0, b" ")]
        self._first: str = font.getSubsetInternalName(0, document)

    def pieces(self, text: str, document: Any) -> list[tuple[str, str]]:
        """Each as the name of a part, and the codes in it."""
        words = [self._word(word, document) for word in text.split(" ")]
        if self._has_spaces and None not in words:
            return [(self._first, " ".join(words))]  # type: ignore[arg-type]
        found = self._font.splitString(text, document)
        return [(self._font.getSubsetInternalName(part, document), _escaped(codes)) for part, codes in found]

    def _word(self, word: str, document: Any) -> str | None:
        """None where its codes are not all of the first part."""
        if word not in self._words:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            found = self._font.splitString(word, document)
            self._words[word] = "".join(_escaped(codes) for _part, codes in found) if all(part == 0 for part, _codes in found) else None
        return self._words[word]


_fonts: WeakKeyDictionary[Any, dict[str, _Font]] = WeakKeyDictionary()
"""By document, for as long as it is made."""


def pieces(canvas: Any, text: str, font: str) -> list[tuple[str, str]]:
    """The text as the canvas shows it: names of fonts there, and codes."""
    document = canvas._doc
    fonts = _fonts.setdefault(document, {})
    if font not in fonts:
        fonts[font] = _Font(font, document)
    return fonts[font].pieces(text, document)


def _escaped(codes: bytes) -> str:
    return codes.decode("latin-1").translate(_ESCAPED)
