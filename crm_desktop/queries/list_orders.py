"""The orders that an index gives of each list. Loads no list but the one that is asked about, and not what narrows lists."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple


class _Orders(NamedTuple):
    """What an index gives of a list: the `SORTS` of its module, and further ones that only `narrowed_ids` knows."""

    alias: str
    home: str
    """Of queries; empty: all it has stands here."""
    further: Mapping[str, str] = MappingProxyType({})
    own: frozenset[str] = frozenset()
    """Those of the further ones that the list's own reads know too."""


_ORDERS = {
    "customers": _Orders("customer", "customers", {"number": "customer.number", "balance": "customer.balance"}),
    "orders": _Orders("placed", "orders", {"number": "placed.number"}),
    "returns": _Orders("back", "", {"requested": "back.requested_at", "number": "back.number"}, frozenset({"requested"})),
    "interactions": _Orders("talk", "interactions", {"number": "talk.number"}),
    "products": _Orders("product", "products", {"sku": "product.sku"}),
    "follow-ups": _Orders("promised", "", {"due": "promised.due_at", "number": "promised.number"}, frozenset({"due"})),
    "articles": _Orders("article", "articles"),
    "scripts": _Orders("script", "scripts"),
    "templates": _Orders("template", "templates"),
    "survey-responses": _Orders(
        "asked", "", {"asked": "asked.asked_at", "score": "asked.score", "number": "asked.number"}, frozenset({"asked", "score"})
    ),
    "assessments": _Orders(
        "assessment",
        "",
        {"day": "assessment.contact_on", "score": "assessment.score", "number": "assessment.number"},
        frozenset({"day", "score"}),
    ),
    "cases": _Orders("asked", "cases", {"number": "asked.number"}),
}
LISTS = tuple(_ORDERS)


@cache
def indexed(name: str) -> Mapping[str, str]:
    """SQL of the orders of this list that an index gives, in the words of its subject."""
    orders = _ORDERS[name]
    return {**{sort: f"{orders.alias}.{column}" for sort, column in _sorts(orders).items()}, **orders.further}


@cache
def own_orders(name: str) -> frozenset[str]:
    """Those that the list's own reads know."""
    return frozenset(_sorts(_ORDERS[name])) | _ORDERS[name].own


def _sorts(orders: _Orders) -> Mapping[str, str]:
    """One list loads its own module and no other: all of them take as long as the rest of the program's start."""
    found: Mapping[str, str] = import_module(f"crm_desktop.queries.{orders.home}").SORTS if orders.home else {}
    return found
