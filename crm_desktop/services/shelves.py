"""Putting records away: into the archive, into the trash, and back; and emptying the trash, for good.

Where a record lies decides who sees it and never what is counted: figures add up what happened.
"""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import FollowUpState, OrderState, Shelf
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.kinds_of_trade import AgreementState, ReturnState
from crm_desktop.core.rights import Right
from crm_desktop.data.attachment_contents import drop_contents
from crm_desktop.data.history import Done, operation
from crm_desktop.data.merged import demand_standing
from crm_desktop.data.models import (
    Agreement,
    Attachment,
    Customer,
    FollowUp,
    Interaction,
    Order,
    OrderLine,
    Product,
    Record,
    ReturnRequest,
    StockMovement,
    SupportCase,
)
from crm_desktop.data.models.party import HANGING
from crm_desktop.queries.shelves import parts, trash

Shelved = Customer | Product | Order | Interaction | FollowUp | SupportCase

SHELVED: dict[Entity, tuple[type[Shelved], Right]] = {
    Entity.CUSTOMER: (Customer, Right.EDIT_CUSTOMERS),
    Entity.PRODUCT: (Product, Right.EDIT_PRODUCTS),
    Entity.ORDER: (Order, Right.PLACE_ORDERS),
    Entity.INTERACTION: (Interaction, Right.LOG_INTERACTIONS),
    Entity.FOLLOW_UP: (FollowUp, Right.PLAN_FOLLOW_UPS),
    Entity.CASE: (SupportCase, Right.HANDLE_CASES),
}
LABELS = {
    Shelf.DESK: N_("Brought {number} back"),
    Shelf.ARCHIVE: N_("Archived {number}"),
    Shelf.TRASH: N_("Moved {number} to the trash"),
}
_UNDER_WAY = (OrderState.OPEN, OrderState.DRAFT)
_OVER = (ReturnState.SETTLED, ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)


def put_on_shelf(entity: Entity, row_id: int, version: int, shelf: Shelf, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed for what is still to be done, and for the trash while something open needs the record."""
    model, right = SHELVED[entity]
    with operation(LABELS[shelf], by, may=right, key=key) as done:
        row = model.get_or_none(id=row_id)
        if row is None:
            raise UserError(_("This record is not there any more. Nothing was changed."))
        if isinstance(row, Customer):
            demand_standing({row.id})
        if row.shelf == shelf:
            raise UserError(_("{number} lies there already. Nothing was changed.").format(number=called(row)))
        demand_movable(row, shelf)
        row.version, row.shelf = version, shelf
        done.save(row)
        done.numbers["number"] = called(row)
    return done.change


def empty_trash(by: Actor, key: str | None = None) -> Change:
    """Delete for good what lies in the trash and nothing needs. Cannot be undone. What is needed stays where it is."""
    with operation(N_("Emptied the trash: {gone} gone for good, {kept} kept"), by, may=Right.ERASE, key=key, final=True) as done:
        found = trash()
        kept = sum(map(len, found.kept.values()))
        if not found.gone:
            raise UserError(
                _("Nothing was deleted: {count} records lie in the trash, and something still needs each of them.").format(count=kept)
                if kept
                else _("The trash is empty. Nothing was deleted.")
            )
        for model in sorted(found.gone, key=(FollowUp, Interaction, SupportCase, Order, Product, Customer).index):
            for row_id in sorted(found.gone[model]):
                delete_whole(model.get_by_id(row_id), done)
        done.numbers.update(gone=sum(map(len, found.gone.values())), kept=kept)
    return done.change


def delete_whole(row: Record, done: Done) -> None:
    """With its parts and what hangs on it. Goods that an order moved and moved back stay moved."""
    for name, child in parts(type(row)):
        for part in child.select().where(getattr(child, name) == row.id):
            delete_whole(part, done)
    for hanging in HANGING:
        for each in hanging.select().where(hanging.entity_table == row._meta.table_name, hanging.row_id == row.id):
            done.delete(each)
            if isinstance(each, Attachment):
                done.at_end(lambda _operation, sha256=each.sha256: drop_contents([sha256]))  # type: ignore[misc]
    if isinstance(row, Order):
        for movement in StockMovement.select().where(StockMovement.order == row):
            movement.order, movement.note = None, movement.note or row.number
            done.save(movement)
    done.delete(row)


def demand_movable(row: Shelved, shelf: Shelf) -> None:
    """Raises NotAllowed, saying why, where it must not be put there."""
    if isinstance(row, Customer):
        demand_standing({row.id})
    if shelf != Shelf.DESK:
        _demand_closed(row)
    if shelf == Shelf.TRASH:
        _demand_unused(row)


def called(row: Shelved) -> str:
    return row.sku if isinstance(row, Product) else row.number


def _demand_closed(row: Shelved) -> None:
    """What is out of sight is forgotten, so it must be done."""
    if isinstance(row, FollowUp) and row.state == FollowUpState.OPEN:
        raise NotAllowed(_("Follow-up {number} is still open. Nothing was changed; complete or cancel it first.").format(number=row.number))
    if isinstance(row, Order) and row.state in _UNDER_WAY:
        raise NotAllowed(_("Order {number} is open. Nothing was changed; complete or cancel it first.").format(number=row.number))
    if isinstance(row, SupportCase) and row.state != CaseStatusKind.DONE:
        raise NotAllowed(_("Case {number} is open. Nothing was changed; solve it first.").format(number=row.number))


def _demand_unused(row: Shelved) -> None:
    open_orders = Order.select().where(Order.state.in_(_UNDER_WAY))
    agreements = Agreement.select().where(Agreement.state == AgreementState.STARTED)
    if isinstance(row, Customer):
        demand_nothing_under_way([row.id])
        if row.legal_hold:
            raise NotAllowed(
                _("{number} is kept for a legal matter: {why}. Nothing was changed; the archive keeps them out of sight.").format(
                    number=row.number, why=row.legal_hold
                )
            )
    elif isinstance(row, Product):
        _refuse_for_order(open_orders.join(OrderLine).where(OrderLine.product == row).first())
        _refuse_for_agreement(agreements.where(Agreement.product == row).first())


def demand_nothing_under_way(customer_ids: list[int]) -> None:
    """Raises NotAllowed naming what is still to be done for one of these customers."""
    _refuse_for_order(Order.select().where(Order.state.in_(_UNDER_WAY), Order.customer.in_(customer_ids)).first())
    back = ReturnRequest.select().where(ReturnRequest.state.not_in(_OVER), ReturnRequest.customer.in_(customer_ids)).first()
    if back is not None:
        raise NotAllowed(_("Return {number} is under way. Nothing was changed; settle or cancel it first.").format(number=back.number))
    asked = SupportCase.select().where(SupportCase.state != CaseStatusKind.DONE, SupportCase.customer.in_(customer_ids)).first()
    if asked is not None:
        raise NotAllowed(_("Case {number} is open. Nothing was changed; solve it first.").format(number=asked.number))
    running = Agreement.select().where(Agreement.state == AgreementState.STARTED, Agreement.customer.in_(customer_ids))
    _refuse_for_agreement(running.first())


def _refuse_for_order(found: Order | None) -> None:
    if found is not None:
        raise NotAllowed(
            _("Order {number} is open and needs this. Nothing was changed; complete or cancel it first.").format(number=found.number)
        )


def _refuse_for_agreement(found: Agreement | None) -> None:
    if found is not None:
        raise NotAllowed(_("The agreement “{name}” is running and needs this. Nothing was changed; stop it first.").format(name=found.name))
