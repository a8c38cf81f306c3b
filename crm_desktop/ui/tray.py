"""The icon among the system's own, where it has such: a call is logged from there while every window is minimised."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from crm_desktop.core.i18n import _
from crm_desktop.core.links import CALL, SCHEME
from crm_desktop.ui import icons
from crm_desktop.ui.look import dress

_PRESSED = QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick


class Tray(QSystemTrayIcon):
    def __init__(self, parent: QObject) -> None:
        super().__init__(icons.app_icon(), parent)
        self._ask: Callable[[str], object] | None = None
        self._menu = QMenu()
        dress(self._menu)
        self.log_call = self._menu.addAction(_("Log call"))
        self.show_window = self._menu.addAction(_("Show the window"))
        self._menu.addSeparator()
        self.leave = self._menu.addAction(_("Quit"))
        self.log_call.triggered.connect(self._on_call)
        self.show_window.triggered.connect(self._on_show)
        self.activated.connect(self._on_activated)

    def serve(self, ask: Callable[[str], object], leave: Callable[[], object]) -> None:
        """`ask` brings the window to the front and shows what an address asks for."""
        self._ask = ask
        self.leave.triggered.connect(leave)
        self.setContextMenu(self._menu)
        self.show()

    @Slot()
    def _on_call(self) -> None:
        if self._ask is not None:
            self._ask(f"{SCHEME}{CALL}")

    @Slot()
    def _on_show(self) -> None:
        if self._ask is not None:
            self._ask("")

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why in _PRESSED:
            self._on_show()


def serve_tray(ask: Callable[[str], object], leave: Callable[[], object]) -> None:
    """Where the system has none, nothing comes of it."""
    if QSystemTrayIcon.isSystemTrayAvailable():
        the_tray().serve(ask, leave)


def the_tray() -> Tray:
    """One for the whole program, made when it is first needed."""
    app = QApplication.instance()
    assert app is not None
    return app.findChild(Tray) or Tray(app)


def is_press(why: QSystemTrayIcon.ActivationReason) -> bool:
    """Not the click that opens its menu."""
    return why in _PRESSED
