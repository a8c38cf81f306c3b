"""Cases and complaints: what customers want settled, and everything that happened about it. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

RECORD = "id {id}, version INTEGER NOT NULL DEFAULT 1, created_at {big} NOT NULL, updated_at {big} NOT NULL"
IMPORTED = RECORD + ", source TEXT NOT NULL DEFAULT '', source_id TEXT NOT NULL DEFAULT '', import_run_id INTEGER"
TEXT = "TEXT NOT NULL DEFAULT ''"
MONEY = "{big} NOT NULL DEFAULT 0"
YES = "{bool} NOT NULL DEFAULT {true}"
TABLES = f"""ALTER TABLE company ADD COLUMN case_close_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE company ADD COLUMN complaint_follow_up_days INTEGER NOT NULL DEFAULT 3;
CREATE TABLE case_status ({IMPORTED}, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0,
    active {YES}) {{strict}};
CREATE TABLE support_case ({IMPORTED}, number TEXT NOT NULL UNIQUE, customer_id INTEGER REFERENCES customer (id),
    contact_id INTEGER REFERENCES contact (id), caller {TEXT}, channel_id INTEGER REFERENCES channel (id), kind TEXT NOT NULL,
    subject TEXT NOT NULL, description {TEXT}, reason_id INTEGER REFERENCES contact_reason (id),
    priority TEXT NOT NULL DEFAULT 'normal', status_id INTEGER NOT NULL REFERENCES case_status (id),
    assignee_id INTEGER REFERENCES staff (id), team_id INTEGER REFERENCES team (id), product_id INTEGER REFERENCES product (id),
    order_id INTEGER REFERENCES sales_order (id), return_id INTEGER REFERENCES return_request (id),
    agreement_id INTEGER REFERENCES agreement (id), opened_at {{big}} NOT NULL, validity {TEXT}, cause {TEXT}, cause_note {TEXT},
    parent_id INTEGER REFERENCES support_case (id), merged_into_id INTEGER REFERENCES support_case (id),
    split_from_id INTEGER REFERENCES support_case (id), closes_on TEXT NOT NULL DEFAULT '9999-12-31',
    custom TEXT NOT NULL DEFAULT '{{{{}}}}', shelf {TEXT}, state TEXT NOT NULL DEFAULT 'open', urgency INTEGER NOT NULL DEFAULT 2,
    first_response_at {{big}}, resolved_at {{big}}, closed_at {{big}}, reopened INTEGER NOT NULL DEFAULT 0, last_event_at {MONEY},
    remedy {TEXT}, remedy_cost {MONEY}) {{strict}};
