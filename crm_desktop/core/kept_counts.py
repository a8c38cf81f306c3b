"""What is counted of a stretch of time and then kept: `data.kept` says how."""

from enum import StrEnum
from typing import NamedTuple

Stretch = tuple[int, int]
"""UTC seconds: the first, and the one after the last."""


class Subject(StrEnum):
    """What is counted."""

    REASONS = "reasons"
    REASONS_BY_PRODUCT = "reasons_by_product"
    REASONS_BY_CARRIER = "reasons_by_carrier"
    REASONS_BY_CHANNEL = "reasons_by_channel"
    REASONS_BY_REGION = "reasons_by_region"
    CAME_AGAIN = "came_again"
    CASES = "cases"
    CONTACTS = "contacts"
    CONTACTS_BY_CHANNEL = "contacts_by_channel"
    CONTACTS_WITH_KNOWLEDGE = "contacts_with_knowledge"
    TRADE = "trade"
    ACTIVE_CUSTOMERS = "active_customers"
    CUSTOMERS_AT_RISK = "customers_at_risk"


class Counted(NamedTuple):
    """Of a stretch that was not kept. `sequence`: the newest operation that it knows of."""

    subject: Subject
    starts_at: int
    ends_at: int
    told: str
    sequence: int
