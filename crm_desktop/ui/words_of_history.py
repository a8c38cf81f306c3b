"""What stored values are called where history is read."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Shelf
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.words import CUSTOMER_KINDS, ORDER_STATES, OUTCOMES, POINTS, PRIORITIES, RETURN_STATES, SHIPMENT_STATUSES
from crm_desktop.ui.words_of_customers import STATUSES
from crm_desktop.ui.words_of_escalation import VALUES_OF_ESCALATION
from crm_desktop.ui.words_of_quality import VALUES as VALUES_OF_QUALITY
from crm_desktop.ui.words_of_service import VALUES as VALUES_OF_SERVICE
from crm_desktop.ui.words_of_surveys import VALUES as VALUES_OF_SURVEYS
from crm_desktop.ui.words_of_trade import (
    AGREEMENT_STATES,
    APPOINTMENT_STATES,
    CONDITIONS,
    DISPOSITIONS,
    METHODS,
    PAYMENT_STATUSES,
    RESOLUTIONS,
    RETURN_REASONS,
    VOUCHER_KINDS,
)

_YES_OR_NO = frozenset(
    {
        "active", "cancelled", "fatal", "hide_until_verified", "invalid", "main", "opted_out", "peers", "prices_include_tax", "required",
        "stocked", "vip", "warranty",
    }
)  # fmt: skip
_MONEY = frozenset(
    {
        "price", "cost", "gross", "total", "tax", "discount", "shipping_charge", "amount", "credit_limit", "goods", "net", "value",
        "unit_price", "parts", "labour", "credit", "allowance", "refund_limit",
    }
)  # fmt: skip
_SHELVES = {Shelf.DESK.value: N_("On the desk"), Shelf.ARCHIVE.value: N_("The archive"), Shelf.TRASH.value: N_("The trash")}
_VALUES: dict[tuple[str, str], Any] = {
    ("customer", "kind"): CUSTOMER_KINDS, ("customer", "status"): STATUSES, ("contact_point", "kind"): POINTS,
    ("sales_order", "state"): ORDER_STATES, ("interaction", "outcome"): OUTCOMES, ("follow_up", "priority"): PRIORITIES,
    ("return_request", "state"): RETURN_STATES, ("return_line", "condition"): CONDITIONS, ("return_line", "disposition"): DISPOSITIONS,
    ("return_line", "resolution"): RESOLUTIONS, ("return_line", "reason"): RETURN_REASONS, ("payment", "method"): METHODS,
    ("payment", "status"): PAYMENT_STATUSES, ("voucher", "kind"): VOUCHER_KINDS, ("agreement", "state"): AGREEMENT_STATES,
    ("appointment", "state"): APPOINTMENT_STATES, ("shipment", "status"): SHIPMENT_STATUSES,
    ("support_case", "priority"): PRIORITIES, **VALUES_OF_SERVICE, **VALUES_OF_ESCALATION, **VALUES_OF_SURVEYS,
    **VALUES_OF_QUALITY,
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def value_words(table: str, name: str, value: Any, formats: Formats) -> str:
    """Empty for nothing."""
    if name == "shelf":
        return _(_SHELVES[str(value or "")])
    if name in _YES_OR_NO and value in (0, 1, True, False):
        return _("Yes") if value else _("No")
    if value in (None, "", "{}", "[]"):
        return ""
    words = _VALUES.get((table, name))
    if words is not None and value in words:
        found = words[value]
        return _(found if isinstance(found, str) else found[0])
    if name in _MONEY and _NUMBER.fullmatch(str(value)):
        return formats.plain(Decimal(str(value)), digits_of(formats.currency))
    return _plain(str(value), formats)


def _plain(text: str, formats: Formats) -> str:
    if _DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    if _MOMENT.fullmatch(text):
        return formats.day_and_time(datetime.fromisoformat(text))
    return " ".join(text.split())
