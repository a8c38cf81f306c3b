"""What has been kept for longer than the company's rules say: how much, since when, and which."""

from datetime import date, datetime
from typing import Any, NamedTuple

from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.kinds import CustomerStatus, FollowUpState, OrderState
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.kinds_of_trade import AgreementState, ReturnState
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.retention import RULES, Kept, Rule, last_day_gone, months_kept, second_of
from crm_desktop.queries.lists import at, moment, rows_of


class _Source(NamedTuple):
    """`since`: seconds from which it is counted. `whose`: the customer's id. `{cut}` is the second before which it is due."""

    table: str
    since: str
    title: str
    where: str = "1 = 1"
    whose: str = "NULL"


class DueKind(NamedTuple):
    """`held`: due, and kept for a legal matter. `oldest` is what it is counted from."""

    rule: Rule
    months: int
    due: int
    held: int
    oldest: datetime | None

    @property
    def id(self) -> int:
        return [rule.kind for rule in RULES].index(self.rule.kind) + 1


class Hold(NamedTuple):
    """Why a customer is kept for a legal matter; empty: they are not."""

    id: int
    version: int
    why: str


class DueRow(NamedTuple):
    id: int
    title: str
    since: datetime | None


class Gone(NamedTuple):
    """What one rule did in one go: `held` stayed for a legal matter, `left` was too much for it."""

    rule: Kept
    months: int
    gone: int
    held: int
    left: int


class Run(NamedTuple):
    """What was let go of at once. `who` and `backup` are empty where nobody is known and none was needed."""

    id: int
    at: datetime
    who: str
    backup: str
    rules: tuple[Gone, ...]


_UNDER_WAY = f"('{OrderState.OPEN}', '{OrderState.DRAFT}')"
_OVER = f"('{ReturnState.SETTLED}', '{ReturnState.DECLINED}', '{ReturnState.CANCELLED}', '{ReturnState.EXPIRED}')"
_ASLEEP = f"""own.status <> '{CustomerStatus.ANONYMISED}' AND own.merged_into_id IS NULL AND own.balance = 0
AND (CASE WHEN own.customer_since = '{NEVER}' THEN own.created_at < {{cut}} ELSE own.customer_since < '{{day}}' END)
AND NOT EXISTS (SELECT 1 FROM sales_order AS placed WHERE placed.customer_id = own.id
    AND (placed.ordered_at >= {{cut}} OR placed.state IN {_UNDER_WAY}))
AND NOT EXISTS (SELECT 1 FROM return_request AS back WHERE back.customer_id = own.id AND back.state NOT IN {_OVER})
AND NOT EXISTS (SELECT 1 FROM support_case AS asked WHERE asked.customer_id = own.id AND asked.state <> '{CaseStatusKind.DONE}')
AND NOT EXISTS (SELECT 1 FROM agreement WHERE agreement.customer_id = own.id AND agreement.state = '{AgreementState.STARTED}')
AND NOT EXISTS (SELECT 1 FROM follow_up AS promised WHERE promised.customer_id = own.id AND promised.state = '{FollowUpState.OPEN}')"""
_CUSTOMER = _Source("customer AS own", "own.last_contact_at", "own.number", _ASLEEP, "own.id")
_SAID = "(own.summary <> '' OR own.notes <> '' OR own.caller <> '' OR own.phone <> '' OR own.recording <> '' OR own.custom <> '{{}}')"
_OPEN_CASE = f"EXISTS (SELECT 1 FROM support_case AS asked WHERE asked.id = own.case_id AND asked.state <> '{CaseStatusKind.DONE}')"
_WHOSE_FILE = """CASE own.entity_table WHEN 'customer' THEN own.row_id
    WHEN 'interaction' THEN (SELECT customer_id FROM interaction WHERE interaction.id = own.row_id)
    WHEN 'support_case' THEN (SELECT customer_id FROM support_case WHERE support_case.id = own.row_id)
    WHEN 'sales_order' THEN (SELECT customer_id FROM sales_order WHERE sales_order.id = own.row_id)
    WHEN 'return_request' THEN (SELECT customer_id FROM return_request WHERE return_request.id = own.row_id)
    WHEN 'follow_up' THEN (SELECT customer_id FROM follow_up WHERE follow_up.id = own.row_id) END"""
