"""A PDF in a mail that is not sent yet: a file that mail programs open as a draft, to be looked at and sent by hand."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


def write_draft(to: Path, pdf: Path, subject: str, text: str, name: str, address: str = "") -> Path:
    """`X-Unsent` makes Outlook, Thunderbird and Apple Mail open it for writing. Raises UserError when it cannot be written."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(subject.split())
    mail["To"] = address
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    try:
        mail.add_attachment(pdf.read_bytes(), maintype="application", subtype="pdf", filename=name)
        to.write_bytes(mail.as_bytes())
    except OSError as error:
        text = _("{path} could not be written: {why}. Nothing was saved; choose another place.")
        raise UserError(text.format(path=to, why=error.strerror or error)) from error
    return to
