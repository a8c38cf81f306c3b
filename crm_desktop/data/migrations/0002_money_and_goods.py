"""Payments, invoices, shipments, returns, vouchers, appointments. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

RECORD = "id {id}, version INTEGER NOT NULL DEFAULT 1, created_at {big} NOT NULL, updated_at {big} NOT NULL"
IMPORTED = RECORD + ", source TEXT NOT NULL DEFAULT '', source_id TEXT NOT NULL DEFAULT '', import_run_id INTEGER"
NO_DAY = "TEXT NOT NULL DEFAULT '9999-12-31'"
TEXT = "TEXT NOT NULL DEFAULT ''"
MONEY = "{big} NOT NULL DEFAULT 0"
YES = "{bool} NOT NULL DEFAULT {true}"
NO = "{bool} NOT NULL DEFAULT {false}"
ORDER = "INTEGER REFERENCES sales_order (id)"
CUSTOMER = "INTEGER NOT NULL REFERENCES customer (id)"
STAFF = "staff_id INTEGER REFERENCES staff (id)"

COLUMNS = f"""
ALTER TABLE sales_order ADD COLUMN payment_state TEXT NOT NULL DEFAULT 'unpaid';
ALTER TABLE sales_order ADD COLUMN paid {MONEY};
ALTER TABLE sales_order ADD COLUMN refunded {MONEY};
ALTER TABLE sales_order ADD COLUMN credited {MONEY};
ALTER TABLE sales_order ADD COLUMN completed_at {{big}};
ALTER TABLE order_line ADD COLUMN shipped {MONEY};
ALTER TABLE order_line ADD COLUMN returned {MONEY};
ALTER TABLE customer ADD COLUMN balance {MONEY};
ALTER TABLE agreement ADD COLUMN price {MONEY};
ALTER TABLE agreement ADD COLUMN currency {TEXT};
ALTER TABLE agreement ADD COLUMN renewal_months INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agreement ADD COLUMN note {TEXT};
ALTER TABLE agreement ADD COLUMN stop_reason {TEXT};
CREATE INDEX agreement_state_renews_on ON agreement (state, renews_on, id);
CREATE INDEX sales_order_payment_state ON sales_order (payment_state, ordered_at, id);
CREATE INDEX sales_order_fulfilment ON sales_order (fulfilment, ordered_at, id);
CREATE INDEX customer_balance_id ON customer (balance, id)"""

SHELVED = ("customer", "product", "sales_order", "interaction", "follow_up")
SHELVES = ";\n".join(f"ALTER TABLE {table} ADD COLUMN shelf {TEXT}" for table in SHELVED)

MONEY_TABLES = f"""
CREATE TABLE voucher ({IMPORTED}, code TEXT NOT NULL UNIQUE, customer_id INTEGER REFERENCES customer (id), kind TEXT NOT NULL,
    amount {MONEY}, percent {MONEY}, currency {TEXT}, reason {TEXT}, given_at {{big}} NOT NULL, expires_on {NO_DAY},
    max_uses INTEGER NOT NULL DEFAULT 0, cancelled {NO}, {STAFF}, remaining {MONEY}, uses INTEGER NOT NULL DEFAULT 0) {{strict}};
CREATE INDEX voucher_customer_id ON voucher (customer_id);
CREATE INDEX voucher_staff_id ON voucher (staff_id);
CREATE TABLE invoice ({IMPORTED}, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, order_id {ORDER}, customer_id {CUSTOMER},
    corrects_id INTEGER REFERENCES invoice (id), issued_on TEXT NOT NULL, due_on {NO_DAY}, currency TEXT NOT NULL, name TEXT NOT NULL,
    address {TEXT}, tax_id {TEXT}, prices_include_tax {NO}, reason {TEXT}, goods {MONEY}, discount {MONEY}, shipping_charge {MONEY},
    net {MONEY}, tax {MONEY}, total {MONEY}, taxes TEXT NOT NULL DEFAULT '[]', {STAFF}, credited {MONEY},
    state TEXT NOT NULL DEFAULT 'issued') {{strict}};
