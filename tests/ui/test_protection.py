"""A protected company in the window: founded, opened, and opened again by who forgot the passphrase."""

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from crm_desktop.commands.desk import remember
from crm_desktop.core.actors import FOUNDER
from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import load_settings
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up
from crm_desktop.services.company import found_company
from crm_desktop.services.protection import create_protected, is_protected, new_protection, unlock, unlock_by_recovery
from crm_desktop.ui.dialogs.change_passphrase import ChangePassphraseDialog
from crm_desktop.ui.dialogs.found_company import CompanyDialog
from crm_desktop.ui.dialogs.new_recovery import NewRecoveryDialog
from crm_desktop.ui.dialogs.protect import ProtectDialog, ProtectingDialog
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.unlock import RecoverDialog, UnlockDialog
from tests.conftest import COMPANY
from tests.ui.test_app import PATIENCE, file, own_places, program  # noqa: F401

PHRASE, OTHER = "three small dogs", "four large cats"


@pytest.fixture(scope="module")
def protection():
    return new_protection(PHRASE)


@pytest.fixture
def kept(tmp_path, protection):
    path = tmp_path / "kept.crm"
    create_protected(path, protection)
    with opened(path, protection.key):
        found_company(COMPANY)
    return path


def dialog_of(kind, qtbot):
    def shown():
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def test_a_company_is_founded_protected_once_its_recovery_key_was_typed_back(program, qtbot, tmp_path):  # noqa: F811
    program.start(None)
    qtbot.mouseClick(program.welcome.own, Qt.MouseButton.LeftButton)
    (dialog,) = program.welcome.findChildren(CompanyDialog)
    dialog.name.setText("Hafen")
    dialog.secret.first.setText("password")
    dialog.go.click()
    assert "guessers" in dialog.secret.rows[0].note.text()
    dialog.secret.first.setText(PHRASE)
    dialog.secret.again.setText("three small cats")
    dialog.go.click()
    assert "not the same" in dialog.secret.rows[1].note.text()
    dialog.secret.again.setText(PHRASE)
    dialog.go.click()

    recovery = dialog_of(RecoveryKeyDialog, qtbot)
    key = recovery.shown.text()
    recovery.go.click()
    assert "signs were typed" in recovery.form.rows[0].note.text()
    assert not list((tmp_path / "companies").glob("*"))
    recovery.typed.setText(key.replace("\n", " ").lower())
    assert key.split()[0] not in recovery.shown.text(), "it is covered while it is typed"
    recovery.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)

    (path,) = (tmp_path / "companies").glob("*.crm")
    assert b"SQLite" not in path.read_bytes()[:16]
    assert len(unlock(path, PHRASE)) == 32
    told = (tmp_path / "config" / "settings.json").read_text(encoding="utf-8")
    assert str(path) in told and '"Hafen"' not in told


def test_nothing_of_it_is_shown_before_its_passphrase(program, kept, qtbot):  # noqa: F811
    remember(kept, "Hafenhandel", "Olga")
    program.start(str(kept))
    dialog = dialog_of(UnlockDialog, qtbot)
    assert program.window is None and program._early.window is None
    before = kept.read_bytes()
    dialog.passphrase.setText(OTHER)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.isEnabled(), timeout=PATIENCE)
    assert "not the passphrase" in dialog.form.rows[0].note.text() and kept.read_bytes() == before

    dialog.passphrase.setText(PHRASE)
    dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert "Hafenhandel" in program.window.windowTitle()
    assert "Hafenhandel" not in load_settings().recent, "no name in a file that anybody can read"


def test_who_forgot_it_takes_the_sheet_and_chooses_another(program, kept, protection, qtbot):  # noqa: F811
    program.start(str(kept))
    dialog_of(UnlockDialog, qtbot).forgot.click()
    dialog = dialog_of(RecoverDialog, qtbot)
    words = protection.sheet_words()
    dialog.typed.setText(words[:-1])
    dialog.go.click()
    assert "signs were typed" in dialog.form.rows[0].note.text()
    dialog.typed.setText(words)
    dialog.secret.first.setText(OTHER)
    dialog.secret.again.setText(OTHER)
    dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert unlock(kept, OTHER) == protection.key


def test_an_owner_changes_the_passphrase_in_the_settings(program, kept, qtbot):  # noqa: F811
    program.start(str(kept))
    dialog = dialog_of(UnlockDialog, qtbot)
    dialog.passphrase.setText(PHRASE)
    dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    section = program.window.show_page("settings").show_section("protection")
    qtbot.waitUntil(section.change.isVisible, timeout=PATIENCE)
    section.change.click()
    change = dialog_of(ChangePassphraseDialog, qtbot)
    for field, typed in ((change.old, OTHER), (change.secret.first, OTHER), (change.secret.again, OTHER)):
        field.setText(typed)
    change.go.click()
    qtbot.waitUntil(change.isEnabled, timeout=PATIENCE)
    assert "not the passphrase" in change.form.rows[0].note.text()
    change.old.setText(PHRASE)
    change.go.click()
    qtbot.waitUntil(lambda: "is changed" in section.message.text(), timeout=PATIENCE)
    assert len(unlock(kept, OTHER)) == 32


