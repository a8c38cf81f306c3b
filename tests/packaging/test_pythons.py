import os
import sys

import pytest
from devtools import pythons
from devtools.console import SetUpTrouble
from devtools.pythons import Python, launcher_paths, look_at, newest

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="scripts stand in for programs")


def python(version, *, usual=True, makes_environments=True):
    return Python(f"python{version}", "", f"/opt/{version}", tuple(map(int, version.split("."))), usual, makes_environments)


@pytest.fixture
def script(tmp_path):
    def make(text):
        path = tmp_path / f"python{len(list(tmp_path.iterdir()))}"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_the_newest_suitable_python_is_taken():
    assert newest([python("3.11.9"), python("3.13.1"), python("3.12.4")]).version == (3, 13, 1)


def test_pythons_too_old_too_new_or_of_another_kind_are_left_out():
    assert newest([python("3.10.9"), python("3.15.0"), python("3.13.0", usual=False)]) is None


def test_a_python_that_makes_environments_is_preferred_to_a_newer_one_that_cannot():
    assert newest([python("3.13.0", makes_environments=False), python("3.11.2")]).version == (3, 11, 2)


@POSIX_ONLY
def test_a_stub_that_fails_or_says_something_else_is_passed_over(script):
    found = look_at(
        [script("echo 'python: command not found' >&2; exit 127"), script("echo Python 3.13.0"), "/nowhere/python", sys.executable]
    )

    assert [each.version for each in found] == [sys.version_info[:3]]


@POSIX_ONLY
def test_a_stub_that_waits_for_somebody_is_stopped(script, monkeypatch):
    monkeypatch.setattr(pythons, "SECONDS", 0.2)

    assert look_at([script("exec sleep 60")]) == []


def test_one_python_under_two_names_is_found_once():
    assert len(look_at([sys.executable, sys.executable])) == 1


def test_the_windows_launcher_s_list_is_read():
    listed = (
        " -V:3.13 *        C:\\Users\\Zoë Dow\\AppData\\Local\\Programs\\Python\\Python313\\python.exe\r\n"
        " -V:3.11          C:\\Program Files\\Python311\\python.exe\r\n"
        " -V:Astral/CPython3.12 D:\\uv\\python3.12.exe\r\n"
    )

    assert launcher_paths(listed) == [
        "C:\\Users\\Zoë Dow\\AppData\\Local\\Programs\\Python\\Python313\\python.exe",
        "C:\\Program Files\\Python311\\python.exe",
        "D:\\uv\\python3.12.exe",
    ]


def test_where_no_python_suits_the_ones_found_are_named(monkeypatch):
    monkeypatch.setattr(pythons, "look_at", lambda _: [python("3.8.18")])

    with pytest.raises(SetUpTrouble, match=r"Python 3\.11 to 3\.14(?s:.*)Found: Python 3\.8\.18 \(python3\.8\.18\)"):
        pythons.choose(None)


def test_a_python_asked_for_must_be_one():
    with pytest.raises(SetUpTrouble, match="does not run as a Python"):
        pythons.choose("/nowhere/python3")


def test_without_venv_the_package_is_named(monkeypatch):
    monkeypatch.setattr(pythons, "look_at_one", lambda _: python("3.11.2", makes_environments=False))

    with pytest.raises(SetUpTrouble, match=r"apt-get install -y python3\.11-venv"):
        pythons.choose("python3")
