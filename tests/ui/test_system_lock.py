"""The system says that nobody sits here."""

import json
import shutil
import subprocess
import sys

import pytest

HEARD = """
import json, sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from crm_desktop.ui.system_lock import SystemLock

app = QCoreApplication([])
other = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "other")
heard, lock = [], SystemLock()
lock.left.connect(lambda: heard.append(said[0]))
lock.listen()
said = [""]

def say(service, path, begins):
    assert other.registerService(service)
    told = QDBusMessage.createSignal(path, service, "ActiveChanged")
    told.setArguments([begins])
    said[0] = f"{service} {begins}"
    other.send(told)
    QTimer.singleShot(300, app.quit)
    app.exec()

for begins in (True, False):
    say("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", begins)
    say("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", begins)
print(json.dumps(heard))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("dbus-run-session") is None, reason="needs a bus of its own")
def test_a_locked_screen_is_heard_and_an_unlocked_one_is_not_taken_for_it():
    done = subprocess.run(["dbus-run-session", "--", sys.executable, "-c", HEARD], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["org.freedesktop.ScreenSaver True", "org.gnome.ScreenSaver True"]