CREATE INDEX invoice_order_id ON invoice (order_id);
CREATE INDEX invoice_customer_id ON invoice (customer_id, issued_on, id);
CREATE INDEX invoice_corrects_id ON invoice (corrects_id);
CREATE INDEX invoice_issued_on_id ON invoice (issued_on, id);
CREATE INDEX invoice_staff_id ON invoice (staff_id);
CREATE TABLE invoice_line ({RECORD}, invoice_id INTEGER NOT NULL REFERENCES invoice (id), order_line_id INTEGER REFERENCES order_line (id),
    position INTEGER NOT NULL, sku {TEXT}, name TEXT NOT NULL, quantity {{big}} NOT NULL, unit_price {{big}} NOT NULL,
    discount_percent {MONEY}, tax_rate {MONEY}, total {{big}} NOT NULL) {{strict}};
CREATE INDEX invoice_line_invoice_id ON invoice_line (invoice_id);
CREATE INDEX invoice_line_order_line_id ON invoice_line (order_line_id)"""

GOODS = f"""
CREATE TABLE return_request ({IMPORTED}, number TEXT NOT NULL UNIQUE, customer_id {CUSTOMER}, order_id {ORDER},
    channel_id INTEGER REFERENCES channel (id), responsible_id INTEGER REFERENCES staff (id), requested_at {{big}} NOT NULL,
    deadline {NO_DAY}, currency TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'requested', window_reason {TEXT}, note {TEXT},
    state_reason {TEXT}, received_at {{big}}, settled_at {{big}}, split_from_id INTEGER REFERENCES return_request (id)) {{strict}};
CREATE INDEX return_request_customer_id ON return_request (customer_id, requested_at, id);
CREATE INDEX return_request_order_id ON return_request (order_id);
CREATE INDEX return_request_state ON return_request (state, requested_at, id);
CREATE INDEX return_request_requested_at_id ON return_request (requested_at, id);
CREATE INDEX return_request_channel_id ON return_request (channel_id);
CREATE INDEX return_request_responsible_id ON return_request (responsible_id);
CREATE INDEX return_request_split_from_id ON return_request (split_from_id);
CREATE TABLE shipment ({IMPORTED}, order_id {ORDER}, return_id INTEGER REFERENCES return_request (id),
    direction TEXT NOT NULL DEFAULT 'out', carrier {TEXT}, tracking {TEXT}, link {TEXT}, shipped_on {NO_DAY},
    delivered_on {NO_DAY}, status TEXT NOT NULL, note {TEXT}) {{strict}};
CREATE INDEX shipment_order_id ON shipment (order_id);
CREATE INDEX shipment_return_id ON shipment (return_id);
CREATE INDEX shipment_shipped_on_id ON shipment (shipped_on, id);
CREATE TABLE shipment_line ({IMPORTED}, shipment_id INTEGER NOT NULL REFERENCES shipment (id),
    order_line_id INTEGER REFERENCES order_line (id), product_id INTEGER REFERENCES product (id), quantity {{big}} NOT NULL) {{strict}};
CREATE INDEX shipment_line_shipment_id ON shipment_line (shipment_id);
CREATE INDEX shipment_line_order_line_id ON shipment_line (order_line_id);
CREATE INDEX shipment_line_product_id ON shipment_line (product_id);
CREATE TABLE return_line ({IMPORTED}, return_id INTEGER NOT NULL REFERENCES return_request (id),
    order_line_id INTEGER REFERENCES order_line (id), product_id INTEGER REFERENCES product (id), name {TEXT}, quantity {{big}} NOT NULL,
    reason TEXT NOT NULL, note {TEXT}, condition {TEXT}, disposition {TEXT}, resolution {TEXT}, value {MONEY}, resolution_note {TEXT},
    settled_at {{big}}, settled_by_id INTEGER REFERENCES staff (id), replacement_id {ORDER},
    voucher_id INTEGER REFERENCES voucher (id)) {{strict}};
