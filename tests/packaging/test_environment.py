import os
import sys
import venv

import pytest
from devtools import environment
from devtools.console import SetUpTrouble
from devtools.pythons import look_at_one

OURS = look_at_one(sys.executable)


@pytest.fixture
def installations():
    return []


@pytest.fixture
def checkout(tmp_path, monkeypatch, installations):
    """A checkout whose installation does nothing but be counted."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "requirements-dev.txt").write_text("peewee==4.5.3\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(environment, "_install", lambda python, _: installations.append(python))
    monkeypatch.setattr(environment, "_make", lambda folder, _: make(folder))
    return tmp_path


def make(folder):
    venv.create(folder, clear=True, symlinks=os.name != "nt")
    pip = next(folder.glob("[Ll]ib*/**/site-packages")) / "pip"
    pip.mkdir()
    (pip / "__main__.py").touch()


def test_nothing_is_installed_a_second_time(checkout, installations):
    environment.prepare(checkout, OURS)
    python = environment.prepare(checkout, OURS)

    assert python.is_relative_to(checkout / ".venv")
    assert len(installations) == 1


def test_other_pins_are_another_installation(checkout, installations):
    environment.prepare(checkout, OURS)
    (checkout / "packaging" / "requirements-dev.txt").write_text("peewee==4.5.4\n")
    environment.prepare(checkout, OURS)

    assert len(installations) == 2


def test_line_ends_alone_are_not_another_installation(checkout, installations):
    environment.prepare(checkout, OURS)
    (checkout / "packaging" / "requirements-dev.txt").write_bytes(b"peewee==4.5.3\r\n")
    environment.prepare(checkout, OURS)

    assert len(installations) == 1


def test_an_installation_broken_off_half_way_is_repeated(checkout, installations, monkeypatch):
    environment.prepare(checkout, OURS)
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    with monkeypatch.context() as broken:
        broken.setattr(environment, "_install", lambda *_: (_ for _ in ()).throw(SetUpTrouble("no network")))
        with pytest.raises(SetUpTrouble):
            environment.prepare(checkout, OURS)
    (checkout / "pyproject.toml").write_text("[project]\n")
    environment.prepare(checkout, OURS)

    assert len(installations) == 2


@pytest.mark.parametrize("other", [{"real": "/opt/python3.14"}, {"version": (3, 99, 0)}])
def test_an_environment_of_another_python_is_made_anew(checkout, other):
    environment.prepare(checkout, OURS)
    mark = checkout / ".venv" / "made-before"
    mark.touch()
    environment.prepare(checkout, OURS._replace(**other))

    assert not mark.exists()


def test_a_moved_environment_is_made_anew(checkout, tmp_path_factory):
    environment.prepare(checkout, OURS)
    (checkout / ".venv" / "made-before").touch()
    moved = checkout.rename(tmp_path_factory.mktemp("moved") / "checkout")
    environment.prepare(moved, OURS)

    assert not (moved / ".venv" / "made-before").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    ours = environment.prepare(checkout, OURS)
    ours.unlink()

    assert environment.prepare(checkout, OURS).exists()


def test_a_folder_that_is_no_environment_is_not_removed(tmp_path):
    folder = tmp_path / ".venv"
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")

    with pytest.raises(SetUpTrouble, match="Move it away"):
        environment._make(folder, OURS)
    assert (folder / "letters.txt").read_text() == "mine"


def test_a_changed_package_is_told_from_a_missing_network():
    assert "do not use it" in environment._why_pip_failed("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")
    assert "No internet" in environment._why_pip_failed("ERROR: No matching distribution found for peewee")
