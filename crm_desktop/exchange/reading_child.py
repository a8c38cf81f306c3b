"""The program of the process that reads foreign files: `python -m crm_desktop.exchange.reading_child`.

It is asked for one thing at a time and answers each with one frame. It loads what a kind of file needs when the first of that kind comes.
"""

import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.exchange.child_limits import limit_this_process
from crm_desktop.exchange.frames import NoFrame, read_frame, write_frame
from crm_desktop.exchange.opened import Opened

MODULE = "crm_desktop.exchange.reading_child"
OK, REFUSED, TOO_MUCH, BROKEN = "ok", "refused", "too much", "broken"
OPEN, FIRST, NEXT, CLOSE = "open", "first", "next", "close"
_KINDS = {
    "table": "crm_desktop.exchange.tables_child",
    "sheets": "crm_desktop.exchange.tables_child",
    "cards": "crm_desktop.exchange.cards_child",
    "mails": "crm_desktop.exchange.mails_child",
    "mail file": "crm_desktop.exchange.mails_child",
    "calendar": "crm_desktop.exchange.calendars_child",
    "picture": "crm_desktop.ui.drawing_child",
}
"""Only the window asks for pictures, so only then is anything of it loaded."""


class Reader:
    """Does what it is asked."""

    def __init__(self) -> None:
        self._opened = Opened(None)
        self._batches: Iterator[Any] = iter(())

    def answer(self, asked: Any) -> Any:
        what, *rest = asked
        if what == OPEN:
            kind, arguments = rest
            self._opened = import_module(_KINDS[kind]).OPENERS[kind](*arguments)
            return self._opened.head
        if what == FIRST:
            self._batches = self._opened.batches()
        if what in (FIRST, NEXT):
            return next(self._batches, None)
        self._batches, opened, self._opened = iter(()), self._opened, Opened(None)
        opened.close()
        return None


def main() -> None:
    """Until nobody asks any more."""
    asking, answering = sys.stdin.buffer, _own_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks hears it too, and ends this one
    sys.dont_write_bytecode = True
    language, locale = sys.argv[1:3]
    if language:
        from pathlib import Path

        i18n.use(language, Path(locale))
    limit_this_process()
    reader = Reader()
    try:
        while True:
            asked = read_frame(asking)
            write_frame(answering, _outcome(reader, asked))
    except (NoFrame, BrokenPipeError):
        return


def _outcome(reader: Reader, asked: Any) -> tuple[str, Any]:
    try:
        return OK, reader.answer(asked)
    except UserError as error:
        return REFUSED, str(error)
    except MemoryError:
        return TOO_MUCH, None
    except Exception as error:
        from crm_desktop.core.crash_log import told

        return BROKEN, told(error)


def _own_output() -> BinaryIO:
    """What a library prints must not get between the answers."""
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answering


if __name__ == "__main__":
    main()
