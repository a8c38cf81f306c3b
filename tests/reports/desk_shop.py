"""A service desk of random but repeatable events beside the shop's contacts: cases that come back, wait, merge, and end at midnight."""

import random
from datetime import timedelta

from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    Article,
    Assessment,
    AssessmentScore,
    CaseEvent,
    CaseRemedy,
    CaseStatus,
    Channel,
    ContactReason,
    Criterion,
    Customer,
    Escalation,
    KnowledgeUse,
    Scorecard,
    SupportCase,
    Survey,
    SurveyResponse,
)
from crm_desktop.data.models.knowledge import MissedSearch
from crm_desktop.services.company import FOUNDER
from tests.reports.shop import FIRST, LAST, seconds

CASE = "number customer_id channel_id kind subject reason_id priority status_id assignee_id opened_at cause merged_into_id"
EVENT = "case_id at staff_id kind before after state visibility"
ESCALATION = "case_id level kind trigger reason from_staff_id to_staff_id at due_at accepted_at accepted_by_id handed_back_at outcome state"
PRIORITIES = ("low", "normal", "normal", "high", "urgent")
WAYS = (
    ("open",), ("open", "done"), ("open", "waiting_customer", "open", "done"), ("open", "done", "open", "waiting_other", "done"),
    ("open", "waiting_other", "done", "open"), ("open", "waiting_customer", "done"), ("open", "done", "open", "done"),
)  # fmt: skip


def fill_desk(count=90, seed=11):
    """In one operation of stored values; a case's derived columns follow from its events."""
    rnd = random.Random(seed)
    statuses = {row.kind: row.id for row in CaseStatus.select().order_by(CaseStatus.position.desc())}
    ways = [rnd.choice(WAYS) for _ in range(count)]
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        rows = [_case(rnd, number, statuses[way[-1]]) for number, way in enumerate(ways)]
        cases = done.insert_many(SupportCase, CASE.split(), rows)
        events = [event for case_id, row, way in zip(cases, rows, ways, strict=True) for event in _events(rnd, case_id, row[9], way)]
        done.insert_many(CaseEvent, EVENT.split(), events)
        done.insert_many(
            CaseRemedy,
            ("case_id", "kind", "cost", "currency", "at", "staff_id"),
            [(rnd.choice(cases), rnd.choice(("apology", "refund", "coupon")), rnd.randint(0, 50) * 10_000, "EUR", _moment(rnd), 1)
             for _ in range(25)],
        )  # fmt: skip
        _fill_escalations(rnd, done, cases)
        _fill_voices(rnd, done, cases)
        _fill_quality(rnd, done, cases)
    with operation("Merged", FOUNDER, may=Right.IMPORT) as done:
        for place in (3, 17):
            merged = SupportCase.get_by_id(cases[place])
            merged.merged_into = cases[place + 1]
            done.save(merged)
    _fill_knowledge(rnd)


def _case(rnd, number, status_id):
    customers = [row.id for row in Customer.select(Customer.id).order_by(Customer.id)]
    channels = [row.id for row in Channel.select().order_by(Channel.position)][:4]
    reasons = [row.id for row in ContactReason.select().order_by(ContactReason.position)][:5]
    kind = rnd.choice(list(CaseKind))
    cause = rnd.choice(("", "product", "carrier")) if kind == CaseKind.COMPLAINT else ""
    return (
        f"C-{number:05}", rnd.choice([*customers, None]), rnd.choice(channels), str(kind), "Something is wrong",
        rnd.choice([*reasons, None]), rnd.choice(PRIORITIES), status_id, rnd.choice((1, 2, None)), _moment(rnd), cause, None,
    )  # fmt: skip


def _events(rnd, case_id, opened_at, way):
    at, rows = opened_at, []
    for place, state in enumerate(way):
        before = way[place - 1] if place else ""
        kind = "opened" if not place else "reopened" if before == "done" and state != "done" else "status"
        rows.append((case_id, at, 1, kind, "", "", state, "internal"))
        for _ in range(rnd.randint(0, 2)):
            rows.append((case_id, at + rnd.randint(0, 40_000), 1, rnd.choice(("answered", "heard")), "", "", "", "customer"))
        at += rnd.choice((600, 7_200, 40_000, 200_000, 900_000))
    return rows


