"""Invents customers: persons and companies, who answers there, their phones, mail and places."""

import string
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from crm_desktop.core.custom_values import NOTHING, Kept, dumped
from crm_desktop.core.kinds import CustomerKind, CustomerStatus, PointKind
from crm_desktop.core.text import fold
from crm_desktop.sample.places import COUNTRIES, LATIN_ENDS, LATIN_STARTS, STEMS, TO_LATIN, City, Country
from crm_desktop.sample.rhythm import pick
from crm_desktop.sample.words import GROUPS, QUICK_FACTS, ROLES, TAGS

_MAIL = ("post", "inbox", "mail", "letterbox")
_WEIGHTS = list(accumulate(country.weight for country in COUNTRIES))
_STATUSES = ((CustomerStatus.ACTIVE, 88), (CustomerStatus.INACTIVE, 6), (CustomerStatus.LEAD, 5), (CustomerStatus.BLOCKED, 1))
_STATUS_SHARES = list(accumulate(share for _status, share in _STATUSES))


@dataclass(frozen=True, slots=True)
class Point:
    kind: PointKind
    value: str
    main: bool


@dataclass(frozen=True, slots=True)
class Place:
    lines: str
    city: str
    region: str
    postal_code: str
    country: str

    def text(self) -> str:
        """As an order keeps it."""
        return "\n".join(filter(None, (self.lines, f"{self.postal_code} {self.city}", self.region, self.country)))


