"""Several looks through one file at a time, each over a connection of its own: the engine's own work needs no turn of the interpreter."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event, Lock
from typing import Any

from peewee import DatabaseError

from crm_desktop.core.long_look import LongLook
from crm_desktop.data.database import Guarded, connected

AT_ONCE = min(4, os.cpu_count() or 1)
STEPS = 20_000
"""Of the engine, after which it asks whether anybody still waits: some hundred times a second."""
Look = Callable[[Guarded], list[str]]


def first_found(store: Guarded, looks: Sequence[Look], watched: LongLook | None = None, *, after: Event | None = None) -> list[str]:
    """What the first look found that found anything; the others are broken off then, as they are when somebody gives up waiting.

    `after` is when the thread that asked has done its own work: until then one look fewer is under way, as if that were one.
    """
    underway = _Underway(watched)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            if after is not None and AT_ONCE > 1:
                pool.submit(after.wait)
            for done in as_completed([pool.submit(underway.look, store, look) for look in looks]):
                if found := done.result():
                    return found
        except KeyboardInterrupt:
            if watched is None:
                raise
            watched.give_up()
        finally:
            underway.stop()
            if after is not None:
                after.set()
    return []


class _Underway:
    def __init__(self, watched: LongLook | None) -> None:
        self._watched = watched
        self._lock, self._is_over = Lock(), False
        self._connections: list[Any] = []

    def look(self, store: Guarded, look: Look) -> list[str]:
        if self._is_over:
            return []
        with connected(store):
            connection = store.connection()  # type: ignore[no-untyped-call]
            if self._watched is not None:
                connection.set_progress_handler(self._is_to_end, STEPS)
            with self._lock:
                self._connections.append(connection)
            try:
                return [] if self._is_over else look(store)
            except DatabaseError:
                if self._watched is None or not self._watched.is_given_up:
                    raise
                return []  # it was broken off in the middle of it
            finally:
                with self._lock:
                    self._connections.remove(connection)

    def stop(self) -> None:
        with self._lock:
            self._is_over = True
            for connection in self._connections:
                connection.interrupt()

    def _is_to_end(self) -> bool:
        assert self._watched is not None
        return not self._watched.count(STEPS)
