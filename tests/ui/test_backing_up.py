"""Backups that are made while people work."""

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.second_place import choosing
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.services.backups import backups, open_address
from crm_desktop.ui.backing_up import BackingUp


@pytest.fixture
def backing_up(desk, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    object.__setattr__(desk, "by", Actor(desk.by.id, desk.by.login, Role.AUDITOR))
    return BackingUp(lambda: desk, open_address(), qapp)


def test_what_changed_is_backed_up_whoever_sits_there(backing_up, settle, qtbot):
    with qtbot.waitSignal(backing_up._desk().doors.backed_up):
        backing_up.look()
    settle()

    assert [each.manifest.reason for each in backups(open_address())] == ["by itself"]


def test_a_second_place_that_is_not_there_is_told_once(backing_up, settle, tmp_path):
    said = []
    backing_up._desk().doors.said.connect(said.append)
    change_settings(second_places=choosing(load_settings(), open_address(), tmp_path / "stick"))
    for _half_hour in range(2):
        backing_up.look()
        settle()

    assert [each.text.split(",")[0] for each in said] == ["The second place"]
    (tmp_path / "stick").mkdir()
    backing_up.look()
    settle()
    assert len(backups(open_address(), tmp_path / "stick")) == 1
