"""What names customers leaves the clipboard after a while; what another program put there, or somebody cut, does not."""

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit

from crm_desktop.ui.clipboard import ClipboardGuard, copy_lasting


@pytest.fixture
def ours(monkeypatch):
    """Without a screen Qt does not know whose it is."""
    told = [True]
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: told[0])
    return told


@pytest.fixture
def guard(qapp, ours):
    made = ClipboardGuard(qapp)
    yield made
    made.clear()
    made.deleteLater()


@pytest.fixture
def field(qtbot):
    made = QLineEdit("Ada Lovelace")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    made.selectAll()
    return made


def test_what_was_copied_is_gone_after_half_a_minute(guard, qapp):
    qapp.clipboard().setText("0431 123456")
    assert guard._timer.isActive() and guard._timer.interval() == 30_000
    guard._timer.timeout.emit()
    assert qapp.clipboard().text() == "" and not guard._timer.isActive()


def test_a_field_that_is_copied_by_its_keys_is_watched_too(guard, field, qapp):
    field.copy()
    qapp.processEvents()
    assert guard._timer.isActive()


def test_what_was_cut_is_nowhere_else_and_stays(guard, field, qapp):
    field.cut()
    qapp.processEvents()
    assert not guard._timer.isActive() and qapp.clipboard().text() == "Ada Lovelace"


def test_what_is_about_nobody_stays(guard, qapp):
    qapp.clipboard().setText("0431 123456")
    copy_lasting("Free within 14 days.")
    assert not guard._timer.isActive() and qapp.clipboard().text() == "Free within 14 days."


def test_what_another_program_copied_since_is_not_touched(guard, ours, qapp):
    qapp.clipboard().setText("0431 123456")
    ours[0] = False
    guard._timer.timeout.emit()
    assert qapp.clipboard().text() == "0431 123456"
    qapp.clipboard().setText("of another program")
    assert not guard._timer.isActive()


def test_the_program_takes_it_along_when_it_is_left(guard):
    QGuiApplication.clipboard().setText("0431 123456")
    guard._on_leaving()
    assert QGuiApplication.clipboard().text() == ""
