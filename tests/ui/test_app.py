"""The composition root: opening, refusing, making, closing."""

import json
import os
import subprocess
import sys
import time
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from shiboken6 import isValid

from crm_desktop.app import Program
from crm_desktop.core.actors import FOUNDER
from crm_desktop.core.settings import load_settings
from crm_desktop.data.models import Customer, Interaction
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up, backups
from crm_desktop.services.company import CompanyInput, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.ui.desk import Place
from crm_desktop.ui.dialogs.found_company import Founding
from crm_desktop.ui.theme import DARK, theme
from crm_desktop.ui.window_places import first_page, open_seats
from tests.conftest import COMPANY

PATIENCE = 20_000
"""Milliseconds, for a machine with much else to do."""

STARTED = """
import json, os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from crm_desktop import app
from crm_desktop.ui.main_window import MainWindow

def look():
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow) and widget.isVisible()]
    if not windows:
        return
    page = windows[0].current_page()
    if page.hello.text():
        print(json.dumps(sorted(sys.modules)))
        windows[0].close()

made = QApplication(sys.argv[:1])
clock = QTimer(interval=20)
clock.timeout.connect(look)
clock.start()
QTimer.singleShot(30_000, made.quit)
sys.exit(app.run(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def own_places(monkeypatch, tmp_path):
    """Settings, log and companies of this test alone."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path / "logs"))
    monkeypatch.setattr("crm_desktop.core.paths.companies_folder", lambda: tmp_path / "companies")


@pytest.fixture
def file(company_file):
    """A company's file that nobody has open."""
    return company_file()


@pytest.fixture
def program(dressed, qapp, qtbot):
    program = Program(None, qapp)
    yield program
    for window in list(program.windows.values()):
        if isValid(window):
            window.asks_before_closing = False
            window.close()
    if program.welcome is not None:
        program.welcome.close()
        program.welcome.deleteLater()
    for _round in range(3):  # what is read because of the last change is read to its end
        qapp.processEvents()
        if program.jobs is not None:
            program.jobs.drain()
    program.stop()
    qapp.processEvents()
    if program.jobs is not None:
        program.jobs.drain()  # what a clock began while the last backup was made
    program.deleteLater()


def test_a_company_opens_and_is_remembered(program, file, qtbot):
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None and program.window.isVisible(), timeout=PATIENCE)
    assert COMPANY.name in program.window.windowTitle()
    assert load_settings().last_store == str(file)
    assert program.window.current_page().name == "today"


def test_without_a_company_the_first_minute_is_shown(program, qtbot):
    program.start(None)
    assert program.welcome.isVisible() and not program.welcome.recents


@pytest.mark.parametrize("content", [b"", b"no store at all" * 100], ids=["empty", "foreign"])
def test_what_is_no_company_is_refused_in_a_sentence_and_left_alone(program, tmp_path, content, qtbot):
    path = tmp_path / "letter.crm"
    path.write_bytes(content)
    program.start(str(path))
    qtbot.waitUntil(lambda: program.welcome is not None and bool(program.welcome.message.text()), timeout=PATIENCE)
    assert "letter.crm" in program.welcome.message.text()
    assert program.window is None and path.read_bytes() == content
    assert program.welcome.sample.isEnabled()


def test_my_company_is_made_from_four_answers(program, qtbot, tmp_path):
    program.start(None)
    qtbot.mouseClick(program.welcome.own, Qt.MouseButton.LeftButton)
    (dialog,) = [child for child in program.welcome.children() if type(child).__name__ == "CompanyDialog"]
    dialog.go.click()
    assert dialog.form.rows[0].note.text() == "A company needs a name."
    dialog.name.setText("Łódź & Töchter")
    dialog.currency.setCurrentText("PLN")
    dialog.zone.setEditText("warsaw")
    assert dialog.protect.isChecked()
    dialog.protect.setChecked(False)
    dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert "Łódź & Töchter" in program.window.windowTitle()
    assert (tmp_path / "companies" / "lodz-tochter.crm").exists()
    assert not program.welcome.isVisible()


