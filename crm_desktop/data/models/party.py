"""Customers, the people and addresses that belong to them, and what hangs on any record."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import AddressKind, CustomerKind, CustomerStatus, Shelf
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, UtcField, maybe, personal
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.company import Staff


class Customer(Imported):
    """A person or a company. `do_not_contact` holds channel kinds with commas; `custom` is JSON, defined in settings.

    `spent` is what their orders' goods came to after discounts, in the company's currency. `last_contact_at` 0: never.
    `balance` is what they still owe in that currency; below zero: what they are to get back.
    `birthday` is `YYYY-MM-DD`, or `--MM-DD` where the year is not known. Who was merged into another keeps number and history,
    and is found and told as a part of that one. While `legal_hold` says why, they are not erased.
    """

    entity = Entity.CUSTOMER
    part_of = "merged_into"
    derived = frozenset({"sort_key", "place", "place_key", "spent", "order_count", "last_contact_at", "balance"})

    number = TextField()
    kind = TextField(default=CustomerKind.COMPANY)
    name = personal(TextField())
    legal_name = personal(TextField(default=""))
    salutation = personal(TextField(default=""))
    first_name = personal(TextField(default=""))
    last_name = personal(TextField(default=""))
    birthday = personal(TextField(default=""))
    tax_id = personal(TextField(default=""))
    language = TextField(default="")
    preferred_channel = TextField(default="")
    best_time = personal(TextField(default=""))
    do_not_contact = TextField(default="")
    vip = BooleanField(default=False)
    account_owner = ForeignKeyField(Staff, null=True)
    account_owner_id: int | None
    credit_limit = maybe(MoneyField())
    notes = personal(TextField(default=""))
    quick_facts = personal(TextField(default=""))
    status = TextField(default=CustomerStatus.ACTIVE)
    customer_since = DayField(default=NEVER)
    shelf = TextField(default=Shelf.DESK)
    merged_into = ForeignKeyField("self", null=True)
    merged_into_id: int | None
    custom = personal(TextField(default="{}"))
    legal_hold = personal(TextField(default=""))
    sort_key = TextField(default="")
    place = TextField(default="")
    place_key = TextField(default="")
    spent = MoneyField(default=ZERO)
    order_count = IntegerField(default=0)
    last_contact_at = UtcField(default=0)
    balance = MoneyField(default=ZERO)


class Contact(Imported):
    """A person at a company customer; the `main` one is asked first. `birthday` and `custom` are as a customer's."""

    part_of = "customer"

    customer = ForeignKeyField(Customer)
    customer_id: int
    name = personal(TextField())
    first_name = personal(TextField(default=""))
    last_name = personal(TextField(default=""))
    role = personal(TextField(default=""))
    salutation = personal(TextField(default=""))
    department = personal(TextField(default=""))
    birthday = personal(TextField(default=""))
    active = BooleanField(default=True)
    main = BooleanField(default=False)
    notes = personal(TextField(default=""))
    custom = personal(TextField(default="{}"))


class ContactPoint(Imported):
    """A phone, e-mail or the like. `normal` is E.164 or lower case, for telling duplicates; two people may share one."""

    part_of = "customer"

    customer = ForeignKeyField(Customer)
    customer_id: int
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    kind = TextField()
    value = personal(TextField())
    normal = personal(TextField(default=""))
    label = personal(TextField(default=""))
    main = BooleanField(default=False)
    invalid = BooleanField(default=False)
    opted_out = BooleanField(default=False)


class Address(Imported):
    """`country` is ISO 3166 in two letters where it is known, else as it was written; `label` is what the customer calls it."""

    part_of = "customer"

    customer = ForeignKeyField(Customer)
    customer_id: int
    kind = TextField(default=AddressKind.BILLING)
    lines = personal(TextField(default=""))
    city = personal(TextField(default=""))
    region = personal(TextField(default=""))
    postal_code = personal(TextField(default=""))
    country = TextField(default="")
    label = personal(TextField(default=""))


class Consent(Record):
    """What somebody allowed. `channel` is a kind of channel, or empty for all; `withdrawn_at` is nothing while it stands, and the
    moment it was given for who said no.

    `text_version` are the words they agreed to, `source` is how we know, `evidence` what proves it, `withdrawal` how they withdrew.
    """

    part_of = "customer"

    customer = ForeignKeyField(Customer)
    customer_id: int
    purpose = TextField()
    channel = TextField(default="")
    lawful_basis = TextField(default="")
    text_version = TextField(default="")
    given_at = UtcField()
    withdrawn_at = maybe(UtcField())
    source = personal(TextField(default=""))
    evidence = personal(TextField(default=""))
    withdrawal = personal(TextField(default=""))
    noted_by = ForeignKeyField(Staff, null=True)
    noted_by_id: int | None
    withdrawn_by = ForeignKeyField(Staff, null=True)
    withdrawn_by_id: int | None


class KeptApart(Record):
    """Somebody looked at two customers who seem to be one, and they are two. `other_id` is the second's; it may be gone by now."""

    part_of = "customer"

    customer = ForeignKeyField(Customer)
    customer_id: int
    other_id = IntegerField()


class Hanging(Record):
    """What hangs on any record, named by its table and id."""

    entity_table = TextField()
    row_id = IntegerField()


class Tag(Hanging):
    """A word on a record. `key` is what all its spellings have in common."""

    name = TextField()
    key = TextField()


class TagLook(Record):
    """How a tag looks, by its key. One that is not active stays where it is and is offered no more."""

    key = TextField()
    tone = TextField(default="plain")
    active = BooleanField(default=True)


class Attachment(Hanging):
    """A file on a record; its content lies by its hash, outside history. `note` says what it shows."""

    file_name = personal(TextField())
    note = personal(TextField(default=""))
    media_type = TextField(default="")
    size = IntegerField()
    sha256 = TextField()


HANGING: tuple[type[Hanging], ...] = (Tag, Attachment)
