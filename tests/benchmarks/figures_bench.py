"""The page of figures for a month beside looking at every row: python -m tests.benchmarks.figures_bench [STORE]

Where days are kept, interactions are added up from them; both ways say the same, or nothing is told at all.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crm_desktop.core.dates import zone_of
from crm_desktop.data import contact_days, kept
from crm_desktop.data.database import open_store
from crm_desktop.reports.figure_board import Asked, board, newest_day
from crm_desktop.reports.heads import company_setting
from crm_desktop.reports.periods import month_of
from crm_desktop.services.figures import keep_counts, keep_days
from tests.benchmarks import million_bench
from tests.benchmarks.measuring import Measured, compare, told


def page(rounds: int = 9) -> Iterator[Measured]:
    """The month before the newest, beside the one before it."""
    zone = zone_of(company_setting().zone)
    month = month_of(newest_day() or date.today()).earlier()
    asked = Asked(month, month.earlier())
    contact_days.forget_all()
    kept.forget_all()
    counted = board(asked)
    keep_days(counted.missing)
    keep_counts(counted.fresh)
    again = board(asked)
    assert again == counted._replace(missing=(), fresh=())

    def every_row(_round: int) -> object:
        """Of both months, the sums alone."""
        return [contact_days.counted(contact_days.WITHIN, period.seconds(zone)) for period in (asked.period, asked.compared)]

    yield compare(
        f"all {sum(len(each.rows) for each in again.sections)} figures of a month beside another",
        "every interaction of both months looked at",
        every_row,
        lambda _round: board(asked),
        rounds=rounds,
        most=0.05,
    )


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else million_bench.made()[0]
    with open_store(path).connection_context():
        for each in page():
            print(told(each), flush=True)


if __name__ == "__main__":
    main()
