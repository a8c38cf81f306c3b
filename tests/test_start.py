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


@pytest.mark.parametrize("was_on", [True, False])
def test_python_collects_again_where_it_did_before(was_on):
    code = "import gc; {}; from crm_desktop.start import program; program(); print(gc.isenabled())"
    assert in_a_fresh_program(code.format("gc.enable()" if was_on else "gc.disable()")) == str(was_on)
