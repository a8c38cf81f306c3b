import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.ui.actions import page_shortcuts
from crm_desktop.ui.dialogs.about import AboutDialog
from crm_desktop.ui.dialogs.keyboard import KeyboardDialog
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.shortcuts import Shortcuts, shortcuts


@pytest.fixture(autouse=True)
def usual_keys(qapp):
    yield
    shortcuts().reset_all()


@pytest.fixture
def keys(qapp):
    keys = Shortcuts(load_settings().shortcuts, qapp)
    keys.know(page_shortcuts(PAGES))
    yield keys
    change_settings(shortcuts="")
    keys.setParent(None)


def test_no_two_commands_have_the_same_keys_and_none_is_on_altgr(keys):
    given = [sequence.toString() for each in keys.table() for sequence in keys.keys(each.name)]
    assert len(given) == len(set(given))
    assert not [each for each in given if "Ctrl" in each and "Alt" in each]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Ctrl+Z", "Ctrl+Z is taken by “Undo”."),
        ("Ctrl+C", "Ctrl+C is taken by “Copy”."),
        ("Ctrl+Alt+E", "AltGr"),
        ("E", "needed for typing"),
        ("Shift+E", "needed for typing"),
        ("Ctrl+K, Ctrl+E", "several steps"),
    ],
)
def test_keys_that_are_taken_or_needed_for_typing_are_refused_in_a_sentence(keys, wanted, said):
    with pytest.raises(UserError) as refused:
        keys.change("about", QKeySequence(wanted))
    assert said in str(refused.value) and "Nothing was changed" in str(refused.value)
    assert keys.shown("about") == ""


def test_changed_keys_are_kept_and_free_again_when_they_are_taken_away(keys, qapp):
    keys.change("undo", QKeySequence("Ctrl+U"))
    keys.change("about", QKeySequence("Ctrl+Z"))
    keys.change("backup", QKeySequence("F9"))
    again = Shortcuts(load_settings().shortcuts, qapp)
    assert [again.shown(name) for name in ("undo", "about", "backup")] == ["Ctrl+U", "Ctrl+Z", "F9"]
    with pytest.raises(UserError, match="taken by “About"):
        keys.reset("undo")
    keys.change("about", QKeySequence())
    keys.reset("undo")
    assert keys.shown("undo") == "Ctrl+Z" and not keys.is_changed("undo")
    again.setParent(None)


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"undo": 3, "no such": "Ctrl+U"}'])
def test_settings_that_make_no_sense_leave_everybody_the_usual_keys(broken, qapp):
    keys = Shortcuts(broken, qapp)
    assert keys.shown("undo") == "Ctrl+Z"
    keys.setParent(None)


@pytest.fixture
def dialog(window, settle):
    window.commands["keyboard"].trigger()
    dialog = window.findChild(KeyboardDialog)
    yield dialog
    dialog.close()
    settle()


def test_a_person_chooses_other_keys_and_every_window_follows(dialog, window, settle):
    dialog.choose("backup")
    QTest.keySequence(dialog.wanted, QKeySequence("Ctrl+Shift+B"))
    dialog.set.click()
    assert dialog.message.text() == "“Back up now” is on Ctrl+Shift+B from now on."
    assert window.commands["backup"].shortcut() == QKeySequence("Ctrl+Shift+B")
    dialog.choose("palette")
    QTest.keySequence(dialog.wanted, QKeySequence("F2"))
    dialog.set.click()
    assert "taken by “Log call”" in dialog.message.text()
    assert window.commands["palette"].shortcut() == QKeySequence("Ctrl+K")
    dialog.choose("list.find")
    assert not dialog.set.isEnabled() and not dialog.wanted.isEnabled()
    dialog.all_usual.click()
    assert window.commands["backup"].shortcut().isEmpty()


def test_the_keys_are_found_by_what_they_do_and_printed_on_a_page(dialog, tmp_path):
    QTest.keyClicks(dialog.sought, "undo")
    assert [item.text(0) for item in dialog._items() if not item.isHidden()] == ["Undo"]
    assert dialog.chosen.text() == "Undo"
    QTest.keyClicks(dialog.sought, " nothing")
    assert not dialog.chosen.text() and not dialog.set.isEnabled()
    dialog.sought.setText("undo")
    dialog.print_to(str(tmp_path / "keys.pdf"))
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    dialog.print_to(str(tmp_path / "nowhere" / "keys.pdf"))
    assert "cannot be written" in dialog.message.text()


def test_about_says_the_versions_and_copies_them(window, qapp, settle):
    window.commands["about"].trigger()
    dialog = window.findChild(AboutDialog)
    settle()
    dialog.copy.click()
    copied = qapp.clipboard().text()
    for name in ("Program: ", "Python: 3.", "Qt: 6.", "Database: ", "Tables: 00", "Store: ", "Log: "):
        assert name in copied
    assert any(engine in copied for engine in ("SQLite 3.", "PostgreSQL "))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert window.findChild(AboutDialog) is None
