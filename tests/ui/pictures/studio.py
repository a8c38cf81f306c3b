"""A window of the program on a company of its own, and a camera before it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crm_desktop.data.opening import opened
from crm_desktop.queries.actors import actor_of
from crm_desktop.queries.desk import company_facts, staff_name
from crm_desktop.ui.desk import Desk, Doors
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.main_window import MainWindow, StoreFacts

SMALL, LARGE = QSize(1280, 800), QSize(1920, 1080)
PATIENCE = 20.0
"""Seconds, for what a process of its own draws."""


class Shot(NamedTuple):
    """What is on screen now, and is to be kept."""

    name: str
    widget: QWidget | None = None
    """None: the window; in all its sizes."""
    rest: float = 0.03
    """Seconds in which it is drawn anew in each size."""


Scene = Callable[["Studio"], Iterator[Shot]]
"""Brings the window to what is to be seen, yields it, and cleans up."""


class Camera:
    """Writes what it is shown, the window in several sizes."""

    def __init__(self, folder: Path, sizes: tuple[QSize, ...], ending: str) -> None:
        self._folder, self._sizes, self._ending = folder, sizes, ending
        self._writer, self._writing = ThreadPoolExecutor(1), list[Future[bool]]()

    def take(self, number: str, shot: Shot, window: QWidget, settle: Callable[[float], None]) -> None:
        for size in self._sizes if shot.widget is None else (window.size(),):
            window.resize(size)
            settle(shot.rest)
            sized = f"-{size.width()}" if shot.widget is None else ""
            path = self._folder / f"{number}-{shot.name}{sized}-{self._ending}.png"
            self._writing.append(self._writer.submit(seen(shot.widget or window).toImage().save, str(path)))
        window.resize(self._sizes[0])

    def wait(self) -> None:
        """Until all are written."""
        self._writer.shutdown()
        assert all(each.result() for each in self._writing), "a picture could not be written"


class Studio:
    def __init__(self, store: Any, path: Path, app: QApplication) -> None:
        self.jobs = Jobs(store.connection_context, app)
        self.failures: list[Exception] = []
        self.jobs.failed.connect(self.failures.append)
        actor, facts = actor_of(None), company_facts()
        assert facts is not None
        self.desk = Desk(self.jobs, actor, Formats(facts), Doors(app))
        self.window = MainWindow(self.desk, StoreFacts(facts.name, str(path), staff_name(actor.id)))
        self.window.move(0, 0)
        self.window.resize(SMALL)
        self.window.show()
        self.settle()
        self.window.message.clear()  # what is due at this hour would stand above every page

    def film(self, scenes: tuple[Scene, ...], camera: Camera) -> None:
        for number, scene in enumerate(scenes, start=1):
            for shot in scene(self):
                camera.take(f"{number:02}", shot, self.window, self.settle)
            open_still = [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]
            assert not open_still, (scene.__name__, open_still)  # the next scene would take it for its own
        camera.wait()
        assert not self.failures, self.failures

    def page(self, name: str) -> Any:
        """Shown, with what it reads."""
        page = self.window.show_page(name)
        self.window.activateWindow()
        self.settle()
        page.start()
        self.settle()
        return page

    @contextmanager
    def form(self, dialog: QDialog) -> Iterator[QWidget]:
        dialog.show()
        self.settle(0.15)
        yield dialog
        self.throw(dialog)

    def throw(self, dialog: Any) -> None:
        """Without a question about what was typed."""
        getattr(dialog, "throw_away", partial(dialog.done, QDialog.DialogCode.Rejected))()
        self.settle()

    def opened_dialog(self, kind: type[QDialog]) -> Any:
        """The latest of this kind."""
        self.settle()
        return [each for each in QApplication.allWidgets() if isinstance(each, kind) and each.isVisible()][-1]

    def wait(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < until, "it takes too long"
            self.settle()

    def settle(self, seconds: float = 0.03) -> None:
        until = time.monotonic() + seconds
        for _round in range(6):
            QApplication.processEvents()
            self.jobs.drain()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        while time.monotonic() < until:
            QApplication.processEvents()

    def close(self) -> None:
        self.jobs.drain()
        self.window.close()
        self.settle()


@contextmanager
def studio(path: Path, app: QApplication) -> Iterator[Studio]:
    with opened(path) as store:
        made = Studio(store, path, app)
        try:
            yield made
        finally:
            made.close()


def seen(widget: QWidget) -> QPixmap:
    """What the screen shows there, with whatever hangs over it; without a screen, what the widget would draw."""
    screen = widget.screen()
    if QGuiApplication.platformName() != "xcb" or screen is None:
        return widget.grab()
    area = widget.frameGeometry() & screen.geometry()
    return screen.grabWindow(0, area.x(), area.y(), area.width(), area.height())