def test_a_currency_that_is_none_is_refused_and_nothing_is_left_open(program, qtbot):
    program.start(None)
    program.welcome.company_wanted.emit(Founding(CompanyInput("Ada", "EURO", "Europe/Berlin")))
    qtbot.waitUntil(lambda: bool(program.welcome.message.text()), timeout=PATIENCE)
    assert "EURO" in program.welcome.message.text()
    assert program.window is None


def test_the_sample_company_is_made_with_progress(program, qtbot, monkeypatch):
    def quick(progress):
        progress(1, 2)
        found_company(COMPANY)

    monkeypatch.setattr("crm_desktop.new_company._make_sample", quick)
    program.start(None)
    program.welcome.sample.click()
    assert program.welcome.busy.isVisible() and not program.welcome.sample.isEnabled()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)


def test_closing_leaves_the_store_at_rest(program, file, qtbot):
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    program.window.close()
    program.stop()
    assert not file.with_name(f"{file.name}-wal").exists() or not file.with_name(f"{file.name}-wal").stat().st_size
    assert load_settings().windows


@pytest.fixture
def opened_program(program, file, qtbot):
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None and hasattr(program, "_bell"), timeout=PATIENCE)
    return program


def test_closing_leaves_a_backup_of_what_changed(program, file, qtbot):
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    program.window.close()
    program.stop()
    assert [each.manifest.reason for each in backups(file)] == ["by itself"]


@pytest.fixture
def earlier(file):
    """A backup; since then somebody was added."""
    with opened(file):
        made = back_up(FOUNDER)
        add_customer(CustomerInput("Later"), FOUNDER)
    return made.path


def names_in(file):
    with opened(file):
        return [customer.name for customer in Customer.select()]


def test_an_earlier_state_is_brought_back_and_told(program, file, earlier, qtbot):
    program.start(str(file), backup=earlier)
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)

    assert earlier.name in program.window.messages.line.text() and "before-restore" in program.window.messages.line.text()
    program.window.close()
    program.stop()
    assert names_in(file) == []


def test_bringing_back_happens_in_a_program_of_its_own(opened_program, file, earlier):
    opened_program.desk.doors.bring_back_wanted.emit(earlier)

    assert opened_program.command()[1][-2:] == ["--bring-back", str(earlier)]


