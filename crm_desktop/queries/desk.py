"""What a desk knows around its lists: the company, the words of its lists, what can be undone, and what others changed."""

from typing import NamedTuple

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.history import redoable, undoable
from crm_desktop.queries.lists import rows_of


class CompanyFacts(NamedTuple):
    name: str
    currency: str
    zone: str
    locale: str
    paper: str


class Choice(NamedTuple):
    """One of a list that people edit; only its kind counts in rules."""

    id: int
    name: str
    kind: str


class Choices(NamedTuple):
    channels: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    staff: tuple[Choice, ...]
    return_reasons: tuple[Choice, ...]


class Undoable(NamedTuple):
    """What undo and redo would do, in words; empty when there is nothing."""

    undo: str
    redo: str


_REASONS = """
SELECT reason.id, CASE WHEN parent.name IS NULL THEN reason.name ELSE parent.name || ' › ' || reason.name END, reason.kind
FROM contact_reason AS reason LEFT JOIN contact_reason AS parent ON parent.id = reason.parent_id
WHERE reason.active ORDER BY COALESCE(parent.position, reason.position), reason.position, reason.id"""


def company_facts() -> CompanyFacts | None:
    """None in a store that has no company yet."""
    return next((CompanyFacts(*row) for row in rows_of("SELECT name, currency, zone, locale, paper FROM company")), None)


def choices() -> Choices:
    return Choices(
        _choices("SELECT id, name, kind FROM channel WHERE active ORDER BY position, id"),
        _choices(_REASONS),
        _choices("SELECT id, name, role FROM staff WHERE active ORDER BY name, id"),
        _choices("SELECT id, name, kind FROM return_reason WHERE active ORDER BY position, id"),
    )


def undoable_now(staff_id: int) -> Undoable:
    return Undoable(_words(undoable(staff_id)), _words(redoable(staff_id)))


def latest_operation() -> int:
    """The sequence of the last thing anybody did here."""
    return next((row[0] for row in rows_of("SELECT sequence FROM chain_head")), 0)


def changes_since(sequence: int) -> tuple[int, list[Change]]:
    """What was done after this operation, at any desk or on the command line, and the sequence it ends with."""
    from crm_desktop.data.history import change_again  # with all models, which nobody needs to read a list

    done = rows_of("SELECT sequence, id FROM operation WHERE sequence > ? ORDER BY sequence", (sequence,))
    return (done[-1][0] if done else sequence), [change_again(row[1]) for row in done]


def _choices(text: str) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows_of(text))


def _words(operation_id: int | None) -> str:
    """Of an undo, what it had undone: redo brings that back."""
    if operation_id is None:
        return ""
    from crm_desktop.data.models import Operation

    found = Operation.get_by_id(operation_id)
    while found.undoes_id is not None:
        found = Operation.get_by_id(found.undoes_id)
    return found.text() or _("last step")


def staff_logins() -> dict[int, str]:
    """Everybody's, by id."""
    return {row[0]: row[1] for row in rows_of("SELECT id, login FROM staff")}


def staff_name(staff_id: int) -> str:
    return next((row[0] for row in rows_of("SELECT name FROM staff WHERE id = ?", (staff_id,))), "")
