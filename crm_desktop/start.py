"""How the window comes up fast: Qt loads what a program needs, and no rubbish is looked for meanwhile.

Modules live as long as the program, so that walking through them on the way would free nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from crm_desktop.qt_later import signatures_later


def run(store_address: str | None, login: str | None = None, link: str = "", backup: str | None = None) -> int:
    """See `crm_desktop.app.run`."""
    return int(program().run(store_address, login, link, backup))


def program() -> ModuleType:
    """`crm_desktop.app`, imported in the way that costs least."""
    with _nothing_collected():
        import_qt()
        from crm_desktop import app
    return app


def import_qt() -> None:
    """Qt without its search for switches, and without what only explains wrong calls."""
    with signatures_later():
        import PySide6.QtCore  # noqa: F401


@contextmanager
def _nothing_collected() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
