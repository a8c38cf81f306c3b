"""Two records of one customer become one: a single operation, which undo takes back whole.

The other record stays as a stub in the archive that leads to the kept one. What was double, like a phone that both had, stays with the
stub: an import that brought it still finds it there.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import ChannelKind, CustomerKind, CustomerStatus, PointKind, Shelf
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.rights import Right
from crm_desktop.core.text import fold
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Address, Attendee, Contact, ContactPoint, Customer, KeptApart, Record, Tag
from crm_desktop.data.models.party import HANGING, Hanging
from crm_desktop.data.rows import children
from crm_desktop.queries.merging import ADDRESS, OWN, Side, chosen, mergeable

_NEVER_MOVED = ("id", "version", "updated_at")
_PLACE = ("kind", "lines", "city", "region", "postal_code", "country")
_PERSON = ("name", "salutation", "first_name", "last_name", "birthday")
_VOICE = frozenset({PointKind.PHONE, PointKind.MOBILE})


def merge_customers(
    kept_id: int, version: int, other_id: int, other_version: int, choices: Mapping[str, Side], by: Actor, key: str | None = None
) -> Change:
    """Everything of the other customer goes over to the kept one. `choices` say whose value of a field stays, where it is not what
    `queries.merging` proposes. What one may not be sent stays forbidden, whichever of the two asked for it.
    """
    with operation(N_("Merged customer {other} into {number}"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        kept, other = mergeable(kept_id, other_id)
        kept.version, other.version = version, other_version
        Merge(kept, other, chosen(kept, other, choices), done).run()
        done.numbers.update(number=kept.number, other=other.number)
    return done.change


def keep_apart(first_id: int, second_id: int, by: Actor, key: str | None = None) -> Change:
    """They look like one and are two: they are not proposed again."""
    with operation(N_("Noted that {number} and {other} are two"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        first, second = mergeable(first_id, second_id)
        done.insert(KeptApart(customer=first, other_id=second.id))
        done.numbers.update(number=first.number, other=second.number)
    return done.change


class Merge:
    """`sides` says what stays of each field."""

    def __init__(self, kept: Customer, other: Customer, sides: Mapping[str, Side], done: Done) -> None:
        self._kept, self._other, self._sides, self._done = kept, other, sides, done

    def run(self) -> None:
        """The stub is written last: undo, which goes backwards, makes it a customer again before anything returns to it."""
        persons = self._persons()
        for name, value in self._values().items():
            setattr(self._kept, name, value)
        self._done.save(self._kept)
        for person, names in persons:
            self._make_contact(person, names)
        own: dict[type[Record], Callable[[], None]] = {
            Contact: self._bring_contacts,
            ContactPoint: self._bring_points,
            Address: self._bring_addresses,
            Attendee: self._bring_attendees,
        }
        for name, child in children(Customer):
            bring = own.get(child)
            if bring is None:
                self._bring(child, name)
            else:
                bring()
        for model in HANGING:
            self._bring_what_hangs_on(model)
        self._other.merged_into, self._other.shelf, self._other.status = self._kept, Shelf.ARCHIVE, CustomerStatus.INACTIVE
        self._done.save(self._other)

    def _values(self) -> dict[str, Any]:
        own = {name.removeprefix(OWN): side for name, side in self._sides.items() if name.startswith(OWN)}
        plain = {name: side for name, side in self._sides.items() if not name.startswith(OWN) and name not in (ADDRESS, "do_not_contact")}
        values = {name: self._value(name, side) for name, side in plain.items()}
        return {**values, "do_not_contact": self._forbidden(), "custom": self._custom(own)}

    def _value(self, name: str, side: Side) -> Any:
        mine, theirs = getattr(self._kept, name), getattr(self._other, name)
        if side == Side.BOTH:
            return "\n\n".join(dict.fromkeys(filter(None, (mine, theirs))))
        return mine if side == Side.KEPT else theirs

    def _forbidden(self) -> str:
        asked = {*self._kept.do_not_contact.split(","), *self._other.do_not_contact.split(",")}
        return ",".join(kind for kind in ChannelKind if kind in asked)

    def _custom(self, own: Mapping[str, Side]) -> str:
        mine, theirs = kept_object(self._kept.custom), kept_object(self._other.custom)
        merged = {name: (mine if side == Side.KEPT else theirs).get(name) for name, side in own.items()}
        held = {name: value for name, value in merged.items() if value is not None}
        return self._kept.custom if held == mine else json.dumps(held, ensure_ascii=False, sort_keys=True)

    def _persons(self) -> list[tuple[Customer, dict[str, str]]]:
        """People who are part of a company from now on, with what is known of them."""
        kinds = {Side.KEPT: self._kept.kind, Side.OTHER: self._other.kind}
        if kinds[self._sides["kind"]] != CustomerKind.COMPANY:
            return []
        persons = [customer for customer in (self._kept, self._other) if customer.kind == CustomerKind.PERSON]
        return [(person, {name: getattr(person, name) for name in ("name", "salutation", "birthday")}) for person in persons]

    def _make_contact(self, person: Customer, names: Mapping[str, str]) -> None:
        """A person who turns out to be one of a company's people: their phones and e-mails stay theirs."""
        alike = [row for row in Contact.select().where(Contact.customer == self._kept) if fold(row.name) == fold(names["name"])]
        contact = alike[0] if alike else Contact(customer=self._kept, **names)
        if not alike:
            self._done.insert(contact)
        for point in ContactPoint.select().where(ContactPoint.customer == person, ContactPoint.contact.is_null()):
            point.contact = contact
            self._done.save(point)

    def _bring(self, model: type[Record], name: str) -> None:
        for row in model.select().where(getattr(model, name) == self._other.id).order_by(model.id):
            setattr(row, name, self._kept.id)
            self._done.save(row)

    def _bring_contacts(self) -> None:
        """Two contacts of one name are one person: what refers to the second refers to the first from now on. One is asked first."""
        there = {fold(row.name): row for row in Contact.select().where(Contact.customer == self._kept).order_by(Contact.id.desc())}
        for row in Contact.select().where(Contact.customer == self._other).order_by(Contact.id):
            known = there.get(fold(row.name))
            row.main = row.main and not any(each.main for each in there.values())
            if known is None:
                there[fold(row.name)] = row
                row.customer = self._kept
                self._done.save(row)
            else:
                self._join_contacts(known, row)

    def _join_contacts(self, known: Contact, double: Contact) -> None:
        for name in ("role", "department", *_PERSON):
            setattr(known, name, getattr(known, name) or getattr(double, name))
        known.custom = json.dumps({**kept_object(double.custom), **kept_object(known.custom)}, ensure_ascii=False, sort_keys=True)
        known.notes = "\n\n".join(dict.fromkeys(filter(None, (known.notes, double.notes))))
        known.active, known.main = known.active or double.active, known.main or double.main
        self._done.save(known)
        for name, child in children(Contact):
            for row in child.select().where(getattr(child, name) == double.id).order_by(child.id):
                setattr(row, name, known.id)
                self._done.save(row)

    def _bring_points(self) -> None:
        """One that the kept customer has stays behind, but for what it says about being unwanted."""
        there = list(ContactPoint.select().where(ContactPoint.customer == self._kept).order_by(ContactPoint.id))
        coming = list(ContactPoint.select().where(ContactPoint.customer == self._other).order_by(ContactPoint.id))
        self._keep_first(there, coming)
        for point in coming:
            same = next((known for known in there if _is_same_point(known, point)), None)
            if same is None:
                point.main = point.main and _group(point) not in {_group(known) for known in there if known.main}
                point.customer = self._kept
                there.append(point)
                self._done.save(point)
            else:
                same.opted_out, same.invalid = same.opted_out or point.opted_out, same.invalid or point.invalid
                same.label, same.contact_id = same.label or point.label, same.contact_id or point.contact_id
                self._done.save(same)

    def _keep_first(self, there: list[ContactPoint], coming: list[ContactPoint]) -> None:
        """The phone and the e-mail that stood first go on standing first, older as the others' rows may be."""
        for group in {_group(point) for point in coming}:
            own = [point for point in there if _group(point) == group]
            if own and not any(point.main for point in own):
                own[0].main = True
                self._done.save(own[0])

    def _bring_addresses(self) -> None:
        there = list(Address.select().where(Address.customer == self._kept).order_by(Address.id))
        known = {_place_of(row) for row in there}
        coming = list(Address.select().where(Address.customer == self._other).order_by(Address.id))
        new = [row for row in coming if _place_of(row) not in known]
        for row in new:
            row.customer = self._kept
        first, then = (new, there) if self._sides[ADDRESS] == Side.OTHER else (there, new)
        after = max((row.id for row in first[:1]), default=0)
        for row in [*first, *then]:
            if row in then and row.id < after:
                self._write_anew(row)
            else:
                self._done.save(row)

    def _write_anew(self, row: Address) -> None:
        """The first address is where a customer is: one that is to come later needs a later id."""
        self._done.delete(Address.get_by_id(row.id))
        values = {name: value for name, value in row.__data__.items() if name not in _NEVER_MOVED}
        self._done.insert(Address(**values))

    def _bring_attendees(self) -> None:
        """Who was asked to an appointment under both names comes once."""
        asked = {row.appointment_id for row in Attendee.select().where(Attendee.customer == self._kept)}
        for row in Attendee.select().where(Attendee.customer == self._other).order_by(Attendee.id):
            if row.appointment_id in asked:
                self._done.delete(row)
            else:
                row.customer = self._kept
                self._done.save(row)

    def _bring_what_hangs_on(self, model: type[Hanging]) -> None:
        """Tags and attachments. A tag that both have stays behind."""
        of_kept = model.select().where(model.entity_table == "customer", model.row_id == self._kept.id)
        tagged = {row.key for row in of_kept if isinstance(row, Tag)}
        for row in model.select().where(model.entity_table == "customer", model.row_id == self._other.id).order_by(model.id):
            if not isinstance(row, Tag) or row.key not in tagged:
                row.row_id = self._kept.id
                self._done.save(row)


def _group(point: ContactPoint) -> str:
    return "voice" if point.kind in _VOICE else point.kind


def _is_same_point(one: ContactPoint, other: ContactPoint) -> bool:
    """Two people of one company may share a phone; then it is listed with both."""
    values = [point.normal or fold(point.value.strip()) for point in (one, other)]
    of_two = None not in (one.contact_id, other.contact_id) and one.contact_id != other.contact_id
    return _group(one) == _group(other) and values[0] == values[1] and not of_two


def _place_of(row: Address) -> tuple[str, ...]:
    return tuple(fold(" ".join(getattr(row, name).split())) for name in _PLACE)
