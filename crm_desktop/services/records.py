"""Records of any kind that words and files can hang on: which they are, who may change them, and whether they are there."""

from collections.abc import Collection

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import demand
from crm_desktop.data.models import MODELS
from crm_desktop.queries.records import TABLES, RecordRef

_CHUNK = 500


def demand_there(records: Collection[RecordRef], by: Actor) -> None:
    """Within an operation: every record is there, and this person may change it."""
    for entity in dict.fromkeys(record.entity for record in records):
        demand(by, right_for(entity))
        ids = sorted({record.row_id for record in records if record.entity == entity})
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            if len(MODELS[TABLES[entity]].by_ids(some)) < len(some):
                raise UserError(_("This record is not there any more. Nothing was changed."))
