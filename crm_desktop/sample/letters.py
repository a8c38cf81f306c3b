"""E-mails that the sample company got and wrote lately: each with its head, in threads that answer one another, one with a photo."""

import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import ChannelKind, CustomerKind, Direction, Outcome, PointKind, Priority
from crm_desktop.core.kinds_of_knowledge import UsedIn
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Article,
    Channel,
    ContactPoint,
    Customer,
    Interaction,
    KnowledgeUse,
    MailMessage,
    MailReference,
    Order,
    Staff,
)
from crm_desktop.sample.colleagues import DETAILS
from crm_desktop.sample.recent import Afternoon
from crm_desktop.services.attachments import FileInput, new_attachment
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.interactions import InteractionInput, new_interaction

_DOMAIN = "ostrelund-quill.example"
_CARTON, _DENT, _SHELF = (176, 132, 84), (74, 52, 32), (232, 228, 220)
_WIDE, _HIGH = 160, 100


@dataclass(frozen=True, slots=True)
class Letter:
    """`at` which hour and minute it came or went; an answer of ours is signed by whoever wrote it. `photo` is attached."""

    at: tuple[int, int]
    ours: bool
    body: str
    photo: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """`customer` is its place among those who buy most; 0: somebody unknown writes. `case` says what it is about."""

    customer: int
    subject: str
    by: str
    letters: tuple[Letter, ...]
    case: CaseKind | None = None
    outcome: Outcome = Outcome.RESOLVED


_THREADS = (
    Thread(
        14, "Carton crushed, half the glasses broken", "dara",
        (
            Letter((9, 10), False, "Good morning,\n\nthe carton came with a hole in its side. Six of the twelve glasses are in pieces; "
                   "I put a photo with it.\n\nWhat do we do now?", photo="carton.png"),
            Letter((11, 30), True, "Thank you for the photo, that makes it easy. Six new glasses leave us tomorrow; you keep what is left "
                   "of the others.\n\nI am sorry about the mess."),
            Letter((15, 5), False, "That was quick. Thank you!"),
        ),
        CaseKind.COMPLAINT,
    ),
    Thread(
        15, "Which bulb for the desk lamp?", "eleni",
        (
            Letter((9, 40), False, "Hello, the bulb of one of our lamps is gone. Which one do we buy?"),
            Letter((10, 20), True, "", article="Lamps: which bulb fits"),
        ),
    ),
    Thread(
        16, "Invoice for the tax adviser", "ciara",
        (
            Letter((10, 35), False, "Could you send the last invoice again, as a PDF? The tax adviser cannot open ours."),
            Letter((11, 2), True, "It goes out with the post of today as well, so that one of the two arrives."),
            Letter((14, 10), False, "The PDF opened. Nothing more is needed."),
        ),
    ),
    Thread(
        0, "Do you deliver to the islands?", "dara",
        (Letter((15, 50), False, "We run a guest house on Inis Oírr and would order every month. Does your carrier come over?"),),
        outcome=Outcome.FOLLOW_UP,
    ),
)  # fmt: skip
_UNKNOWN = "Máire Ní Chonghaile <maire@inisoirr-stay.example>"


def write_letters(until: date) -> None:
    """Each e-mail is an operation of its own, by whoever answers it."""
    channel = Channel.get(Channel.kind == ChannelKind.EMAIL).id
    for place, thread in enumerate(_THREADS):
        _Post(place, thread, channel, Afternoon(until)).write_all()


