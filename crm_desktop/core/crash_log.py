"""A bug's traceback, kept for whoever mends it. A log holds no customer's data: of most errors only the type is written."""

import logging
import platform
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crm_desktop import __version__
from crm_desktop.core.paths import log_folder

_BYTES, _FILES = 1_000_000, 5
_ABOUT_CODE = (TypeError, AttributeError, NameError, ImportError, NotImplementedError, RecursionError, SyntaxError)
"""Their messages name parts of the program; those of others may quote a name, a note or a value."""


def write_crash(error: BaseException) -> Path:
    """The file it was written to. Raises OSError where that cannot be."""
    return write_told(told(error))


def write_told(text: str) -> Path:
    """As `write_crash`, of what `told` said about an error in another process."""
    path = log_folder() / "crm-desktop.log"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    try:
        handler.emit(logging.LogRecord("crash", logging.ERROR, "", 0, text, None, None))
    finally:
        handler.close()
    path.chmod(0o600)
    return path


def told(error: BaseException) -> str:
    about = f"crm-desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    frozen = ", frozen" if getattr(sys, "frozen", False) else ""
    return f"{about}{frozen}\n" + "\ncaused\n".join(map(_one, _chain(error)))


def _chain(error: BaseException) -> list[BaseException]:
    """The error and those it came from, the first cause first."""
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found:
        found.insert(0, step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return found


def _one(error: BaseException) -> str:
    kind = type(error)
    said = f": {error}" if isinstance(error, _ABOUT_CODE) else ""
    return "".join(traceback.format_list(traceback.extract_tb(error.__traceback__))) + f"{kind.__module__}.{kind.__qualname__}{said}"
