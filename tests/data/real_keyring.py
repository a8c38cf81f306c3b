"""What a real keyring answers in a session of its own: run by `test_real_keyring` with the name of a scene."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_desktop.data import remembered_keys

NAME, KEY = "abc", bytes(range(32))
PATIENCE = 20.0


@contextmanager
def daemon(*how: str) -> "Iterator[subprocess.Popen[bytes]]":
    words = ["gnome-keyring-daemon", "--components=secrets", "--foreground", *how]
    started = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert started.stdin is not None and started.stdout is not None
    started.stdin.write(b"secret" if how else b"")
    started.stdin.close()
    started.stdout.readline()  # it says where it listens
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def kept() -> bool:
    until = time.monotonic() + PATIENCE
    while not (done := remembered_keys.remember(NAME, KEY)) and time.monotonic() < until:
        time.sleep(0.1)
    return done


def first_time() -> None:
    with daemon("--unlock") as running:
        print(remembered_keys.is_there(), kept(), remembered_keys.remembered(NAME) == KEY, remembered_keys.remembered("another"))
        running.kill()
        running.wait()
        print(remembered_keys.remembered(NAME), remembered_keys.remember(NAME, KEY))


def locked() -> None:
    with daemon():
        print(remembered_keys.remembered(NAME), remembered_keys.remember(NAME, KEY))


def signed_in_again() -> None:
    with daemon("--unlock"):
        print(kept(), remembered_keys.remembered(NAME) == KEY)
        remembered_keys.forget(NAME)
        print(remembered_keys.remembered(NAME))


if __name__ == "__main__":
    assert Path.home().name == "HOME", "in a home of its own"
    {"first": first_time, "locked": locked, "again": signed_in_again}[sys.argv[1]]()
