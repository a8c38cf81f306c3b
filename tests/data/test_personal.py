"""The register of personal data: every column that can hold words is marked `personal`, or stands here with why it is not.

A marked column's rows are reached from a customer by `queries.belongings`; `services.erasing` blanks it, here and in history.
"""

import pytest

from crm_desktop.data.contents import tables
from crm_desktop.data.database import current, fetch
from crm_desktop.data.fields import DayField, is_personal
from crm_desktop.data.models import MODELS, OUTSIDE

COLLEAGUES = "about a colleague, not a customer: it stays with the contract of work"
COMPANYS = "the company's own"
WHERE_NAMED = "erasing drops it where the person's name, number, phone or e-mail stands in it"
ORIGIN = "the record's number in the system it came from: without it an import would bring the erased person back"
SETTINGS = "what the company set up, the same for every customer"
DROPPED = "erasing takes the whole row, and the file's content with it"
HISTORY = "values of other columns: erasing blanks those of personal ones"
OF_THE_STORE = "digests, sums and names of tables and files; people stand in it by number or id"
DERIVED = "follows from marked columns, and is made anew when they are blanked"
NUMBERS = "a number that the company gave, or an e-mail's: who it was for is blanked, and it is needed to tell what was done already"
INCIDENTS = "what went wrong with data, in general words; authorities may ask for it long afterwards"
TRADE = "what was traded and why, which figures count"
CHOICES = "one of a few given values, which figures count"

