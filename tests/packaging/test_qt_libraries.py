import os
from pathlib import Path

import pytest
from devtools import qt_libraries
from devtools.console import SetUpTrouble

PYTHON = Path("python")


@pytest.fixture
def machine(monkeypatch):
    """A computer where Qt complains until something was installed; `installed` tells what was."""

    class Machine:
        installed: tuple[str, ...] = ()
        root = True

    def install(packages):
        Machine.installed = packages

    monkeypatch.setattr(qt_libraries, "_problem", lambda *_: "" if Machine.installed else "libEGL.so.1: no such file")
    monkeypatch.setattr(qt_libraries.debian, "may_install", lambda: Machine.root)
    monkeypatch.setattr(qt_libraries.debian, "is_debian_like", lambda: True)
    monkeypatch.setattr(qt_libraries.debian, "install", install)
    return Machine


def test_root_on_debian_gets_what_qt_lacks(machine):
    qt_libraries.ensure(PYTHON)

    assert "libegl1" in machine.installed


def test_everybody_else_is_told_the_command(machine):
    machine.root = False

    with pytest.raises(SetUpTrouble, match=r"libEGL\.so\.1(?s:.*)sudo apt-get install -y .*libegl1"):
        qt_libraries.ensure(PYTHON)


def test_without_a_display_nothing_is_tried(machine, monkeypatch):
    monkeypatch.setattr(qt_libraries.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert not qt_libraries.can_open_windows(PYTHON)
    assert machine.installed == ()


def test_a_display_that_qt_cannot_use_is_as_good_as_none(machine, monkeypatch, capsys):
    machine.root = False
    monkeypatch.setenv("DISPLAY", ":99")

    assert not qt_libraries.can_open_windows(PYTHON)
    assert "libxcb-cursor0" in capsys.readouterr().out


def test_no_library_is_installed_for_a_display_that_does_not_answer(machine, monkeypatch, capsys):
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(qt_libraries, "_problem", lambda *_: "qt.qpa.xcb: could not connect to display :99")

    assert not qt_libraries.can_open_windows(PYTHON)
    assert machine.installed == ()
    assert ":99 does not answer" in capsys.readouterr().out


def test_drawing_without_a_display_leaves_the_platform_to_who_chose_one(monkeypatch):
    monkeypatch.setitem(os.environ, "QT_QPA_PLATFORM", "vnc")
    assert qt_libraries.offscreen()["QT_QPA_PLATFORM"] == "vnc"
    monkeypatch.delitem(os.environ, "QT_QPA_PLATFORM")
    assert qt_libraries.offscreen()["QT_QPA_PLATFORM"] == "offscreen"
