"""The moments of cases of a file as events: figures are computed from these, as for cases that were handled here."""

from typing import Any

from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind, Visibility
from crm_desktop.services.incoming import Incoming, Place, Reference

_COLUMNS = ("case_id", "at", "kind", "state", "after", "visibility")


class CaseEvents:
    """Opened, answered first, solved and closed; what the file does not state did not happen. What is closed was solved by then."""

    def __init__(self, status_by: str) -> None:
        self.rows = Incoming(
            "case_event",
            _COLUMNS,
            references=(Reference("case_id", "support_case"), Reference("after", "case_status", status_by, may_be_empty=True)),
            once=frozenset(_COLUMNS) - {"at"},
        )

    def add(self, key: str, values: dict[str, Any], place: Place) -> None:
        answered, closed = values.get("first_response_at"), values.get("closed_at")
        solved = closed if values.get("resolved_at") is None else values["resolved_at"]
        inside, outside = str(Visibility.INTERNAL), str(Visibility.CUSTOMER)
        told = (
            (values["opened_at"], CaseEventKind.OPENED, CaseStatusKind.OPEN, "", inside),
            (answered, CaseEventKind.ANSWERED, "", "", outside),
            (solved, CaseEventKind.STATUS, CaseStatusKind.DONE, values["status"], inside),
            (closed, CaseEventKind.CLOSED, "", "", inside),
        )
        for at, kind, state, after, visibility in told:
            if at is not None:
                self.rows.add(f"{key}#{kind}", [key, at, str(kind), str(state), after, visibility], place)
