"""Customers at risk: who complained more than once, or said that they are not content.

A complaint is a case of that kind, or an incoming contact about one that belongs to no case: what was told twice counts once.
"""

from collections import Counter

from crm_desktop.core.kinds import ReasonKind
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.survey_kinds import ResponseState, SurveyKind
from crm_desktop.data.database import database, fetch

COMPLAINTS = 2
"""From so many on a customer is at risk."""
LOW = 2
"""An answer to a CSAT survey, from 1 to 5, up to which a customer is."""
_CASES = f"""SELECT customer_id, COUNT(*) FROM support_case WHERE kind = '{CaseKind.COMPLAINT}' AND merged_into_id IS NULL
AND customer_id IS NOT NULL AND opened_at >= ? AND opened_at < ? GROUP BY customer_id"""
_CONTACTS = f"""SELECT held.customer_id, COUNT(*) FROM interaction AS held JOIN contact_reason AS reason ON reason.id = held.reason_id
WHERE reason.kind = '{ReasonKind.COMPLAINT}' AND held.direction = 'in' AND held.case_id IS NULL AND held.customer_id IS NOT NULL
AND held.started_at >= ? AND held.started_at < ? GROUP BY held.customer_id"""
_ANSWERS = f"""SELECT given.customer_id, MIN(given.score) FROM survey_response AS given JOIN survey ON survey.id = given.survey_id
WHERE survey.kind = '{SurveyKind.CSAT}' AND given.state = '{ResponseState.ANSWERED}' AND given.score BETWEEN 1 AND {LOW}
AND given.customer_id IS NOT NULL AND given.answered_at >= ? AND given.answered_at < ? GROUP BY given.customer_id"""


def at_risk(since: int, until: int) -> tuple[list[int], Counter[int], dict[int, int]]:
    """Customers, most complaints first and the least content of as many; how often each complained, and the lowest answer of each."""
    complaints: Counter[int] = Counter()
    for text in (_CASES, _CONTACTS):
        complaints.update(dict(fetch(text.replace("?", database.param), (since, until))))
    answers: dict[int, int] = dict(fetch(_ANSWERS.replace("?", database.param), (since, until)))
    found = [customer for customer in complaints.keys() | answers.keys() if complaints[customer] >= COMPLAINTS or customer in answers]
    found.sort(key=lambda customer: (-complaints[customer], answers.get(customer, LOW + 1), customer))
    return found, complaints, answers


def how_many(since: int, until: int) -> int:
    return len(at_risk(since, until)[0])
