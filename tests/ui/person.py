"""Somebody who sits before the program and has a keyboard and eyes, nothing else."""

import time
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.app import Program
from crm_desktop.data.opening import opened

PATIENCE = 20_000
"""Milliseconds, for a machine with much else to do."""
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
KEYS = {
    "enter": Qt.Key.Key_Return, "tab": Qt.Key.Key_Tab, "esc": Qt.Key.Key_Escape, "down": Qt.Key.Key_Down, "up": Qt.Key.Key_Up,
    "left": Qt.Key.Key_Left, "right": Qt.Key.Key_Right, "space": Qt.Key.Key_Space, "home": Qt.Key.Key_Home, "end": Qt.Key.Key_End,
    "delete": Qt.Key.Key_Delete, "f2": Qt.Key.Key_F2,
}  # fmt: skip
MODIFIERS = {"ctrl": CTRL, "shift": SHIFT, "alt": ALT}


class Bot:
    """What of pytest-qt's robot somebody needs who sits in a process of their own."""

    def waitUntil(self, holds, timeout=PATIENCE):
        until = time.monotonic() + timeout / 1000
        while not holds():
            assert time.monotonic() < until, "it never came to that"
            QApplication.processEvents()


def type_into(widget, text):
    """What is typed into a list begins a new word after 0.4 s, which a busy computer may take between two keys."""
    usual = QApplication.keyboardInputInterval()
    QTest.keyClicks(widget, text[:1])
    QApplication.setKeyboardInputInterval(60_000)
    try:
        QTest.keyClicks(widget, text[1:])
    finally:
        QApplication.setKeyboardInputInterval(usual)


class Person:
    def __init__(self, qtbot):
        self._bot = qtbot
        self.program = None
        self._at = 1

    def starts(self, path=None):
        """The program, with a company's file or without one."""
        self.program = Program(None, QApplication.instance())
        self.program.start(str(path) if path else None)
        if path:
            self.waits_for_window()

    def waits_for_window(self):
        self._bot.waitUntil(lambda: self.program.window is not None and self.program.window.isVisible(), timeout=PATIENCE)
        self.program.window.activateWindow()
        self.settles()

    def waits_until_offered(self, name):
        """A button of this name can be pressed."""
        self._bot.waitUntil(
            lambda: any(named(each) == name and each.isEnabled() for each in self._front().findChildren(QAbstractButton)), timeout=PATIENCE
        )

    def ends(self):
        """Closes every window, as the system does when the computer is switched off."""
        if self.program is None:
            return
        for window in list(self.program.windows.values()):
            window.asks_before_closing = False
            window.close()
        if self.program.welcome is not None:
            self.program.welcome.close()
            self.program.welcome.deleteLater()
        self.program.stop()
        if self.program.jobs is not None:
            self.settles()  # what the last events began: a job must not outlive whom it tells
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.program = None

    def settles(self):
        """Until everything that was begun is done and shown."""
        jobs = self.program.jobs
        for _round in range(8):
            QApplication.processEvents()
            if jobs is not None:
                jobs.drain()
        QApplication.processEvents()

    def presses(self, *strokes):
        """Each a key by name, as `enter`, `ctrl+k` or `alt+o`."""
        for stroke in strokes:
            *held, key = stroke.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= MODIFIERS[name]
            QTest.keyClick(self._hands(), KEYS.get(key) or Qt.Key(ord(key.upper())), modifiers)
            if held == ["alt"]:
                # Qt shows a button pressed for a moment before it does anything.
                self._bot.waitUntil(lambda: not any(each.isDown() for each in self._front().findChildren(QAbstractButton)))
            self.settles()

    def brings_to_front(self, number):
        """The first window or the second, or the form that is open in it: as by Alt+Tab, which belongs to the system."""
        self._at, window = number, self.program.windows[number]
        front = next((each for each in window.findChildren(QDialog) if each.isVisible()), window)
        front.activateWindow()
        self._bot.waitUntil(front.isActiveWindow)
        self.settles()

    def types(self, text):
        type_into(self._hands(), text)
        self.settles()

    def fills(self, *texts):
        """One field after the other; None leaves one as it is."""
        for text in texts:
            if text is not None:
                self.presses("ctrl+a")
                self.types(text)
            self.presses("tab")

    def commands(self, words):
        """By the field that runs every command: its first hit."""
        self.presses("ctrl+shift+p")
        self.types(words)
        self.presses("enter")

    def goes_to(self, field):
        """Tab after tab, until the field of this name has the keyboard."""
        for _stop in range(60):
            if named(QApplication.focusWidget()) == field:
                return
            self.presses("tab")
        raise AssertionError(f"no tab reaches {field!r}; here are {self.stops()}")

    def _front(self):
        """A form, the window that is in front, the one that was last."""
        active = QApplication.activeModalWidget() or QApplication.activeWindow()
        return active or self.program.windows.get(self._at) or self.program.window or self.program.welcome

    def _hands(self):
        """What keys go to. No window manager hands the keyboard back when a dialog closes, so that is done here."""
        if QApplication.activeWindow() is None:
            self._front().activateWindow()
            QApplication.processEvents()
        return QApplication.focusWidget() or QApplication.activeWindow()

    def stops(self):
        there = self._front().findChildren(QWidget)
        return sorted({named(each) for each in there if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus})

    def sees(self, words):
        """Anywhere on the screen: on a label, a button, in a field or a list."""
        there = [text for text in texts_on_screen() if text.strip()]
        assert any(words in text for text in there), f"nobody sees {words!r} in {there}"

    def waits_to_see(self, words):
        """What takes its time."""
        self._bot.waitUntil(lambda: any(words in text for text in texts_on_screen()), timeout=PATIENCE)
        self.settles()

    @contextmanager
    def store(self):
        """To look behind the window: what is stored, in this thread."""
        with self.program.jobs.session():
            yield


@contextmanager
def closed_store(path):
    """The same once nobody has the company open."""
    with opened(path):
        yield


def named(widget):
    """As a screen reader says it: a button without a name of its own is called by its text."""
    if widget is None:
        return ""
    return (widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")).replace("&", "")


def texts_on_screen():
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        for widget in (top, *top.findChildren(QWidget)):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                yield widget.text()
            elif isinstance(widget, QPlainTextEdit):
                yield widget.toPlainText()
            elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
                yield from cells_of(widget.model())


def cells_of(model, most=60):
    for row in range(min(model.rowCount(), most)):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")
