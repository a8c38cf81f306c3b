"""Nobody is at the desk: nothing of customers is on screen, and nothing is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.ui.idle_lock import IdleLock

LEFT = Qt.MouseButton.LeftButton
MINUTES = 5


class FakeClock:
    """Goes on when it is told to, for every one that was begun."""

    now = 0.0

    def __init__(self):
        self.begun = FakeClock.now

    def since(self):
        return FakeClock.now - self.begun


def check(word):
    if word != "right":
        raise UserError("This is not it.")


@pytest.fixture
def desk_window(dressed, qtbot):
    made = QWidget()
    made.setWindowTitle("Ada Lovelace")
    made.name = QLabel("Ada Lovelace, 0431 123456")
    made.typed = QLineEdit("half a sentence")
    layout = QVBoxLayout(made)
    for part in (made.name, made.typed):
        layout.addWidget(part)
    made.resize(400, 200)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def lock(desk_window, qapp):
    FakeClock.now = 0.0
    made = IdleLock("Nobody was here.", "&Password", check, MINUTES, qapp, FakeClock)
    yield made
    if made.dialog is not None:
        made._open()
    made._timer.stop()
    made.deleteLater()


def picture(window):
    return window.grab().toImage()


def test_it_locks_when_the_time_is_over_and_not_a_second_before(lock, desk_window, qtbot):
    FakeClock.now = 60 * MINUTES - 1
    lock._on_time()
    assert not lock.is_locked
    qtbot.keyClick(desk_window.windowHandle(), Qt.Key.Key_A)
    FakeClock.now = 60 * MINUTES + 1
    lock._on_time()
    assert not lock.is_locked, "somebody typed"
    FakeClock.now = 2 * 60 * MINUTES - 1
    lock._on_time()
    assert lock.is_locked


def test_a_computer_that_slept_is_locked_by_the_first_touch_which_does_nothing_else(lock, desk_window, qtbot):
    FakeClock.now = 9_000
    qtbot.mouseClick(desk_window.windowHandle(), LEFT, pos=QPoint(20, 20))
    assert lock.is_locked


def test_nothing_of_any_window_is_seen_and_all_is_there_again(lock, desk_window, qtbot):
    dialog = QDialog(desk_window)
    dialog.setWindowTitle("Order of Ada Lovelace")
    QVBoxLayout(dialog).addWidget(QLabel("Ada Lovelace"))
    dialog.resize(300, 100)
    dialog.open()
    before = picture(desk_window), picture(dialog)
    lock.lock()
    covered = picture(desk_window), picture(dialog)
    assert covered[0] != before[0] and covered[1] != before[1]
    desk_window.name.setText("Charles Babbage and his telephone")
    desk_window.typed.setText("another word")
    assert picture(desk_window) == covered[0], "what is below makes no difference"
    assert "Ada" not in desk_window.windowTitle() + dialog.windowTitle()

    desk_window.name.setText("Ada Lovelace, 0431 123456")
    desk_window.typed.setText("half a sentence")
    lock.dialog.word.setText("wrong")
    lock.dialog.go.click()
    qtbot.waitUntil(lambda: lock.dialog.isEnabled())
    assert lock.is_locked and "not it" in lock.dialog.form.rows[0].note.text()
    lock.dialog.reject()
    assert lock.is_locked
    lock.dialog.word.setText("right")
    lock.dialog.go.click()
    qtbot.waitUntil(lambda: not lock.is_locked)
    assert (desk_window.typed.text(), desk_window.windowTitle()) == ("half a sentence", "Ada Lovelace")
    assert dialog.isVisible() and dialog.windowTitle() == "Order of Ada Lovelace"
    dialog.close()


def test_a_window_that_opens_meanwhile_is_covered_too(lock, desk_window, qtbot):
    lock.lock()
    late = QWidget()
    late.setWindowTitle("Ada Lovelace")
    qtbot.addWidget(late)
    late.show()
    lock._watch(late.windowHandle())
    assert "Ada" not in late.windowTitle()


def test_what_was_copied_here_is_taken_out_of_the_clipboard(lock, qapp, monkeypatch):
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    qapp.clipboard().setText("0431 123456")
    lock.lock()
    assert qapp.clipboard().text() == ""


def test_what_was_cut_is_there_again_afterwards(lock, desk_window, qapp, qtbot, monkeypatch):
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    desk_window.typed.setFocus()
    qtbot.waitUntil(desk_window.typed.hasFocus)
    desk_window.typed.selectAll()
    desk_window.typed.cut()
    qapp.processEvents()
    lock.lock()
    assert qapp.clipboard().text() == "half a sentence"


def test_keys_reach_nothing_behind_the_question(lock, desk_window, qtbot):
    lock.lock()
    qtbot.keyClick(desk_window.windowHandle(), Qt.Key.Key_X)
    assert desk_window.typed.text() == "half a sentence"
