"""Writes a list into a file, or a company into a folder, while a bar shows how far it is; what was stopped leaves nothing behind."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, label, row

Work = Callable[[Callable[[int, int], None]], Any]
"""Is given what to tell how many of how many are done, and which may raise."""


class Stopped(UserError):
    """Somebody stopped it."""


class Progress(QObject):
    """Lives as long as the work, whatever window shows it."""

    went = Signal(int, int)
    """How many of how many; emitted by the worker."""
    ended = Signal()

    def __init__(self, desk: Desk, said: Callable[[Any], str]) -> None:
        super().__init__(desk.doors)
        self._desk, self._said = desk, said
        self._stop = Event()

    def tell(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped(_("The export was stopped. Nothing was written."))
        self.went.emit(done, total)

    def stop(self) -> None:
        """The next block is not read any more."""
        self._stop.set()

    def say_done(self, result: object) -> None:
        self._desk.say(self._said(result))
        self._end()

    def say_failed(self, error: Exception) -> None:
        is_expected = isinstance(error, UserError)
        self._desk.say(sentence(error), Tone.WARN if is_expected else Tone.BAD)
        if not is_expected:
            self._desk.jobs.failed.emit(error)
        self._end()

    def _end(self) -> None:
        self.ended.emit()
        self.deleteLater()


class ExportDialog(QDialog):
    def __init__(self, desk: Desk, to: Path, work: Work, said: Callable[[Any], str], parent: QWidget | None = None) -> None:
        """`said`: what is told of the work's result."""
        super().__init__(parent)
        self.setWindowTitle(_("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._progress = Progress(desk, said)
        self.text, self.bar = label(_("Writing {file} …").format(file=to.name), wrap=True), QProgressBar(textVisible=False)
        self.bar.setAccessibleName(_("How far it is"))
        self.cancel = button(_("Stop"))
        self.setLayout(column(self.text, self.bar, 1, row(1, self.cancel), gap=2 * GAP, margins=(3 * GAP,) * 4))
        open_at(self, 400, 140)
        self.cancel.clicked.connect(self.reject)
        self._progress.went.connect(self._on_went)
        self._progress.ended.connect(self.accept)
        desk.jobs.read(self._progress, partial(work, self._progress.tell), self._progress.say_done, failed=self._progress.say_failed)

    def reject(self) -> None:
        self._progress.stop()
        super().reject()

    @Slot(int, int)
    def _on_went(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
