"""How large a window of its own opens: in pixels of the usual size of text, with larger text in more, as far as the screen has room."""

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QDialog

from crm_desktop.ui.theme import sized

_SHARE = 0.9
"""Of the screen, at most."""


def open_at(dialog: QDialog, width: int, height: int) -> None:
    dialog.resize(bounded(dialog, QSize(sized(width), sized(height))))


def open_as_wide(dialog: QDialog, width: int) -> bool:
    """As high as its sentences are when they stand in that width; False: the screen is not so high."""
    size = bounded(dialog, QSize(max(sized(width), dialog.minimumSizeHint().width()), dialog.sizeHint().height()))
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        size.setHeight(layout.totalHeightForWidth(size.width()))
    dialog.resize(bounded(dialog, size))
    dialog.installEventFilter(_Growing(dialog))
    return bounded(dialog, size) == size


class _Growing(QObject):
    """What is said in a dialog later, such as that a passphrase is wrong, finds room: it grows by that, and does not shrink again."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._grow)  # when the layout has taken in what is new
        return super().eventFilter(watched, event)

    @Slot()
    def _grow(self) -> None:
        layout, width = self._dialog.layout(), self._dialog.width()
        wanted = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        if wanted > self._dialog.height():
            self._dialog.resize(bounded(self._dialog, QSize(width, wanted)))


def bounded(dialog: QDialog, size: QSize) -> QSize:
    return size.boundedTo(dialog.screen().availableGeometry().size() * _SHARE)
