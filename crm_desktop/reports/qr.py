"""A QR code as dark and light squares, for screens. On paper ReportLab draws it itself."""

from typing import Any


def squares(text: str) -> list[list[bool]]:
    """Rows from the top; True is dark. The four light ones around it, which a camera needs, are left to who draws it."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    return [[bool(code.isDark(line, place)) for place in range(count)] for line in range(count)]
