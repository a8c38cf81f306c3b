"""What remedies cost: what was given away at once, and what a voucher of percents took off when it was used."""

USED = """LEFT JOIN voucher ON voucher.id = {0}.voucher_id LEFT JOIN payment AS used
    ON used.voucher_id = voucher.id AND voucher.percent > 0 AND used.direction = 'in' AND used.status = 'captured'"""
"""Joined to a remedy of that alias: its voucher, and the payment that used one of percents, which is good for one order only."""
COST = "({0}.cost + COALESCE(used.amount, 0))"
CURRENCY = "COALESCE(used.currency, NULLIF({0}.currency, ''), (SELECT currency FROM company))"