@pytest.fixture
def protecting(program, file, qtbot):  # noqa: F811
    """What an owner asked for in the settings, the company being closed by then."""
    with opened(file):
        readable = back_up(FOUNDER)
    program.start(str(file))
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    section = program.window.show_page("settings").show_section("protection")
    qtbot.waitUntil(section.protect.isVisible, timeout=PATIENCE)
    section.protect.click()
    asked = dialog_of(ProtectDialog, qtbot)
    for field in (asked.secret.first, asked.secret.again):
        field.setText(PHRASE)
    asked.go.click()
    recovery = dialog_of(RecoveryKeyDialog, qtbot)
    recovery.typed.setText(recovery._new.sheet_words())
    recovery.go.click()
    assert program.begins_anew and PHRASE not in str(program.command())
    program.stop()
    return program.afterwards._protecting, readable


def test_a_company_is_protected_from_the_settings(protecting, file, qtbot):  # noqa: F811
    wanted, readable = protecting
    dialog = ProtectingDialog(wanted)
    qtbot.addWidget(dialog)
    dialog.begin()
    dialog.show()
    dialog.reject()
    assert dialog.isVisible(), "not while it is being done"
    qtbot.waitUntil(dialog.go.isEnabled, timeout=PATIENCE)
    assert "is protected now" in dialog.said.text()
    assert unlock(file, PHRASE) == wanted.new.key == unlock_by_recovery(file, wanted.new.sheet_words())
    assert b"SQLite" not in file.read_bytes()[:16]
    assert readable.path.exists()
    dialog.remove.click()
    qtbot.waitUntil(lambda: "are removed" in dialog.said.text(), timeout=PATIENCE)
    assert not readable.path.exists() and dialog.remove.isHidden()


def test_what_cannot_be_protected_is_as_it_was_and_says_why(protecting, file, qtbot):  # noqa: F811
    before = file.read_bytes()
    with opened(file):
        dialog = ProtectingDialog(protecting[0])
        qtbot.addWidget(dialog)
        dialog.begin()
        qtbot.waitUntil(dialog.go.isEnabled, timeout=PATIENCE)
    assert "has it open" in dialog.said.text() and "Nothing was changed" in dialog.said.text()
    assert not is_protected(file) and file.read_bytes()[:16] == before[:16]


def test_who_does_not_go_on_is_at_the_welcome_again(program, kept, qtbot):  # noqa: F811
    program.start(str(kept))
    dialog_of(UnlockDialog, qtbot).cancel.click()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.isVisible(), timeout=PATIENCE)
    assert "kept.crm stays closed" in program.welcome.message.text()


@pytest.fixture
def renewing(program, kept, protection, qtbot, tmp_path):  # noqa: F811
    """The dialog for another recovery key, in a window of the protected company."""
    program.start(str(kept))
    unlock_dialog = dialog_of(UnlockDialog, qtbot)
    unlock_dialog.passphrase.setText(PHRASE)
    unlock_dialog.go.click()
    qtbot.waitUntil(lambda: program.window is not None and program.window.isVisible(), timeout=PATIENCE)
    section = program.window.show_page("settings").show_section("protection")
    qtbot.waitUntil(section.recovery.isVisible, timeout=PATIENCE)
    section.recovery.setFocus()
    qtbot.keyClick(section.recovery, Qt.Key.Key_Space)
    yield section, dialog_of(NewRecoveryDialog, qtbot)
    program.stop()


def test_a_new_recovery_key_counts_once_it_was_typed_back_and_its_sheet_leaves_no_trace(renewing, kept, protection, qtbot, tmp_path):
    section, dialog = renewing
    qtbot.keyClicks(dialog.secret, "wrong words here")
    qtbot.keyClick(dialog.go, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "not the passphrase" in dialog.form.rows[0].note.text(), timeout=PATIENCE)
    dialog.secret.clear()
    qtbot.keyClicks(dialog.secret, PHRASE)
    qtbot.keyClick(dialog.go, Qt.Key.Key_Space)
    shown = dialog_of(RecoveryKeyDialog, qtbot)
    words = " ".join(shown.shown.text().split())
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    before = set(Path(tempfile.gettempdir()).glob("crm-desktop-sheet-*"))
    shown.sheet.print_on(printer)
    qtbot.waitUntil(lambda: "went to the printer" in shown.sheet.message.text(), timeout=PATIENCE)
    assert set(Path(tempfile.gettempdir()).glob("crm-desktop-sheet-*")) == before and (tmp_path / "paper.pdf").stat().st_size
    qtbot.keyClicks(shown.typed, words.lower())
    assert words not in shown.shown.text(), "covered while it is typed"
    assert unlock_by_recovery(kept, protection.sheet_words()) == protection.key, "the former counts until then"
    qtbot.keyClick(shown.go, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "counts now" in section.message.text(), timeout=PATIENCE)

    assert unlock_by_recovery(kept, words) == protection.key
    with pytest.raises(UserError, match="recovery key of another company"):
        unlock_by_recovery(kept, protection.sheet_words())
