"""Records of any kind that words and files can hang on: which they are, who may change them, and whether they are there."""

from collections.abc import Collection

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.models import MODELS
from crm_desktop.queries.records import TABLES, RecordRef

_CHUNK = 500
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


def demand_there(records: Collection[RecordRef], by: Actor) -> None:
    """Within an operation: every record is there, and this person may change it."""
    for entity in dict.fromkeys(record.entity for record in records):
        demand(by, right_for(entity))
        ids = sorted({record.row_id for record in records if record.entity == entity})
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            if len(MODELS[TABLES[entity]].by_ids(some)) < len(some):
                raise UserError(_("This record is not there any more. Nothing was changed."))
