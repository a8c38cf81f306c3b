"""Who looks at a case now, and which mentions were seen. Outside history: neither changes a record."""

from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import write
from crm_desktop.data.models import CaseViewer, SeenMention
from crm_desktop.queries.mentions import unseen_mentions

STILL_HERE = timedelta(minutes=2)
"""Who said so longer ago has gone, or their desk has."""


def look_at_case(case_id: int, by: Actor, now: datetime | None = None) -> bool:
    """Said again every minute while the page shows it. What names this person in it is seen: whether there was something."""
    moment, was_named = now or utc_now(), False
    with write():
        CaseViewer.delete().where((CaseViewer.staff_id == by.id) | (CaseViewer.at < moment - STILL_HERE)).execute()
        CaseViewer.create(case_id=case_id, staff_id=by.id, at=moment)
        for mention in unseen_mentions(by.id):
            if mention.case_id == case_id:
                SeenMention.create(mention_id=mention.id, at=moment)
                was_named = True
    return was_named


def leave_case(by: Actor) -> None:
    with write():
        CaseViewer.delete().where(CaseViewer.staff_id == by.id).execute()
