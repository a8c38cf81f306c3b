"""The typeface of every PDF: two TrueType files, loaded once per process and embedded."""

from collections.abc import Mapping
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from crm_desktop.core.paths import resource

REGULAR = "CrmSans-Regular"
BOLD = "CrmSans-SemiBold"


@cache
def widths(font: str) -> Mapping[str, float]:
    """Advance of every character the font can draw, for a size of 1. Asking registers the font."""
    loaded = TTFont(font, str(resource("fonts", f"{font}.ttf")), validate=0)
    pdfmetrics.registerFont(loaded)
    advances = loaded.face.charWidths
    return {chr(code): advances[code] / 1000 for code in loaded.face.charToGlyph if code in advances}
