import gc
import threading

import pytest

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
