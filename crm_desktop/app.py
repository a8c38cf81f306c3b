"""The composition root of the window: paths, log, settings, store, jobs, pages. The only file that knows everyone."""

import faulthandler
import os
import re
import secrets
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from crm_desktop import __version__
from crm_desktop.commands.desk import KEY_FILE, key_of, remember
from crm_desktop.commands.desk import Desk as Where
from crm_desktop.core import i18n
from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import companies_folder, log_folder, resource
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.core.text import fold
from crm_desktop.data.database import Guarded, create_file
from crm_desktop.data.opening import opened
from crm_desktop.queries.desk import CompanyFacts, company_facts, latest_operation, staff_name
from crm_desktop.services.company import CompanyInput, actor_of, found_company
from crm_desktop.ui import crash
from crm_desktop.ui.desk import Desk, Doors
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs, sentence
from crm_desktop.ui.keeper import Keeper
from crm_desktop.ui.look import Look
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.theme import Choice, Tone, wear
from crm_desktop.ui.watch import Watch
from crm_desktop.ui.welcome import Welcome
from crm_desktop.ui.window_places import keep_window, restore_window

_PATIENCE = 400
"""Milliseconds a store may take to open before the window says that it is being opened."""


class Seen(NamedTuple):
    """What the store's thread read when it was opened."""

    facts: CompanyFacts
    by: Actor
    person: str
    sequence: int


def run(store_address: str | None, login: str | None = None) -> int:
    """The window, until it is closed: its exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("crm-desktop")
    app.setApplicationDisplayName("CRM Desktop")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(True)
    crash.install(app)
    _catch_aborts()
    settings = load_settings()
    _speak(app, settings.language or "en")
    wear(settings)
    Look(app)
    program = Program(login, app)
    program.start(store_address)
    status = app.exec()
    program.stop()
    return status


class Program(QObject):
    """One company at a time, in one window."""

    def __init__(self, login: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self._login = login
        self._address: Path | str = ""
        self._keeper: Keeper | None = None
        self.jobs: Jobs | None = None
        self.window: MainWindow | None = None
        self.welcome: Welcome | None = None
        self._waiting = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._waiting.timeout.connect(self._on_slow)

    def start(self, store_address: str | None) -> None:
        if store_address:
            self.open(store_address)
        else:
            self._welcome().show()

    @Slot(str)
    def open(self, address: str, fill: Callable[..., None] | None = None) -> None:
        """`fill(progress)` runs in a new store before it is looked at."""
        try:
            self._address = Where(address, self._login).address()
            key = key_of(self._address) if KEY_FILE in os.environ else None
        except UserError as error:
            self._on_refused(error)
            return
        self._waiting.start()
        enter: Callable[[], AbstractContextManager[Any]] = partial(opened, self._address, key, window=True)
        self._keeper = Keeper(enter, partial(_look, self._login, fill), self)
        self._keeper.opened.connect(self._on_opened)
        self._keeper.refused.connect(self._on_refused)
        self._keeper.progressed.connect(self._on_progress)
        self._keeper.begin()

    def stop(self) -> None:
        """Everything that was begun is finished, and the store closed."""
        if self.jobs is not None:
            self.jobs.drain()
        if self._keeper is not None:
            self._keeper.leave()

    @Slot(object)
    def _on_opened(self, found: tuple[Guarded, Seen]) -> None:
        store, seen = found
        self._waiting.stop()
        with suppress(UserError):  # a store that cannot be remembered is open all the same
            remember(self._address)
        self.jobs = Jobs(store.connection_context, self)
        self.desk = Desk(self.jobs, seen.by, Formats(seen.facts, load_settings().language or "en"), Doors(self))
        self.window = MainWindow(self.desk, StoreFacts(seen.facts.name, str(self._address), seen.person))
        self.window.theme_chosen.connect(self._on_theme)
        self.window.closing.connect(self._on_closing)
        Watch(self.jobs, seen.sequence, self)
        restore_window(self.window, 1)
        self.window.show()
        if self.welcome is not None:
            self.welcome.close()

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        self._waiting.stop()
        if self._keeper is not None:
            self._keeper.leave()
            self._keeper = None
        welcome = self._welcome()
        welcome.show_busy("")
        welcome.message.say(sentence(error), Tone.BAD)
        welcome.show()
        if not isinstance(error, UserError):
            crash.report_bug(error)

    @Slot()
    def _on_slow(self) -> None:
        welcome = self._welcome()
        welcome.show_busy(_("Opening {store} …").format(store=Path(str(self._address)).name))
        welcome.show()

    @Slot(int, int)
    def _on_progress(self, done: int, of: int) -> None:
        self._welcome().show_progress(done, of)

    def _welcome(self) -> Welcome:
        if self.welcome is None:
            self.welcome = Welcome(load_settings().last_store)
            self.welcome.open_wanted.connect(self.open)
            self.welcome.sample_wanted.connect(self._on_sample)
            self.welcome.company_wanted.connect(self._on_company)
        return self.welcome

    @Slot()
    def _on_sample(self) -> None:
        self._welcome().show_busy(_("Making up a shop. It takes a few seconds."))
        self._make(_("Sample"), _make_sample)

    @Slot(object)
    def _on_company(self, wanted: CompanyInput) -> None:
        self._make(wanted.name, partial(_found, wanted))

    def _make(self, name: str, fill: Callable[..., None]) -> None:
        try:
            self.open(str(_new_file(name)), fill)
        except (UserError, OSError) as error:
            self._on_refused(error)

    @Slot(object)
    def _on_theme(self, choice: Choice) -> None:
        try:
            change_settings(theme=choice.value)
        except UserError as error:
            self.desk.say(str(error), Tone.WARN)

    @Slot()
    def _on_closing(self) -> None:
        if self.window is not None:
            keep_window(self.window, 1, [(page.name, page) for page in self.window.open_pages()])


def _look(login: str | None, fill: Callable[..., None] | None, _store: Guarded, progress: Callable[[int, int], None]) -> Seen:
    if fill is not None:
        fill(progress)
    by = actor_of(login)
    facts = company_facts()
    assert facts is not None, "somebody works here, so there is a company"
    return Seen(facts, by, staff_name(by.id), latest_operation())


def _found(wanted: CompanyInput, _progress: Callable[[int, int], None]) -> None:
    found_company(wanted)


def _make_sample(progress: Callable[[int, int], None]) -> None:
    from crm_desktop.sample.company import make_sample

    make_sample("small", progress=progress)


def _new_file(name: str) -> Path:
    """An empty store named after its company, in the folder for companies."""
    folder = companies_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "company"
    path = folder / f"{words[:40]}.crm"
    if path.exists():
        path = folder / f"{words[:40]}-{secrets.token_hex(2)}.crm"
    create_file(path)
    return path


def _speak(app: QApplication, language: str) -> None:
    """Our words, and those of Qt's own buttons; English where there is no translation."""
    i18n.use(language, resource("locale"))
    own = QTranslator(app)
    if own.load(QLocale(language), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)


def _catch_aborts() -> None:
    """What kills the interpreter leaves a trace of where it was; names of functions, no data."""
    with suppress(OSError):
        log_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        # Kept open for as long as the program runs, since it is written to when nothing else works any more.
        faulthandler.enable((log_folder() / "aborts.log").open("a", encoding="utf-8"))
