"""The composition root of the window: paths, log, settings, store, jobs, pages. The only file that knows everyone."""

import faulthandler
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from crm_desktop import __version__
from crm_desktop.afterwards import Afterwards
from crm_desktop.commands.desk import Desk as Where
from crm_desktop.commands.desk import remember
from crm_desktop.core import i18n
from crm_desktop.core.errors import LookGivenUp, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.links import is_link
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.paths import log_folder, resource
from crm_desktop.core.recent_stores import recent_stores
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.early_window import EarlyWindow
from crm_desktop.looking_through import LookingThrough
from crm_desktop.ui import crash
from crm_desktop.ui.desk import Doors, Place
from crm_desktop.ui.jobs import Jobs, let_the_window_in, sentence
from crm_desktop.ui.keeper import Keeper
from crm_desktop.ui.last_window import LastWindow
from crm_desktop.ui.look import Look, application
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.rubbish import collect_by_hand, spare_what_stays
from crm_desktop.ui.theme import Choice, Tone, wear
from crm_desktop.ui.window_places import first_page, keep_seats, keep_window, open_seats, restore_window
from crm_desktop.unlocking import Unlocking, needs_unlocking

if TYPE_CHECKING:
    from crm_desktop.at_work import Seen
    from crm_desktop.data.database import Guarded
    from crm_desktop.new_company import NewCompany
    from crm_desktop.safekeeping import BringingBack
    from crm_desktop.signing_in import SigningIn
    from crm_desktop.ui.idle_lock import IdleLock
    from crm_desktop.ui.welcome import Welcome

_PATIENCE = 400
"""Milliseconds a store may take to open before the window says that it is being opened."""


def run(store_address: str | None, login: str | None = None, link: str = "", backup: str | None = None) -> int:
    """The window, until the last one is closed: the exit status. `link`: what to show, such as `crm-desktop:call?number=…`.

    `backup`: to be put in the store's place first.
    """
    app = QApplication.instance() or application(sys.argv[0])
    assert isinstance(app, QApplication)
    app.setApplicationName("crm-desktop")
    app.setApplicationDisplayName("CRM Desktop")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(True)
    collect_by_hand()
    crash.install(app)
    _catch_aborts()
    settings = load_settings()
    _speak(app, settings.language or "en")
    wear(settings)
    Look(app)
    program = Program(login, app)
    program.handed_over.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    program.start(store_address, link, Path(backup) if backup else None)
    status = app.exec()
    program.stop()
    if program.begins_anew:
        program.afterwards.work()
        from PySide6.QtCore import QProcess

        QProcess.startDetached(*program.command())
    return status


