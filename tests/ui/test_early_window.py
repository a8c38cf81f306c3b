"""The window that is painted before its company is open."""

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from shiboken6 import isValid

from crm_desktop.app import Program
from crm_desktop.commands.desk import remember
from crm_desktop.core.actors import FOUNDER
from crm_desktop.core.settings import load_settings
from crm_desktop.core.store_files import state_folder
from crm_desktop.data.opening import opened
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.conftest import COMPANY

PATIENCE = 20_000

STARTED = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from crm_desktop import start
app = start.program()
from crm_desktop.early_window import EarlyWindow
def tell(self):
    print(json.dumps([self.window.isVisible(), self.window.windowTitle(), sorted(sys.modules)]), flush=True)
    os._exit(0)
show = EarlyWindow.show
def shown(self, *args):
    self.painted.connect(lambda: tell(self))
    return show(self, *args)
EarlyWindow.show = shown
app.run(sys.argv[1])
"""


@pytest.fixture(autouse=True)
def own_places(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path / "logs"))


@pytest.fixture
def file(company_file):
    """A company that was open in a window here before."""
    path = company_file()
    with opened(path):
        remember(path, "Hafenhandel", "Nancy")
    return path


@pytest.fixture
def program(dressed, qapp):
    program = Program(None, qapp)
    yield program
    for window in [*program.windows.values(), program._early.window, program.welcome]:
        if window is not None and isValid(window):
            window.close()
    for _round in range(3):
        qapp.processEvents()
        if program.jobs is not None:
            program.jobs.drain()
    program.stop()
    qapp.processEvents()
    program.deleteLater()


def test_the_window_is_painted_before_anything_that_reads_stores_is_loaded(file):
    done = subprocess.run([sys.executable, "-c", STARTED, str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    is_visible, title, modules = json.loads(done.stdout.strip().splitlines()[-1])
    assert is_visible and title == "Hafenhandel – CRM Desktop"
    below = [
        name
        for name in modules
        if name.startswith(("peewee", "playhouse", "crm_desktop.data", "crm_desktop.queries", "crm_desktop.services"))
    ]
    assert below == []


def test_what_is_asked_for_and_typed_before_the_company_is_open_is_done_once_it_is(program, file, qtbot):
    program.start(str(file))
    early = program._early.window
    assert early.isVisible() and program.window is None
    assert "Hafenhandel" in early.windowTitle() and "Nancy" in early.rail.foot.accessibleName()
    early.activateWindow()
    qtbot.mouseClick(early.rail.buttons["order"], Qt.MouseButton.LeftButton)
    assert early.rail.buttons["order"].isChecked()
    early.search.setFocus()
    qtbot.keyClicks(early.search, "maria")
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert program.window is early and early.has_begun
    assert early.current_page().name == "order" and COMPANY.name in early.windowTitle()
    assert early.search.text() == "maria"
    qtbot.waitUntil(lambda: early.search.is_open(), timeout=PATIENCE)


def test_keys_that_need_a_company_wait_for_one(program, file, qtbot):
    program.start(str(file))
    early = program._early.window
    for name in ("undo", "back", "same_window", "new.customer", "about"):
        assert not early.commands[name].isEnabled(), name
    qtbot.keyClick(early, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert early.commands["undo"].isEnabled() and early.commands["new.customer"].isEnabled()


def test_a_company_that_cannot_be_opened_says_so_and_the_early_window_goes(program, file, qtbot):
    whole = file.read_bytes()
    file.write_bytes(whole[:5000])
    program.start(str(file))
    early = program._early.window
    assert early.isVisible()
    qtbot.waitUntil(lambda: program.welcome is not None and bool(program.welcome.message.text()), timeout=PATIENCE)
    assert "shop.crm" in program.welcome.message.text() and program.welcome.isVisible()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(early) and program.window is None


@pytest.mark.parametrize("why", ["gone", "another window", "needs a key", "never opened"])
def test_where_it_will_hardly_open_nothing_is_shown_before(program, file, tmp_path, why):
    if why == "gone":
        file.unlink()
    elif why == "another window":
        (state_folder(file) / "window-1.lock").touch()
    elif why == "needs a key":
        file.write_bytes(b"x" * 4096)
    else:
        file = file.rename(tmp_path / "other.crm")
    assert not program._early.show(file, None)


def test_closing_it_before_the_company_is_open_ends_the_program(program, file, qapp, monkeypatch):
    ended = []
    monkeypatch.setattr("crm_desktop.ui.last_window.QApplication.quit", lambda: ended.append(True))
    program.start(str(file))
    program._early.window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert ended
    program.stop()
    qapp.processEvents()
    assert program.window is None and not program.windows


def test_workers_let_the_window_in_more_often_once_it_is_there(program, file, qtbot):
    pythons = 0.005
    sys.setswitchinterval(pythons)
    try:
        program.start(str(file))
        qtbot.waitUntil(lambda: sys.getswitchinterval() < pythons / 5, timeout=PATIENCE)
        assert program.window is not None
    finally:
        sys.setswitchinterval(pythons)


def test_what_the_company_and_its_staff_are_called_is_kept_for_the_next_start(program, file, qtbot):
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert COMPANY.name in load_settings().recent


ROWS = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from crm_desktop import start
app = start.program()
from crm_desktop.ui.models.record_table import RecordTableModel
def tell(self, *args):
    if self.columns and self.rowCount():
        import PySide6.QtGui, PySide6.QtWidgets
        print(json.dumps([*sys.modules, *vars(PySide6.QtGui), *vars(PySide6.QtWidgets)]), flush=True)
        os._exit(0)
taken = RecordTableModel._on_first
def on_first(self, *args):
    taken(self, *args)
    tell(self)
RecordTableModel._on_first = on_first
from crm_desktop.early_window import EarlyWindow
show = EarlyWindow.show
def shown(self, *args):
    found = show(self, *args)
    self.window.commands["page.customer"].trigger()
    return found
EarlyWindow.show = shown
app.run(sys.argv[1])
"""


def test_the_first_rows_come_before_what_writes_and_their_panel_are_loaded(file):
    with opened(file):
        add_customer(CustomerInput("Ada"), FOUNDER)
    done = subprocess.run([sys.executable, "-c", ROWS, str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout.strip().splitlines()[-1])
    later = (
        "crm_desktop.data.models", "crm_desktop.services", "crm_desktop.ui.dialogs", "crm_desktop.ui.pages.customer_panel",
        "crm_desktop.ui.pages.list_actions", "crm_desktop.queries.subjects", "playhouse.migrations", "babel",
    )  # fmt: skip
    assert [name for name in loaded if name.startswith(later) or name in ("QStyle", "QAccessible")] == []
