"""The keyring of a real desktop, where its daemon is installed: on a bus of its own, and with a home of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event

import pytest

from crm_desktop.data import remembered_keys

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
"""It starts no program by itself: a daemon that was killed stays dead, and no window asks for a password that nobody types."""
HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


def said(scene, folder):
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
    for name in HOMES:
        env[name] = str(folder / name)
        Path(env[name]).mkdir(mode=0o700, exist_ok=True)
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    command = [
        "dbus-run-session",
        f"--config-file={folder / 'bus.conf'}",
        "--",
        sys.executable,
        str(Path(__file__).with_name("real_keyring.py")),
        scene,
    ]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60, check=True)
    return done.stdout.split("\n")[:-1]


@pytest.fixture
def place():
    """With a short path: a socket's has at most 107 letters, and that of a worker's own folder leaves the daemon none."""
    with tempfile.TemporaryDirectory(prefix="crm-keys-") as folder:
        yield Path(folder)


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="no keyring of a desktop is installed")
def test_a_key_is_kept_and_read_back_and_a_keyring_that_is_locked_or_dead_has_none(place):
    assert said("first", place) == ["True True True None", "None False"]
    assert said("locked", place) == ["None False"]
    assert said("again", place) == ["True True", "None"]
    kept = [path for path in place.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in kept)
    assert not any(bytes(range(32)).hex().encode() in path.read_bytes() for path in kept), "the key lies there in plain"


def test_a_keyring_that_never_answers_keeps_nobody_waiting(monkeypatch):
    woken = Event()
    monkeypatch.setattr(remembered_keys, "_asked", lambda _name: bytes(woken.wait()))
    monkeypatch.setattr(remembered_keys, "PATIENCE", 0.01)
    assert remembered_keys.remembered("abc") is None
    woken.set()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a keyring is behind a bus")
def test_a_bus_that_is_gone_is_no_keyring(monkeypatch, tmp_path):
    """As where a session outlived its desktop."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'gone'}")
    assert remembered_keys.remembered("abc") is None
    assert not remembered_keys.remember("abc", bytes(32))
    remembered_keys.forget("abc")
