"""A lock on a file, of which the system lets go when the program ends, however it ends.

Loading a library for it takes a twelfth of the time in which a bare window comes up, at every start. A program that locks the same file by
the package filelock, as earlier versions did, keeps this one out, and the other way round.
"""

import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from crm_desktop.core.errors import StoreRefused

_PAUSE = 0.05
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
"""What systems say of a file that somebody else has locked; Windows also of one that is just being removed."""
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class LockedByOther(StoreRefused):
    """Somebody else has the lock."""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class FileLock:
    """Each object is a holder of its own, also within one program."""

    def __init__(self, path: Path, patience: float = 0) -> None:
        """`patience`: seconds to wait for another holder."""
        self._path, self._patience = path, patience
        self._file: int | None = None

    def acquire(self) -> None:
        """Raises LockedByOther, or OSError where nothing can be locked."""
        until = time.monotonic() + self._patience
        while not self._try():
            if time.monotonic() >= until:
                raise LockedByOther(str(self._path))
            time.sleep(_PAUSE)

    def release(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            try:
                _unlock(file)
            finally:
                os.close(file)

    def __enter__(self) -> "FileLock":
        self.acquire()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.release()

    def _try(self) -> bool:
        try:
            file = os.open(self._path, _FLAGS, 0o600)
        except PermissionError:
            if sys.platform == "win32" and os.access(self._path.parent, os.W_OK):
                return False
            raise
        try:
            _lock(file)
            if os.fstat(file).st_nlink:
                self._file = file
                return True
        except OSError as error:
            if error.errno not in _BUSY:
                raise
        finally:
            if self._file is None:
                os.close(file)
        return False
