"""How the window comes up fast: what needs no Qt is imported before Qt, and no rubbish is looked for meanwhile.

PySide6 reads the source of every Python module that is imported after it, in search of its own switches: 0.2 ms for each of 260. Modules
that are imported live as long as the program, so that walking through them on the way would free nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def run(store_address: str | None, login: str | None = None, link: str = "") -> int:
    """See `crm_desktop.app.run`."""
    return int(program().run(store_address, login, link))


def program() -> ModuleType:
    """`crm_desktop.app`, imported in the order that costs least."""
    with _nothing_collected():
        _import_what_needs_no_qt()
        from crm_desktop import app
    return app


def _import_what_needs_no_qt() -> None:
    """All that the first window needs; a test tells what is missing."""
    import crm_desktop.commands.desk
    import crm_desktop.core.charts
    import crm_desktop.core.crash_log
    import crm_desktop.core.links
    import crm_desktop.core.recent_stores
    import crm_desktop.core.snoozing
    import crm_desktop.data.opening
    import crm_desktop.queries.desk
    import crm_desktop.queries.drafts
    import crm_desktop.queries.reminders
    import crm_desktop.queries.search
    import crm_desktop.queries.timeline
    import crm_desktop.queries.today
    import crm_desktop.services.backups
    import crm_desktop.services.company
    import crm_desktop.services.drafts
    import crm_desktop.services.history
    import crm_desktop.services.notices  # noqa: F401


@contextmanager
def _nothing_collected() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
