"""What belongs to every day's window, as somebody does it with keys and mouse: open, print, export, find everything as it was."""

import csv
import json
import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from crm_desktop.data.database import create_file
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up
from crm_desktop.services.company import FOUNDER, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.products import ProductInput, add_product
from crm_desktop.ui.theme import DARK, theme
from tests.conftest import COMPANY

_TWICE = """
import json, os, sys
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])
from crm_desktop.ui.look import Look
from crm_desktop.ui.welcome import Welcome
Look(app)
welcome = Welcome()
welcome.show()
app.processEvents()
picture, icon = welcome.grab(), welcome.file._picture.pixmap()
print(json.dumps([picture.devicePixelRatio(), picture.width() / welcome.width(), icon.devicePixelRatio(), icon.width()]))
"""


pytestmark = pytest.mark.usefixtures("own_places")


@pytest.fixture
def shop(tmp_path):
    """A company with two customers, closed."""
    path = tmp_path / "shop.crm"
    create_file(path)
    with opened(path):
        found_company(COMPANY)
        ids = [max(add_customer(CustomerInput(name), FOUNDER).ids["customer"]) for name in ("Maria Anders", "Jonas Bergmann")]
        lamp = max(add_product(ProductInput("LAMP", "Desk lamp", Decimal("49.00")), FOUNDER).ids["product"])
        place_order(OrderInput(ids[0], (LineInput(lamp, Decimal(2)),)), FOUNDER)
    return path


def test_a_company_file_is_opened_from_the_welcome_by_keys(person, shop):
    person.starts()
    person.goes_to("Open a company file. or drop it here")
    person.presses("space")
    person.types(str(shop))
    person.presses("enter")
    person.waits_for_window()
    assert person.program.window.status.saved.text() == "shop.crm: all changes saved"


def test_a_window_its_columns_and_its_parts_stand_as_they_were_left(person, shop):
    person.starts(shop)
    person.presses("ctrl+1")
    window, page = person.program.window, person.program.window.current_page()
    window.resize(900, 700)  # a screen that draws nothing is 800 points wide
    header, handle = page.table.horizontalHeader(), page.split.handle(1)
    edge = QPoint(header.sectionViewportPosition(1) + header.sectionSize(1) - 1, header.height() // 2)
    _drag(header.viewport(), edge, 40)
    _drag(handle, handle.rect().center(), -60)
    person.settles()
    left = header.sectionSize(1), page.split.sizes(), window.size()
    person.ends()

    person.starts(shop)
    window, page = person.program.window, person.program.window.current_page()
    assert page.name == "customer", "where it was left today"
    person.settles()
    assert (page.table.horizontalHeader().sectionSize(1), page.split.sizes(), window.size()) == left


def test_a_list_is_printed_by_keys(person, shop, tmp_path):
    person.starts(shop)
    person.presses("ctrl+1")
    person.commands("print this list")
    person.waits_until_offered("Save PDF")
    person.goes_to("Save PDF")
    person.presses("space")
    person.types(str(tmp_path / "customers.pdf"))
    person.presses("enter")
    person.sees("Saved as customers.pdf.")
    assert len(PdfReader(tmp_path / "customers.pdf").pages) == 1


def test_a_list_is_exported_by_keys(person, shop, tmp_path):
    person.starts(shop)
    person.presses("ctrl+1")
    person.commands("export this list")
    person.types(str(tmp_path / "customers.csv"))
    person.presses("enter")
    person.waits_to_see("Exported to customers.csv: 2")
    rows = list(csv.DictReader((tmp_path / "customers.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["name"] for row in rows} == {"Maria Anders", "Jonas Bergmann"}


def test_the_look_is_chosen_and_about_is_copied_by_keys(person, shop):
    person.starts(shop)
    person.commands("dark")
    assert theme().colours is DARK
    person.commands("about")
    person.sees("SQLCipher 4.")
    person.goes_to("Copy")
    person.presses("space")
    assert "Qt: 6." in QGuiApplication.clipboard().text()
    person.presses("esc")
    person.commands("light")


def test_the_line_below_says_how_old_the_last_proved_backup_is(person, shop, monkeypatch):
    with opened(shop):
        back_up(FOUNDER)
    person.starts(shop)
    status = person.program.window.status
    assert status.backup.text().startswith("Backup ") and status.backup.text().endswith("verified")
    later = person.program.window.desk.formats.today() + timedelta(days=5)
    monkeypatch.setattr("crm_desktop.ui.formats.Formats.today", lambda _formats: later)
    status.refresh()
    assert status.backup.text() == "Backup 5 d ago, verified"


def test_a_click_on_undo_below_takes_back_what_it_names(person, shop):
    person.starts(shop)
    person.presses("ctrl+1")
    person.commands("new customer")
    person.types("Grace Hopper")
    person.presses("ctrl+enter")
    undo = person.program.window.status.undo
    assert undo.text() == "Undo: Added customer CU-00003"
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    person.settles()
    person.sees("Undone: Added customer CU-00003")
    person.sees("Redo: Added customer CU-00003")


def test_a_screen_with_twice_as_many_points_gets_twice_as_fine_pictures(tmp_path):
    places = {"CRM_DESKTOP_CONFIG": str(tmp_path), "CRM_DESKTOP_LOGS": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    wanted = {**os.environ, **places, "QT_SCALE_FACTOR": "2"}
    done = subprocess.run([sys.executable, "-c", _TWICE], capture_output=True, text=True, env=wanted, check=True)
    assert json.loads(done.stdout) == [2.0, 2.0, 2.0, 44]


def _drag(widget, start, by):
    """To the right, in steps, as a hand does."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for step in (by // 2, by):
        QTest.mouseMove(widget, start + QPoint(step, 0))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))
