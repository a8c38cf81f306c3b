"""The window of a company that was open here before: painted at once, before its store is open and what opens stores is loaded."""

import os
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from crm_desktop.commands.desk import whole
from crm_desktop.commands.keys import KEY_FILE
from crm_desktop.core.recent_stores import known
from crm_desktop.core.settings import load_settings
from crm_desktop.core.store_files import is_plain, may_have_window
from crm_desktop.ui.first_paint import FirstPaint
from crm_desktop.ui.last_window import LastWindow
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.window_places import first_page, open_seats, restore_window


class EarlyWindow(QObject):
    painted = Signal()

    def __init__(self, last: LastWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._last = last
        self.window: MainWindow | None = None
        self.was_closed = False
        """Before its company was open: nobody wants it any more."""

    def show(self, address: Path | str, login: str | None) -> bool:
        """Whether there is one: not where it is likely that the company has a window already, or cannot be opened."""
        facts = _expected(address, login)
        if facts is None:
            return False
        seat = open_seats()[0]
        self.window = MainWindow(None, facts, first=first_page(seat))
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window.closing.connect(self._on_closing)
        self.window.quit_wanted.connect(self.window.close)
        self._last.watch(self.window)
        FirstPaint(self.window).done.connect(self.painted)
        restore_window(self.window, seat)
        self.window.show()
        return True

    def taken(self) -> MainWindow | None:
        """Its company is open: the window is that of whoever asks."""
        window, self.window = self.window, None
        if window is not None:
            window.closing.disconnect(self._on_closing)
            window.quit_wanted.disconnect(window.close)
        return window

    def drop(self) -> None:
        """Its company cannot be opened."""
        window = self.taken()
        if window is not None:
            window.close()

    @Slot()
    def _on_closing(self) -> None:
        self.window, self.was_closed = None, True


def _expected(address: Path | str, login: str | None) -> StoreFacts | None:
    """What the window will most likely say, as far as it is known without opening anything."""
    before = known(load_settings(), whole(address))
    if before is None or not before.company or (isinstance(address, Path) and not _will_open(address)):
        return None
    return StoreFacts(before.company, str(address), login or before.person)


def _will_open(path: Path) -> bool:
    """As far as can be seen from outside."""
    try:
        return not may_have_window(path) and (is_plain(path) or KEY_FILE in os.environ)
    except OSError:
        return False
