"""What people do with a company all day, as services: each can be done again and again."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count as counting
from typing import Any

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.data.models import Channel
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.services.history import undo_latest
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.orders import cancel_order, place_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.products import receive_goods
from crm_desktop.services.shipments import ship_order
from tests.torture.shop import DAY, MOMENT, newest_order, wanted


def log_call() -> Change:
    said = InteractionInput(channel_id=Channel.get(kind="phone").id, customer_id=1, summary="Broken", started_at=MOMENT + timedelta(days=1))
    return log_interaction(said, FOUNDER)


def ship_newest() -> Change:
    order = newest_order()
    return ship_order(order.id, order.version, DAY, "Post", FOUNDER)


SERVICES: dict[str, Callable[[], Any]] = {
    "add a customer": lambda: add_customer(CustomerInput("Carl"), FOUNDER),
    "log a call": log_call,
    "plan a follow-up": lambda: add_follow_up(FollowUpInput("Ask again", due_on=DAY, customer_id=1), FOUNDER),
    "place an order": lambda: place_order(wanted(), FOUNDER),
    "ship it": ship_newest,
    "invoice it": lambda: issue_invoice(newest_order().id, FOUNDER),
    "record a payment": lambda: record_payment(PaymentInput(newest_order().id, Decimal(10)), FOUNDER),
    "cancel it": lambda: cancel_order(newest_order().id, "no longer wanted", FOUNDER),
    "receive goods": lambda: receive_goods(1, Decimal(5), DAY, FOUNDER),
    "take it back": lambda: undo_latest(FOUNDER),
}


def work(chance: random.Random, acknowledge: Callable[[Change], object], at_most: int | None = None) -> None:
    """One service after another, by chance; a refusal is an answer like any other."""
    for _turn in counting() if at_most is None else range(at_most):
        try:
            acknowledge(SERVICES[chance.choice(tuple(SERVICES))]())
        except UserError:
            continue
