"""A small company to torture: something of each subject, and what its store says of itself afterwards."""

import hashlib
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.contents import contents
from crm_desktop.data.database import Door, LocalStore, create_file, current, fetch
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Channel, Order
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.products import ProductInput, add_product, receive_goods

KEY = bytes(range(32))
KEYS = {"plain": None, "encrypted": KEY}
DAY, MOMENT = date(2026, 1, 5), datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
CANARY = "Wilhelmina Zuckschwerdt"


class Tally(NamedTuple):
    """What one trial found. `harm` must be empty: each is a sentence of what was lost, half there or broken."""

    rounds: int
    told: str
    harm: tuple[str, ...] = ()


class _Time:
    ends = inf
    is_over = False


def give(minutes: float) -> None:
    """The trial that comes next: what counts its rounds by `turns` ends then, and tells how many it had."""
    _Time.ends = time.monotonic() + 60 * minutes


def stop(*_signal: object) -> None:
    """Whoever ends the chamber by SIGTERM is told what was done until then."""
    _Time.is_over = True


def is_stopped() -> bool:
    return _Time.is_over


def turns(rounds: int, together: int = 1) -> Iterator[int]:
    """The numbers of the rounds, as long as there is time; `together` of them are not parted."""
    for number in range(rounds):
        if number % together == 0 and (_Time.is_over or time.monotonic() > _Time.ends):
            return
        yield number


def found(path: Path, key: bytes | None = None) -> None:
    """A company with customers, goods, orders, calls and things to do."""
    create_file(path, key)
    with opened(path, key):
        found_company(CompanyInput("Hafenhandel", currency="EUR", zone="Europe/Berlin"))
        for name in ("Ada", CANARY, "Bob"):
            add_customer(CustomerInput(name, notes=f"{name} rings the bell twice"), FOUNDER)
        (product,) = add_product(ProductInput("P-1", "Lamp", Decimal("9.99")), FOUNDER).of(Entity.PRODUCT)
        receive_goods(product, Decimal(100_000), DAY, FOUNDER)
        for customer in (1, 2, 3):
            place_order(wanted(customer), FOUNDER)
            called = InteractionInput(
                channel_id=Channel.get(kind="phone").id, customer_id=customer, summary="Where is it?", started_at=MOMENT
            )
            log_interaction(called, FOUNDER)
            add_follow_up(FollowUpInput("Call back", due_on=DAY, customer_id=customer), FOUNDER)


def wanted(customer: int = 1, lines: int = 3) -> OrderInput:
    return OrderInput(customer, (LineInput(1, Decimal(1)),) * lines, ordered_at=MOMENT)


def newest_order() -> Order:
    return Order.select().order_by(Order.id.desc()).get()


def rows(path: Path, key: bytes | None = None) -> dict[str, Any]:
    """Everything in a closed store; the file is only read."""
    store = LocalStore(path, key, Door.READ)
    store.connect()
    with closing(store):
        return contents(store)


def print_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unsound() -> list[str]:
    """What is wrong with the open store, in a few words each."""
    broken = [f"history: {problem}" for problem in verify_chain()]
    return broken + [f"{finding.name}: {finding.sentence}" for finding in check(deep=True) if not finding.ok]


def everything_open() -> dict[str, Any]:
    return contents(current())


def count(table: str) -> int:
    ((number,),) = fetch(f"SELECT COUNT(*) FROM {table}")
    return int(number)


def killed(work: Callable[[], None], seconds: float) -> bool:
    """Do it in a child, which is killed so long after it began. Whether that was before its end."""
    child = work_begun(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return wait_for(child) == -signal.SIGKILL


def seconds_of(work: Callable[[], None]) -> float:
    """How long it takes in a child that nobody kills."""
    since = time.monotonic()
    assert wait_for(work_begun(work)) == 0
    return time.monotonic() - since


def work_begun(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    return child


def wait_for(child: int) -> int:
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), "the work failed by itself"
    return code