_OF_PERSONS = "own.entity_table IN ('customer', 'interaction', 'support_case', 'sales_order', 'return_request', 'follow_up')"
_SOURCES = {
    Kept.LEADS: _CUSTOMER._replace(where=f"own.order_count = 0 AND {_ASLEEP}"),
    Kept.CUSTOMERS: _CUSTOMER._replace(where=f"own.order_count > 0 AND {_ASLEEP}"),
    Kept.INTERACTIONS: _Source(
        "interaction AS own", "own.started_at", "own.number", f"{_SAID} AND NOT {_OPEN_CASE}", "own.customer_id"
    ),
    Kept.RECORDINGS: _Source("interaction AS own", "own.started_at", "own.number", "own.recording <> ''", "own.customer_id"),
    Kept.CASES: _Source(
        "support_case AS own", "COALESCE(own.resolved_at, own.last_event_at)", "own.number",
        f"own.state = '{CaseStatusKind.DONE}' AND (own.subject <> '' OR own.description <> '')", "own.customer_id",
    ),
    Kept.FILES: _Source("attachment AS own", "own.created_at", "own.file_name", _OF_PERSONS, _WHOSE_FILE),
    Kept.DRAFTS: _Source("unsaved_form AS own", "own.at", "own.form"),
    Kept.SEARCHES: _Source("missed_search AS own", "own.at", "own.words"),
    Kept.ACCESS: _Source("access_log AS own", "own.at", "own.action"),
    Kept.REJECTS: _Source(
        "import_reject AS own JOIN import_run AS run ON run.id = own.run_id", "run.at", "own.file", "own.value <> ''"
    ),
}  # fmt: skip
_RUN = """SELECT run.id, run.at, COALESCE(staff.name, ''), run.result
FROM retention_run AS run LEFT JOIN staff ON staff.id = run.staff_id WHERE run.id = ?"""
_HELD = "EXISTS (SELECT 1 FROM customer AS person WHERE person.id = ({}) AND person.legal_hold <> '')"
_ERASED_INVOICES = f"""invoice AS own JOIN customer ON customer.id = own.customer_id AND customer.status = '{CustomerStatus.ANONYMISED}'
WHERE own.name <> '' AND own.issued_on < ?"""


def retention_due() -> list[DueKind]:
    """Rule by rule, as of today in the company's zone; nothing is due where nothing is set."""
    today, stored = _today()
    return [_kind(rule, months_kept(stored, rule.kind), today) for rule in RULES]


def due_rows(kind: Kept, limit: int) -> list[DueRow]:
    """The oldest first; who and what is kept for a legal matter is not among them."""
    today, stored = _today()
    months = months_kept(stored, kind)
    if not months:
        return []
    if kind is Kept.INVOICES:
        text = f"SELECT own.id, own.number, NULL FROM {_ERASED_INVOICES} ORDER BY own.issued_on, own.id LIMIT {limit:d}"
        return [DueRow(row_id, title, None) for row_id, title, _since in rows_of(text, (_first_kept_year(today, months),))]
    source = _SOURCES[kind]
    where = _where(source, today, months)
    text = f"""SELECT own.id, {source.title}, {source.since} AS since FROM {source.table} WHERE {where}
AND NOT {_HELD.format(source.whose)} ORDER BY since, own.id LIMIT {limit:d}"""
    return [DueRow(row_id, title, moment(since)) for row_id, title, since in rows_of(text)]


def run_of(number: str) -> Run | None:
    """By its number, as `list erasures` shows it. None where it was the erasure of a single person, or nothing."""
    wanted = number.strip()
    rows = rows_of(_RUN, (int(wanted),)) if wanted.isascii() and wanted.isdigit() else []
    for run_id, seconds, who, result in rows:
        told = kept_object(result)
        if "rules" in told:
            return Run(run_id, at(seconds), who, told["backup"], tuple(map(_gone, told["rules"])))
    return None


def last_run() -> int:
    """Number of the latest protocol of what went by the rules; 0 where nothing did yet."""
    ((found,),) = rows_of("SELECT MAX(id) FROM retention_run WHERE result LIKE ?", ('%"rules": [%',))
    return int(found or 0)


def _gone(told: dict[str, Any]) -> Gone:
    return Gone(Kept(told["rule"]), told["months"], told["gone"], told["held"], told["left"])


def hold_of(customer_id: int) -> Hold | None:
    """None where the customer is not there (any more)."""
    return next((Hold(*row) for row in rows_of("SELECT id, version, legal_hold FROM customer WHERE id = ?", (customer_id,))), None)


def _kind(rule: Rule, months: int, today: date) -> DueKind:
    if not months:
        return DueKind(rule, 0, 0, 0, None)
    if rule.kind is Kept.INVOICES:
        ((count,),) = rows_of(f"SELECT COUNT(*) FROM {_ERASED_INVOICES}", (_first_kept_year(today, months),))
        return DueKind(rule, months, int(count), 0, None)
    source = _SOURCES[rule.kind]
    held = f"CASE WHEN {_HELD.format(source.whose)} THEN 1 ELSE 0 END"
    text = f"""SELECT is_held, COUNT(*), MIN(since) FROM (SELECT {held} AS is_held, {source.since} AS since
FROM {source.table} WHERE {_where(source, today, months)}) AS due GROUP BY is_held"""
    counts = {bool(is_held): (int(count), oldest) for is_held, count, oldest in rows_of(text)}
    free, kept = counts.get(False, (0, None)), counts.get(True, (0, None))
    return DueKind(rule, months, free[0], kept[0], moment(free[1]))


def _where(source: _Source, today: date, months: int) -> str:
    last = last_day_gone(today, months)
    return f"{source.where} AND {source.since} < {{cut}}".format(cut=second_of(last), day=last.isoformat())


def _first_kept_year(today: date, months: int) -> str:
    """The first day of the first year whose invoices are still kept."""
    return date(today.year - months // 12, 1, 1).isoformat()


def _today() -> tuple[date, str]:
    ((zone, stored),) = rows_of("SELECT zone, retention FROM company")
    return local_day(utc_now(), zone_of(zone)), stored
