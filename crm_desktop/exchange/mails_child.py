"""Mails, read in the process for foreign files; what is attached to them is left out, and read again one at a time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.exchange.mail_files import mails_of, read_again
from crm_desktop.exchange.mail_reading import Mail, read_mail
from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.packing import packed

MOST_MAILS = 50
MOST_LETTERS = 1 << 20


class RawMail(NamedTuple):
    """See `mail_files.RawMail`."""

    line: int
    start: int
    end: int
    stamp: str


class ReadMail(NamedTuple):
    """`mail` is None where it is too large."""

    raw: RawMail
    mail: Mail | None


def opened_mails(path: str) -> Opened:
    return Opened(None, partial(_batches, Path(path)))


def opened_mail_file(path: str, start: int, end: int, stamp: str, number: int) -> Opened:
    return Opened(packed(read_mail(read_again(Path(path), start, end), stamp).files[number].content))


def _batches(path: Path) -> Iterator[Any]:
    batch: list[Any] = []
    letters = 0
    for raw in mails_of(path):
        mail = None if raw.content is None else read_mail(raw.content, raw.stamp)
        if mail is not None:
            mail.files = [file.without_content() for file in mail.files]
            letters += len(mail.text)
        batch.append(packed(ReadMail(RawMail(raw.line, raw.start, raw.end, raw.stamp), mail)))
        if len(batch) == MOST_MAILS or letters > MOST_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


OPENERS = {"mails": opened_mails, "mail file": opened_mail_file}
