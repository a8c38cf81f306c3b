"""The system's own word that nobody sits here: its screen is locked, or the computer goes to sleep. Told by Linux desktops.

Elsewhere a computer that slept is noticed by its clock: see `ui/idle_lock.py`.
"""

import sys
from typing import NamedTuple

from PySide6.QtCore import SLOT, QObject, Signal, Slot


class _Told(NamedTuple):
    is_of_computer: bool
    """Its bus is the computer's, not this person's."""
    service: str
    path: str
    interface: str
    name: str


_TOLD = (
    _Told(False, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    _Told(False, "org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    _Told(False, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
    _Told(True, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"),
)


class SystemLock(QObject):
    left = Signal()
    """The screen is locked now, or the computer is about to sleep."""

    def listen(self) -> None:
        """Where there is no bus, nothing is told."""
        if sys.platform != "linux":
            return
        from PySide6.QtDBus import QDBusConnection

        for told in _TOLD:
            bus = QDBusConnection.systemBus() if told.is_of_computer else QDBusConnection.sessionBus()
            if bus.isConnected():
                # It takes the text that SLOT makes; its declaration says bytes, which it refuses.
                bus.connect(told.service, told.path, told.interface, told.name, self, SLOT("_on_told(bool)"))  # type: ignore[call-overload]

    @Slot(bool)
    def _on_told(self, begins: bool) -> None:
        """The same is told when it is over."""
        if begins:
            self.left.emit()
