"""The code of the pages is loaded while nobody waits for it."""

import json
import subprocess
import sys
from contextlib import nullcontext

from PySide6.QtCore import QObject

from crm_desktop.ui.beforehand import Beforehand, needs
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.pages import PAGES

HEAVY = ("reportlab", "openpyxl", "numpy", "PIL", "lxml", "psycopg", "phonenumbers")

LOADED = """
import json, sys
from crm_desktop import start
start.program()
from crm_desktop.ui.beforehand import loading
from crm_desktop.ui.pages import PAGES
pages = [page.home.split(":")[0] for page in PAGES]
for _name in loading(pages):
    pass
from crm_desktop.ui.places import zone_names
from crm_desktop.ui.widgets.code_edit import countries, languages
kept = [each.cache_info().currsize for each in (zone_names, countries, languages)]
print(json.dumps([[page for page in pages if f"crm_desktop.ui.pages.{page}" not in sys.modules], sorted(sys.modules), kept]))
"""


def test_all_pages_are_loaded_with_their_long_lists_and_no_library_that_only_some_works_need():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    missing, modules, kept = json.loads(done.stdout.strip().splitlines()[-1])
    assert missing == [] and kept == [1, 1, 1]
    assert [name for name in modules if name.partition(".")[0] in HEAVY] == []


def test_what_only_type_checkers_read_is_not_loaded():
    at_once, later = needs("crm_desktop.ui.pages.follow_ups")
    assert "crm_desktop.ui.pages.list_page" in at_once and "crm_desktop.ui.pages.follow_up_panel" not in at_once
    assert "crm_desktop.ui.pages.follow_up_panel" in later


def test_nothing_is_loaded_while_something_is_read_nor_once_the_store_is_closed(qapp, monkeypatch):
    asked = []
    monkeypatch.setattr("crm_desktop.ui.beforehand.loading", lambda pages: (asked.append(page) or page for page in pages))
    owner = QObject()
    jobs = Jobs(nullcontext, owner)
    beforehand = Beforehand(PAGES[:3], jobs, owner)
    jobs.read(owner, list, lambda _found: None)
    beforehand._on_turn()
    assert asked == []
    jobs.drain()
    qapp.processEvents()
    beforehand._on_turn()
    assert asked == ["today"]
    beforehand.begin()
    jobs.finish()
    beforehand._on_turn()
    assert asked == ["today"] and not beforehand._turn.isActive()
