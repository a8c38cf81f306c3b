"""Keeps a store open for the window: one thread enters it, waits until it is no longer needed, and leaves it again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, Signal


class Keeper(QObject):
    ended = Signal()
    """Waiting for it: told before `opened` or `refused`."""
    opened = Signal(object)
    """What `enter` gave, and what `look` made of it."""
    refused = Signal(object)
    progressed = Signal(int, int)

    def __init__(
        self, enter: Callable[[], AbstractContextManager[Any]], look: Callable[[Any, Callable[[int, int], None]], object], parent: QObject
    ) -> None:
        """`look(store, progress)` runs in the store's thread as soon as it is open."""
        super().__init__(parent)
        self._enter, self._look = enter, look
        self._over = Event()
        self._thread = Thread(target=self._keep, name="store")

    def begin(self) -> None:
        """Called when the signals are connected: a store may be refused before this returns."""
        self._thread.start()

    def leave(self) -> None:
        """Returns when the store is closed."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _keep(self) -> None:
        try:
            with self._enter() as store:
                found = store, self._look(store, self.progressed.emit)
                self.ended.emit()
                self.opened.emit(found)
                self._over.wait()
        except Exception as error:
            self.ended.emit()
            self.refused.emit(error)
