"""One e-mail of a file: its head, what it says as text, and its files. Whatever is wrong with it, it comes out whole or is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.generator import BytesGenerator
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from io import BytesIO
from mimetypes import MimeTypes
from typing import NamedTuple

from crm_desktop.core.file_names import clean_file_name
from crm_desktop.core.i18n import _
from crm_desktop.exchange.mail_heads import (
    Mailbox,
    as_letters,
    clean_mail_text,
    head_of,
    mailboxes_of,
    message_ids,
    readable,
    sent_at,
    short_id,
    text_of,
)
from crm_desktop.exchange.mail_html import text_of_page
from crm_desktop.exchange.people import digest

DEEPEST = 30
MOST_PARTS = 500
LONGEST_TEXT = 200_000
WHOLE = "mail.eml"
_LONGEST_SUBJECT = 1_000
_ENDINGS = MimeTypes()
_NAMING = ("content-disposition", "content-type")
_TEXTS = ("text/plain", "text/html")


class MailFile(NamedTuple):
    """`content` may be left out; `size` is that of all of it."""

    name: str
    content: bytes
    size: int

    @classmethod
    def whole(cls, name: str, content: bytes) -> "MailFile":
        return cls(name, content, len(content))

    def without_content(self) -> "MailFile":
        return self._replace(content=b"")


@dataclass(slots=True)
class Mail:
    """`sent_at` None: it states no moment that can be read. `told` are sentences about what could not be read as it was meant."""

    message_id: str
    answers: list[str]
    sender: list[Mailbox]
    recipients: list[Mailbox]
    copies: list[Mailbox]
    subject: str
    sent_at: datetime | None
    stated_date: str
    text: str = ""
    files: list[MailFile] = field(default_factory=list, repr=False)
    told: list[str] = field(default_factory=list)

    def key(self) -> str:
        """The Message-ID tells mails apart; some programs give the same to several, or none."""
        said = (self.stated_date, self.subject, *(box.normal or box.name for box in self.sender))
        if self.message_id:
            return f"{self.message_id}~{digest(chr(31).join(said))[:8]}"
        return digest(chr(31).join((*said, self.text)))


def read_mail(content: bytes, stamp: str = "") -> Mail:
    """`stamp` is the moment on the line that parts it from others in its file."""
    try:
        message: Message = BytesParser(policy=compat32).parsebytes(content)
        mail = _head(message, stamp)
        reader = _Parts(mail)
        reader.read(message)
    except RecursionError:
        message = BytesHeaderParser(policy=compat32).parsebytes(content)
        mail = _head(message, stamp)
        reader = _Parts(mail)
        reader.too_deep = True
    if reader.too_deep:
        mail.told.append(
            _("Its parts lie in one another too deeply, or are too many: the whole mail is attached as {file}.").format(file=WHOLE)
        )
        mail.files = [MailFile.whole(WHOLE, content)]
    mail.text = "\n\n".join(filter(None, (text.strip() for text in reader.texts)))
    if len(mail.text) > LONGEST_TEXT:
        mail.told.append(_("Its text is very long: the beginning is in the notes, and all of it is attached."))
        mail.files.append(MailFile.whole("text.txt", mail.text.encode()))
        mail.text = mail.text[:LONGEST_TEXT]
    return mail


def _head(message: Message, stamp: str) -> Mail:
    (message_id, *_more) = message_ids(message, "Message-ID") or [short_id(head_of(message, "Message-ID"))]
    answers = [*message_ids(message, "References"), *message_ids(message, "In-Reply-To")]
    senders = mailboxes_of(message, "From") or mailboxes_of(message, "Sender") or mailboxes_of(message, "Reply-To")
    return Mail(
        message_id,
        [one for one in dict.fromkeys(answers) if one != message_id],
        senders,
        [box for name in ("To", "Apparently-To") for box in mailboxes_of(message, name)],
        mailboxes_of(message, "Cc"),
        head_of(message, "Subject")[:_LONGEST_SUBJECT],
        sent_at(message, stamp),
        head_of(message, "Date"),
    )


class _Parts:
    """Goes through the parts of a mail and gathers texts and files."""

    def __init__(self, mail: Mail) -> None:
        self.texts: list[str] = []
        self.too_deep = False
        self._mail, self._count = mail, 0

    def read(self, part: Message, depth: int = 0) -> None:
        self._count += 1
        if depth > DEEPEST or self._count > MOST_PARTS:
            self.too_deep = True
            return
        kind = part.get_content_type()
        if kind == "multipart/alternative":
            self._read_best(part, depth)
        elif part.is_multipart() and kind.startswith("multipart/"):
            for child in _children(part):
                self.read(child, depth + 1)
        elif kind == "message/delivery-status":
            self.texts += [clean_mail_text(readable(_heads_of(child))) for child in _children(part)]
        elif part.is_multipart():
            for child in _children(part):
                self._add_file(_name(part) or f"{head_of(child, 'Subject') or _('E-mail')}.eml", _whole(child))
        elif kind in _TEXTS and not _is_file(part):
            self.texts.append(self._text(part, kind))
        else:
            self._add_file(_name(part) or f"{_('attachment')}{_ENDINGS.guess_extension(kind) or ''}", _content(part))

    def _read_best(self, part: Message, depth: int) -> None:
        """Of several ways to say the same, the plain text; files that lie beside them all come in."""
        before = len(self.texts)
        for child in _children(part):
            written = len(self.texts)
            self.read(child, depth + 1)
            if len(self.texts) > written and any(text.strip() for text in self.texts[before:written]):
                del self.texts[written:]

    def _text(self, part: Message, kind: str) -> str:
        text, as_stated = text_of(_content(part), str(part.get_content_charset() or ""))
        if not as_stated:
            self._mail.told.append(_("Its text has letters that its charset does not have: they were read as it is likeliest."))
        return clean_mail_text(text_of_page(text) if kind == "text/html" else text)

    def _add_file(self, name: str, content: bytes) -> None:
        if content:
            self._mail.files.append(MailFile.whole(clean_file_name(name), content))


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    for found, value in list(part.raw_items()):
        if found.lower() in _NAMING and str(value) != as_letters(str(value)):
            part.replace_header(found, as_letters(str(value)))
    try:
        written = part.get_filename() or ""
    except (ValueError, TypeError, LookupError):
        return ""  # a name in an encoding that does not exist
    return clean_mail_text(readable(written)).replace("\n", " ").strip()


def _content(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _heads_of(message: Message) -> str:
    """As they stand there: the library would not write some that it has read."""
    return "\n".join(f"{name}: {value}" for name, value in message.raw_items())


def _whole(message: Message) -> bytes:
    """A mail that was sent along, as a file that mail programs open."""
    written = BytesIO()
    try:
        BytesGenerator(written, mangle_from_=False, maxheaderlen=0).flatten(message)
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError, MessageError):
        return str(message.get_payload()).encode("utf-8", "replace")
    return written.getvalue()
