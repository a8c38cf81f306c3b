"""Whether all orders are in one currency, which sums of their lines ask first. Frozen SQL: live models go on changing."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("CREATE INDEX sales_order_currency ON sales_order (currency)")
