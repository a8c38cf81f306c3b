import subprocess
import sys

import pytest

from crm_desktop.data.file_lock import FileLock, LockedByOther

HOLD = """
import sys
from pathlib import Path
from crm_desktop.data.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "one.lock"


def test_one_holder_at_a_time_also_within_a_program(path):
    with FileLock(path), pytest.raises(LockedByOther):
        FileLock(path).acquire()
    FileLock(path).acquire()


def test_another_program_is_kept_out_until_it_ends_however_it_ends(path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(LockedByOther):
            FileLock(path).acquire()
        other.kill()
        other.wait()
    with FileLock(path, patience=5):
        pass


def test_who_waits_gets_it_when_it_is_free(path):
    first = FileLock(path)
    first.acquire()
    with pytest.raises(LockedByOther):
        FileLock(path, patience=0.01).acquire()
    first.release()
    FileLock(path, patience=5).acquire()


def test_a_file_that_was_removed_meanwhile_locks_nothing(path):
    with FileLock(path):
        if sys.platform != "win32":
            path.unlink()
            with FileLock(path):
                assert path.exists()


def test_letting_go_twice_does_no_harm(path):
    lock = FileLock(path)
    lock.acquire()
    lock.release()
    lock.release()
    with FileLock(path):
        pass


def test_a_folder_that_is_not_there_is_no_lock_of_others(tmp_path):
    with pytest.raises(FileNotFoundError):
        FileLock(tmp_path / "nowhere" / "one.lock").acquire()
