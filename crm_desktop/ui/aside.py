"""Something that takes a moment, done in a thread of its own where no store is open that jobs could belong to."""

from collections.abc import Callable
from threading import Thread
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal, SignalInstance, Slot


class Aside(QObject):
    """Lives as long as the program does, or until it has answered: whoever asked may be gone by then."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(QCoreApplication.instance())
        self._work = work
        self._thread = Thread(target=self._run, name="aside")
        self.done.connect(self._on_end)
        self.failed.connect(self._on_end)

    def begin(self) -> None:
        """Called when the signals are connected."""
        self._thread.start()

    def _run(self) -> None:
        try:
            result = self._work()
        except Exception as error:
            self.failed.emit(error)
        else:
            self.done.emit(result)

    @Slot(object)
    def _on_end(self, _result: object) -> None:
        self._thread.join()
        self.deleteLater()


def aside(work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Any], None] | SignalInstance) -> None:
    """`then` and `failed` are slots of whoever waits: they are not called once that is gone."""
    made = Aside(work)
    made.done.connect(then)
    made.failed.connect(failed)
    made.begin()
