"""The first minute: the ways in, what was opened before, what is dropped."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QPushButton

from crm_desktop.core.dates import utc_now
from crm_desktop.core.recent_stores import Recent, recent_stores, remembering
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.data.database import open_store
from crm_desktop.data.models import Company
from crm_desktop.exchange.open_copy_writing import write_open_copy
from crm_desktop.services.company import FOUNDER
from crm_desktop.ui.dialogs.open_copy import OpenCopyDialog
from crm_desktop.ui.welcome import CompanyDialog, ServerDialog, Welcome
from tests.conftest import found
from tests.ui.test_app import PATIENCE, own_places, program  # noqa: F401  # fixtures

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shop(tmp_path):
    file = tmp_path / "shop.crm"
    file.touch()
    return str(file)


@pytest.fixture
def welcome(qtbot, shop, tmp_path):
    gone = str(tmp_path / "gone.crm")
    for address in (gone, shop):
        change_settings(last_store=address, recent=remembering(load_settings(), Recent(address), utc_now() - timedelta(days=1)))
    made = Welcome(recent_stores(load_settings()))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def heard(signal):
    found = []
    signal.connect(lambda *values: found.append(values[0] if len(values) == 1 else values))
    return found


def drop(widget, *paths):
    """Qt's own events of dragging cannot be made in every version without a warning."""
    data, accepted = QMimeData(), []
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = SimpleNamespace(mimeData=lambda: data, acceptProposedAction=lambda: accepted.append(True))
    widget.dragEnterEvent(event)
    assert accepted and widget.acceptDrops()
    widget.dropEvent(event)


def test_what_was_opened_last_has_the_keyboard_and_enter_opens_it(welcome, shop, qtbot):
    wanted = heard(welcome.open_wanted)
    assert [entry.recent.name for entry in welcome.recents] == ["shop.crm", "gone.crm"]
    assert welcome.recents[0].open.accessibleName() == "shop.crm, yesterday"
    assert welcome.recents[0].open.hasFocus()
    qtbot.keyClick(welcome.recents[0].open, Qt.Key.Key_Space)
    assert wanted == [shop]


def test_what_is_not_there_any_more_says_so_and_can_be_taken_off(welcome, qtbot):
    wanted, gone = heard(welcome.open_wanted), welcome.recents[1]
    assert "not there any more" in gone.open.accessibleName() and gone.forget.isVisible()
    qtbot.mouseClick(gone.open, LEFT)
    assert wanted == [] and "gone.crm is not there any more" in welcome.message.text()
    qtbot.mouseClick(gone.forget, LEFT)
    assert [entry.recent.name for entry in welcome.recents] == ["shop.crm"]
    assert [each.name for each in recent_stores(load_settings())] == ["shop.crm"]


def test_a_dropped_company_is_opened_and_a_dropped_table_is_brought_into_a_new_one(welcome, tmp_path, qtbot):
    opened, brought = heard(welcome.open_wanted), heard(welcome.company_wanted)
    drop(welcome, tmp_path / "other.crm")
    assert opened == [str(tmp_path / "other.crm")]
    drop(welcome, tmp_path / "people.csv", tmp_path / "orders.XLSX")
    (dialog,) = welcome.findChildren(CompanyDialog)
    dialog.name.setText("Ada")
    dialog.protect.setChecked(False)
    dialog.go.click()
    (founding,) = brought
    assert founding.company.name == "Ada" and [path.rpartition("/")[2] for path in founding.files] == ["people.csv", "orders.XLSX"]


def test_a_team_joins_by_the_address_of_its_server(welcome, qtbot):
    wanted = heard(welcome.open_wanted)
    qtbot.mouseClick(welcome.team, LEFT)
    (dialog,) = welcome.findChildren(ServerDialog)
    dialog.address.setText("our server")
    dialog.go.click()
    assert "postgresql://" in dialog.form.rows[0].note.text() and wanted == []
    dialog.address.setText(" postgresql://ada@desk/shop ")
    dialog.go.click()
    assert wanted == ["postgresql://ada@desk/shop"]


def test_nothing_can_be_begun_twice(welcome):
    welcome.show_busy("Opening")
    assert not any(each.isEnabled() for each in welcome.findChildren(QPushButton) if each.isVisible())
    welcome.show_busy("")
    assert welcome.sample.isEnabled() and welcome.recents[0].isEnabled()


def test_who_never_opened_anything_sees_no_list(qtbot):
    made = Welcome()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.sample.hasFocus)
    assert not made.recently.isVisible()
    assert Recent("/x/a.crm").name == "a.crm"


def test_a_company_that_is_to_be_filled_begins_with_the_import(program, qtbot, tmp_path):  # noqa: F811
    people = tmp_path / "people.csv"
    people.write_text("Name,Phone\nAda,0431 1\n", encoding="utf-8")
    program.start(None)
    program.welcome.take_files([str(people)])
    (dialog,) = program.welcome.findChildren(CompanyDialog)
    dialog.name.setText("Hafen")
    dialog.protect.setChecked(False)
    dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None and program.window.current_page().name == "import", timeout=PATIENCE)
    assert not program.welcome.isVisible()


@pytest.fixture
def open_copy(empty_files, tmp_path):
    with open_store(shutil.copy(empty_files / "plain", tmp_path / "mine.crm")).connection_context():
        found()
        write_open_copy(tmp_path / "copy", FOUNDER)
    return tmp_path / "copy"


def test_an_open_copy_becomes_a_company_that_is_opened(welcome, open_copy, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("crm_desktop.core.paths.companies_folder", lambda: tmp_path / "companies")
    drop(welcome, open_copy)
    (dialog,) = welcome.findChildren(OpenCopyDialog)
    assert dialog.protect.isChecked() and not dialog.bar.isVisible()
    dialog.protect.setChecked(False)
    with qtbot.waitSignal(welcome.open_wanted, timeout=20_000) as opened:
        qtbot.keyClick(dialog.go, Qt.Key.Key_Space)

    assert opened.args == [str(tmp_path / "companies" / "hafenhandel.crm")]
    with open_store(tmp_path / "companies" / "hafenhandel.crm").connection_context():
        assert [company.name for company in Company.select()] == ["Hafenhandel"]


def test_a_spoilt_open_copy_says_so_and_another_can_be_tried(welcome, open_copy, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("crm_desktop.core.paths.companies_folder", lambda: tmp_path / "companies")
    (open_copy / "tables" / "customer.csv").write_text("")
    drop(welcome, open_copy / "datapackage.json")
    (dialog,) = welcome.findChildren(OpenCopyDialog)
    dialog.protect.setChecked(False)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.message.text()), timeout=20_000)

    assert "tables/customer.csv was changed. Nothing was made" in dialog.message.text()
    assert dialog.go.isEnabled() and list((tmp_path / "companies").iterdir()) == []
    dialog.reject()
    (open_copy / "datapackage.json").write_text("{}")
    drop(welcome, open_copy)
    assert "was changed" in welcome.message.text()
