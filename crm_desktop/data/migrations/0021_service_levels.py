"""What is promised for cases, who helps, who decides, and who gets the next one. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

RECORD = "id {id}, version INTEGER NOT NULL DEFAULT 1, created_at {big} NOT NULL, updated_at {big} NOT NULL"
TEXT = "TEXT NOT NULL DEFAULT ''"
YES, NO = "{bool} NOT NULL DEFAULT {true}", "{bool} NOT NULL DEFAULT {false}"
FAR = 253402214400
WHICH = f"""case_kinds {TEXT}, priorities {TEXT}, vip_only {NO}, team_id INTEGER REFERENCES team (id),
    channel_id INTEGER REFERENCES channel (id), position INTEGER NOT NULL DEFAULT 0, active {YES}"""
TABLES = f"""CREATE TABLE sla ({RECORD}, name TEXT NOT NULL UNIQUE, {WHICH}, fallback {NO}, around_the_clock {NO},
    pauses_for_others {YES}) {{strict}};
CREATE TABLE sla_target ({RECORD}, sla_id INTEGER NOT NULL REFERENCES sla (id), priority TEXT NOT NULL, response_minutes INTEGER,
    resolution_minutes INTEGER, UNIQUE (sla_id, priority)) {{strict}};
CREATE INDEX sla_team_id ON sla (team_id);
CREATE INDEX sla_channel_id ON sla (channel_id);
ALTER TABLE support_case ADD COLUMN sla_id INTEGER;
ALTER TABLE support_case ADD COLUMN response_due_at {{big}};
ALTER TABLE support_case ADD COLUMN resolution_due_at {{big}};
ALTER TABLE support_case ADD COLUMN next_due_at {{big}} NOT NULL DEFAULT {FAR};
ALTER TABLE support_case ADD COLUMN next_warn_at {{big}} NOT NULL DEFAULT {FAR};
ALTER TABLE support_case ADD COLUMN sla_held {NO};
ALTER TABLE support_case ADD COLUMN sla_left INTEGER;
ALTER TABLE support_case ADD COLUMN response_took INTEGER;
ALTER TABLE support_case ADD COLUMN resolution_took INTEGER;
ALTER TABLE support_case ADD COLUMN answered_at {{big}};
ALTER TABLE support_case ADD COLUMN judged_at {{big}};
CREATE INDEX support_case_next_due_at ON support_case (next_due_at, id);
CREATE INDEX support_case_next_warn_at ON support_case (next_warn_at, id);
CREATE INDEX support_case_response_due_at ON support_case (response_due_at, id) WHERE response_due_at IS NOT NULL;
CREATE INDEX support_case_resolution_due_at ON support_case (resolution_due_at, id) WHERE resolution_due_at IS NOT NULL;
CREATE TABLE escalation_rule ({RECORD}, name TEXT NOT NULL UNIQUE, trigger TEXT NOT NULL, words {TEXT}, {WHICH},
    level TEXT NOT NULL DEFAULT 'team_lead', kind TEXT NOT NULL DEFAULT 'authority', to_staff_id INTEGER REFERENCES staff (id),
    due_minutes INTEGER) {{strict}};
CREATE INDEX escalation_rule_team_id ON escalation_rule (team_id);
CREATE INDEX escalation_rule_channel_id ON escalation_rule (channel_id);
CREATE INDEX escalation_rule_to_staff_id ON escalation_rule (to_staff_id);
CREATE TABLE escalation ({RECORD}, case_id INTEGER NOT NULL REFERENCES support_case (id), level TEXT NOT NULL, kind TEXT NOT NULL,
    trigger TEXT NOT NULL DEFAULT 'hand', reason {TEXT}, from_staff_id INTEGER REFERENCES staff (id),
    to_staff_id INTEGER REFERENCES staff (id), outside {TEXT}, at {{big}} NOT NULL, due_at {{big}} NOT NULL DEFAULT {FAR},
    accepted_at {{big}}, accepted_by_id INTEGER REFERENCES staff (id), handed_back_at {{big}}, outcome {TEXT},
    state TEXT NOT NULL DEFAULT 'waiting') {{strict}};
CREATE INDEX escalation_case_id ON escalation (case_id, at, id);
CREATE INDEX escalation_at ON escalation (at, id);
CREATE INDEX escalation_state ON escalation (state, due_at, id);
CREATE INDEX escalation_from_staff_id ON escalation (from_staff_id);
CREATE INDEX escalation_to_staff_id ON escalation (to_staff_id, state, id);
CREATE INDEX escalation_accepted_by_id ON escalation (accepted_by_id);
CREATE TABLE approval ({RECORD}, what TEXT NOT NULL, asked_by_id INTEGER NOT NULL REFERENCES staff (id),
    asked_of_id INTEGER REFERENCES staff (id), customer_id INTEGER REFERENCES customer (id),
    case_id INTEGER REFERENCES support_case (id), order_id INTEGER REFERENCES sales_order (id), amount {{big}} NOT NULL DEFAULT 0,
    currency {TEXT}, wanted TEXT NOT NULL DEFAULT '{{{{}}}}', reason {TEXT}, at {{big}} NOT NULL, decision {TEXT},
    decided_by_id INTEGER REFERENCES staff (id), decided_at {{big}}, note {TEXT}) {{strict}};
CREATE INDEX approval_decision ON approval (decision, at, id);
CREATE INDEX approval_at ON approval (at, id);
CREATE INDEX approval_asked_by_id ON approval (asked_by_id);
CREATE INDEX approval_asked_of_id ON approval (asked_of_id);
CREATE INDEX approval_decided_by_id ON approval (decided_by_id);
CREATE INDEX approval_customer_id ON approval (customer_id);
CREATE INDEX approval_case_id ON approval (case_id);
CREATE INDEX approval_order_id ON approval (order_id);
CREATE TABLE routing_rule ({RECORD}, name TEXT NOT NULL UNIQUE, {WHICH}, way TEXT NOT NULL DEFAULT 'least_busy',
    to_team_id INTEGER REFERENCES team (id), by_language {YES}, speciality {TEXT}, only_available {YES}) {{strict}};
CREATE INDEX routing_rule_team_id ON routing_rule (team_id);
CREATE INDEX routing_rule_channel_id ON routing_rule (channel_id);
CREATE INDEX routing_rule_to_team_id ON routing_rule (to_team_id);
CREATE TABLE staff_absence ({RECORD}, staff_id INTEGER NOT NULL REFERENCES staff (id), from_on TEXT NOT NULL, until_on TEXT NOT NULL,
    reason {TEXT}) {{strict}};
CREATE INDEX staff_absence_staff_id ON staff_absence (staff_id, from_on);
CREATE INDEX staff_absence_until_on ON staff_absence (until_on, id)"""

ON_SQLITE = {
    "id": "INTEGER PRIMARY KEY AUTOINCREMENT", "big": "INTEGER", "strict": "STRICT", "bool": "INTEGER", "true": "1", "false": "0",
}  # fmt: skip
ON_SERVER = {
    "id": "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    "big": "BIGINT",
    "strict": "",
    "bool": "BOOLEAN",
    "true": "TRUE",
    "false": "FALSE",
}


def up(migrator: Any, db: Any) -> None:
    kinds = ON_SERVER if isinstance(db, PostgresqlDatabase) else ON_SQLITE
    for statement in TABLES.format(**kinds).split(";\n"):
        db.execute_sql(statement)
