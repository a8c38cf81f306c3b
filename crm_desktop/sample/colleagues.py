"""The sample company itself and the five people who work there."""

from random import Random
from typing import NamedTuple

from crm_desktop.core.actors import Role
from crm_desktop.core.kinds import Availability
from crm_desktop.sample.people import invent_person
from crm_desktop.services.company import CompanyInput

COMPANY = CompanyInput(
    name="Ostrelund & Quill",
    currency="EUR",
    zone="Europe/Dublin",
    locale="en_IE",
    address="Heron Quay 9\nD02 X285 Dublin",
    owner="Gráinne Ostrelund",
)
DETAILS = {
    "legal_name": "Ostrelund & Quill Household Trading Ltd",
    "phone": "020 910 0100",
    "email": "hello@ostrelund-quill.example",
    "tax_id": "IE 0000000XX",
}


class Colleague(NamedTuple):
    """`work` is how many of the contacts somebody takes beside the others."""

    login: str
    name: str
    role: Role
    languages: str
    specialities: str
    availability: Availability
    work: float

    @property
    def email(self) -> str:
        return f"{self.login}@ostrelund-quill.example"


STAFF = (
    Colleague("owner", "Gráinne Ostrelund", Role.OWNER, "en, ga, sv", "Large customers", Availability.AVAILABLE, 0.5),
    Colleague("tomasz", "Tomasz Źródłowski", Role.SUPERVISOR, "en, pl, de", "Complaints, returns", Availability.AVAILABLE, 1.4),
    Colleague("ciara", "Ciara Fennelly", Role.REPRESENTATIVE, "en, fr", "Orders", Availability.AVAILABLE, 3.2),
    Colleague("eleni", "Ελένη Ξανθάκη", Role.REPRESENTATIVE, "el, en, it, bg", "Products", Availability.AVAILABLE, 2.8),
    Colleague("dara", "Dara Mulvaney", Role.REPRESENTATIVE, "en, es", "Chat, e-mail", Availability.AWAY, 2.4),
)


def crew(count: int, random: Random) -> tuple[Colleague, ...]:
    """The five, and as many more as the work takes."""
    more = []
    for place in range(len(STAFF), count):
        person = invent_person(random)
        role = Role.SUPERVISOR if place % 10 == 0 else Role.REPRESENTATIVE
        more.append(Colleague(f"{person.mail_name()}.{place}", person.name, role, "en", "", Availability.AVAILABLE, 2.5))
    return (*STAFF, *more)