def _fill_escalations(rnd, done, cases):
    """Some wait for a helper, some were taken over, some came back."""
    rows = []
    for number in range(30):
        at = _moment(rnd)
        taken = at + rnd.randint(60, 300_000) if number % 3 else None
        back = taken + 3_600 if taken and number % 2 else None
        state = "handed_back" if back else "accepted" if taken else "waiting"
        rows.append((
            rnd.choice(cases), rnd.choice(("team_lead", "manager", "external")), "authority", rnd.choice(("hand", "vip", "keyword")),
            "They insist", 1, 2, at, at + 7_200, taken, 2 if taken else None, back, "Gave in" if back else "", state,
        ))  # fmt: skip
    columns = (
        "case_id level kind trigger reason from_staff_id to_staff_id at due_at accepted_at accepted_by_id handed_back_at outcome state"
    )
    done.insert_many(Escalation, columns.split(), rows)


def _fill_voices(rnd, done, cases):
    """Scores of three kinds, comments, people who declined and who never answered."""
    for kind, name, lowest, highest in (("csat", "How was it", 1, 5), ("nps", "Recommend", 0, 10), ("ces", "Effort", 1, 7)):
        (survey,) = done.insert_many(Survey, ("name", "kind", "state", "follow_up"), [(name, kind, "open", False)])
        rows = []
        for number in range(60):
            asked = _moment(rnd)
            state = rnd.choice(("answered", "answered", "declined", "asked"))
            is_answered = state == "answered"
            rows.append((
                f"SV-{kind}-{number}", survey, rnd.choice((1, 2, None)), rnd.choice([*cases[:30], None]), state, "phone", asked,
                asked + rnd.randint(60, 90_000) if is_answered else None, asked + 60 if state == "declined" else None,
                rnd.randint(lowest, highest) if is_answered else -1, "It took long" if is_answered and number % 7 == 0 else "",
            ))  # fmt: skip
        columns = "number survey_id staff_id case_id state channel asked_at answered_at declined_at score comment"
        done.insert_many(SurveyResponse, columns.split(), rows)


def _fill_quality(rnd, done, cases):
    (card,) = done.insert_many(Scorecard, ("name", "state"), [("Calls", "active")])
    criteria = done.insert_many(
        Criterion,
        ("scorecard_id", "position", "section", "text", "scale", "weight", "fatal"),
        [(card, 0, "Opening", "Greets", "yes_no", 40, False), (card, 1, "Solution", "Solves", "yes_no", 60, True)],
    )
    for number in range(24):
        day = (FIRST + timedelta(days=rnd.randint(0, 60))).isoformat()
        kind = rnd.choice(("supervisor", "peer", "self"))
        row = (f"QA-{number}", card, rnd.choice(cases), rnd.choice((1, 2)), 1, kind, "done", day)
        columns = "number scorecard_id case_id staff_id reviewer_id kind state contact_on"
        (made,) = done.insert_many(Assessment, columns.split(), [row])
        scores = [(made, criteria[0], rnd.choice((0, 1, None))), (made, criteria[1], rnd.choice((0, 1, 1, 1)))]
        done.insert_many(AssessmentScore, ("assessment_id", "criterion_id", "score"), scores)


def _fill_knowledge(rnd):
    from crm_desktop.data.models import Interaction

    held = [row.id for row in Interaction.select(Interaction.id).order_by(Interaction.id)]
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        articles = done.insert_many(
            Article,
            ("kind", "title", "body", "state", "approved_at", "review_by"),
            [("faq", f"Article {n}", "Text", "published", _moment(rnd), "2025-10-01" if n % 2 else "9999-12-31") for n in range(6)],
        )
        columns = ("article_id", "used_at", "used_in", "staff_id", "interaction_id")
        done.insert_many(
            KnowledgeUse, columns, [(rnd.choice(articles), _moment(rnd), "call", 1, rnd.choice([*held, None])) for _ in range(50)]
        )
    for _ in range(20):
        MissedSearch.create(at=_moment(rnd), staff_id=1, words=rnd.choice(("Lamp flickers", "lamp flickers", "gift card")))


def _moment(rnd):
    day = FIRST + timedelta(days=rnd.randint(0, (LAST - FIRST).days))
    return seconds(day, rnd.randint(0, 23), rnd.randint(0, 59))
