"""Foreign files are read by a process of their own, which has little memory, no rights to write, and is ended when it takes too long.

`Foreign` is a file that is open there. One process waits for the next file; it ends when none came for a while.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from typing import Any, NamedTuple
from weakref import finalize

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import resource
from crm_desktop.exchange.frames import NoFrame, read_frame, write_frame
from crm_desktop.exchange.packing import Unfitting, packed, unpacked
from crm_desktop.exchange.reading_child import BROKEN, CLOSE, FIRST, MODULE, NEXT, OK, OPEN, REFUSED, TOO_MUCH

MOST_SECONDS = 120.0
"""Without an answer."""
_LOOKED_EVERY = 0.1
_KEPT_SECONDS = 20.0
_LAST_ANSWER = 0.5
_MANY_BATCHES = 200
"""After so many the process has grown, and is not used again."""
FROZEN_ENTRY = "--read-foreign-files"

Progress = Callable[[float], None]
_waiting: ContextVar[Callable[[], None] | None] = ContextVar("_waiting", default=None)


class ReadFailed(UserError):
    """The file could not be read without harm; nothing was changed."""


class Held(NamedTuple):
    """A file that lies in the store: it is handed over, never written down for somebody to read."""

    name: str
    content: bytes


@contextmanager
def stopped_by(progress: Progress | None) -> Iterator[Progress | None]:
    """While a file is waited for, `progress` is told again how far it is, so that it can stop the reading. To be told through what this
    gives."""
    if progress is None:
        yield None
        return
    last = [0.0]

    def tell(share: float) -> None:
        last[0] = share
        progress(share)

    before = _waiting.set(lambda: progress(last[0]))
    try:
        yield tell
    finally:
        _waiting.reset(before)


class Foreign:
    """A file as a `kind` of what `reading_child` reads. `head` is known at once; batches can be read again, until it is closed."""

    def __init__(self, kind: str, source: Path | Held, *arguments: Any, patience: float | None = None) -> None:
        """`patience`: seconds without an answer, after which it is given up."""
        self._name, self._patience = source.name, patience or MOST_SECONDS
        self._child = _taken()
        self._left_open = finalize(self, self._child.end)
        self._is_asked = False
        try:
            given = packed(source.content) if isinstance(source, Held) else str(source.absolute())
            self.head = self._ask(OPEN, kind, [given, *arguments])
        except BaseException:
            self.close()
            raise

    def batches(self, kind: Any) -> Iterator[Any]:
        """Each as a `kind`. The next is read while this one is worked on."""
        self._settle()
        self._begin(FIRST)
        while (batch := self._answer()) is not None:
            self._begin(NEXT)
            self._child.batches += 1
            yield self.as_kind(kind, batch)

    def as_kind(self, kind: Any, plain: Any) -> Any:
        try:
            return unpacked(kind, plain)
        except Unfitting as error:
            self._child.end()
            raise self.unsafe() from error

    def close(self) -> None:
        """The process is free for another file, or ended where it has not answered yet."""
        self._left_open.detach()
        if self._child.is_alive:
            self._settle()
        if self._child.is_alive:
            self._ask(CLOSE)
            _give_back(self._child)

    def _settle(self) -> None:
        """What was asked and is not wanted any more."""
        if self._is_asked:
            self._is_asked = False
            try:
                self._child.answers.get(timeout=_LAST_ANSWER)
            except Empty:
                self._child.end()

    def _ask(self, *words: Any) -> Any:
        self._begin(*words)
        return self._answer()

    def _begin(self, *words: Any) -> None:
        self._is_asked = True
        self._child.ask(words)

    def _answer(self) -> Any:
        try:
            outcome = self._child.answer(self._patience)
        except TimeoutError as error:
            text = _("{file} kept the program waiting for {count} seconds, and was given up: it is damaged, or made to do harm.")
            raise ReadFailed(f"{text.format(file=self._name, count=int(self._patience))} {_('Nothing was imported.')}") from error
        finally:
            self._is_asked = False
        match outcome:
            case [str() as word, answer] if word == OK:
                return answer
            case [str() as word, str() as text] if word == REFUSED:
                raise UserError(text)
            case [str() as word, None] if word == TOO_MUCH:
                self._child.end()
                raise ReadFailed(
                    _("{file} needs more memory than a file may, and was not read to its end. Nothing was imported; split it.").format(
                        file=self._name
                    )
                )
            case [str() as word, str() as told] if word == BROKEN:
                _keep(told)
        self._child.end()
        raise self.unsafe()

    def unsafe(self) -> ReadFailed:
        return ReadFailed(
            _("{file} could not be read safely: it is damaged, or made to do harm. Nothing was imported; export it again.").format(
                file=self._name
            )
        )


class _Child:
    """The process, and a thread that hears what it says."""

    def __init__(self) -> None:
        self.answers: SimpleQueue[Any] = SimpleQueue()
        self.batches = 0
        self.is_alive = True
        self.language = i18n.language()
        self._process = subprocess.Popen(
            [*_program(), self.language, str(resource("locale"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (_package_folder(), os.environ.get("PYTHONPATH"))))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        Thread(target=self._hear, daemon=True, name="foreign file").start()

    def busy(self) -> "_Child":
        with _lock:
            _busy.add(self)
        return self

    def ask(self, words: Any) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, words)  # type: ignore[arg-type]
        except OSError:
            self.is_alive = False  # its last answer says so too

    def answer(self, patience: float) -> Any:
        """None where it ended. Raises TimeoutError, and what stops the reading: then it is ended."""
        try:
            return self._awaited(patience)
        except BaseException:
            self.end()
            raise

    def _awaited(self, patience: float) -> Any:
        for _look in range(int(patience / _LOOKED_EVERY)):
            with suppress(Empty):
                return self.answers.get(timeout=_LOOKED_EVERY)
            if (told := _waiting.get()) is not None:
                told()
        raise TimeoutError

    def end(self) -> None:
        self.is_alive = False
        self._process.kill()
        with _lock:
            _busy.discard(self)

    def _hear(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        try:
            while True:
                self.answers.put(read_frame(self._process.stdout))  # type: ignore[arg-type]
        except (NoFrame, OSError, ValueError):
            self.is_alive = False
            self.answers.put(None)
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        with suppress(OSError):  # what it was asked last is not wanted any more
            self._process.stdin.close()


_lock = Lock()
_idle: list[tuple[_Child, Timer]] = []
_busy: set[_Child] = set()


def end_all() -> None:
    """Whatever is being read is given up."""
    end_idle()
    with _lock:
        children = list(_busy)
    for child in children:
        child.end()


def end_idle() -> None:
    with _lock:
        waiting = list(_idle)
        _idle.clear()
    for child, timer in waiting:
        timer.cancel()
        child.end()


def _taken() -> _Child:
    with _lock:
        waiting = list(_idle)
        _idle.clear()
    for child, timer in waiting:
        timer.cancel()
        if child.is_alive and child.language == i18n.language():
            return child.busy()
        child.end()
    return _Child().busy()


def _give_back(child: _Child) -> None:
    with _lock:
        _busy.discard(child)
        if not _idle and child.batches < _MANY_BATCHES and child.is_alive:
            timer = Timer(_KEPT_SECONDS, end_idle)
            timer.daemon = True
            _idle.append((child, timer))
            timer.start()
            return
    child.end()


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_ENTRY]
    return [sys.executable, "-P", "-m", MODULE]


def _package_folder() -> str:
    """A checkout is not installed."""
    return str(Path(__file__).resolve().parents[2])


def _keep(told: str) -> None:
    from crm_desktop.core.crash_log import write_told

    with suppress(OSError):  # the person is told that the file cannot be read either way
        write_told(told)


def _forget() -> None:
    """A forked process has no share in its parent's conversations."""
    _idle.clear()
    _busy.clear()


atexit.register(end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
