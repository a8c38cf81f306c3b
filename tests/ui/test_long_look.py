"""A company that was not closed is looked through before it opens: a window says how far that is, and who cancels loses nothing."""

from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop import looking_through
from crm_desktop.core import long_look
from crm_desktop.core.long_look import HowFar, LongLook, Why
from crm_desktop.core.store_files import state_folder
from crm_desktop.data import side_by_side
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up_now
from crm_desktop.services.company import FOUNDER
from crm_desktop.ui.dialogs.long_look import LongLookDialog
from tests.ui.test_early_window import PATIENCE, file, own_places, program  # noqa: F401  # fixtures


@pytest.fixture
def gate(monkeypatch):
    """The look stands still after its first step, until this opens."""
    gate, count = Event(), LongLook.count

    def counted(self, steps):
        count(self, steps)
        gate.wait(PATIENCE / 1000)
        return not self.is_given_up

    monkeypatch.setattr(LongLook, "count", counted)
    monkeypatch.setattr(side_by_side, "STEPS", 10)
    monkeypatch.setattr(long_look, "SECONDS_BETWEEN", 0)
    monkeypatch.setattr(looking_through, "PATIENCE", 0)
    yield gate
    gate.set()


def shown():
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, LongLookDialog) and each.isVisible()), None)


@pytest.mark.parametrize("crashed", ["window", "command"])
def test_who_cancels_is_told_that_nothing_was_changed_and_may_open_it_after_all(program, file, qtbot, gate, crashed):  # noqa: F811
    (state_folder(file) / f"{crashed}-0123456789abcdef.lock").touch()
    before = file.read_bytes()
    program.start(str(file))
    qtbot.waitUntil(lambda: shown() is not None, timeout=PATIENCE)
    dialog = shown()
    assert "shop.crm" in dialog.windowTitle()
    dialog.cancel.click()
    assert not dialog.cancel.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: program.welcome is not None and bool(program.welcome.message.text()), timeout=PATIENCE)
    assert "was not opened, and nothing in it was changed" in program.welcome.message.text()
    assert shown() is None and program.window is None
    assert file.read_bytes() == before
    program.welcome.message._act.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)


def test_who_waits_is_let_in_and_the_window_of_the_look_goes(program, file, qtbot, gate):  # noqa: F811
    (state_folder(file) / "command-0123456789abcdef.lock").touch()
    program.start(str(file))
    qtbot.waitUntil(lambda: shown() is not None, timeout=PATIENCE)
    gate.set()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert shown() is None


def test_a_backup_that_is_brought_back_is_looked_through_in_sight_and_may_be_left(program, file, qtbot, gate):  # noqa: F811
    with opened(file):
        backup = back_up_now(FOUNDER, None).backup.path
    before = file.read_bytes()
    program.start(str(file), backup=backup)
    qtbot.waitUntil(lambda: shown() is not None, timeout=PATIENCE)
    assert any("takes the place of shop.crm" in each.text() for each in shown().findChildren(QLabel))
    shown().cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: program.welcome is not None and bool(program.welcome.message.text()), timeout=PATIENCE)
    assert "was not brought back, and nothing was changed" in program.welcome.message.text()
    assert file.read_bytes() == before
    program.welcome.message._act.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("left", "said"),
    [(None, "is seen in a moment"), (3, "About 10 seconds"), (44, "About 40 seconds"), (89, "About 90 seconds"), (91, "About 2 minutes")],
)
def test_how_long_is_told_as_people_say_it(dressed, qtbot, left, said):
    dialog = LongLookDialog("shop.crm", Why.WEEKLY, parent=None)
    qtbot.addWidget(dialog)
    dialog.show_how_far(HowFar(0.5, left, Why.WEEKLY))
    assert said in dialog.left.text()
    assert dialog.bar.value() == 500
