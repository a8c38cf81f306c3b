"""A company that is open: looked at in the store's thread, and made into a desk in the window's. Loaded while the window is painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject

from crm_desktop.core.actors import Actor
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.settings import load_settings
from crm_desktop.core.store_files import due_file
from crm_desktop.data.database import Guarded
from crm_desktop.data.opening import opened
from crm_desktop.queries.actors import actor_of, sign_in_is_on
from crm_desktop.queries.desk import CompanyFacts, company_facts, latest_operation, staff_name
from crm_desktop.ui.company_news import CompanyNews
from crm_desktop.ui.desk import Desk, Doors
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.main_window import StoreFacts
from crm_desktop.ui.watch import Watch


class Seen(NamedTuple):
    """What the store's thread read when it was opened. `by` is None until somebody signed in, where people do."""

    facts: CompanyFacts
    by: Actor | None
    person: str
    sequence: int


@contextmanager
def entered(address: Path | str, key: bytes | None, watched: LongLook) -> Iterator[Guarded]:
    """The store, open for a window; a look through all of it may be given up."""
    with opened(address, key, window=True, watched=watched) as store:
        if isinstance(address, Path) and due_file(address.resolve()).exists():
            from crm_desktop.services.erasing_again import erase_again  # seldom: a restore was broken off

            erase_again()
        yield store


def look(login: str | None) -> Seen:
    by = None if sign_in_is_on() else actor_of(login)
    facts = company_facts()
    assert facts is not None, "somebody works here, so there is a company"
    return Seen(facts, by, staff_name(by.id) if by is not None else "", latest_operation())


def desk_of(store: Guarded, seen: Seen, doors: Doors, parent: QObject) -> Desk:
    """Its jobs and whoever watches the store live as long as the parent."""
    assert seen.by is not None, "nobody works here before they signed in"
    jobs = Jobs(store.session, parent, at_rest=store.let_go)
    desk = Desk(jobs, seen.by, Formats(seen.facts, load_settings().language or "en"), doors)
    Watch(jobs, seen.sequence, parent)
    CompanyNews(jobs, desk.formats)
    return desk


def facts_of(seen: Seen, address: Path | str) -> StoreFacts:
    return StoreFacts(seen.facts.name, str(address), seen.person)
