"""The store itself: history, and what stays outside it."""

from peewee import ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import in_words
from crm_desktop.core.read_json import kept_object
from crm_desktop.data.fields import UtcField
from crm_desktop.data.models.base import Base, Record

FOUNDING = 1
"""The sequence of the operation that every history begins with."""


class Operation(Base):
    """`label` is a message id and `numbers` fills it in; `root` is the operation that a chain of undo and redo began with."""

    key = TextField()
    label = TextField()
    numbers = TextField()
    staff_id = IntegerField()
    at = UtcField()
    undoes = ForeignKeyField("self", null=True)
    undoes_id: int | None
    root = ForeignKeyField("self", null=True)
    root_id: int | None
    final = IntegerField()
    sequence = IntegerField()
    link = TextField()

    def text(self) -> str:
        return in_words(self.label, kept_object(self.numbers))

    @property
    def stays(self) -> bool:
        """Nobody takes it back. The first one founded the company, also where an older program did not write down that it is final."""
        return bool(self.final) or self.sequence == FOUNDING


class AuditEntry(Base):
    """One row's change, or a block of inserted rows. `before` and `after` are stored values as JSON."""

    operation = ForeignKeyField(Operation)
    kind = TextField()
    entity = TextField()
    row_id = IntegerField()
    last_id = IntegerField()
    before = TextField()
    after = TextField()
    salt = TextField()
    digest = TextField()
    erased_by = ForeignKeyField(Operation, null=True)
    erased_by_id: int | None


class ImportRun(Base):
    """`files` and `counts` are JSON: digest by file name; new, changed, same and rejected rows by entity."""

    operation = ForeignKeyField(Operation, null=True)
    operation_id: int | None
    source = TextField()
    mapping = TextField()
    files = TextField()
    counts = TextField()
    at = UtcField()
    undone_by = ForeignKeyField(Operation, null=True)
    undone_by_id: int | None


class ImportReject(Base):
    run = ForeignKeyField(ImportRun)
    run_id: int
    file = TextField()
    line = IntegerField()
    column_name = TextField()
    value = TextField()
    reason = TextField()


class ReportRun(Base):
    """`parameters` and `figures` are JSON; customers stand in them by number, never by name. `as_of` is an operation's sequence."""

    report = TextField()
    parameters = TextField()
    figures = TextField()
    fingerprint = TextField()
    as_of = IntegerField()
    staff_id = IntegerField()
    at = UtcField()


class AccessLog(Base):
    at = UtcField()
    staff_id = IntegerField()
    action = TextField()
    entity_table = TextField(default="")
    row_id = IntegerField(null=True)
    detail = TextField(default="")


class RetentionRun(Base):
    at = UtcField()
    staff_id = IntegerField()
    result = TextField()


class SavedView(Record):
    """A named filter, sort and set of columns of one list; JSON in `content`. `staff_id` 0: shared in the company."""

    staff_id = IntegerField()
    page = TextField()
    name = TextField()
    content = TextField()


class UnsavedForm(Base):
    """What was typed and not yet saved; JSON in `content`."""

    staff_id = IntegerField()
    form = TextField()
    content = TextField()
    at = UtcField()


class ToldNotice(Base):
    """A reminder that was shown to somebody when it was due: it is not shown to them again. `kind` is the record's."""

    staff_id = IntegerField()
    kind = TextField()
    reminder_id = IntegerField()
    due = UtcField()


class SeenMention(Base):
    """A mention that the colleague it names has seen."""

    mention_id = IntegerField()
    at = UtcField()


class CaseViewer(Base):
    """Who looks at a case now, and when the program last said so."""

    case_id = IntegerField()
    staff_id = IntegerField()
    at = UtcField()


class SignInTry(Base):
    """`who` is the digest of a login as it was typed: it may be nobody's, or a password in the wrong field."""

    who = TextField()
    failures = IntegerField()
    at = IntegerField()


class KeptCount(Base):
    """What was counted of a stretch of time, in UTC seconds; `told` is JSON, as `kept.Subject` says of each subject."""

    subject = TextField()
    starts_at = IntegerField()
    ends_at = IntegerField()
    told = TextField()


class ContactDay(Base):
    """What is kept of one day of the calendar, in UTC seconds. Its sums are those of `contact_days.ContactSums`."""

    starts_at = IntegerField()
    ends_at = IntegerField()
    quarters = TextField()
    customers = TextField()
    incoming = IntegerField()
    outgoing = IntegerField()
    taken = IntegerField()
    timed = IntegerField()
    seconds = IntegerField()
    known = IntegerField()
    again = IntegerField()
    first = IntegerField()
    resolved = IntegerField()
    offered = IntegerField()
    missed = IntegerField()
    lost = IntegerField()
    within_hour = IntegerField()
    within_day = IntegerField()
    calls_taken = IntegerField()
    transferred = IntegerField()
    of_nobody = IntegerField()
    without_reason = IntegerField()
    without_outcome = IntegerField()
