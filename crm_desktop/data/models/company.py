"""The company, who works there, and when."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import zone_of
from crm_desktop.core.kinds import Availability
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, maybe
from crm_desktop.data.models.base import Imported, Record


class Company(Record):
    """One row. `paper` is a4 or letter; `retention` is JSON: months by kind of record, of invoices years; see `core.retention`.

    What is solved is closed after `case_close_days`; 0: nothing closes by itself. After a complaint somebody asks
    `complaint_follow_up_days` later whether all is well; 0: nobody. Who gets in touch about what was solved `case_reopen_days` ago at
    most reopens it; 0: never.
    """

    entity = Entity.COMPANY

    name = TextField()
    legal_name = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    tax_id = TextField(default="")
    bank = TextField(default="")
    currency = TextField()
    prices_include_tax = BooleanField(default=False)
    zone = TextField()
    locale = TextField(default="en_GB")
    paper = TextField(default="a4")
    return_window_days = IntegerField(default=30)
    case_close_days = IntegerField(default=7)
    complaint_follow_up_days = IntegerField(default=3)
    case_reopen_days = IntegerField(default=14)
    retention = TextField(default="{}")
    call_target_seconds = IntegerField(default=0)
    checks_needed = IntegerField(default=1)
    hide_until_verified = BooleanField(default=False)

    @classmethod
    def the(cls) -> "Company":
        return cls.get_by_id(1)

    def checked_zone(self) -> "Company":
        zone_of(self.zone)
        return self


class RoleLimit(Record):
    role = TextField()
    refund_limit = maybe(MoneyField())


class FigureTarget(Record):
    """`aim`: percent for shares, minutes for times, else the number itself."""

    figure = TextField()
    aim = QuantityField()


class BusinessHours(Record):
    """One range of one weekday (0 is Monday), `HH:MM` in the company's zone."""

    weekday = IntegerField()
    opens = TextField()
    closes = TextField()


class Holiday(Record):
    day = DayField()
    name = TextField(default="")


class Numbering(Record):
    """How people want numbers of a kind written: one row of each kind at most is in use. The next number is at least `start`.

    How far they were counted lies outside history, in `number_series`: a number is never given back.
    """

    kind = TextField()
    prefix = TextField()
    width = IntegerField()
    start = IntegerField(default=1)
    in_use = BooleanField(default=True)


class Staff(Imported):
    """`password_hash` and `second_factor` stay out of history."""

    entity = Entity.STAFF
    secret = frozenset({"password_hash", "second_factor"})

    name = TextField()
    initials = TextField(default="")
    login = TextField()
    email = TextField(default="")
    role = TextField(default=Role.REPRESENTATIVE)
    languages = TextField(default="")
    specialities = TextField(default="")
    active = BooleanField(default=True)
    password_hash = TextField(default="")
    second_factor = TextField(default="")
    availability = TextField(default=Availability.OFF)

    def actor(self) -> Actor:
        return Actor(self.id, self.login, Role(self.role))


class Team(Record):
    name = TextField()


class TeamMember(Record):
    part_of = "team"

    team = ForeignKeyField(Team)
    team_id: int
    staff = ForeignKeyField(Staff)
    staff_id: int
