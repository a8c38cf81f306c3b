"""Where the people of an address book go: a company with its people is a customer with contacts, everybody else a customer."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.core.cards import mask_cards
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import AddressKind, CustomerKind, CustomerStatus
from crm_desktop.core.tag_names import tag_names
from crm_desktop.exchange.contact_slots import AddressSlots, point_slots
from crm_desktop.exchange.people import LONGEST_KEY, Person, PersonAddress, digest
from crm_desktop.exchange.values import plain
from crm_desktop.queries.imported_contacts import ADDRESS, companies_of, contacts_of, customers_of
from crm_desktop.services.customers import normal_value
from crm_desktop.services.incoming import Incoming, Reference, Refused

_CUSTOMER = Reference("customer_id", "customer")
_FIRST = ("number", "kind", "status")
_NAMES = ("name", "salutation", "first_name", "last_name", "birthday")
_POINT_COLUMNS = ("customer_id", "kind", "value", "normal", "label", "main")


class Known(NamedTuple):
    """A person, and what their source knows them by."""

    key: str
    person: Person


class ContactRecords:
    """Rows by table for the people of one source. Reads the store, and writes nothing.

    Who came in as a customer or as a contact before stays it. `cards` counts numbers of payment cards that were cut down; `normals` are
    phones and e-mails, in their normal spelling, of those who are new here.
    """

    def __init__(self, source: str, country: str, people: Sequence[Known], *, people_as_customers: bool) -> None:
        self.refused: list[Refused] = []
        self.cards = 0
        self.normals: dict[str, Person] = {}
        self._country, self._apart = country if len(country) == 2 else "", people_as_customers
        self._customers_here, self._contacts_here = customers_of(source), contacts_of(source)
        self._companies: dict[str, str] = {}
        for key, name in companies_of(source):
            self._companies.setdefault(plain(name), key)
        self._named: set[str] = set()
        self._reached: list[tuple[str, str, Person]] = []
        self._countries: dict[str, str] = {}
        self._points = point_slots(source)
        stating = ((key, address.content()) for key, person in people for address in person.addresses)
        self._addresses = AddressSlots(source, stating)
        self._make_tables()
        self._add_all(people)

    def incoming(self) -> list[Incoming]:
        """Whoever is referred to stands before those who refer."""
        people = [self._company_rows, self._customer_rows, self._contact_rows]
        return [*people, self._tag_rows, self._picture_rows, self._point_rows, self._people_points, self._address_rows, self._home_rows]

    def _make_tables(self) -> None:
        once = frozenset(_FIRST)
        self._company_rows = Incoming("customer", (*_FIRST, "name"), "customer", once=once | {"name"})
        self._customer_rows = Incoming("customer", (*_FIRST, *_NAMES, "language", "notes", "custom"), "customer", once=once)
        self._picture_rows = Incoming("attachment", ("row_id", "name", "content"), references=(Reference("row_id", "customer"),))
        self._tag_rows = Incoming("tag", ("row_id", "name"), references=(Reference("row_id", "customer"),))
        columns = ("customer_id", *_NAMES, "role", "department", "notes", "custom")
        self._contact_rows = Incoming("contact", columns, "contact", (_CUSTOMER,))
        self._point_rows = Incoming("contact_point", _POINT_COLUMNS, references=(_CUSTOMER,))
        owners = (Reference("contact_id", "contact"), _CUSTOMER)
        self._people_points = Incoming("contact_point", ("contact_id", *_POINT_COLUMNS), references=owners)
        self._address_rows, self._home_rows = (
            Incoming("address", ("customer_id", "kind", *ADDRESS), references=(_CUSTOMER,), once=frozenset({"kind"})) for _place in "ab"
        )

    def _add_all(self, people: Sequence[Known]) -> None:
        """Companies that have a card of their own come first, for others to belong to."""
        for key, person in people:
            if person.is_company:
                self._companies.setdefault(plain(person.name), key)
                self._named.add(key)
        for key, person in people:
            if key in self._contacts_here or (person.company and not self._apart and key not in self._customers_here):
                self._add_contact(key, person)
            else:
                self._add_customer(key, person)
        self._note_countries()
        for customer, contact, person in self._reached:
            self._add_points(customer, contact, person)

    def _hang(self, customer: str, person: Person) -> None:
        """Tags and pictures. What is too long for a tag stands beside the rest."""
        name = re.sub(r"[/\\]", "-", person.name)
        for picture in person.pictures:
            self._picture_rows.add(customer, [customer, f"{name}{picture.ending}", picture.content], person.place)
        for written in person.tags:
            try:
                names = tag_names(written)
            except UserError:
                person.custom["categories"] = ", ".join(filter(None, (person.custom.get("categories"), written)))
            else:
                for name in names:
                    self._tag_rows.add(customer, [customer, name], person.place)

    def _add_customer(self, key: str, person: Person) -> None:
        self._hang(key, person)
        kind = CustomerKind.COMPANY if person.is_company else CustomerKind.PERSON
        further = {"company": person.company, "department": person.department, "job_title": person.role, **person.custom}
        texts = (person.language, self._note(person.notes), self._custom(further))
        self._customer_rows.add(key, [None, str(kind), str(CustomerStatus.ACTIVE), *_names(person), *texts], person.place)
        self._add_addresses(key, key, person, person.addresses)
        self._reached.append((key, "", person))

    def _add_contact(self, key: str, person: Person) -> None:
        company = self._company(person) if person.company else self._contacts_here[key]
        if not company:
            reason = _("This contact belongs to a customer from elsewhere by now, and the file names no company. It was left as it is.")
            self.refused.append(Refused.of(person.place, "", person.name, reason))
            return
        self._hang(company, person)
        texts = (person.role, person.department, self._note(person.notes), self._custom({"language": person.language, **person.custom}))
        self._contact_rows.add(key, [company, *_names(person), *texts], person.place)
        self._add_addresses(company, key, person, sorted(person.addresses, key=lambda address: address.is_home))
        self._reached.append((company, key, person))

    def _company(self, person: Person) -> str:
        """The key of the customer that a person's company is. Two people of one company share it."""
        name = plain(person.company)
        key = self._companies.setdefault(name, f"={name}" if len(name) < LONGEST_KEY else f"={digest(name)}")
        if key not in self._named:
            self._named.add(key)
            row = [None, str(CustomerKind.COMPANY), str(CustomerStatus.ACTIVE), person.company]
            self._company_rows.add(key, row, person.place)
        return key

    def _add_points(self, customer: str, contact: str, person: Person) -> None:
        """Numbers without a country's code are read as those of the customer's country."""
        owner = contact or customer
        new = owner not in (self._contacts_here if contact else self._customers_here)
        country = self._addresses.country(customer) or self._countries.get(customer, self._country)
        keys = self._points.keys(owner, [(str(point.kind), point.value, point.label) for point in person.points])
        for slot, point in zip(keys, person.points, strict=True):
            normal = normal_value(point.kind, point.value, country)
            if new and normal:
                self.normals.setdefault(normal, person)
            row = [customer, str(point.kind), point.value, normal, point.label, point.main]
            if contact:
                self._people_points.add(slot, [contact, *row], person.place)
            else:
                self._point_rows.add(slot, row, person.place)

    def _note_countries(self) -> None:
        """In the order in which the addresses will lie here, so that the next import finds the same."""
        for rows in (self._address_rows, self._home_rows):
            for customer, *address in rows.rows:
                country = address[-2]
                if len(country) == 2:
                    self._countries.setdefault(customer, country)

    def _add_addresses(self, customer: str, owner: str, person: Person, addresses: Sequence[PersonAddress]) -> None:
        """Bills go to the first, but to nobody's home on behalf of their company: that comes after all others, with their name."""
        wanted = [address for address in addresses if self._addresses.holds(customer, owner, address.content())]
        homes = [customer != owner and address.is_home for address in wanted]
        labels = [f"{address.label}, {person.name}" if home else address.label for address, home in zip(wanted, homes, strict=True)]
        values = [(*address.content(), label) for address, label in zip(wanted, labels, strict=True)]
        for slot, address, home, row in zip(self._addresses.keys(owner, values), wanted, homes, values, strict=True):
            bills = address is addresses[0] and not home and self._addresses.bills(customer, owner)
            kind = AddressKind.BILLING if bills else AddressKind.OTHER
            (self._home_rows if home else self._address_rows).add(slot, [customer, str(kind), *row], person.place)

    def _note(self, text: str) -> str:
        masked, found = mask_cards(text)
        self.cards += found
        return masked

    def _custom(self, values: dict[str, str]) -> str:
        return json.dumps({name: self._note(value) for name, value in values.items() if value}, ensure_ascii=False, sort_keys=True)


def _names(person: Person) -> tuple[str, ...]:
    return person.name, person.salutation, person.first_name, person.last_name, person.birthday
