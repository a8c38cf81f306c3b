"""Pictures that somebody attached: what they are and how large is looked at before any of them is unpacked."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_BYTES = 40_000_000
MOST_PIXELS = 50_000_000
"""What a good camera takes; unpacked, it is four times as many bytes."""
_BEGIN = {b"\x89PNG\r\n\x1a\n": b"png", b"\xff\xd8\xff": b"jpeg", b"GIF87a": b"gif", b"GIF89a": b"gif", b"BM": b"bmp"}
"""How a file of each kind begins. Others are not tried: each reader is one more that a prepared file could harm."""
_WEBP = (b"RIFF", b"WEBP")


def unpacked(content: bytes, most: QSize | None = None) -> QImage | None:
    """Fine in a worker; no larger than `most`. None for what is no picture that is shown here, cut off, or too large."""
    kind = _kind(content)
    if kind is None or len(content) > MOST_BYTES:
        return None
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    if most is not None and (size.width() > most.width() or size.height() > most.height()):
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    drawn = reader.read()
    return None if drawn.isNull() else drawn


def _kind(content: bytes) -> bytes | None:
    if (content[:4], content[8:12]) == _WEBP:
        return b"webp"
    return next((kind for begin, kind in _BEGIN.items() if content.startswith(begin)), None)
