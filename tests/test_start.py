"""How the program is imported, looked at in a fresh one."""

import subprocess
import sys

import pytest


def in_a_fresh_program(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_qt_leaves_pythons_import_as_it_was():
    code = "import builtins; own = builtins.__import__; from crm_desktop.start import program; program(); print(builtins.__import__ is own)"
    assert in_a_fresh_program(code) == "True"


ASKED = """
import inspect
from PySide6.QtCore import QObject, QRect
print(inspect.signature(QObject.setObjectName), QRect.__doc__)
try:
    QRect("left", 1)
except TypeError as wrong:
    print(wrong)
"""


def test_a_wrong_call_of_qt_is_explained_as_ever_though_what_explains_it_comes_only_then():
    started = "from crm_desktop.start import import_qt; import_qt(); import sys"
    looked = "print('there:', 'pyside_type_init' in vars(sys.modules['PySide6.support.signature.parser']))"
    *said, later = in_a_fresh_program(f"{started}\n{looked}\n{ASKED}\n{looked}").splitlines()
    assert (said.pop(0), later) == ("there: False", "there: True")
    assert said == in_a_fresh_program(ASKED).splitlines()
    assert "Supported signatures:" in said


@pytest.mark.parametrize("was_on", [True, False])
def test_python_collects_again_where_it_did_before(was_on):
    code = "import gc; {}; from crm_desktop.start import program; program(); print(gc.isenabled())"
    assert in_a_fresh_program(code.format("gc.enable()" if was_on else "gc.disable()")) == str(was_on)
