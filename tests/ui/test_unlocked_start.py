"""A protected company is all that the program was started for: when its passphrase was given, the window comes."""

import subprocess
import sys

from PySide6.QtWidgets import QLabel

from crm_desktop.data.opening import opened
from crm_desktop.services.company import found_company
from crm_desktop.services.protection import create_protected, new_protection
from crm_desktop.ui.dialogs.unlock import UnlockDialog
from tests.conftest import COMPANY

PHRASE = "seven crates of blue glass"
STARTED = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from crm_desktop import start
app = start.program()
from PySide6.QtCore import QTimer
from crm_desktop.ui.dialogs.unlock import UnlockDialog
show = UnlockDialog.show
def shown(self):
    show(self)
    self.passphrase.setText(sys.argv[2])
    QTimer.singleShot(0, self.go.click)
UnlockDialog.show = shown
def opened(self, found):
    print("it is open", flush=True)
    os._exit(0)
app.Program._on_opened = opened
app.run(sys.argv[1])
print("the program has ended")
"""


def protected(path):
    new = new_protection(PHRASE)
    create_protected(path, new)
    with opened(path, new.key):
        found_company(COMPANY)
    return path


def test_the_program_does_not_end_with_the_dialog_that_asked_for_the_passphrase(tmp_path, monkeypatch):
    for name in ("CONFIG", "LOGS"):
        monkeypatch.setenv(f"CRM_DESKTOP_{name}", str(tmp_path / name))
    words = [sys.executable, "-c", STARTED, str(protected(tmp_path / "shop.crm")), PHRASE]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "it is open\n", done.stderr


def test_what_is_said_of_a_wrong_passphrase_finds_room(dressed, qtbot, tmp_path):
    dialog = UnlockDialog(protected(tmp_path / "shop.crm"), can_remember=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._on_failed(ValueError())
    dialog._row.mark("This is not the passphrase of this company. Nothing was changed; try again, or use the recovery key.")

    def is_whole():
        (said,) = [each for each in dialog.findChildren(QLabel) if each.text().startswith("This is not")]
        assert said.height() >= said.heightForWidth(said.width())

    qtbot.waitUntil(is_whole, timeout=5_000)
