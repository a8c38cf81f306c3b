"""What `do` can do about the fields a company defines for itself, about tags and attached files."""

from pathlib import Path
from typing import Any

from crm_desktop.commands.action import Action
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.i18n import N_
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.models import CustomField
from crm_desktop.queries.records import RecordName, find_record
from crm_desktop.services import custom_fields
from crm_desktop.services.attachments import attach, detach, file_input
from crm_desktop.services.company_logo import remove_logo, set_logo
from crm_desktop.services.tags import rename_tag, tag, untag


def change_custom_values(record: RecordName, custom: Custom, by: Actor) -> Change:
    found = find_record(record)
    model, _right = custom_fields.extended(found)
    return custom_fields.change_custom_values(found, model.get_by_id(found.row_id).version, custom, by)


def tag_records(records: tuple[RecordName, ...], tags: tuple[str, ...], by: Actor) -> Change:
    return tag([find_record(record) for record in records], tags, by)


def untag_records(records: tuple[RecordName, ...], tags: tuple[str, ...], by: Actor) -> Change:
    return untag([find_record(record) for record in records], tags, by)


def attach_file(record: RecordName, file: str, by: Actor) -> Change:
    return attach(find_record(record), file_input(Path(file)), by)


def set_logo_file(file: str, by: Actor) -> Change:
    return set_logo(file_input(Path(file)), by)


def _custom_field(row: CustomField) -> dict[str, Any]:
    return {"label": row.label, "choices": tuple(kept_list(row.choices)), "position": row.position, "active": row.active}


ACTIONS = (
    Action(
        "add-custom-field", N_("A further field of customers, contacts, products, orders or interactions."), custom_fields.add_custom_field
    ),
    Action("change-custom-field", N_("Change what is given of a further field."), custom_fields.change_custom_field, _custom_field),
    Action("retire-custom-field", N_("A further field takes no new values; those there are stay."), custom_fields.retire_custom_field),
    Action("change-custom-values", N_("The further fields of any record that has some."), change_custom_values),
    Action("tag-record", N_("Words on one or many records, to find them together again."), tag_records),
    Action("untag-record", N_("Take such words away."), untag_records),
    Action("attach", N_("A file on a record; its content is kept in the store."), attach_file),
    Action("detach", N_("Take a file from its record."), detach),
    Action("set-logo", N_("The company's logo on printed pages: a PNG or JPEG file."), set_logo_file),
    Action("remove-logo", N_("Printed pages go without a logo."), remove_logo),
    Action("rename-tag", N_("Another word for a tag, on every record that has it."), rename_tag),
)
