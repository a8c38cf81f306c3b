"""A QR code as dark and light squares, for screens and terminals. On paper ReportLab draws it itself."""

from typing import Any

_QUIET = 4
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def squares(text: str) -> list[list[bool]]:
    """Rows from the top; True is dark. The four light ones around it, which a camera needs, are left to who draws it."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    return [[bool(code.isDark(line, place)) for place in range(count)] for line in range(count)]


def lines(text: str) -> list[str]:
    """For a terminal, two rows to a line: black on white, whatever its own colours are."""
    rows = [[False] * _QUIET + row + [False] * _QUIET for row in squares(text)]
    around = [[False] * len(rows[0]) for _number in range(_QUIET)]
    rows = [*around, *rows, *around]
    pairs = zip(rows[::2], [*rows[1::2], around[0]][: len(rows[::2])], strict=True)
    return ["\x1b[30;107m" + "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) + "\x1b[0m" for upper, lower in pairs]