@dataclass(frozen=True, slots=True)
class Person:
    """`salutation` is empty where somebody prefers none."""

    first: str
    last: str
    salutation: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def mail_name(self) -> str:
        return f"{_plain(self.first)}.{_plain(self.last)}"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A contact at a company."""

    person: Person
    role: str
    points: tuple[Point, ...]
    birthday: str = ""


@dataclass(slots=True)
class Invented:
    """A customer to be; `share` is how often it buys beside others."""

    name: str
    kind: CustomerKind
    person: Person | None
    language: str
    since: date
    status: CustomerStatus
    vip: bool
    preferred: str
    quick_facts: str
    share: float
    points: tuple[Point, ...]
    places: tuple[Place, ...]
    colleagues: tuple[Colleague, ...] = ()
    birthday: str = ""
    tags: tuple[str, ...] = ()
    custom: str = NOTHING

    @property
    def buys(self) -> bool:
        return self.status != CustomerStatus.LEAD


def invent_customers(count: int, random: Random, first: date, last: date) -> list[Invented]:
    """In the order they came, most of them before the sample's first day."""
    days = (last - first).days
    since = sorted(first + timedelta(days=round((random.random() * 2 - 1) * days)) for _ in range(count))
    found = [_customer(random, day, max(40.0, count / 100)) for day in since]
    for place in random.sample(range(count // 2, count), max(2, count // 400)):
        found[place] = _twice(found[random.randrange(count // 2)], found[place])
    return found


def invent_person(random: Random) -> Person:
    return _person(random, COUNTRIES[pick(random, _WEIGHTS)])


def _customer(random: Random, since: date, largest: float) -> Invented:
    country = COUNTRIES[pick(random, _WEIGHTS)]
    company = random.random() < 0.35
    person = None if company else _person(random, country)
    name = person.name if person else _company_name(random, country)
    domain = f"{_plain(name)}.example" if company else f"{random.choice(_MAIL)}.example"
    status = _STATUSES[pick(random, _STATUS_SHARES)][0]
    share = random.paretovariate(1.4) * (2.5 if company else 1)
    return Invented(
        name=name,
        kind=CustomerKind.COMPANY if company else CustomerKind.PERSON,
        person=person,
        language=country.language,
        since=since,
        status=status,
        vip=share > 9,
        preferred=random.choice(("phone", "email", "", "", "")),
        quick_facts=random.choice(QUICK_FACTS) if random.random() < 0.18 else "",
        share=min(share, largest if company else 10),
        points=_points(random, country, f"office@{domain}" if person is None else f"{person.mail_name()}@{domain}"),
        places=tuple(_place(random, country) for _ in range(2 if random.random() < 0.15 else 1)),
        colleagues=tuple(_colleague(random, country, domain) for _ in range(random.randint(1, 3))) if company else (),
        birthday=_birthday(random) if person and random.random() < 0.45 else "",
        tags=tuple(dict.fromkeys(random.choice(TAGS) for _ in range(random.choice((1, 1, 2))))) if random.random() < 0.25 else (),
        custom=_custom(random, company=company),
    )


def _twice(known: Invented, other: Invented) -> Invented:
    """The same customer, entered anew by somebody who did not look: other letters in the name, and little else."""
    name = known.name.removesuffix(" Ltd").removesuffix(" GmbH")
    name = name if name != known.name else fold(name).title()
    plain = None if known.person is None else Person(fold(known.person.first).title(), fold(known.person.last).title(), "")
    return replace(
        known, name=name, person=plain, since=other.since, status=CustomerStatus.ACTIVE, vip=False, preferred="", quick_facts="",
        share=0.3, points=known.points[-1:], places=known.places[:1], colleagues=(), birthday="", tags=(), custom=NOTHING,
    )  # fmt: skip


def _birthday(random: Random) -> str:
    """Of some nobody knows the year."""
    day = date(1940, 1, 1) + timedelta(days=random.randrange(24_000))
    return f"--{day:%m-%d}" if random.random() < 0.2 else day.isoformat()


def _custom(random: Random, *, company: bool) -> str:
    """What the company keeps in fields of its own."""
    values: dict[str, Kept] = {"newsletter": random.random() < 0.4} if random.random() < 0.5 else {}
    if company:
        values["group"] = random.choice(GROUPS)
    elif random.random() < 0.15:
        values["shelves"] = str(random.randint(1, 9))
    return dumped(values)


def _person(random: Random, country: Country) -> Person:
    woman = random.random() < 0.55
    his, _slash, hers = random.choice(country.surnames).partition("/")
    salutation = random.choices(("Ms" if woman else "Mr", "Dr", ""), (85, 4, 11))[0]
    return Person(random.choice(country.women if woman else country.men), hers if woman and hers else his, salutation)


def _company_name(random: Random, country: Country) -> str:
    starts, ends = STEMS.get(country.code, (LATIN_STARTS, LATIN_ENDS))
    return random.choice(country.trades).format(name=random.choice(starts) + random.choice(ends))


def _colleague(random: Random, country: Country, domain: str) -> Colleague:
    person = _person(random, country)
    points = [Point(PointKind.EMAIL, f"{person.mail_name()}@{domain}", main=True)]
    if random.random() < 0.6:
        points.append(
            Point(PointKind.MOBILE if country.mobiles else PointKind.PHONE, _number(random, country.mobiles or country.phones), False)
        )
    return Colleague(person, random.choice(ROLES), tuple(points), _birthday(random) if random.random() < 0.2 else "")


def _points(random: Random, country: Country, mail: str) -> tuple[Point, ...]:
    points = [Point(PointKind.PHONE, _number(random, country.phones), main=True)]
    if country.mobiles and random.random() < 0.5:
        points.append(Point(PointKind.MOBILE, _number(random, country.mobiles), main=False))
    if random.random() < 0.92:
        points.append(Point(PointKind.EMAIL, mail, main=len(points) == 0))
    return tuple(points)


def _place(random: Random, country: Country) -> Place:
    city: City = random.choice(country.cities)
    lines = country.street.format(name=random.choice(country.streets), number=random.randint(1, 148))
    return Place(lines, city.name, city.region, _number(random, (city.postal,)), country.code)


def _number(random: Random, patterns: tuple[str, ...]) -> str:
    """A digit for each #, a letter for each @."""
    drawn = {"#": string.digits, "@": string.ascii_uppercase}
    return "".join(random.choice(drawn[mark]) if mark in drawn else mark for mark in random.choice(patterns))


def _plain(name: str) -> str:
    """Letters a to z, in a mail address or a domain."""
    return "".join(c for c in fold(name).translate(TO_LATIN) if c in string.ascii_lowercase)
