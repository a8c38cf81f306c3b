"""Putting records away: into the archive, into the trash, and back. Nothing is deleted here."""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState, Shelf
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Customer, FollowUp, Interaction, Order, OrderLine, Product

SHELVED: dict[Entity, tuple[type[Customer | Product | Order | Interaction | FollowUp], Right]] = {
    Entity.CUSTOMER: (Customer, Right.EDIT_CUSTOMERS),
    Entity.PRODUCT: (Product, Right.EDIT_PRODUCTS),
    Entity.ORDER: (Order, Right.PLACE_ORDERS),
    Entity.INTERACTION: (Interaction, Right.LOG_INTERACTIONS),
    Entity.FOLLOW_UP: (FollowUp, Right.PLAN_FOLLOW_UPS),
}
LABELS = {
    Shelf.DESK: N_("Brought {number} back"),
    Shelf.ARCHIVE: N_("Archived {number}"),
    Shelf.TRASH: N_("Moved {number} to the trash"),
}


def put_on_shelf(entity: Entity, row_id: int, version: int, shelf: Shelf, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed for the trash while an open order needs the record."""
    model, right = SHELVED[entity]
    with operation(LABELS[shelf], by, may=right, key=key) as done:
        row = model.get_or_none(id=row_id)
        if row is None:
            raise UserError(_("This record is not there any more. Nothing was changed."))
        if shelf == Shelf.TRASH:
            _demand_unused(row)
        row.version, row.shelf = version, shelf
        done.save(row)
        done.numbers["number"] = row.sku if isinstance(row, Product) else row.number
    return done.change


def _demand_unused(row: Customer | Product | Order | Interaction | FollowUp) -> None:
    open_orders = Order.select(Order.number).where(Order.state.in_([OrderState.OPEN, OrderState.DRAFT]))
    if isinstance(row, Customer):
        open_orders = open_orders.where(Order.customer == row)
    elif isinstance(row, Product):
        open_orders = open_orders.join(OrderLine).where(OrderLine.product == row)
    elif isinstance(row, Order):
        open_orders = open_orders.where(Order.id == row.id)
    else:
        return
    found = open_orders.first()
    if found is not None:
        raise NotAllowed(
            _("Order {number} is open and needs this. Nothing was changed; complete or cancel it first.").format(number=found.number)
        )
