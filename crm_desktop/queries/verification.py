"""What a caller is asked, and what is known to compare it with."""

from typing import NamedTuple

from crm_desktop.core.verification import CheckKind
from crm_desktop.queries.lists import rows_of


class CheckRow(NamedTuple):
    id: int
    version: int
    name: str
    kind: str
    active: bool


class Asked(NamedTuple):
    """`known`: what is right, empty where nothing is known or where whoever asks has to judge."""

    name: str
    kind: CheckKind
    known: tuple[str, ...]


class Verification(NamedTuple):
    """`needed`: how many answers must be right; `hides`: what is known of them is shown only then."""

    asked: tuple[Asked, ...]
    needed: int
    hides: bool


class Terms(NamedTuple):
    """Of the company: how many right answers are needed, and whether data is hidden until then."""

    needed: int
    hides: bool


_KNOWN = {
    CheckKind.CUSTOMER_NUMBER: "SELECT number FROM customer WHERE id = ? OR merged_into_id = ?",
    CheckKind.ORDER_NUMBER: "SELECT number FROM sales_order WHERE customer_id IN (?, ?) ORDER BY ordered_at DESC, id DESC LIMIT 200",
    CheckKind.POSTAL_CODE: "SELECT postal_code FROM address WHERE customer_id IN (?, ?) AND postal_code <> ''",
    CheckKind.PHONE: "SELECT value FROM contact_point WHERE customer_id IN (?, ?) AND kind IN ('phone', 'mobile', 'fax')",
    CheckKind.EMAIL: "SELECT value FROM contact_point WHERE customer_id IN (?, ?) AND kind = 'email'",
    CheckKind.BIRTHDAY: """SELECT birthday FROM customer WHERE id = ? AND birthday <> ''
        UNION ALL SELECT birthday FROM contact WHERE customer_id = ? AND birthday <> ''""",
}
_TERMS = "SELECT checks_needed, hide_until_verified FROM company"
_CHECKS = "SELECT id, version, name, kind, active FROM verification_check ORDER BY position, id"


def check_rows() -> list[CheckRow]:
    return [CheckRow._make((*row[:4], bool(row[4]))) for row in rows_of(_CHECKS)]


def verification_terms() -> Terms:
    ((needed, hides),) = rows_of(_TERMS)
    return Terms(needed, bool(hides))


def verification_of(customer_id: int) -> Verification:
    """What this customer can be asked: a question whose answer nobody knows is left out. 0: nobody is chosen, nothing is asked."""
    needed, hides = verification_terms()
    asked = [Asked(row.name, CheckKind(row.kind), _known(CheckKind(row.kind), customer_id)) for row in check_rows() if row.active]
    possible = tuple(each for each in asked if customer_id and (each.known or each.kind == CheckKind.OTHER))
    return Verification(possible, min(needed, len(possible)), hides)


def _known(kind: CheckKind, customer_id: int) -> tuple[str, ...]:
    text = _KNOWN.get(kind)
    return tuple(row[0] for row in rows_of(text, (customer_id, customer_id)) if row[0]) if text and customer_id else ()
