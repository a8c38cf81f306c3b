"""What customers agreed to, and what they did not: everything they ever said about it, and how it stands."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.consents import Said, Standing, standing_of
from crm_desktop.queries.lists import at, moment, rows_of

_MOST_PURPOSES = 100


class ConsentRow(NamedTuple):
    """One thing said, as it was noted. `noted_by` and `withdrawn_by` are colleagues' names."""

    id: int
    purpose: str
    channel: str
    source: str
    given_at: datetime
    withdrawn_at: datetime | None
    wording: str
    evidence: str
    withdrawal: str
    noted_by: str
    withdrawn_by: str

    @property
    def said(self) -> Said:
        return Said(self.purpose, self.channel, self.given_at, self.withdrawn_at)


_ROWS = """
SELECT consent.id, consent.purpose, consent.channel, consent.source, consent.given_at, consent.withdrawn_at, consent.text_version,
    consent.evidence, consent.withdrawal, COALESCE(noter.name, ''),
    COALESCE(ender.name, '')
FROM consent LEFT JOIN staff AS noter ON noter.id = consent.noted_by_id LEFT JOIN staff AS ender ON ender.id = consent.withdrawn_by_id
WHERE consent.customer_id = ? ORDER BY consent.id"""
_PURPOSES = f"""
SELECT purpose FROM (SELECT purpose FROM consent UNION ALL SELECT purpose FROM template UNION ALL SELECT purpose FROM survey) AS used
WHERE purpose <> '' GROUP BY purpose ORDER BY COUNT(*) DESC, purpose LIMIT {_MOST_PURPOSES}"""


def consents_of(customer_id: int) -> tuple[ConsentRow, ...]:
    """The earliest first."""
    return tuple(ConsentRow._make((*row[:4], at(row[4]), moment(row[5]), *row[6:])) for row in rows_of(_ROWS, (customer_id,)))


def how_it_stands(customer_id: int, purpose: str, channel: str = "") -> Standing:
    """Whether this customer agreed to this, by this kind of channel."""
    return standing_of((each.said for each in consents_of(customer_id)), purpose, channel)


def purposes() -> tuple[str, ...]:
    """What consents are asked for in this company, the most usual first."""
    return tuple(row[0] for row in rows_of(_PURPOSES))
