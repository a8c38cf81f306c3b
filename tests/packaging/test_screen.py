from pathlib import Path

import pytest
from devtools import qt_libraries
from devtools import screen as module
from devtools.console import SetUpTrouble

PYTHON = Path("python")


@pytest.fixture
def machine(monkeypatch):
    """Nobody chose how windows are drawn, and nothing may be installed."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(module.debian, "may_install", lambda: False)
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    return monkeypatch


def test_without_xvfb_the_pages_are_drawn_without_a_screen_and_it_is_said(machine, capsys):
    with module.screen(PYTHON) as env:
        assert env["QT_QPA_PLATFORM"] == "offscreen"
    assert "Xvfb is not here" in capsys.readouterr().out


def test_who_chose_how_to_draw_keeps_it(machine):
    machine.setenv("QT_QPA_PLATFORM", "vnc")
    with module.screen(PYTHON) as env:
        assert env["QT_QPA_PLATFORM"] == "vnc"


def test_root_on_debian_gets_xvfb(machine, capsys):
    installed = []
    machine.setattr(module.debian, "may_install", lambda: True)
    machine.setattr(module.debian, "install", installed.append)
    with module.screen(PYTHON):
        assert installed == [("xvfb",)]


def test_a_screen_that_qt_cannot_use_is_as_good_as_none(machine, capsys):
    def refuse(_python, _env):
        raise SetUpTrouble("libxcb-cursor0 is missing")

    machine.setattr(qt_libraries, "ensure_windows", refuse)
    assert module._environment(PYTHON, "99")["QT_QPA_PLATFORM"] == "offscreen"
    assert "libxcb-cursor0" in capsys.readouterr().out
    machine.setattr(qt_libraries, "ensure_windows", lambda _python, _env: None)
    assert module._environment(PYTHON, "99")["DISPLAY"] == ":99"
