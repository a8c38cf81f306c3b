"""E-mails. What one says is an interaction; its head lies beside it, so that an answer finds what it answers."""

from peewee import ForeignKeyField, TextField

from crm_desktop.data.fields import personal
from crm_desktop.data.models.activity import Interaction
from crm_desktop.data.models.base import Imported


class MailMessage(Imported):
    """`message_id` stands without its brackets. Addresses are as people write them, with commas between."""

    part_of = "interaction"

    interaction = ForeignKeyField(Interaction)
    interaction_id: int
    message_id = TextField(default="")
    sender = personal(TextField(default=""))
    recipients = personal(TextField(default=""))
    copies = personal(TextField(default=""))
    subject = personal(TextField(default=""))


class MailReference(Imported):
    """An earlier e-mail that this one answers or follows: whether or not it is here."""

    part_of = "mail"

    mail = ForeignKeyField(MailMessage)
    mail_id: int
    message_id = TextField()
