"""Makes the sample company: `make_sample("small", seed=1, until=date.today())` in an open store without a company."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from crm_desktop.core.dates import utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import BusinessHours, Company, Holiday, Order, Staff
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.colleagues import COMPANY, DETAILS, STAFF
from crm_desktop.sample.desk import Desk
from crm_desktop.sample.filling import Filling
from crm_desktop.sample.people import invent_customers
from crm_desktop.sample.promises import Promises
from crm_desktop.sample.recent import live_afternoon
from crm_desktop.sample.rhythm import MORNING, Rhythm, holidays
from crm_desktop.sample.sizes import Size, first_day, size_of
from crm_desktop.sample.trade import Market, all_goods, movements
from crm_desktop.services.company import FOUNDER, found_company, initials_of

Progress = Callable[[int, int], None]
"""Steps done, of how many."""
_STEPS = 8
_SATURDAY = 5


def make_sample(size: str = "small", seed: int = 1, until: date | None = None, progress: Progress | None = None) -> None:
    """Fill an open store that has no company yet, up to the morning of `until` (None: today).

    The same size, seed and day make the same content, but for the moments at which rows were written. Where it is not 10:00
    yet on that day, the last morning is shorter: nothing lies in the future, unless a later day is asked for.
    Sizes are in `sizes.SIZES`. Raises UserError, and then changed nothing.
    """
    wanted, last = size_of(size), until or datetime.now(zone_of(COMPANY.zone)).date()
    first = first_day(wanted, last)
    if Company.get_or_none(id=1) is not None:
        raise UserError(_("This store has a company already. Nothing was changed."))
    found_company(COMPANY, also=lambda done: _settle_in(done, first, last))
    steps = iter(range(1, _STEPS + 1))
    with operation(N_("Filled in the sample company’s past"), FOUNDER, may=Right.IMPORT, final=True) as done:
        for _part in _Past(f"{size} {seed} {last}", wanted, first, last).fill(done):
            _tell(progress, next(steps))
    _tell(progress, next(steps))
    live_afternoon(last)
    _tell(progress, next(steps))


def _settle_in(done: Done, first: date, last: date) -> None:
    company, owner = Company.the(), Staff.get_by_id(FOUNDER.id)
    for name, value in DETAILS.items():
        setattr(company, name, value)
    done.save(company)
    for place, colleague in enumerate(STAFF):
        member = owner if place == 0 else Staff()
        member.name, member.login, member.role, member.email = colleague.name, colleague.login, colleague.role, colleague.email
        member.initials, member.languages = initials_of(colleague.name), colleague.languages
        member.specialities, member.availability = colleague.specialities, colleague.availability
        if place:
            done.insert(member)
        else:
            done.save(member)
    done.insert(BusinessHours(weekday=_SATURDAY, opens="10:00", closes="14:00"))
    done.insert(*(Holiday(day=day) for day in holidays(first, last)))


class _Past:
    """Each part draws from its own stream of chance, so that a shorter last morning changes nothing before it."""

    def __init__(self, name: str, size: Size, first: date, last: date) -> None:
        self._name, self._size, self._first, self._last = name, size, first, last
        self._zone = zone_of(COMPANY.zone)
        morning, now = datetime.combine(last, MORNING, self._zone), utc_now()
        self._end = int((now if now < morning < now + timedelta(days=1) else morning).timestamp())

    def fill(self, done: Done) -> Iterator[None]:
        """Yields after each part."""
        filling, goods = Filling(done, COMPANY.zone, COMPANY.currency), all_goods()
        customers = invent_customers(self._size.customers, self._random("customers"), self._first, self._last)
        filling.products(goods)
        filling.customers(customers)
        yield
        market = Market(self._random("orders"), goods, customers, self._last, self._zone)
        sales = market.sales(self._moments("buying", self._size.orders, closed=False))
        for sale, number in zip(sales, next_numbers(Order, len(sales)), strict=True):
            sale.number = number
        filling.orders(sales, goods)
        yield
        filling.stock(movements(sales, goods, self._random("stock"), self._first))
        yield
        desk = Desk(self._random("contacts"), customers, sales, goods, self._zone, self._end)
        rhythm = self._rhythm("complaints", closed=True)
        complaints = desk.rising(self._size.contacts * 30 / self._size.days, rhythm.moment_on)
        contacts = desk.contacts(self._moments("talking", self._size.contacts, closed=True), complaints)
        promised = Promises(self._random("follow-ups"), self._zone, self._last, self._end).all(contacts, customers, self._first)
        yield
        filling.interactions(contacts)
        yield
        filling.follow_ups(promised)
        yield

    def _moments(self, part: str, count: int, *, closed: bool) -> list[int]:
        return [at for at in self._rhythm(part, closed=closed).moments(count) if at < self._end]

    def _rhythm(self, part: str, *, closed: bool) -> Rhythm:
        return Rhythm(self._random(part), self._zone, self._first, self._last, closed=closed)

    def _random(self, part: str) -> Random:
        return Random(f"{self._name} {part}")  # noqa: S311  # the same each time


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(step, _STEPS)
