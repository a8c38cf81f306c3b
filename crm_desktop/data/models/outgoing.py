"""E-mails that are not sent yet. Outside history: what was sent is an interaction."""

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from crm_desktop.data.fields import UtcField
from crm_desktop.data.models.base import Base


class OutgoingMail(Base):
    """`state` is one of `services.outgoing_mails.MailState`; `answers` is JSON: Message-IDs of those it answers, the earliest first;
    `articles` the ids of those that stand in it.
    """

    key = TextField()
    staff_id = IntegerField()
    state = TextField()
    written_at = UtcField()
    send_at = UtcField()
    message_id = TextField()
    sender = TextField()
    recipients = TextField()
    copies = TextField(default="")
    subject = TextField(default="")
    body = TextField(default="")
    answers = TextField(default="[]")
    customer_id = IntegerField(null=True)
    contact_id = IntegerField(null=True)
    case_id = IntegerField(null=True)
    order_id = IntegerField(null=True)
    return_id = IntegerField(null=True)
    template_id = IntegerField(null=True)
    articles = TextField(default="[]")
    problem = TextField(default="")


class OutgoingFile(Base):
    mail = ForeignKeyField(OutgoingMail)
    mail_id: int
    name = TextField()
    content = BlobField()
