"""Customers who were merged into others: stubs, which nothing may refer to any more."""

from collections.abc import Collection

from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.data.database import database, fetch

_STUBS = """SELECT customer.id, customer.number, kept.number FROM customer JOIN customer AS kept ON kept.id = customer.merged_into_id
WHERE customer.merged_into_id IS NOT NULL"""
_FEW = 500


def demand_standing(ids: Collection[int]) -> None:
    """Raises NotAllowed where one of these customers was merged into another: a form may have been open since before."""
    for row_id, number, kept in _stubs(ids) if ids else ():
        if row_id in ids:
            raise NotAllowed(
                _("Customer {number} was merged into {kept}. Nothing was changed; work with {kept}, or undo the merge first.").format(
                    number=number, kept=kept
                )
            )


def standing_ids() -> dict[int, int]:
    """Whom each merged customer was merged into."""
    return dict(fetch("SELECT id, merged_into_id FROM customer WHERE merged_into_id IS NOT NULL"))


def _stubs(ids: Collection[int]) -> list[tuple[int, str, str]]:
    if len(ids) > _FEW:
        return fetch(_STUBS)
    return fetch(f"{_STUBS} AND customer.id IN ({', '.join([database.param] * len(ids))})", tuple(ids))
