import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication

from crm_desktop.core.paths import log_folder
from crm_desktop.ui import crash
from crm_desktop.ui.crash import CrashDialog, _Reporter


@pytest.fixture
def watched(qapp, monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.install(qapp)
    yield qapp
    reporter = qapp.findChild(_Reporter)
    if reporter._shown is not None:
        reporter._shown.close()
        reporter._shown.deleteLater()
    reporter.deleteLater()
    qapp.processEvents()


def bug():
    try:
        raise ZeroDivisionError("Mrs " + "anders".title())
    except ZeroDivisionError as error:
        return error


def dialogs(app):
    app.processEvents()
    return [widget for widget in app.topLevelWidgets() if isinstance(widget, CrashDialog) and widget.isVisible()]


def test_a_bug_is_told_in_one_window_and_logged_without_names(watched):
    error = bug()
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(type(error), error, error.__traceback__)
    (dialog,) = dialogs(watched)
    assert "Mrs Anders" in dialog.story.toPlainText()
    log = (log_folder() / "crm-desktop.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log and "test_crash" in log and "Anders" not in log
    dialog.copy.click()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()


def test_a_bug_in_another_thread_reaches_the_window(watched):
    def break_something():
        crash.report_bug(bug())

    thread = threading.Thread(target=break_something)
    thread.start()
    thread.join()
    assert len(dialogs(watched)) == 1


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(watched, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path / "file"))
    crash.report_bug(bug())
    assert len(dialogs(watched)) == 1
