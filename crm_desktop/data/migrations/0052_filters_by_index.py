"""Orders are found by the days they were shipped and fell due, and by a bill that goes elsewhere than the goods, and customers by a part of
a phone's number, without reading the whole of either. Frozen SQL.

A server refuses a row of an index that is long, as what stands for a phone may be.
"""

from typing import Any

from peewee import PostgresqlDatabase

DAYS = "CREATE INDEX sales_order_{0} ON sales_order ((NULLIF({0}, '9999-12-31')))"
ELSEWHERE = "CREATE INDEX sales_order_billed_elsewhere ON sales_order (id) WHERE billing_address <> shipping_address"
PHONES = "CREATE INDEX contact_point_phone ON contact_point (customer_id, value) WHERE kind IN ('phone', 'mobile')"


def up(migrator: Any, db: Any) -> None:
    for day in ("shipped_on", "due_on"):
        db.execute_sql(DAYS.format(day))
    db.execute_sql(ELSEWHERE)
    if not isinstance(db, PostgresqlDatabase):
        db.execute_sql(PHONES)