class _Post:
    """One thread while it is written."""

    def __init__(self, place: int, thread: Thread, channel: int, day: Afternoon) -> None:
        self._place, self._thread, self._channel, self._day = place, thread, channel, day
        self._by: Actor = Staff.get(Staff.login == thread.by).actor()
        self._name = str(Staff.get_by_id(self._by.id).name)
        self._customer = _writes_to_us(thread.customer) if thread.customer else None
        self._their_address = _address(self._customer) if self._customer is not None else _UNKNOWN
        self._case_id: int | None = None
        self._before: list[str] = []

    def write_all(self) -> None:
        for letter in self._thread.letters:
            if self._thread.case is not None and self._case_id is None:
                self._case_id = self._open(self._day.at(*letter.at))
            with operation(N_("Logged e-mail {number}"), self._by, may=Right.LOG_INTERACTIONS) as done:
                done.numbers["number"] = self._write(letter, done).number

    def _open(self, at: datetime) -> int:
        assert self._thread.case is not None
        assert self._customer is not None
        order = Order.select().where(Order.customer == self._customer).order_by(Order.ordered_at.desc(), Order.id).first()
        wanted = CaseInput(
            self._thread.subject, self._thread.case, self._customer.id, channel_id=self._channel, priority=Priority.NORMAL, opened_at=at,
            assignee_id=self._by.id, order_id=None if order is None else order.id,
        )  # fmt: skip
        (case_id,) = open_case(wanted, self._by).of(Entity.CASE)
        return case_id

    def _write(self, letter: Letter, done: Done) -> Interaction:
        at = self._day.at(*letter.at)
        article = Article.get(Article.title == letter.article) if letter.article else None
        body = letter.body if article is None else article.body.replace("**", "")
        subject = f"Re: {self._thread.subject}" if self._before else self._thread.subject
        talk = new_interaction(
            InteractionInput(
                self._channel, None if self._customer is None else self._customer.id,
                caller=self._their_address if self._customer is None else "", direction=Direction.OUT if letter.ours else Direction.IN,
                summary=subject, notes=f"{body}\n\n{self._name}" if letter.ours else body, started_at=at, ended_at=at,
                outcome=self._thread.outcome, case_id=self._case_id,
            ),
            self._by,
            done,
        )  # fmt: skip
        self._head(letter, subject, talk, done)
        if letter.photo:
            done.insert(new_attachment("interaction", talk.id, FileInput(letter.photo, crushed_carton())))
        if article is not None:
            done.insert(KnowledgeUse(article=article, used_at=at, used_in=UsedIn.EMAIL, staff=self._by.id, interaction=talk))
        return talk

    def _head(self, letter: Letter, subject: str, talk: Interaction, done: Done) -> None:
        """It names those before it, as every mail program does."""
        theirs, ours = self._their_address, f"{self._name} <{DETAILS['email']}>"
        sender, to = (ours, theirs) if letter.ours else (theirs, ours)
        domain = _DOMAIN if letter.ours else theirs.rstrip(">").rpartition("@")[2]
        message_id = f"{self._place + 1}.{len(self._before) + 1}.{int(talk.started_at.timestamp())}@{domain}"
        head = MailMessage(interaction=talk, message_id=message_id, sender=sender, recipients=to, subject=subject)
        done.insert(head)
        done.insert(*(MailReference(mail=head, message_id=each) for each in self._before))
        self._before.append(message_id)


def _writes_to_us(place: int) -> Customer:
    """One who buys much, and has an address for e-mails."""
    reached = ContactPoint.select(ContactPoint.customer).where(ContactPoint.kind == PointKind.EMAIL)
    there = Customer.select().where(Customer.merged_into.is_null(), Customer.id.in_(reached), Customer.kind == CustomerKind.COMPANY)
    return list(there.order_by(Customer.order_count.desc(), Customer.id).limit(place + 1))[-1]


def _address(customer: Customer) -> str:
    point = ContactPoint.select().where(ContactPoint.customer == customer, ContactPoint.kind == PointKind.EMAIL).order_by(ContactPoint.id)
    return f"{customer.name} <{point.get().value}>"


def crushed_carton() -> bytes:
    """A small picture: a brown box with a dark dent, on a pale shelf."""
    rows = bytearray()
    for y in range(_HIGH):
        rows.append(0)  # a row that is filtered by nothing
        for x in range(_WIDE):
            is_box = 24 < x < 136 and 20 < y < 84
            is_dent = is_box and (x - 112) ** 2 + (y - 40) ** 2 < 460 - 7 * ((x * 5 + y * 3) % 11)
            rows += bytes(_DENT if is_dent else _CARTON if is_box else _SHELF)
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, content = part
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
