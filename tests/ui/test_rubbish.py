import gc
import threading

import pytest

from crm_desktop.ui import rubbish
from crm_desktop.ui.rubbish import collect_some


class Circle:
    """Refers to itself, and notes which thread frees it."""

    def __init__(self, freed_in):
        self.itself, self.freed_in = self, freed_in

    def __del__(self):
        self.freed_in.append(threading.get_ident())


def test_circles_made_in_workers_are_freed_on_the_windows_thread_alone(jobs, settle):
    freed_in = []

    def work():
        for _each in range(3_000):
            Circle(freed_in)

    for _job in range(4):
        jobs.read(jobs, work, type)
    settle()
    assert len(freed_in) > 6_000
    assert set(freed_in) == {threading.get_ident()}


@pytest.fixture
def automatic(look):
    gc.enable()
    yield
    gc.disable()


def test_where_python_collects_by_itself_nothing_is_collected_twice(automatic, monkeypatch):
    monkeypatch.setattr(gc, "collect", lambda *_any: pytest.fail("collected"))
    collect_some()


def test_what_windows_and_workers_freed_goes_back_to_the_system_with_every_thorough_collection(look, monkeypatch):
    asked = []
    monkeypatch.setattr("crm_desktop.ui.rubbish._hand_back", lambda: lambda: asked.append(1))
    for counts, times in (((9_999, 1, 1), 0), ((9_999, 999, 999), 1)):
        monkeypatch.setattr("gc.get_count", lambda counts=counts: counts)
        collect_some()
        assert len(asked) == times


def test_every_system_can_be_asked_to_take_memory_back():
    rubbish._hand_back()()