class Program(QObject):
    """One company at a time, in as many windows as somebody likes."""

    asked = Signal(str)
    """An address of ours that another program opened, or that a second start brought: `crm-desktop:call?number=…`.

    By then the window is in front, and the page that `answers` it has been asked."""
    handed_over = Signal()
    """The company has a window already: it is in front now, and this program is not needed."""

    def __init__(self, login: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self._login, self._link = login, ""
        self._first_place: Place | None = None
        """Where a company begins that was founded to bring something into."""
        self._signing_in: SigningIn | None = None
        self.idle: IdleLock | None = None
        self._key: bytes | None = None
        self._bringing: BringingBack | None = None
        self.afterwards = Afterwards(self)
        self.afterwards.wanted.connect(self._begin_anew)
        self._address: Path | str = ""
        self._keeper: Keeper | None = None
        self.jobs: Jobs | None = None
        self.windows: dict[int, MainWindow] = {}
        """By seat, from 1: each window has one, and finds its place on the screen by it."""
        self.welcome: Welcome | None = None
        self.begins_anew = self._is_leaving = False
        self._last = LastWindow(self)
        self._early = EarlyWindow(self._last, self)
        crash.restarts(self._begin_anew)
        if sys.platform == "darwin":
            QApplication.instance().installEventFilter(self)  # elsewhere every event would come by here for nothing
        self._waiting = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._waiting.timeout.connect(self._on_slow)

    @property
    def window(self) -> MainWindow | None:
        """The first that is open."""
        return self.windows[min(self.windows)] if self.windows else None

    def start(self, store_address: str | None, link: str = "", backup: Path | None = None) -> None:
        self._link = link
        if store_address:
            self.open(store_address, backup)
        else:
            self._welcome().show()

    @Slot(str)
    def open(self, address: str, backup: Path | None = None) -> None:
        """`backup` is put in its place first."""
        if backup is not None:
            from crm_desktop.safekeeping import BringingBack

            self._bringing = BringingBack(backup, self._login)
        try:
            self._address = Where(address, self._login).address()
        except UserError as error:
            self._on_refused(error)
            return
        # A file's lock tells whether it has a window; a server has to be asked first, and a passphrase is not asked for twice.
        is_locked = needs_unlocking(self._address)
        if (isinstance(self._address, str) or is_locked) and self._rings():
            return
        if is_locked:
            self._unlocking = Unlocking(Path(self._address), self)
            self._unlocking.opened.connect(self._enter)
            self._unlocking.refused.connect(self._on_refused)
            self._unlocking.begin()
        else:
            self._enter(None)

    @Slot(object)
    def _enter(self, key: bytes | None, fill: Callable[..., None] | None = None) -> None:
        """`fill(progress)` runs in a new store before it is looked at."""
        self._key = key
        self._waiting.start()
        entered = self._bringing.entered if self._bringing is not None else _entered
        looking = LookingThrough(self._address, lambda: self._early.window or self._welcome(), self)
        self._keeper = Keeper(partial(entered, self._address, key, looking.watched), partial(_look, self._login, fill), self)
        self._keeper.ended.connect(looking.over)
        self._keeper.opened.connect(self._on_opened)
        self._keeper.refused.connect(self._on_refused)
        self._keeper.progressed.connect(self._on_progress)
        if fill is None and self._bringing is None and self._early.show(self._address, self._login):
            self._early.painted.connect(self._keeper.begin, Qt.ConnectionType.SingleShotConnection)
        else:
            self._keeper.begin()

    def stop(self) -> None:
        """Everything that was begun is finished, and the store closed."""
        if self.jobs is not None:
            self.jobs.finish()
        if self._keeper is not None:
            self._keeper.leave()
        if self.idle is not None:
            self.idle.deleteLater()
        if self.jobs is not None and not self.begins_anew:
            _back_up_at_rest(self._address, self._key)

    @Slot(object)
    def _on_opened(self, found: "tuple[Guarded, Seen]") -> None:
        from crm_desktop.at_work import desk_of, facts_of

        store, seen = found
        self._waiting.stop()
        if self._early.was_closed:
            return
        if seen.by is None:
            from crm_desktop.signing_in import SigningIn

            self._signing_in = SigningIn(store, seen, self._login, self)
            self._signing_in.done.connect(self._on_opened)
            self._signing_in.refused.connect(self._on_refused)
            return
        spare_what_stays()
        self.desk, self._facts = desk_of(store, seen, Doors(self), self), facts_of(seen, self._address)
        self.jobs = self.desk.jobs
        _remember(self._address, self._facts if self._key is None else None, self._login)
        seat = open_seats()[0]
        self._show(seat, first_page(seat))
        if self.welcome is not None:
            self.welcome.close()
        if self._first_place is not None and self.window is not None:
            self.window.go(self._first_place)
            self._first_place = None
        if self._link:
            self.ask(self._link)
        if self._bringing is not None:
            self.desk.say(self._bringing.said())
            self._bringing = None
        self.jobs.once_rested(self, self._on_shown)

    @Slot(object)
    def show_window(self, place: Place | None = None) -> MainWindow:
        """A further window of the same company, which begins where `place` says."""
        window = self._show(next(seat for seat in count(1) if seat not in self.windows), "")
        keep_seats(self.windows)
        if place is not None:
            window.go(place)
        return window

    @Slot(str)
    def ask(self, link: str) -> None:
        """Come to the front, and show what an address of ours asks for."""
        window = next((each for each in self.windows.values() if each.isActiveWindow()), self.window)
        if window is None:
            self._link = link
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if link:
            window.ask(link)
            self.asked.emit(link)

    def command(self) -> tuple[str, list[str]]:
        """What starts this program again with the same company and person."""
        return sys.executable, _arguments(self._address, self._login, self.afterwards.backup)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A Mac hands over addresses and files in this way."""
        if isinstance(event, QFileOpenEvent):
            if is_link(event.url().toString()):
                self.ask(event.url().toString())
            elif event.file() and not self.windows:
                self.open(event.file())
            return True
        return super().eventFilter(watched, event)

    def _show(self, seat: int, page: str) -> MainWindow:
        desk = replace(self.desk, doors=Doors(self), seat=seat)
        window = self.windows[seat] = self._early.taken() or MainWindow(None, self._facts, first=page)
        window.begin(desk, self._facts)
        self.desk = self.windows[min(self.windows)].desk
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.asks_before_closing = True
        window.destroyed.connect(desk.doors.deleteLater)
        self._last.watch(window)
        window.theme_chosen.connect(self._on_theme)
        window.closing.connect(partial(self._on_closing, seat))
        window.quit_wanted.connect(self._on_quit)
        desk.doors.window_wanted.connect(self.show_window)
        self.afterwards.watch(desk.doors)
        if not window.isVisible():
            restore_window(window, seat)
            window.show()
        return window

    @Slot()
    def _on_shown(self) -> None:
        """What is not needed to paint the first window."""
        spare_what_stays()
        let_the_window_in()
        from crm_desktop.beside_windows import begin_beside

        self._bell = begin_beside(lambda: self.desk, self._address, self.ask, self._on_quit, self)
        if self._signing_in is not None or self._key is not None:
            from crm_desktop.idle import idle_lock

            self.idle = idle_lock(self.desk, self._address, signs_in=self._signing_in is not None, parent=self)
            self.idle.leaving.connect(self._on_quit)
        for seat in open_seats()[1:]:
            self._show(seat, first_page(seat))

    def _rings(self) -> bool:
        """Whether another window of this company was there, and took over."""
        from crm_desktop.ui.doorbell import ring

        if not ring(self._address, self._link):
            return False
        self.handed_over.emit()
        return True

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        self._waiting.stop()
        if self._keeper is not None:
            self._keeper.leave()
            self._keeper = None
        if not isinstance(error, UserError):
            crash.report_bug(error)
        elif _is_open_elsewhere(error) and self._rings():
            return
        self._first_place = self._bringing = None
        welcome = self._welcome()
        welcome.show_busy("")
        welcome.message.say(_said(error), _tone_of(error), _offered(error, partial(self.open, str(self._address))))
        welcome.show()
        self._early.drop()

    @Slot()
    def _on_slow(self) -> None:
        words = _("Opening {store} …") if self._bringing is None else _("Bringing back an earlier state of {store} …")
        text = words.format(store=Path(str(self._address)).name)
        if self._early.window is not None:
            self._early.window.say_waiting(text)
            return
        welcome = self._welcome()
        welcome.show_busy(text)
        welcome.show()

    @Slot(int, int)
    def _on_progress(self, done: int, of: int) -> None:
        self._welcome().show_progress(done, of)

    def _welcome(self) -> "Welcome":
        if self.welcome is None:
            from crm_desktop.new_company import founded, sample
            from crm_desktop.ui.welcome import Welcome

            self.welcome = Welcome(recent_stores(load_settings()))
            self.welcome.open_wanted.connect(self.open)
            self.welcome.sample_wanted.connect(lambda: self._on_founding(sample()))
            self.welcome.company_wanted.connect(lambda wanted: self._on_founding(founded(wanted)))
        return self.welcome

    @Slot(object)
    def _on_founding(self, wanted: "NewCompany") -> None:
        """Somebody wants a company that is not there yet; `first` is where they begin in it."""
        self._first_place = wanted.first
        self._welcome().show_busy(wanted.said)
        try:
            self._address = wanted.make_file()
            self._enter(wanted.key, wanted.fill)
        except (UserError, OSError) as error:
            self._on_refused(error)

    @Slot(object)
    def _on_theme(self, choice: Choice) -> None:
        try:
            change_settings(theme=choice.value)
        except UserError as error:
            self.desk.say(str(error), Tone.WARN)

    def _on_closing(self, seat: int) -> None:
        """The last window, and all that are closed together, open again at the next start."""
        window = self.windows[seat]
        keep_window(window, seat, window.current_page().name, [(page.name, page) for page in window.open_pages()])
        if len(self.windows) > 1:
            del self.windows[seat]
            self.desk = self.windows[min(self.windows)].desk
            if not self._is_leaving:
                keep_seats(self.windows)

    @Slot()
    def _on_quit(self) -> None:
        """Window by window: closing them all would cancel what is being typed in a form instead of keeping it."""
        self._is_leaving = True
        for window in list(self.windows.values()):
            window.asks_before_closing = False  # all of it is there again at the next start
            window.close()

    @Slot()
    def _begin_anew(self) -> None:
        """After a mistake, or for what needs the company closed: what was typed is kept, and is in its forms again."""
        self.begins_anew = True
        self._on_quit()


def _entered(address: Path | str, key: bytes | None, watched: LongLook) -> AbstractContextManager[Any]:
    """In the store's thread, which loads what reads stores meanwhile."""
    from crm_desktop.at_work import entered

    return entered(address, key, watched)


def _look(login: str | None, fill: Callable[..., None] | None, _store: object, progress: Callable[[int, int], None]) -> "Seen":
    from crm_desktop.at_work import look

    if fill is not None:
        fill(progress)
    return look(login)


def _remember(address: Path | str, facts: StoreFacts | None, login: str | None) -> None:
    """Names are shown before the file is open: of a protected one (None) they are kept nowhere."""
    told = (facts.company, "" if login else facts.person) if facts is not None else ("", "")
    with suppress(UserError):  # a store that cannot be remembered is open all the same
        remember(address, *told, forgets=facts is None)


def _arguments(address: Path | str, login: str | None, backup: Path | None) -> list[str]:
    own = [] if getattr(sys, "frozen", False) else ["-m", "crm_desktop"]
    given = (("--store", str(address)), ("--as", login), ("--bring-back", str(backup) if backup else None))
    return [*own, *(word for name, value in given if value for word in (name, value))]


def _back_up_at_rest(address: Path | str, key: bytes | None) -> None:
    from crm_desktop.safekeeping import back_up_at_rest

    with suppress(UserError):  # nobody is there to be told; the next start shows how old the last one is
        back_up_at_rest(address, key)


def _said(error: Exception) -> str:
    from crm_desktop.data.opening import StoreDamaged

    return error.offered if isinstance(error, StoreDamaged) else sentence(error)


def _tone_of(error: Exception) -> Tone:
    return Tone.INFO if isinstance(error, LookGivenUp) else Tone.BAD


def _offered(error: Exception, opening: Callable[[Path | None], None]) -> tuple[str, Callable[[], object]] | None:
    """What can be done about it at once: a damaged company has a backup, and one that nobody waited for opens yet."""
    from crm_desktop.data.opening import StoreDamaged

    if isinstance(error, LookGivenUp):
        return _("Open it after all"), partial(opening, None)
    if not isinstance(error, StoreDamaged) or error.backup is None:
        return None
    return _("Bring it back"), partial(opening, error.backup)


def _is_open_elsewhere(error: UserError) -> bool:
    from crm_desktop.data.lock import StoreInUse, Use

    return isinstance(error, StoreInUse) and error.holder.use == Use.WINDOW


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
