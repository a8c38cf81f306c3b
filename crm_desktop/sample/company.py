"""Makes the sample company: `make_sample("small", seed=1, until=date.today())` in an open store without a company."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from crm_desktop.core.actors import FOUNDER
from crm_desktop.core.dates import utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.data.bulk import filling
from crm_desktop.data.history import BLOCK, Done
from crm_desktop.data.models import BusinessHours, Company, CustomField, Holiday, Order, ReturnRequest, Staff
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.agreed import Calendar, agreements
from crm_desktop.sample.agreeing import agreements_of
from crm_desktop.sample.asked import ask_each_other
from crm_desktop.sample.at_work import carry_on
from crm_desktop.sample.breakage import Breakage, Complaints
from crm_desktop.sample.cases import Cases
from crm_desktop.sample.chance import Chance
from crm_desktop.sample.colleagues import COMPANY, DETAILS, Colleague, crew
from crm_desktop.sample.desk import Contacted, Desk
from crm_desktop.sample.filling import Filling
from crm_desktop.sample.filling_cases import CaseFilling
from crm_desktop.sample.filling_trade import TradeFilling
from crm_desktop.sample.invoices import documents
from crm_desktop.sample.judged import ask_and_judge
from crm_desktop.sample.knowledge import write_knowledge
from crm_desktop.sample.letters import write_letters
from crm_desktop.sample.made_good import make_good
from crm_desktop.sample.parcels import Packing
from crm_desktop.sample.payments import Till
from crm_desktop.sample.people import Invented, invent_customers
from crm_desktop.sample.progress import Progress, Told
from crm_desktop.sample.promises import Promises
from crm_desktop.sample.recent import live_afternoon
from crm_desktop.sample.registers import keep_registers
from crm_desktop.sample.returning import Returning
from crm_desktop.sample.returns import Returned
from crm_desktop.sample.rhythm import MORNING, Rhythm, holidays
from crm_desktop.sample.service_levels import promise_levels
from crm_desktop.sample.settling import Settling
from crm_desktop.sample.sizes import Size, first_day, size_of
from crm_desktop.sample.stock import Stock
from crm_desktop.sample.trade import UNTOUCHED, Good, Market, Sale, all_goods
from crm_desktop.sample.vouchers import Purse, codes, sorry
from crm_desktop.sample.words import GROUPS
from crm_desktop.services.company import found_company, initials_of

_SATURDAY = 5
_FIELDS: tuple[dict[str, str], ...] = (
    {"name": "group", "label": "Group", "kind": CustomFieldKind.CHOICE, "choices": json.dumps(GROUPS, ensure_ascii=False)},
    {"name": "newsletter", "label": "Newsletter", "kind": CustomFieldKind.YES_NO},
    {"name": "shelves", "label": "Shelves to fill", "kind": CustomFieldKind.NUMBER},
)
"""What this company keeps of its customers besides."""
_OPEN_SINCE = 20 * 86_400
"""Seconds before the end from which on contacts may have left something open."""


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
    past = _Past(f"{size} {seed} {last}", wanted, first, last)
    found_company(COMPANY, also=past.begin)
    told = Told(progress, wanted)
    with filling(N_("Filled in the sample company’s past"), FOUNDER, told.follows) as bulk:
        past.fill(Filling(bulk, COMPANY.zone, COMPANY.currency, told.rows))
    live_afternoon(last)
    ask_each_other(last)
    make_good(last)
    write_letters(last)
    ask_and_judge(last)
    carry_on(last)
    keep_registers(last)
    told.all()


def _settle_in(done: Done, staff: Sequence[Colleague], first: date, last: date) -> None:
    company, owner = Company.the(), Staff.get_by_id(FOUNDER.id)
    for name, value in DETAILS.items():
        setattr(company, name, value)
    done.save(company)
    for place, colleague in enumerate(staff):
        member = owner if place == 0 else Staff()
        member.name, member.login, member.role, member.email = colleague.name, colleague.login, colleague.role, colleague.email
        member.initials, member.languages = initials_of(colleague.name), colleague.languages
        member.specialities, member.availability = colleague.specialities, colleague.availability
        if place:
            done.insert(member)
        else:
            done.save(member)
    done.insert(BusinessHours(weekday=_SATURDAY, opens="10:00", closes="14:00"))
    done.insert(*(CustomField(entity_table="customer", position=place, **field) for place, field in enumerate(_FIELDS)))
    done.insert(*(Holiday(day=day) for day in holidays(first, last)))
    promise_levels(done, last)


class _Past:
    """Each part draws from its own stream of chance, so that a shorter last morning changes nothing before it."""

    def __init__(self, name: str, size: Size, first: date, last: date) -> None:
        self._name, self._size, self._first, self._last = name, size, first, last
        self._zone = zone_of(COMPANY.zone)
        morning, now = datetime.combine(last, MORNING, self._zone), utc_now()
        self._end = int((now if now < morning < now + timedelta(days=1) else morning).timestamp())
        self.staff = crew(size.staff, self._random("staff"))

    def begin(self, done: Done) -> None:
        """What is there before anything happens: people, hours, and what everybody knows."""
        _settle_in(done, self.staff, self._first, self._last)
        write_knowledge(done, self._random("knowledge"), self._first, self._last)

    def fill(self, filling: Filling) -> None:
        goods = all_goods()
        customers = invent_customers(self._size.customers, self._random("customers"), self._first, self._last)
        filling.products(goods)
        filling.customers(customers)
        filling.consents(agreements_of(customers, len(self.staff), self._random("consents"), self._zone, self._end))
        sales, complaints = self._sell(filling, goods, customers)
        self._talk(filling, goods, customers, sales, complaints)

    def _sell(self, filling: Filling, goods: Sequence[Good], customers: Sequence[Invented]) -> tuple[list[Sale], Complaints]:
        """All orders, and what is said of those that broke on the way."""
        market = Market(self._random("orders"), len(self.staff), goods, customers, self._last, self._zone)
        sales = market.sales(self._moments("buying", self._size.orders, closed=False))
        packing = Packing(self._random("parcels"), self._last, sales[-UNTOUCHED].at)
        for sale in sales:
            packing.pack(sale)
        complaints = self._complaints(sales, goods)
        returns = self._returns(market, sales, complaints)
        again = [line.again for returned in returns for line in returned.lines if line.again is not None]
        for sale in again:
            packing.pack(sale)
        sales = sorted([*sales, *again], key=lambda sale: sale.at)
        for place, (sale, number) in enumerate(zip(sales, next_numbers(Order, len(sales)), strict=True)):
            sale.place, sale.number = place, number
        for place, (returned, number) in enumerate(zip(returns, next_numbers(ReturnRequest, len(returns)), strict=True)):
            returned.call(number, place)
        filling.orders(sales, goods)
        filling.parcels(sales)
        filling.stock(Stock(self._random("stock"), goods, sales, returns, self._first, self._last).movements())
        self._settle(TradeFilling(filling, goods, DETAILS["tax_id"]), sales, returns, customers)
        return sales, complaints

    def _settle(self, filling: TradeFilling, sales: Sequence[Sale], returns: Sequence[Returned], customers: Sequence[Invented]) -> None:
        credit = [line.voucher for returned in returns for line in returned.lines if line.voucher is not None]
        excuses = sorry(self._random("vouchers"), sales, len(self.staff), self._end)
        vouchers = sorted([*codes(self._first, self._last, self._zone), *credit, *excuses], key=lambda given: given.at)
        filling.vouchers(vouchers)
        filling.returns(returns)
        filling.invoices(documents(sales, customers, returns, self._zone, self._last), customers)
        till = Till(self._random("payments"), self._zone, self._end, Purse(vouchers), returns)
        filling.payments(paid for sale in sales for paid in till.payments(sale))
        filling.agreements(agreements(self._random("agreements"), customers, self._first, self._last))
        calendar = Calendar(self._random("appointments"), len(self.staff), customers, self._zone, self._first, self._last)
        filling.appointments(calendar.appointments())

    def _complaints(self, sales: Sequence[Sale], goods: Sequence[Good]) -> Complaints:
        rhythm = self._rhythm("complaints", closed=True)
        broken = Breakage(self._random("breakage"), sales, goods, self._zone, self._end)
        return broken.complaints(self._size.contacts * 30 / self._size.days, rhythm.moment_on)

    def _returns(self, market: Market, sales: Sequence[Sale], complaints: Complaints) -> list[Returned]:
        random, staff = self._random("returns"), len(self.staff)
        settling = Settling(random, staff, market, market.goods, self._zone, self._last)
        return Returning(random, staff, market.goods, settling, self._zone, self._last).draw(sales, complaints)

    def _talk(
        self, filling: Filling, goods: Sequence[Good], customers: Sequence[Invented], sales: Sequence[Sale], complaints: Complaints
    ) -> None:
        """The last contacts wait until it is known which of them left something open."""
        desk = Desk(self._random("contacts"), self.staff, customers, sales, goods, self._zone, self._end, self._size.unsettled)
        promises = Promises(self._random("follow-ups"), len(self.staff), self._zone, self._last, self._end)
        cases = Cases(self._random("cases"), len(self.staff), self._zone, self._end, self._size.unsettled)
        waiting: list[Contacted] = []
        written = 0
        moments = self._moments("talking", self._size.contacts, closed=True)
        for place, contacted in enumerate(desk.contacts(moments, complaints)):
            promises.of(place, contacted)
            waiting.append(contacted)
            if len(waiting) == BLOCK and contacted.at < self._end - _OPEN_SINCE:
                self._write(filling, cases, waiting)
                written += len(waiting)
                waiting.clear()
        promises.standing(waiting, written)
        self._write(filling, cases, waiting)
        filling.follow_ups(promises.all(customers, self._first))

    def _write(self, filling: Filling, cases: Cases, contacts: Sequence[Contacted]) -> None:
        """The cases of some contacts, the contacts, and what happened to the cases."""
        asked, told = cases.of(contacts), CaseFilling(filling)
        of_contacts = told.cases(asked)
        told.events(asked, of_contacts, filling.interactions(contacts, of_contacts))

    def _moments(self, part: str, count: int, *, closed: bool) -> list[int]:
        return [at for at in self._rhythm(part, closed=closed).moments(count) if at < self._end]

    def _rhythm(self, part: str, *, closed: bool) -> Rhythm:
        return Rhythm(self._random(part), self._zone, self._first, self._last, closed=closed)

    def _random(self, part: str) -> Random:
        return Chance(f"{self._name} {part}")