def test_a_damaged_company_is_brought_back_by_one_press(program, file, earlier, qtbot):
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    program.start(str(file))
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.message.isVisible(), timeout=PATIENCE)
    assert "is damaged" in program.welcome.message.text() and file.stat().st_size == len(whole) // 2

    qtbot.keyClick(program.welcome.message.findChild(QPushButton), Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert earlier.name in program.window.messages.line.text()


RING = "import sys; from crm_desktop.app import run; sys.exit(run(sys.argv[1], None, sys.argv[2]))"


def test_a_second_start_brings_the_window_to_the_front_with_what_it_was_asked_and_ends(opened_program, file, qtbot):
    opened_program.window.showMinimized()
    asked, link = [], "crm-desktop:call?number=%2B49301234"
    opened_program.asked.connect(asked.append)
    second = subprocess.Popen([sys.executable, "-c", RING, str(file), link], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0 and asked == [link]
    assert not opened_program.window.isMinimized()


def test_what_the_program_was_started_for_is_shown_as_soon_as_there_is_a_window(program, file, qtbot):
    with qtbot.waitSignal(program.asked, timeout=PATIENCE) as asked:
        program.start(str(file), "crm-desktop:call?number=1")
    assert asked.args == ["crm-desktop:call?number=1"]


def test_a_window_that_does_not_answer_is_named(program, file, qtbot, qapp, monkeypatch):
    monkeypatch.setattr(program, "_on_shown", lambda: None)
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    second = Program(None, qapp)
    second.start(str(file))
    qtbot.waitUntil(lambda: second.welcome is not None and bool(second.welcome.message.text()), timeout=PATIENCE)
    assert "open in a window already" in second.welcome.message.text()
    second.welcome.close()
    second.welcome.deleteLater()
    second.stop()
    second.deleteLater()


def test_the_look_chosen_in_the_menu_is_kept(opened_program):
    opened_program.window.commands["look.dark"].trigger()
    assert theme().colours is DARK and load_settings().theme == "dark"
    opened_program.window.commands["look.system"].trigger()
    assert load_settings().theme == "system"


def test_a_second_window_shows_what_the_first_changes_and_each_has_its_own_place(opened_program, qtbot):
    first = opened_program.window
    first.show_page("customer")
    first.commands["same_window"].trigger()
    second = opened_program.windows[2]
    assert second.current_page().name == "customer" and second.desk.seat == 2
    done = []
    work = partial(add_customer, CustomerInput("Ada"), first.desk.by)
    first.desk.jobs.write(first, work, done.append, done.append)
    qtbot.waitUntil(lambda: [page.model.rowCount() for page in (first.current_page(), second.current_page())] == [1, 1], timeout=PATIENCE)
    first.desk.go_to("order")
    assert second.current_page().name == "customer"
    first.desk.say("Only here")
    assert first.message.isVisible() and not second.message.isVisible()

    second.resize(1000, 600)
    opened_program._on_quit()
    assert open_seats() == [1, 2] and (first_page(1), first_page(2)) == ("order", "customer")


@pytest.mark.parametrize(("answer", "calls", "saved"), [("Save", 0, 1), ("Keep for later", 1, 0), ("Throw away", 0, 0)])
def test_who_closes_a_window_says_what_becomes_of_a_call_that_is_not_saved(opened_program, qtbot, answer, calls, saved):
    first = opened_program.window
    others = first.show_page("log")
    second = opened_program.show_window(Place("log"))
    call = second.current_page().view
    qtbot.waitUntil(call.form.is_ready, timeout=PATIENCE)
    qtbot.keyClicks(call.form.summary, "Half a sentence")

    second.close()
    assert second.isVisible()
    box = second.findChild(QMessageBox)
    assert "is not saved yet" in box.text() and box.defaultButton().text() == "Save"
    qtbot.keyClick(next(each for each in box.buttons() if each.text() == answer), Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: list(opened_program.windows) == [1], timeout=PATIENCE)
    qtbot.waitUntil(lambda: [each.form.summary.text() for each in others.calls()] == ["Half a sentence"] * calls, timeout=PATIENCE)
    with opened_program.jobs.session():
        assert Interaction.select().count() == saved


def test_closing_one_of_two_windows_leaves_the_other_and_is_remembered(opened_program, qtbot):
    opened_program.show_window()
    opened_program.windows[1].close()
    assert list(opened_program.windows) == [2] and open_seats() == [2]
    opened_program.desk.go_to("product")
    assert opened_program.window.current_page().name == "product"


def test_after_a_mistake_the_program_starts_again_with_the_same_company(opened_program, file):
    opened_program._begin_anew()
    assert opened_program.begins_anew
    assert opened_program.command() == (sys.executable, ["-m", "crm_desktop", "--store", str(file)])


def test_the_start_loads_nothing_heavy(file):
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", STARTED, str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started < 30
    modules = set(json.loads(done.stdout.strip().splitlines()[-1]))
    heavy = {
        "reportlab",
        "openpyxl",
        "numpy",
        "psycopg",
        "babel.dates",
        "PIL",
        "lxml",
        "phonenumbers",
        "PySide6.QtPdf",
        "crm_desktop.sample",
        "argon2",
        "cryptography",
        "keyring",
        "pyotp",
    }
    assert modules & heavy == set()
