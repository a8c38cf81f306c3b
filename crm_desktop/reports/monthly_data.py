"""What the monthly interaction report says, as plain data: the PDF, the figures file and the kept run are made from this one object.

Customers stand in it by number and colleagues by login; names are looked up when a page is printed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from crm_desktop.core.figure_targets import Target
from crm_desktop.core.figures import Value
from crm_desktop.queries.figures_people import Listed
from crm_desktop.queries.figures_relations import Birthday
from crm_desktop.queries.quotes import Quoted
from crm_desktop.reports.compared import ALL, NONE, REST, Compared
from crm_desktop.reports.desk_data import DeskPart
from crm_desktop.reports.periods import Period
from crm_desktop.reports.privacy_data import Privacy
from crm_desktop.reports.relations_data import Appointments, Relations
from crm_desktop.reports.returns_data import Returns
from crm_desktop.reports.trade_data import MoneyBlock, RefundBlock, Trade


@dataclass(frozen=True, slots=True)
class Head:
    """`as_of` is the newest operation's moment, `operation` its place in history. `staff`: logins; empty: everybody."""

    company: str
    locale: str
    language: str
    zone: str
    paper: str
    period: Period
    compared: Period
    year_ago: Period
    as_of: datetime | None
    operation: int
    is_final: bool
    staff: tuple[str, ...]
    hide_names: bool
    hide_team: bool
    list_interactions: bool
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """A day, or a week or month of a long period. `layers` are the counts of the channels named in the report's `layers`."""

    first: date
    last: date
    contacts: int
    is_open: bool
    layers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """Without a name: all channels together."""

    kind: ClassVar[str] = "channel"

    name: str
    incoming: Value
    outgoing: Value
    contacts: Value
    before: Value
    share: Value
    handle_time: Value
    resolved: Value

    @property
    def key(self) -> str:
        return self.name or ALL


@dataclass(frozen=True, slots=True)
class Hours:
    """Inbound and outbound interactions per weekday (0 is Monday) and hour; `open` gives weekday, first and last hour."""

    counts: tuple[tuple[int, ...], ...]
    open: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """An empty name: no reason was recorded. `is_rest` sums up what does not fit into the list."""

    kind: ClassVar[str] = "reason"

    name: str
    is_rest: bool
    contacts: Value
    before: Value
    share: Value
    running: Value
    handle_time: Value

    @property
    def key(self) -> str:
        return self.name or (REST if self.is_rest else NONE)


@dataclass(frozen=True, slots=True)
class RisingRow:
    """A reason with at least 3 interactions and half as many again as usual: the mean of up to three months before."""

    kind: ClassVar[str] = "reason"

    name: str
    contacts: Value
    before: Value
    usual: float | None

    @property
    def key(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ProductPart:
    """Of what was complained or asked about one product, that for one reason; an empty reason: all others."""

    kind: ClassVar[str] = "product and reason"

    sku: str
    reason: str
    trouble: Value

    @property
    def key(self) -> str:
        return f"{self.sku} {self.reason or REST}"


@dataclass(frozen=True, slots=True)
class ProductRow:
    kind: ClassVar[str] = "product"

    sku: str
    name: str
    trouble: Value
    before: Value
    usual: float | None
    reason: str
    of_reason: int
    parts: tuple[ProductPart, ...] = ()
    """For the reasons that come most in all rows, the same in each; the others together at the end."""

    @property
    def key(self) -> str:
        return self.sku


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    kind: ClassVar[str] = "outcome"

    outcome: str
    share: Value
    before: Value

    @property
    def key(self) -> str:
        return self.outcome


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """`login` is empty for follow-ups of nobody."""

    kind: ClassVar[str] = "owner"

    login: str
    created: Value
    on_time: Value
    late: Value
    kept: Value
    overdue: Value
    still_open: Value

    @property
    def key(self) -> str:
        return self.login or NONE


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """Days late at the end of the period, or at the moment the data goes to."""

    number: str
    customer: str
    owner: str
    due_on: date
    days_late: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class FollowUps:
    created: Compared
    on_time: Compared
    late: Compared
    kept: Compared
    overdue: Compared
    still_open: Compared
    owners: tuple[OwnerRow, ...]
    oldest: tuple[OverdueRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    kind: ClassVar[str] = "customer"

    number: str
    contacts: Value
    before: Value
    share: Value

    @property
    def key(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class StaffRow:
    """`login` is empty for interactions that nobody is recorded for."""

    kind: ClassVar[str] = "colleague"

    login: str
    contacts: Value
    before: Value
    handle_time: Value
    resolved: Value
    kept: Value
    overdue: Value | None = None
    occupancy: Value | None = None

    @property
    def key(self) -> str:
        return self.login or NONE


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: a kind of sentence, and the numbers that justify it."""

    kind: str
    values: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class People:
    """Names as they are when a page is printed, after this `operation`. An erased customer has None.

    `logo`: the company's, a picture file; empty: it has none.
    """

    customers: Mapping[str, str | None] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    listing: tuple[Listed, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    agreements: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    knowledge: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[int, str] = field(default_factory=dict)
    operation: int = 0
    logo: bytes = b""
    quotes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthlyInteractions:
    """`tiles` are the figures of the first page; parts that have no subject in the store are empty or None.

    What has a default was not kept by reports of earlier versions, which still print.
    """

    head: Head
    tiles: tuple[Compared, ...]
    findings: tuple[Finding, ...]
    bins: tuple[Bin, ...]
    layers: tuple[str, ...]
    channels: tuple[ChannelRow, ...]
    total: ChannelRow
    hours: Hours | None
    calls: tuple[Compared, ...]
    outcomes: tuple[OutcomeRow, ...]
    reasons: tuple[ReasonRow, ...]
    rising: tuple[RisingRow, ...]
    products: tuple[ProductRow, ...]
    follow_ups: FollowUps | None
    customers: tuple[Compared, ...]
    top_customers: tuple[CustomerRow, ...]
    orders: tuple[Compared, ...]
    team: tuple[StaffRow, ...]
    quality: tuple[Compared, ...]
    trade: Trade | None = None
    returns: Returns | None = None
    refunds: tuple[RefundBlock, ...] = ()
    money: tuple[MoneyBlock, ...] = ()
    appointments: Appointments | None = None
    relations: Relations | None = None
    desk: DeskPart | None = None
    quotes: tuple[Quoted, ...] = ()
    left_out: tuple[Value, ...] = ()
    privacy: Privacy | None = None
    people: People = field(default_factory=People, compare=False)

    @property
    def is_empty(self) -> bool:
        return not self.tiles[0].now.numerator


class Placed(NamedTuple):
    """A value with the row it belongs to (its kind and key; both empty: the company's) and its period: now, before or year_ago."""

    value: Value
    kind: str
    key: str
    period: str


PERIODS = ("now", "before", "year_ago")


def placed_values(part: Any, name: str = "now", kind: str = "", key: str = "") -> Iterator[Placed]:
    """Every figure of the report, in the order it is printed."""
    if isinstance(part, Value):
        yield Placed(part, kind, key, name if name in PERIODS else "now")
    elif isinstance(part, tuple):
        for item in part:
            yield from placed_values(item, name, kind, key)
    elif is_dataclass(part) and not isinstance(part, Head | People):
        if hasattr(part, "kind") and hasattr(part, "key"):
            kind, key = part.kind, part.key
        for each in fields(part):
            yield from placed_values(getattr(part, each.name), each.name, kind, key)
