"""Closing, quitting and mistakes keep what is being typed."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.paths import log_folder
from crm_desktop.queries.drafts import draft
from crm_desktop.ui.crash import CrashDialog
from crm_desktop.ui.dialogs.form_dialog import FormDialog


class Note(FormDialog):
    def __init__(self, desk, parent):
        super().__init__(desk, "Note", "Save", parent)
        self.text = QLineEdit()
        self.form.add_row("Text", self.text)
        self.text.textEdited.connect(self.keep_typing("note", self.typed, self.retype).touch)

    def typed(self):
        return {"text": self.text.text()} if self.text.text() else {}

    def retype(self, typed):
        self.text.setText(typed["text"])


def test_closing_the_window_keeps_what_stands_in_an_open_form(window, desk, qtbot, settle):
    form = Note(desk, window)
    form.open()
    settle()
    qtbot.keyClicks(form.text, "Oranges")
    window.close()
    settle()
    assert draft("note", desk.by.id) == {"text": "Oranges"}


@pytest.fixture
def dialog(qtbot):
    dialog = CrashDialog("the story", may_restart=True)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_after_a_mistake_the_log_is_at_hand_and_the_program_can_start_again(dialog, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    dialog.log.click()
    assert shown == [str(log_folder())]
    with qtbot.waitSignal(dialog.restart_wanted):
        dialog.restart.click()
    assert not dialog.isVisible()


def test_where_nothing_can_start_the_program_again_nothing_offers_it(qtbot):
    dialog = CrashDialog("the story")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.restart.isVisible() and dialog.focusWidget() is dialog.go_on
