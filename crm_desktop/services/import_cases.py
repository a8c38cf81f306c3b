"""What holds for cases and ratings of a file as for those made here: moments in their order, and scores on their scale."""

from collections.abc import Iterator, Sequence

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.core.survey_kinds import SCALES, SurveyKind
from crm_desktop.services.import_matching import names_of
from crm_desktop.services.incoming import Refuse, Row


def checked(table: str, columns: Sequence[str], rows: Sequence[Row], refuse: Refuse) -> list[Row]:
    """Of rows of these tables, those that may come in. Their references are ids by now."""
    if table == "case_event":
        return list(_events(columns, rows, refuse))
    if table == "survey_response":
        return list(_ratings(columns, rows, refuse))
    return list(rows)


def _events(columns: Sequence[str], rows: Sequence[Row], refuse: Refuse) -> Iterator[Row]:
    """A moment that cannot be stays out, and its case is in: it counts as one of which that is not known."""
    case, at, kind, after = map(columns.index, ("case_id", "at", "kind", "after"))
    heads = names_of("support_case", ("opened_at", "status_id"), {row[1][case] for row in rows})
    kinds = {status: names[0] for status, names in names_of("case_status", ("kind",), {status for _at, status in heads.values()}).items()}
    for row in rows:
        values = row[1]
        opened, status = heads[values[case]]
        over = values[kind] in (CaseEventKind.STATUS, CaseEventKind.CLOSED)
        if values[at] < opened:
            refuse(row, values[kind], "", _("This is before the case was opened: the case came in without it."))
        elif over and kinds[status] != CaseStatusKind.DONE:
            refuse(row, values[kind], "", _("The case is not solved, and says when it was: it came in without that."))
        else:
            values[after] = "" if values[after] is None else str(values[after])
            yield row


def _ratings(columns: Sequence[str], rows: Sequence[Row], refuse: Refuse) -> Iterator[Row]:
    survey, score = columns.index("survey_id"), columns.index("score")
    kinds = {key: SurveyKind(names[0]) for key, names in names_of("survey", ("kind",), {row[1][survey] for row in rows}).items()}
    for row in rows:
        scale = SCALES.get(kinds[row[1][survey]])
        if scale is None or not scale.lowest <= row[1][score] <= scale.highest:
            refuse(row, "score", row[1][score], _("This is no score that can be given in this survey."))
        else:
            yield row
