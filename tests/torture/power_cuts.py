"""The power goes: what was written and not yet synced to the disk is kept, lost or torn, sector by sector, as a disk pleases.

The statements of real services are played again on SQLite over files that note each write and each sync. A state of the disk is made for a
moment among them, and the program opens it. What it was told is saved by then must be there. Limits: one model of a disk, whose sectors of
512 bytes are torn at any byte, and which never lies about a sync.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import SETTINGS, current, fetch
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.orders import place_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.products import receive_goods
from tests.torture.shop import DAY, Tally, count, found, newest_order, wanted

SECTOR, LINES, TURNS = 512, 3, 25
CHECKPOINT = 20
"""Pages, instead of the thousand that the program waits for: the file itself is written again and again."""
HALF = f"""SELECT COUNT(*) FROM sales_order
WHERE line_count <> {LINES} OR (SELECT COUNT(*) FROM order_line WHERE order_id = sales_order.id) <> {LINES}"""


class Event(NamedTuple):
    """On one file; `what` is a write, a cut, a sync or its removal. Without a file: `number` operations are acknowledged."""

    what: str
    file: str = ""
    number: int = 0
    content: bytes = b""


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    chance, path = random.Random(seed), folder / "shop.crm"
    found(path)
    begin = path.read_bytes()
    with opened(path):
        before = count("operation")
    (folder / "asked").mkdir()
    events = _recorded(folder / "played.crm", begin, _asked_of(folder / "asked" / "shop.crm", begin))
    harm: list[str] = []
    moments = sorted(chance.randrange(len(events) + 1) for _round in range(rounds))
    acknowledged = 0
    for number, (moment, told, files) in enumerate(_states(events, begin, moments, chance)):
        place = folder / f"state{number}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        harm += [f"power cut after event {moment} of {len(events)}: {each}" for each in _look(place / "shop.crm", before + told)]
        shutil.rmtree(place)
        acknowledged = max(acknowledged, told)
    return Tally(rounds, f"moments among {len(events):,} writes and syncs, {acknowledged} operations acknowledged", tuple(harm))


def _asked_of(path: Path, begin: bytes) -> list[list[str]]:
    """The statements of each operation, as the services ask for them."""
    path.write_bytes(begin)
    asked: list[list[str]] = []
    with opened(path):
        for number in range(TURNS):
            for service in (
                lambda: place_order(wanted(lines=LINES), FOUNDER),
                lambda: record_payment(PaymentInput(newest_order().id, Decimal(1)), FOUNDER),
                lambda: receive_goods(1, Decimal(1), DAY, FOUNDER),
                lambda number=number: add_customer(CustomerInput(f"Customer {number}", notes="rings twice " * 200), FOUNDER),
            ):
                asked.append(_traced(service))
    return asked


def _traced(service: Callable[[], Any]) -> list[str]:
    said: list[str] = []
    connection = current().connection()  # type: ignore[no-untyped-call]
    connection.set_trace_callback(said.append)
    try:
        assert service().operation
    finally:
        connection.set_trace_callback(None)
    return [each for each in said if not each.lstrip().upper().startswith(("--", "SELECT", "PRAGMA"))]


def _recorded(path: Path, begin: bytes, asked: list[list[str]]) -> list[Event]:
    """What reaches the files while it is played again, with the settings of the program."""
    import apsw  # a second SQLite, which never opens a file of the first

    events: list[Event] = []

    class Noted(apsw.VFSFile):
        def __init__(self, base: str, name: Any, flags: list[int]) -> None:
            super().__init__(base, name, flags)
            self._ending = (name if isinstance(name, str) else name.filename()).removeprefix(str(path))

        def xWrite(self, data: bytes, offset: int) -> None:
            super().xWrite(data, offset)
            events.append(Event("write", self._ending, offset, bytes(data)))

        def xTruncate(self, size: int) -> None:
            super().xTruncate(size)
            events.append(Event("cut", self._ending, size))

        def xSync(self, flags: int) -> None:
            super().xSync(flags)
            events.append(Event("sync", self._ending))

    class Noting(apsw.VFS):
        def __init__(self) -> None:
            super().__init__("noting", "")

        def xOpen(self, name: Any, flags: list[int]) -> Any:
            return Noted("", name, flags)

    path.write_bytes(begin)
    noting = Noting()
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs="noting")
    with closing(connection):
        for name, value in (SETTINGS | {"wal_autocheckpoint": CHECKPOINT}).items():
            if not name.startswith("cipher"):
                connection.execute(f"PRAGMA {name} = {value}").fetchall()
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        events.clear()
        for number, statements in enumerate(asked, 1):
            for statement in statements:
                connection.execute(statement).fetchall()
            assert connection.in_transaction is False
            events.append(Event("acknowledged", number=number))
        played = list(events)
    noting.unregister()
    return played


class _Disk:
    """One file: what is on the disk for good, and what was written since its last sync."""

    def __init__(self, content: bytes) -> None:
        self._content, self._waiting = bytearray(content), list[Event]()

    def take(self, event: Event) -> None:
        if event.what == "sync":
            for each in self._waiting:
                _apply(self._content, each.what, each.number, each.content)
            self._waiting.clear()
        else:
            self._waiting.append(event)

    def after_a_cut(self, chance: random.Random) -> bytes:
        """Each sector that waits is there, is not, or is there in part."""
        content, way = bytearray(self._content), chance.choice(("none", "all", "some", "some"))
        for event in self._waiting:
            for place in range(0, max(1, len(event.content)), SECTOR):
                fate = {"none": 0, "all": 2}.get(way, chance.randrange(4))
                part = event.content[place : place + SECTOR]
                if fate == 1 and part:
                    part = part[: chance.randrange(len(part))]
                if fate and (part or event.what == "cut"):
                    _apply(content, event.what, event.number + place, part)
        return bytes(content)


def _apply(content: bytearray, what: str, number: int, part: bytes) -> None:
    if what == "cut":
        del content[number:]
    else:
        content.extend(bytes(max(0, number + len(part) - len(content))))
        content[number : number + len(part)] = part


def _states(events: list[Event], begin: bytes, moments: list[int], chance: random.Random) -> Iterator[tuple[int, int, dict[str, bytes]]]:
    """For each moment: how many operations were acknowledged by then, and the files as the disk holds them."""
    disks, told, done = {"": _Disk(begin)}, 0, 0
    for moment in moments:
        for event in events[done:moment]:
            if event.what == "acknowledged":
                told = event.number
            else:
                disks.setdefault(event.file, _Disk(b"")).take(event)
        done = moment
        yield moment, told, {f"shop.crm{ending}": disk.after_a_cut(chance) for ending, disk in disks.items()}


def _look(path: Path, expected: int) -> list[str]:
    try:
        with opened(path):
            ((half,),) = fetch(HALF)
            lost, problems = expected - count("operation"), [f"history: {each}" for each in verify_chain()]
            problems += ["an order is half there"] if half else []
            return problems + ([f"{lost} acknowledged operations are lost"] if lost > 0 else [])
    except UserError as error:
        return [f"it cannot be opened: {error}"]