CREATE INDEX support_case_opened_at_id ON support_case (opened_at, id);
CREATE INDEX support_case_last_event_at_id ON support_case (last_event_at, id);
CREATE INDEX support_case_urgency_id ON support_case (urgency, id);
CREATE INDEX support_case_state_opened_at ON support_case (state, opened_at, id);
CREATE INDEX support_case_state_urgency ON support_case (state, urgency, opened_at, id);
CREATE INDEX support_case_assignee_id ON support_case (assignee_id, state, opened_at, id);
CREATE INDEX support_case_team_id ON support_case (team_id, state, opened_at, id);
CREATE INDEX support_case_customer_id ON support_case (customer_id, opened_at, id);
CREATE INDEX support_case_kind_opened_at ON support_case (kind, opened_at, id);
CREATE INDEX support_case_status_id ON support_case (status_id);
CREATE INDEX support_case_contact_id ON support_case (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX support_case_channel_id ON support_case (channel_id);
CREATE INDEX support_case_reason_id ON support_case (reason_id);
CREATE INDEX support_case_product_id ON support_case (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX support_case_order_id ON support_case (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX support_case_return_id ON support_case (return_id) WHERE return_id IS NOT NULL;
CREATE INDEX support_case_agreement_id ON support_case (agreement_id) WHERE agreement_id IS NOT NULL;
CREATE INDEX support_case_parent_id ON support_case (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX support_case_merged_into_id ON support_case (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX support_case_split_from_id ON support_case (split_from_id) WHERE split_from_id IS NOT NULL;
CREATE INDEX support_case_closes_on ON support_case (closes_on, id) WHERE closes_on <> '9999-12-31';
CREATE INDEX support_case_shelf ON support_case (shelf, id) WHERE shelf <> '';
ALTER TABLE interaction ADD COLUMN case_id INTEGER REFERENCES support_case (id);
ALTER TABLE follow_up ADD COLUMN case_id INTEGER REFERENCES support_case (id);
ALTER TABLE voucher ADD COLUMN case_id INTEGER REFERENCES support_case (id);
ALTER TABLE appointment ADD COLUMN case_id INTEGER REFERENCES support_case (id);
CREATE INDEX interaction_case_id ON interaction (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX follow_up_case_id ON follow_up (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX voucher_case_id ON voucher (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX appointment_case_id ON appointment (case_id) WHERE case_id IS NOT NULL;
CREATE TABLE case_event ({IMPORTED}, case_id INTEGER NOT NULL REFERENCES support_case (id), at {{big}} NOT NULL,
    staff_id INTEGER REFERENCES staff (id), kind TEXT NOT NULL, before {TEXT}, after {TEXT}, state {TEXT}, note {TEXT},
    visibility TEXT NOT NULL DEFAULT 'internal', interaction_id INTEGER REFERENCES interaction (id)) {{strict}};
CREATE INDEX case_event_case_id_at ON case_event (case_id, at, id);
CREATE INDEX case_event_kind_at ON case_event (kind, at, id);
CREATE INDEX case_event_state_at ON case_event (state, at, id) WHERE state <> '';
CREATE INDEX case_event_staff_id ON case_event (staff_id, at, id);
CREATE INDEX case_event_interaction_id ON case_event (interaction_id) WHERE interaction_id IS NOT NULL;
CREATE TABLE case_remedy ({RECORD}, case_id INTEGER NOT NULL REFERENCES support_case (id), kind TEXT NOT NULL, cost {MONEY},
    currency {TEXT}, at {{big}} NOT NULL, staff_id INTEGER REFERENCES staff (id), note {TEXT},
    voucher_id INTEGER REFERENCES voucher (id), payment_id INTEGER REFERENCES payment (id),
    order_id INTEGER REFERENCES sales_order (id)) {{strict}};
CREATE INDEX case_remedy_case_id ON case_remedy (case_id);
CREATE INDEX case_remedy_at ON case_remedy (at, id);
CREATE INDEX case_remedy_staff_id ON case_remedy (staff_id);
CREATE INDEX case_remedy_voucher_id ON case_remedy (voucher_id) WHERE voucher_id IS NOT NULL;
CREATE INDEX case_remedy_payment_id ON case_remedy (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX case_remedy_order_id ON case_remedy (order_id) WHERE order_id IS NOT NULL;
CREATE TABLE checklist_item ({RECORD}, kind TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0, active {YES},
    UNIQUE (kind, name)) {{strict}};
CREATE TABLE case_check ({RECORD}, case_id INTEGER NOT NULL REFERENCES support_case (id),
    item_id INTEGER NOT NULL REFERENCES checklist_item (id), at {{big}} NOT NULL, staff_id INTEGER REFERENCES staff (id),
    UNIQUE (case_id, item_id)) {{strict}};
CREATE INDEX case_check_item_id ON case_check (item_id);
CREATE INDEX case_check_staff_id ON case_check (staff_id);
CREATE TABLE mention ({RECORD}, case_event_id INTEGER NOT NULL REFERENCES case_event (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id), UNIQUE (case_event_id, staff_id)) {{strict}};
CREATE INDEX mention_staff_id ON mention (staff_id, id);
CREATE TABLE seen_mention (id {{id}}, mention_id INTEGER NOT NULL UNIQUE, at {{big}} NOT NULL) {{strict}};
CREATE TABLE case_viewer (id {{id}}, case_id INTEGER NOT NULL, staff_id INTEGER NOT NULL, at {{big}} NOT NULL,
    UNIQUE (case_id, staff_id)) {{strict}};
CREATE UNIQUE INDEX case_status_origin ON case_status (source, source_id) WHERE source <> '';
CREATE UNIQUE INDEX support_case_origin ON support_case (source, source_id) WHERE source <> '';
CREATE UNIQUE INDEX case_event_origin ON case_event (source, source_id) WHERE source <> '';
CREATE INDEX case_status_run ON case_status (import_run_id);
CREATE INDEX support_case_run ON support_case (import_run_id);
CREATE INDEX case_event_run ON case_event (import_run_id);
INSERT INTO number_series VALUES ('case', 'C-', 5, 0)"""

# A new store gets these in its own language, when its company is founded; one that has a company gets them here.
STATUSES = (
    ("New", "open"), ("In progress", "open"), ("Waiting for the customer", "waiting_customer"),
    ("Waiting for somebody else", "waiting_other"), ("Solved", "done"),
)  # fmt: skip
CHECKLIST = (
    ("complaint", "Photos or a description asked for"), ("complaint", "Checked against the order and the delivery"),
    ("complaint", "Remedies offered"), ("complaint", "Cause reported to whom it concerns"), ("complaint", "Follow-up agreed"),
    ("billing_dispute", "Invoice and payments compared"), ("billing_dispute", "Customer told what is owed"),
    ("technical", "Steps to see it again written down"), ("technical", "Guide and known solutions tried"),
)  # fmt: skip
SEED_STATUS = """INSERT INTO case_status (created_at, updated_at, name, kind, position)
    SELECT created_at, created_at, '{name}', '{kind}', {place} FROM company"""
SEED_ITEM = """INSERT INTO checklist_item (created_at, updated_at, name, kind, position)
    SELECT created_at, created_at, '{name}', '{kind}', {place} FROM company"""

ON_SQLITE = {"id": "INTEGER PRIMARY KEY AUTOINCREMENT", "big": "INTEGER", "strict": "STRICT", "bool": "INTEGER", "true": "1"}
ON_SERVER = {
    "id": "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    "big": "BIGINT",
    "strict": "",
    "bool": "BOOLEAN",
    "true": "TRUE",
}
SEARCH_ON_SQLITE = """CREATE VIRTUAL TABLE support_case_search USING fts5 (words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 0');
INSERT INTO support_case_search (support_case_search, rank) VALUES ('secure-delete', 1)"""
SEARCH_ON_SERVER = """CREATE TABLE support_case_search (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX support_case_search_words ON support_case_search USING gin (words)"""


def up(migrator: Any, db: Any) -> None:
    server = isinstance(db, PostgresqlDatabase)
    search = SEARCH_ON_SERVER if server else SEARCH_ON_SQLITE
    for statement in (TABLES.format(**(ON_SERVER if server else ON_SQLITE)) + ";\n" + search).split(";\n"):
        db.execute_sql(statement)
    for seed, rows in ((SEED_STATUS, STATUSES), (SEED_ITEM, tuple((name, kind) for kind, name in CHECKLIST))):
        for place, (name, kind) in enumerate(rows):
            db.execute_sql(seed.format(name=name, kind=kind, place=place))