CREATE INDEX return_line_return_id ON return_line (return_id);
CREATE INDEX return_line_order_line_id ON return_line (order_line_id);
CREATE INDEX return_line_product_id ON return_line (product_id);
CREATE INDEX return_line_settled_by_id ON return_line (settled_by_id);
CREATE INDEX return_line_replacement_id ON return_line (replacement_id);
CREATE INDEX return_line_voucher_id ON return_line (voucher_id);
CREATE TABLE repair ({RECORD}, return_line_id INTEGER NOT NULL REFERENCES return_line (id), fault {TEXT}, state TEXT NOT NULL,
    parts {MONEY}, labour {MONEY}, warranty {NO}, note {TEXT}) {{strict}};
CREATE INDEX repair_return_line_id ON repair (return_line_id);
CREATE TABLE supplier_return ({RECORD}, return_line_id INTEGER NOT NULL REFERENCES return_line (id), supplier {TEXT},
    state TEXT NOT NULL, sent_on {NO_DAY}, credit {MONEY}, note {TEXT}) {{strict}};
CREATE INDEX supplier_return_return_line_id ON supplier_return (return_line_id);
CREATE TABLE payment ({IMPORTED}, order_id {ORDER}, invoice_id INTEGER REFERENCES invoice (id), customer_id {CUSTOMER},
    direction TEXT NOT NULL, amount {{big}} NOT NULL, allowance {MONEY}, currency TEXT NOT NULL, method TEXT NOT NULL,
    reference {TEXT}, reason {TEXT}, received_at {{big}} NOT NULL, status TEXT NOT NULL, return_line_id INTEGER REFERENCES return_line (id),
    voucher_id INTEGER REFERENCES voucher (id), {STAFF}) {{strict}};
CREATE INDEX payment_order_id ON payment (order_id);
CREATE INDEX payment_invoice_id ON payment (invoice_id);
CREATE INDEX payment_customer_id ON payment (customer_id, received_at, id);
CREATE INDEX payment_received_at_id ON payment (received_at, id);
CREATE INDEX payment_return_line_id ON payment (return_line_id);
CREATE INDEX payment_voucher_id ON payment (voucher_id);
CREATE INDEX payment_staff_id ON payment (staff_id)"""

TIME = f"""
CREATE TABLE appointment ({IMPORTED}, title TEXT NOT NULL, customer_id INTEGER REFERENCES customer (id), order_id {ORDER}, place {TEXT},
    link {TEXT}, note {TEXT}, starts_on TEXT NOT NULL, starts_time {TEXT}, zone TEXT NOT NULL, minutes INTEGER NOT NULL DEFAULT 0,
    recurrence {TEXT}, remind_before INTEGER, state TEXT NOT NULL DEFAULT 'planned', state_reason {TEXT}, uid TEXT NOT NULL UNIQUE,
    owner_id INTEGER REFERENCES staff (id), starts_at {MONEY}, ends_at {MONEY}) {{strict}};
CREATE INDEX appointment_starts_at_id ON appointment (starts_at, id);
CREATE INDEX appointment_state_starts_at ON appointment (state, starts_at, id);
CREATE INDEX appointment_customer_id ON appointment (customer_id, starts_at, id);
CREATE INDEX appointment_order_id ON appointment (order_id);
CREATE INDEX appointment_owner_id ON appointment (owner_id, starts_at, id);
CREATE TABLE attendee ({RECORD}, appointment_id INTEGER NOT NULL REFERENCES appointment (id), staff_id INTEGER REFERENCES staff (id),
    contact_id INTEGER REFERENCES contact (id), customer_id INTEGER REFERENCES customer (id), name {TEXT}, email {TEXT},
    answer TEXT NOT NULL DEFAULT 'none') {{strict}};
