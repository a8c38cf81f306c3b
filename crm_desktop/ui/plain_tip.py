"""Tooltips of what people wrote. Qt takes a text for markup by itself where it looks like it, and would load the pictures it names: files
of this computer, and on Windows from another, which learns who asks."""

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Shows as the text itself, whatever stands in it."""
    return Qt.convertFromPlainText(text) if "<" in text or "&" in text else text
