"""Lets a telephone program on this computer say who rings: `http://127.0.0.1:PORT/TOKEN/call?number=…`. Off unless switched on.

Qt's own server on the window's loop: one request is a line and a few headers, so there is nothing to wait for and no thread to
end. It hears this computer alone, believes nothing, and answers nothing but that it heard; whatever is not right is cut off.
"""

import secrets
import time
from collections import deque
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.links import CALL
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.ui.callers import Incoming, incoming, link_to

_MOST_BYTES = 4_096
_PATIENCE = 2_000
"""Milliseconds a request may take to come."""
_AT_ONCE, _PER_MINUTE = 4, 30
_HEARD = b"HTTP/1.1 204 No Content\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class Address(NamedTuple):
    port: int
    token: str

    def url(self) -> str:
        """As it is put into a telephone program, which writes the number at its end."""
        return f"http://127.0.0.1:{self.port}/{self.token}/{CALL}?number="


def caller_of(request: bytes, address: Address) -> Incoming | None:
    """Who rings, of a whole request; None for anything that is not exactly what it should be."""
    try:
        first, *lines = request.split(b"\r\n\r\n", 1)[0].decode("ascii").split("\r\n")
        method, target, version = first.split(" ")
        headers = [(name.strip().lower(), value.strip()) for name, _colon, value in (line.partition(":") for line in lines)]
        asked = urlsplit(target)
        query = parse_qs(asked.query, max_num_fields=8)
    except ValueError:
        return None
    names = [name for name, _value in headers]
    hosts = [value.lower() for name, value in headers if name == "host"]
    fetched = [value for name, value in headers if name == "sec-fetch-site"]
    is_ours = (
        method == "GET"
        and version in ("HTTP/1.0", "HTTP/1.1")
        and len(hosts) == 1
        and hosts[0] in [f"{host}:{address.port}" for host in _HOSTS]
        and "origin" not in names
        and all(site == "none" for site in fetched)
        and secrets.compare_digest(asked.path, f"/{address.token}/{CALL}")
    )
    return incoming(query.get("number", [""])[0]) if is_ours else None


class CallerHook(QObject):
    """One for the whole program, whatever windows it has."""

    asked = Signal(str)
    """The address that shows who rings, as a link of ours would."""
    changed = Signal()
    """Switched on or off, or called by another address."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._servers: list[QTcpServer] = []
        self._address: Address | None = None
        self._sockets: set[QTcpSocket] = set()
        self._times: deque[float] = deque(maxlen=_PER_MINUTE)

    def address(self) -> Address | None:
        """None while it is off."""
        return self._address

    def start(self) -> None:
        """As it was switched on or off last. Where another program has its port, `is_missing` says so."""
        settings = load_settings()
        if settings.caller_hook == "on" and settings.caller_token:
            self._listen(Address(_kept_port(), settings.caller_token))

    def is_missing(self) -> bool:
        """It is switched on, and hears nothing all the same."""
        return load_settings().caller_hook == "on" and self._address is None

    def switch_on(self) -> None:
        """At a free port, which it keeps from then on, as the telephone program is told it once."""
        wanted = Address(_kept_port(), load_settings().caller_token or secrets.token_urlsafe(24))
        if not self._listen(wanted) and not self._listen(wanted._replace(port=0)):
            raise UserError(_("No program here may listen to another. Nothing was switched on."))
        assert self._address is not None
        change_settings(caller_hook="on", caller_port=str(self._address.port), caller_token=self._address.token)
        self.changed.emit()

    def switch_off(self) -> None:
        self._close()
        change_settings(caller_hook="off")
        self.changed.emit()

    def renew(self) -> None:
        """Another token: whoever knew the old one is not heard any more."""
        if self._address is not None:
            self._address = self._address._replace(token=secrets.token_urlsafe(24))
            change_settings(caller_token=self._address.token)
            self.changed.emit()

    def _listen(self, wanted: Address) -> bool:
        self._close()
        port = wanted.port
        for host in (QHostAddress.SpecialAddress.LocalHost, QHostAddress.SpecialAddress.LocalHostIPv6):
            server = QTcpServer(self)
            server.setMaxPendingConnections(_AT_ONCE)
            if server.listen(QHostAddress(host), port):
                port = server.serverPort()
                server.newConnection.connect(self._on_connection)
                self._servers.append(server)
            else:
                server.deleteLater()
                if not self._servers:  # without IPv6 the other address is enough
                    return False
        self._address = wanted._replace(port=port)
        return True

    def _close(self) -> None:
        for socket in tuple(self._sockets):
            socket.abort()
        for server in self._servers:
            server.close()
            server.deleteLater()
        self._servers, self._address = [], None

    @Slot()
    def _on_connection(self) -> None:
        for server in self._servers:
            while (socket := server.nextPendingConnection()) is not None:
                self._take(socket)

    def _take(self, socket: QTcpSocket) -> None:
        socket.disconnected.connect(socket.deleteLater)
        now = time.monotonic()
        is_flood = len(self._times) == _PER_MINUTE and now - self._times[0] < 60
        if not is_flood:
            self._times.append(now)
        if is_flood or len(self._sockets) >= _AT_ONCE or not socket.peerAddress().isLoopback():
            socket.abort()
            socket.deleteLater()
            return
        self._sockets.add(socket)
        socket.disconnected.connect(self._on_gone)
        socket.readyRead.connect(self._on_bytes)
        QTimer.singleShot(_PATIENCE, socket, socket.abort)
        if socket.bytesAvailable():
            self._read(socket)

    @Slot()
    def _on_bytes(self) -> None:
        socket = self.sender()
        if isinstance(socket, QTcpSocket):
            self._read(socket)

    def _read(self, socket: QTcpSocket) -> None:
        """Nothing is taken out until all of it is there, or too much."""
        request = bytes(socket.peek(_MOST_BYTES).data())
        if b"\r\n\r\n" not in request and len(request) < _MOST_BYTES:
            return
        caller = caller_of(request, self._address) if self._address is not None and b"\r\n\r\n" in request else None
        socket.readyRead.disconnect(self._on_bytes)
        if caller is None:
            socket.abort()
        else:
            socket.readAll()
            socket.write(_HEARD)
            socket.disconnectFromHost()
            self.asked.emit(link_to(caller))

    @Slot()
    def _on_gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QTcpSocket):
            self._sockets.discard(socket)


def caller_hook() -> CallerHook:
    """The program's, made when it is first asked for."""
    app = QCoreApplication.instance()
    assert app is not None, "no application yet"
    found = app.findChild(CallerHook)
    return found if isinstance(found, CallerHook) else CallerHook(app)


def _kept_port() -> int:
    """0, which means any, unless one was kept."""
    kept = load_settings().caller_port
    return int(kept) if kept.isascii() and kept.isdigit() and int(kept) < 65_536 else 0