CREATE INDEX attendee_appointment_id ON attendee (appointment_id);
CREATE INDEX attendee_staff_id ON attendee (staff_id);
CREATE INDEX attendee_contact_id ON attendee (contact_id);
CREATE INDEX attendee_customer_id ON attendee (customer_id);
CREATE TABLE custom_field ({RECORD}, entity_table TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
    choices TEXT NOT NULL DEFAULT '[]', position INTEGER NOT NULL DEFAULT 0, active {YES}, UNIQUE (entity_table, name)) {{strict}};
INSERT INTO number_series VALUES ('invoice', 'INV-', 5, 0), ('credit_note', 'CN-', 5, 0), ('return', 'RMA-', 5, 0)"""

HAS_ORIGIN = ("voucher", "invoice", "shipment", "shipment_line", "return_request", "return_line", "payment", "appointment")
ORIGINS = ";\n".join(f"CREATE UNIQUE INDEX {table}_origin ON {table} (source, source_id) WHERE source <> ''" for table in HAS_ORIGIN)
RUNS = ";\n".join(f"CREATE INDEX {table}_run ON {table} (import_run_id)" for table in HAS_ORIGIN)

# What orders said about themselves: shipped whole, on that day, by that carrier.
SHIPPED = """
INSERT INTO shipment (version, created_at, updated_at, source, source_id, import_run_id, order_id, carrier, shipped_on, status)
    SELECT 1, updated_at, updated_at, source, source_id, import_run_id, id, carrier, shipped_on, 'in_transit'
    FROM sales_order WHERE shipped_on <> '9999-12-31' ORDER BY id;
INSERT INTO shipment_line (version, created_at, updated_at, source, source_id, import_run_id, shipment_id, order_line_id, product_id,
    quantity)
    SELECT 1, line.updated_at, line.updated_at, line.source, line.source_id, line.import_run_id, shipment.id, line.id, line.product_id,
    line.quantity FROM order_line AS line JOIN shipment ON shipment.order_id = line.order_id WHERE line.quantity > 0 ORDER BY line.id;
UPDATE order_line SET shipped = quantity WHERE id IN (SELECT order_line_id FROM shipment_line);
UPDATE sales_order SET payment_state = 'paid' WHERE total <= 0;
UPDATE customer SET balance = (SELECT COALESCE(SUM(total), 0) FROM sales_order WHERE customer_id = customer.id
    AND state IN ('open', 'completed') AND currency = (SELECT currency FROM company))"""

ON_SQLITE = {
    "id": "INTEGER PRIMARY KEY AUTOINCREMENT", "big": "INTEGER", "key": "TEXT", "strict": "STRICT",
    "bool": "INTEGER", "true": "1", "false": "0",
}  # fmt: skip
ON_SERVER = {
    "id": "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "big": "BIGINT", "key": 'TEXT COLLATE "C"', "strict": "",
    "bool": "BOOLEAN", "true": "TRUE", "false": "FALSE",
}  # fmt: skip
SEARCHED = ("return_request", "invoice", "voucher")
SEARCH_ON_SQLITE = """
CREATE VIRTUAL TABLE {0}_search USING fts5 (words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 0');
INSERT INTO {0}_search ({0}_search, rank) VALUES ('secure-delete', 1)"""
SEARCH_ON_SERVER = """
CREATE TABLE {0}_search (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX {0}_search_words ON {0}_search USING gin (words)"""


def up(migrator: Any, db: Any) -> None:
    server = isinstance(db, PostgresqlDatabase)
    tables = f"{COLUMNS};\n{SHELVES};\n{MONEY_TABLES};{GOODS};{TIME};\n{ORIGINS};\n{RUNS};{SHIPPED}"
    search = ";\n".join((SEARCH_ON_SERVER if server else SEARCH_ON_SQLITE).format(table) for table in SEARCHED)
    for statement in (tables.format(**(ON_SERVER if server else ON_SQLITE)) + ";" + search).split(";\n"):
        db.execute_sql(statement)
