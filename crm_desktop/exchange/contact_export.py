"""Customers and their people as a file of cards."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import AddressKind, CustomerKind, PointKind
from crm_desktop.core.read_json import kept_object
from crm_desktop.exchange.people import Person, PersonAddress, PersonPoint, digest
from crm_desktop.exchange.vcard_writer import card_of
from crm_desktop.queries.columns import Column, Kind
from crm_desktop.queries.contact_cards import Card, cards_of, store_token
from crm_desktop.queries.listing import Question, records
from crm_desktop.services.incoming import Place

SOURCE = "vcard"
_CHUNK = 256
_ID = Column("id", "customer.id", Kind.NUMBER)
_OF_COLUMNS = {"company": "company", "department": "department", "job_title": "role"}
"""Where an import keeps what a customer has no column for."""


def write_cards(path: Path, question: Question) -> int:
    """How many cards were written: each customer's, and one for each contact. Raises UserError for another list."""
    if question.subject.name != "customers":
        raise UserError(_("Cards hold customers and their contacts, no other records. Nothing was exported; choose another ending."))
    ending, count = own_ending(), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for ids in _chunks(row[0] for row in records(question, [_ID])):
            for card in cards_of(ids):
                if card.name:
                    file.write(card_of(_person(card, ending)))
                    count += 1
    return count


def own_ending() -> str:
    """How the UIDs of this store's own cards end, so that one that comes back is known."""
    return f".{digest(str(store_token()))[:12]}@crm-desktop"


def _person(card: Card, ending: str) -> Person:
    """Who came from cards keeps the UID that they had there."""
    own = f"{card.number}-{card.id}" if card.of else card.number
    person = Person(
        Place("", 0), card.source_id if card.source == SOURCE else own + ending, card.name, card.kind == CustomerKind.COMPANY,
        card.salutation, card.first_name, card.last_name, card.company, card.department, card.role, card.birthday, card.language,
        card.notes,
    )  # fmt: skip
    person.points = [PersonPoint(PointKind(point.kind), point.value, point.label, bool(point.main)) for point in card.points]
    bills = next((address for address in card.addresses if address.kind == AddressKind.BILLING), None)
    person.addresses = [PersonAddress(*address[1:], main=address is bills) for address in card.addresses]
    person.tags = list(card.tags)
    for name, value in kept_object(card.custom).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        column = _OF_COLUMNS.get(name) if not card.of else None
        if column and not getattr(person, column):
            setattr(person, column, text)
        elif name == "language" and card.of:
            person.language = text
        elif text:
            person.custom[name] = text
    return person


def _chunks(ids: Iterable[object]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := [int(str(row_id)) for row_id in islice(remaining, _CHUNK)]:
        yield chunk
