"""The order of imports at the start, read from the order of `sys.modules` in a fresh program."""

import json
import subprocess
import sys

ORDER = """
import json, sys
from crm_desktop.start import program
program()
import crm_desktop.ui.pages.today
print(json.dumps([*sys.modules]))
"""


def test_what_needs_no_qt_is_imported_before_qt():
    done = subprocess.run([sys.executable, "-c", ORDER], capture_output=True, text=True, timeout=60, check=True)
    modules = json.loads(done.stdout)
    later = modules[modules.index("PySide6") :]
    with_qt = ("crm_desktop.ui", "crm_desktop.app")
    assert [name for name in later if name.startswith("crm_desktop.") and not name.startswith(with_qt)] == []


def test_python_collects_again_where_it_did_before():
    done = subprocess.run(
        [sys.executable, "-c", "import gc; from crm_desktop.start import program; program(); print(gc.isenabled())"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "True"
