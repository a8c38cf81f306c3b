"""A short part of a long life: what chance does in a window leaves nothing behind."""

import pytest

from tests.benchmarks.late_bench import objects
from tests.benchmarks.long_life import Life
from tests.ui.pictures.studio import studio

ACTIONS = 40
SPARE = 40
"""Objects of the window that may come and go: a menu, a chip or a line that a page shows for one record and not for another."""


@pytest.fixture
def made(sample_path, tmp_path, monkeypatch, look, qapp):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path))
    with studio(sample_path, qapp) as made:
        yield made
    made.window.deleteLater()


def test_the_same_actions_once_more_leave_no_more_objects_behind(made):
    """The first time makes what is made when it is first wanted."""
    counts = []
    for _time in range(3):
        life = Life(made, seed=1)
        for _action in range(ACTIONS):
            life.act()
        counts.append(objects(made.jobs))
    assert counts[2] - counts[1] <= SPARE, counts
    assert not made.failures
