"""Ink on paper. Every meaning also has a word, a number or a shape: the page is read in black and white too."""

from functools import cache

from reportlab.lib.colors import Color, HexColor

INK = "#1b2430"
GREY = "#5a6675"
FAINT = "#7d8898"
RULE = "#dfe3e8"
STRONG_RULE = "#8b95a5"
ACCENT = "#2457d6"
GOOD = "#14713d"
BAD = "#b42318"


@cache
def ink(colour: str) -> Color:
    return HexColor(colour)
