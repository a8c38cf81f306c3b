import subprocess
import sys

# Where a void call drops a reference to None, the process aborts after about 5,000 of them.
PROGRAM = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel


class Teller(QObject):
    told = Signal(object)


application = QApplication([])
label, teller, heard = QLabel(), Teller(), []
teller.told.connect(heard.append)
for number in range(20_000):
    label.setText(str(number))
for number in range(2_000):
    teller.told.emit(number)
assert len(heard) == 2_000
print(label.text())
"""


def test_20_000_void_calls_and_2_000_emits_leave_qt_alive():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr
