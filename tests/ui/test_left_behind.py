from typing import ClassVar

import pytest
from PySide6.QtWidgets import QDialog

from tests.benchmarks.dialogs_bench import every_dialog, name_of, openers, parts_left_by
from tests.ui.pictures.studio import studio
from tests.ui.screenshots import _sample


@pytest.fixture
def made(tmp_path, monkeypatch, dressed, qapp):
    """A window on the sample company."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path))
    _sample(tmp_path / "sample.crm")
    with studio(tmp_path / "sample.crm", qapp) as made:
        yield made
    made.window.deleteLater()


class Kept(QDialog):
    every: ClassVar[list[QDialog]] = []

    def __init__(self, parent):
        super().__init__(parent)
        self.every.append(self)


def test_every_dialog_that_is_opened_and_closed_leaves_no_part_of_it_behind(made):
    opening = openers(made.desk, made.window)
    assert sorted(opening) == sorted(every_dialog())
    left = {name: parts for name, make in opening.items() if (parts := parts_left_by(make, name, made.jobs))}
    left.pop("crash.CrashDialog")  # goes when the next one comes
    assert left == {}

    kept = name_of(Kept)
    assert parts_left_by(lambda: Kept(made.window), kept, made.jobs) == ["Kept"]
    assert not made.failures
