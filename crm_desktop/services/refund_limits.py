"""How much each role may give back, and who may when a role may not."""

from decimal import Decimal

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import Flow, PaymentStatus
from crm_desktop.core.money import ZERO, from_store, shown
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import operation
from crm_desktop.data.models import Company, Order, RoleLimit

_GIVEN = f"""SELECT COALESCE(SUM(amount), 0) FROM payment
WHERE order_id = ? AND staff_id = ? AND direction = '{Flow.OUT}' AND status <> '{PaymentStatus.FAILED}'"""


class AboveLimit(NotAllowed):
    """Somebody else may: they can be asked to approve it."""


def set_refund_limit(role: Role, limit: Decimal | None, by: Actor, key: str | None = None) -> Change:
    """In the company's currency, per order and person; None: no limit."""
    if limit is not None and limit < 0:
        raise UserError(_("A limit cannot be below zero. Nothing was saved."))
    with operation(N_("Set the refund limit of a role"), by, may=Right.EDIT_COMPANY, key=key) as done:
        row = RoleLimit.get_or_none(role=role)
        if row is None:
            done.insert(RoleLimit(role=role, refund_limit=limit))
        else:
            row.refund_limit = limit
            done.save(row)
    return done.change


def demand_limit(by: Actor, amount: Decimal, currency: str, order: Order | None = None) -> None:
    """What this person gave back on the order before counts too. Raises AboveLimit naming the roles that may."""
    limits = {Role(row.role): row.refund_limit for row in RoleLimit.select()}
    limit = limits.get(by.role)
    if limit is None:
        return
    amount += _given(order, by)
    company = Company.the()
    if currency == company.currency and amount <= limit:
        return
    may = [role for role in Role if Right.REFUND in RIGHTS[role] and _reaches(limits.get(role), amount, currency == company.currency)]
    raise AboveLimit(
        _("Your role, {role}, may give back {limit} {currency} per order. Nothing was saved; ask somebody who may: {roles}.").format(
            role=_(by.role), limit=shown(limit), currency=company.currency, roles=", ".join(_(role) for role in may)
        )
    )


def _reaches(limit: Decimal | None, amount: Decimal, own_currency: bool) -> bool:
    return limit is None or (own_currency and amount <= limit)


def _given(order: Order | None, by: Actor) -> Decimal:
    if order is None:
        return ZERO
    ((units,),) = fetch(_GIVEN.replace("?", database.param), (order.id, by.id))
    return from_store(int(units))
