"""How much the sample company holds."""

from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


class Size(NamedTuple):
    """`unsettled`: how many contacts leave something to do, beside the usual."""

    days: int
    customers: int
    orders: int
    contacts: int
    """Before complaints about the fragile product and call-backs."""
    staff: int = 5
    unsettled: float = 1.0


SIZES = {
    "small": Size(425, 60, 250, 560),
    "shop": Size(1096, 5_000, 20_000, 38_500),
    "million": Size(1826, 100_000, 300_000, 978_000, staff=60, unsettled=0.22),
}
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


def size_of(name: str) -> Size:
    """Raises UserError for a size that is not made yet."""
    if name not in SIZES:
        raise UserError(
            _("There is no sample company of the size “{size}” yet. Nothing was made; choose one of: {sizes}.").format(
                size=name, sizes=", ".join(SIZES)
            )
        )
    return SIZES[name]


def first_day(size: Size, until: date) -> date:
    if not _EARLIEST <= until <= _LATEST:
        raise UserError(
            _("The sample company can end between {earliest} and {latest}, not on {day}. Nothing was made.").format(
                earliest=_EARLIEST, latest=_LATEST, day=until
            )
        )
    return until - timedelta(days=size.days)
