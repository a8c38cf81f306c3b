"""How the window comes up fast: Python's own import stays in force beside Qt, and no rubbish is looked for meanwhile.

PySide6 puts an import of its own in place of Python's, which reads the source of every module in search of switches that nobody here
uses (`from __feature__ import …`): 0.2 ms for each of 300 modules. Modules live as long as the program, so that walking through them on
the way would free nothing.
"""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def run(store_address: str | None, login: str | None = None, link: str = "") -> int:
    """See `crm_desktop.app.run`."""
    return int(program().run(store_address, login, link))


def program() -> ModuleType:
    """`crm_desktop.app`, imported in the way that costs least."""
    with _nothing_collected():
        import_qt()
        from crm_desktop import app
    return app


def import_qt() -> None:
    """Qt without its search for switches."""
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = own


@contextmanager
def _nothing_collected() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
