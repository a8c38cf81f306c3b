"""Connections that one thread is done with and the next one takes: opening one costs as much as twenty small reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakSet

from sqlcipher3 import dbapi2


class TrackedConnection(dbapi2.Connection):  # type: ignore[misc]
    """Knows its cursors. One that was not read to its end holds the moment it began in: whoever comes next would read the past."""

    came_from: object = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cursors: WeakSet[Any] = WeakSet()

    def cursor(self, *args: Any) -> Any:
        made = super().cursor(*args)
        self._cursors.add(made)
        return made

    def brief_cursor(self) -> Any:
        """For what is read to its end at once; then nobody need know of it."""
        return super().cursor()

    def end_reads(self) -> None:
        for cursor in list(self._cursors):
            cursor.close()


class Underway:
    """What a thread asks of its connection, for another thread to break off: its answer is not wanted any more."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt: Callable[[], None] | None = interrupt
        self._lock = Lock()

    def stop(self) -> None:
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    def end(self) -> None:
        """From now on the connection is somebody else's."""
        with self._lock:
            self._interrupt = None


class KeptConnections:
    """None are kept but within `keeping`. Only the one at rest that is taken next keeps its pages in memory; `cool` empties the others."""

    def __init__(self, most: int, cool: Callable[[Any], None]) -> None:
        self._most, self._cool = most, cool
        self._idle: list[Any] = []
        self._lock = Lock()
        self._is_keeping = False

    @contextmanager
    def keeping(self) -> Iterator[None]:
        self._is_keeping = True
        try:
            yield
        finally:
            with self._lock:
                self._is_keeping = False
            self.let_go()

    def take(self, is_usable: Callable[[Any], bool]) -> Any | None:
        """The one that was used last, whose memory is the warmest. Where that is of no use, neither are the others."""
        with self._lock:
            found = self._idle.pop() if self._idle else None
        if found is None or is_usable(found):
            return found
        found.close()
        self.let_go()
        return None

    def put(self, connection: Any) -> bool:
        """Whether it is kept; otherwise it is the caller's to close."""
        with self._lock:
            if not self._is_keeping or len(self._idle) >= self._most:
                return False
            if self._idle:
                self._cool(self._idle[-1])
            self._idle.append(connection)
            return True

    def let_go(self) -> None:
        """Close those that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def identity(path: Path) -> tuple[tuple[int, int], ...]:
    """Which files these are, whatever their names: the store's, and that of its log. Raises OSError where they are gone."""
    found = (path.stat(), path.with_name(f"{path.name}-wal").stat())
    return tuple((file.st_dev, file.st_ino) for file in found)