HOLD_NONE = {
    OF_THE_STORE: {
        "access_log": "action entity_table detail",
        "audit_entry": "kind entity salt digest",
        "chain_head": "link",
        "contact_day": "quarters customers",
        "import_reject": "file column_name reason",
        "import_run": "source mapping files counts",
        "kept_count": "subject told",
        "operation": "key label numbers link",
        "report_run": "report parameters figures fingerprint",
        "retention_run": "result",
        "schema_migration": "name applied",
        "sign_in_try": "who",
        "told_notice": "kind",
    },
    ORIGIN: {
        "address": "source source_id",
        "appointment": "source source_id",
        "article": "source source_id",
        "attendee": "source source_id",
        "case_event": "source source_id",
        "case_status": "source source_id",
        "channel": "source source_id",
        "contact": "source source_id",
        "contact_point": "source source_id",
        "contact_reason": "source source_id",
        "customer": "source source_id",
        "follow_up": "source source_id",
        "interaction": "source source_id",
        "invoice": "source source_id",
        "mail_message": "source source_id",
        "mail_reference": "source source_id",
        "order_line": "source source_id",
        "payment": "source source_id",
        "product": "source source_id",
        "product_category": "source source_id",
        "return_line": "source source_id",
        "return_reason": "source source_id",
        "return_request": "source source_id",
        "sales_order": "source source_id",
        "script": "source source_id",
        "shipment": "source source_id",
        "shipment_line": "source source_id",
        "stock_movement": "source source_id",
        "support_case": "source source_id",
        "survey": "source source_id",
        "survey_response": "source source_id",
        "template": "source source_id",
        "voucher": "source source_id",
    },
    CHOICES: {
        "address": "kind country",
        "agreement": "state currency",
        "appointment": "starts_time zone recurrence state except_days",
        "approval": "what currency decision",
        "assessment": "kind state",
        "attendee": "answer",
        "case_event": "kind before after state visibility",
        "case_remedy": "kind currency",
        "consent": "purpose lawful_basis text_version channel",
        "contact_point": "kind",
        "customer": "kind language preferred_channel do_not_contact status shelf",
        "escalation": "level kind trigger state",
        "follow_up": "due_time zone priority recurrence state shelf",
        "follow_up_attempt": "result",
        "interaction": "direction holds outcome verified shelf",
        "incident": "risk",
        "invoice": "kind currency state",
        "knowledge_use": "used_in",
        "payment": "direction currency method status",
        "privacy_request": "kind outcome",
        "repair": "state",
        "return_line": "reason condition disposition resolution",
        "return_request": "currency state",
        "sales_order": "currency state fulfilment payment_state shelf",
        "shipment": "direction status",
        "stock_movement": "kind",
        "supplier_return": "state",
        "support_case": "kind priority validity cause shelf state remedy",
        "survey_answer": "item value",
        "survey_response": "channel state",
        "voucher": "kind currency",
    },
    TRADE: {
        "agreement": "name",
        "invoice": "taxes",
        "invoice_line": "sku name",
        "order_line": "sku name",
        "return_line": "name",
        "sales_order": "carrier",
        "shipment": "carrier",
        "stock_movement": "note",
        "supplier_return": "supplier",
    },
    NUMBERS: {
        "appointment": "uid",
        "assessment": "number",
        "customer": "number",
        "follow_up": "number",
        "interaction": "number",
        "invoice": "number",
        "mail_message": "message_id",
        "mail_reference": "message_id",
        "return_request": "number",
        "sales_order": "number",
        "support_case": "number",
        "survey_response": "number",
        "voucher": "code",
    },
    SETTINGS: {
        "article": "kind title body language audience state note sort_key shortcut",
        "case_status": "name kind",
        "channel": "name kind",
        "checklist_item": "kind name",
        "contact_reason": "name kind",
        "criterion": "section text guidance scale",
        "custom_field": "entity_table name label kind choices",
        "escalation_rule": "name trigger words case_kinds priorities level kind",
        "figure_target": "figure",
        "number_series": "kind prefix",
        "numbering": "kind prefix",
        "product": "sku name description unit return_instructions custom sort_key shelf barcode",
        "product_category": "name",
        "quality_sample": "month seed drawn_from",
        "return_reason": "name kind",
        "role_limit": "role",
        "routing_rule": "name case_kinds priorities way speciality",
        "saved_view": "page name content",
        "scorecard": "name state note",
        "script": "name about channel language sort_key",
        "script_node": "name kind say ask answer choices ways next_step",
        "sla": "name case_kinds priorities",
        "sla_target": "priority",
        "survey": "name kind state language question intro thanks purpose",
        "survey_question": "kind text options items",
        "tag_look": "key tone",
        "template": "name kind subject body language shortcut scope sort_key purpose",
        "verification_check": "name kind",
    },
    DROPPED: {
        "attachment": "entity_table media_type sha256",
        "attachment_content": "sha256 content",
        "tag": "entity_table name key",
    },
    HISTORY: {
        "audit_entry": "before after",
    },
    COMPANYS: {
        "business_hours": "opens closes",
        "company": "name legal_name address phone email tax_id currency zone locale paper retention bank",
        "holiday": "name",
        "invoice": "tax_id",
        "team": "name",
    },
    DERIVED: {
        "case_note_words": "words",
        "customer": "sort_key place place_key",
    },
    WHERE_NAMED: {
        "import_reject": "value",
        "missed_search": "words",
        "outgoing_file": "name content",
        "outgoing_mail": "key state message_id sender recipients copies subject body answers problem articles",
        "unsaved_form": "form content",
    },
    INCIDENTS: {
        "incident": "description measures data why_not",
    },
    COLLEAGUES: {
        "staff": "source source_id name initials login email role languages specialities password_hash second_factor availability",
        "staff_absence": "reason",
        "training": "topic given_by note",
    },
}
OF_THE_ENGINE = {"sqlite_sequence"}
_WORDS = "SELECT name FROM pragma_table_info(?) WHERE type NOT IN ('INTEGER', 'BIGINT', 'REAL')"
ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)


def stored():
    """Columns that can hold words, as the store itself knows them, but for days."""
    days = {(model._meta.table_name, f.column_name) for model in every() for f in model._meta.sorted_fields if isinstance(f, DayField)}
    found = {(table, name) for table in tables(current()) if table not in OF_THE_ENGINE for (name,) in fetch(_WORDS, (table,))}
    return found - days


def every():
    return (*MODELS.values(), *OUTSIDE)


def marked():
    return {(model._meta.table_name, field.column_name) for model in every() for field in model._meta.sorted_fields if is_personal(field)}


def named():
    return [(table, name) for held in HOLD_NONE.values() for table, names in held.items() for name in names.split()]


@ON_ONE_ENGINE
def test_every_column_for_words_is_marked_or_said_to_hold_nobody(store):
    assert stored() - marked() - set(named()) == set(), "mark it with personal(…), or say here why it holds nobody's data"


@ON_ONE_ENGINE
def test_nothing_is_said_twice_or_of_what_is_not_there(store):
    assert len(named()) == len(set(named()))
    assert set(named()) & marked() == set()
    assert set(named()) - stored() == set()
