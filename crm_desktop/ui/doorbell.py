"""A second start of the program for a store that has a window already rings there, says what it was started for, and ends.

One line each way: an address such as `crm-desktop:call?number=…`, or nothing when the window is only to come to the front;
the window answers `here`. Only programs of the same person can ring.
"""

import getpass
import hashlib
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crm_desktop.core.links import LONGEST, is_link

_ANSWER = b"here\n"
_PATIENCE = 2_000
"""Milliseconds a window may take to answer; one that hangs is not waited for longer."""


class Doorbell(QObject):
    rang = Signal(str)
    """An address, or empty."""

    def __init__(self, address: Path | str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_visitor)
        name = bell_of(address)
        if not self._server.listen(name):
            # A window that was killed leaves its socket behind; the store's lock says that no other is open.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def is_heard(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        self._server.close()

    @Slot()
    def _on_visitor(self) -> None:
        visitor = self._server.nextPendingConnection()
        visitor.setReadBufferSize(LONGEST + 1)
        visitor.readyRead.connect(partial(self._on_words, visitor))
        visitor.disconnected.connect(visitor.deleteLater)

    def _on_words(self, visitor: QLocalSocket) -> None:
        if not visitor.canReadLine():
            if visitor.bytesAvailable() > LONGEST:
                visitor.abort()
            return
        said = bytes(visitor.readLine().data()).decode("utf-8", "replace").strip()
        visitor.write(_ANSWER)
        visitor.flush()
        if not said or is_link(said):
            self.rang.emit(said)


def ring(address: Path | str, said: str = "") -> bool:
    """Whether a window of this store was there and answered."""
    _let_it_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(bell_of(address))
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(f"{said}\n".encode())
    socket.flush()
    return socket.waitForReadyRead(_PATIENCE) and bytes(socket.readAll().data()) == _ANSWER


def bell_of(address: Path | str) -> str:
    """The same for every way of writing the store's path; short, since a Mac allows a socket's path 104 letters."""
    place = str(address if isinstance(address, str) else address.resolve())
    with suppress(OSError, KeyError, ImportError):  # a container may run under a number that has no name
        place = f"{getpass.getuser()} {place}"
    return f"crm-desktop-{hashlib.sha256(place.encode()).hexdigest()[:20]}"


def _let_it_come_forward() -> None:
    """Windows lets a program take the foreground only if the one in front allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
