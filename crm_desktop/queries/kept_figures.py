"""What is kept of the whole company's figures of one stretch of time, and what had to be counted for it."""

from typing import Any

from crm_desktop.core.kept_counts import Counted, Subject
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.data.kept import told_of
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

_STATES = ", ".join(f"'{state}'" for state in CaseStatusKind)
_LATER = f"""SELECT 1 WHERE EXISTS (SELECT 1 FROM interaction WHERE started_at > ?)
    OR EXISTS (SELECT 1 FROM support_case WHERE opened_at > ?)
    OR EXISTS (SELECT 1 FROM case_event WHERE state <> '' AND state IN ({_STATES}) AND at > ?)
    OR EXISTS (SELECT 1 FROM case_event WHERE kind IN ('{CaseEventKind.ANSWERED}', '{CaseEventKind.HEARD}') AND at > ?)
    OR EXISTS (SELECT 1 FROM survey_response WHERE answered_at > ?)"""


class KeptFigures:
    """`fresh`: what was counted and is not kept yet."""

    def __init__(self, scope: Scope) -> None:
        self._is_whole = scope == Scope(scope.start, scope.end)
        self._scope = scope
        self.fresh: list[Counted] = []

    def told(self, subject: Subject, start: int | None = None, until: int | None = None) -> Any:
        """From the beginning of the period, or from `start`, to its end. None where it is narrowed: it is counted then.

        So it is where something is told of later than `until`, how far the data goes, and must not count yet.
        """
        if not self._is_whole or (until is not None and rows_of(_LATER, (until,) * _LATER.count("?"))):
            return None
        return self._told(subject, self._scope.start if start is None else start)

    def told_by_channel(self) -> Any:
        """Contacts of each channel, where the period is narrowed to one of them and by nothing else; else None."""
        scope = self._scope
        if len(scope.channels) != 1 or scope != Scope(scope.start, scope.end, channels=scope.channels):
            return None
        return self._told(Subject.CONTACTS_BY_CHANNEL, scope.start)

    def _told(self, subject: Subject, start: int) -> Any:
        found = told_of(subject, [(start, self._scope.end)])
        self.fresh.extend(found.fresh)
        return found.found[0]
