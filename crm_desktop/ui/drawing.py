"""Draws a report in a process of its own: Python that lays out pages would hold the interpreter from the window for seconds."""

import multiprocessing
from multiprocessing.connection import Connection
from threading import Lock

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.reports.making import DrawJob, draw_report


class Cancelled(UserError):
    """Somebody stopped it; nothing was drawn."""


class Drawing:
    """One at a time. `draw` is called in a worker, `stop` from anywhere."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: multiprocessing.process.BaseProcess | None = None

    def draw(self, job: DrawJob) -> str:
        """The PDF's fingerprint. Raises what drawing raised, and Cancelled when it was stopped."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_draw, args=(job, theirs), daemon=True)
        with self._lock:
            child.start()
            self._child = child
        theirs.close()
        try:
            answer = ours.recv()
        except EOFError as error:
            raise Cancelled(_("Drawing the report was stopped.")) from error
        finally:
            child.join()
            ours.close()
            with self._lock:
                self._child = None
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    def stop(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.terminate()


def _draw(job: DrawJob, answer: Connection) -> None:
    try:
        answer.send(draw_report(job))
    except Exception as error:
        answer.send(error)
