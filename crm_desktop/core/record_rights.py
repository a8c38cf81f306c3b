"""Who may hang something on a record."""

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right

RIGHTS: dict[Entity, Right] = {
    Entity.CUSTOMER: Right.EDIT_CUSTOMERS,
    Entity.PRODUCT: Right.EDIT_PRODUCTS,
    Entity.ORDER: Right.PLACE_ORDERS,
    Entity.INTERACTION: Right.LOG_INTERACTIONS,
    Entity.FOLLOW_UP: Right.PLAN_FOLLOW_UPS,
    Entity.RETURN: Right.HANDLE_RETURNS,
    Entity.INVOICE: Right.INVOICE,
    Entity.VOUCHER: Right.GIVE_VOUCHERS,
    Entity.PAYMENT: Right.TAKE_PAYMENTS,
    Entity.SHIPMENT: Right.SHIP,
    Entity.AGREEMENT: Right.EDIT_AGREEMENTS,
    Entity.APPOINTMENT: Right.PLAN_APPOINTMENTS,
    Entity.CASE: Right.HANDLE_CASES,
    Entity.ESCALATION: Right.HANDLE_CASES,
    Entity.APPROVAL: Right.HANDLE_CASES,
    Entity.ARTICLE: Right.WRITE_KNOWLEDGE,
    Entity.SCRIPT: Right.APPROVE_KNOWLEDGE,
    Entity.TEMPLATE: Right.WRITE_KNOWLEDGE,
    Entity.SURVEY_RESPONSE: Right.ASK_SURVEYS,
    Entity.ASSESSMENT: Right.ASSESS,
}
"""Who may put something on a record, and take it away: whoever may change the record."""


def right_for(entity: Entity) -> Right:
    """Raises UserError for what nothing can hang on."""
    found = RIGHTS.get(entity)
    if found is None:
        raise UserError(_("Nothing can be put on this kind of record. Nothing was changed."))
    return found
