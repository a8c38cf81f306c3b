"""Places in windows whose lines run from right to left.

`QStyle.visualRect` does the same. What is painted first asks nothing of QStyle: its hundreds of names, made when one is first asked for,
take as long as a list's first rows.
"""

from PySide6.QtCore import QRect, Qt


def mirrored(direction: Qt.LayoutDirection, around: QRect, rect: QRect) -> QRect:
    """Where this place is in what lies around it, given from left to right."""
    if direction == Qt.LayoutDirection.LeftToRight:
        return rect
    return rect.translated(around.left() + around.right() - rect.left() - rect.right(), 0)
