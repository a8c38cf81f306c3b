"""What was typed about a person and never saved: forms, e-mails and searches that nothing came of, values that an import did not take."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from crm_desktop.core.text import fold
from crm_desktop.data.models import (
    Agreement,
    Appointment,
    Approval,
    Customer,
    Escalation,
    FollowUp,
    ImportReject,
    Interaction,
    Order,
    OutgoingFile,
    OutgoingMail,
    Record,
    ReturnLine,
    ReturnRequest,
    SupportCase,
    UnsavedForm,
)
from crm_desktop.data.models.knowledge import MissedSearch
from crm_desktop.data.models.party import Attachment

ABOUT: Mapping[str, type[Record]] = {
    "agreement ": Agreement,
    "new agreement ": Customer,
    "stop agreement ": Agreement,
    "appointment-": Appointment,
    "end-appointment-": Appointment,
    "approval-": Approval,
    "case-": SupportCase,
    "case-note-": SupportCase,
    "escalate-": SupportCase,
    "hand-over-": SupportCase,
    "judge-": SupportCase,
    "remedy-": SupportCase,
    "reopen-": SupportCase,
    "solve-": SupportCase,
    "split-of-": SupportCase,
    "customer-": Customer,
    "loose-return-": Customer,
    "new voucher ": Customer,
    "new-order-": Customer,
    "file ": Attachment,
    "attempt-": FollowUp,
    "cancel-follow-up-": FollowUp,
    "complete-follow-up-": FollowUp,
    "follow-up-": FollowUp,
    "hand-back-": Escalation,
    "interaction-": Interaction,
    "mail-case-": SupportCase,
    "mail-customer-": Customer,
    "mail-interaction-": Interaction,
    "mail-order-": Order,
    "mail-return-": ReturnRequest,
    "order-": Order,
    "order-lines-": Order,
    "payment-": Order,
    "refund-": Order,
    "return-of-": Order,
    "ship-": Order,
    "inspect-": ReturnLine,
    "settle-": ReturnLine,
}
"""How the names of forms begin that go on with the id of a record, and of which; a test keeps it whole. Others name a number, or nobody."""

_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
_SEAT = r"(?: \d+)?"
_ONE = re.compile(rf"(.*?)(\d+){_SEAT}")
_SHORTEST, _LONG = 3, 5
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff]")
"""Writing that puts no blanks between words, and names of two signs."""


class Known(NamedTuple):
    """What persons can be known by: `words` name them, `numbers` what belongs to them, `ids` by the tables of what does."""

    words: frozenset[str]
    numbers: frozenset[str]
    ids: Mapping[type[Record], Collection[int]]


def forget_typed(known: Known) -> None:
    named, meant = AnyOf(known.words), AnyOf(known.words | known.numbers)
    for mail in OutgoingMail.select():
        if any(map(named, (mail.recipients, mail.copies, mail.subject, mail.body))):
            OutgoingFile.delete().where(OutgoingFile.mail == mail.id).execute()
            UnsavedForm.delete().where(UnsavedForm.form == f"mail-taken-back-{mail.id}").execute()
            mail.delete_instance()
    for search in MissedSearch.select():
        if named(search.words):
            search.delete_instance()
    for form in UnsavedForm.select():
        if _is_about(form.form, known.ids) or meant(form.form) or meant(form.content):
            form.delete_instance()
    for reject in ImportReject.select().where(ImportReject.value != ""):
        if named(reject.value):
            reject.value = ""
            reject.save(only=["value"])


def _is_about(form: str, ids: Mapping[type[Record], Collection[int]]) -> bool:
    found = _ONE.fullmatch(form)
    model = ABOUT.get(found[1]) if found is not None else None
    return found is not None and model is not None and int(found[2]) in ids.get(model, ())


class AnyOf:
    """Whether a text holds one of these words, whatever its capitals and accents, and however often it was quoted."""

    def __init__(self, words: Iterable[str]) -> None:
        plain = {_plain(word) for word in words}
        sought = sorted(_sought(word) for word in plain if len(word) >= _SHORTEST or (len(word) > 1 and _UNSPACED.search(word)))
        self._found = re.compile("|".join(sought)) if sought else None

    def __call__(self, text: str) -> bool:
        return self._found is not None and self._found.search(_plain(text)) is not None


def _sought(word: str) -> str:
    """A word begins where it stands, and where it is no longer than that, ends there too: Lane is not in planes, Schmidt is in Schmidts."""
    if _UNSPACED.search(word):
        return re.escape(word)
    end = r"(?!\d)" if word[-1].isdigit() else r"(?!\w)" if len(word) < _LONG else ""
    return rf"(?<!\w){re.escape(word)}{end}"


def _plain(text: str) -> str:
    """Folded, with the letters that JSON escaped and without what quoted them."""
    return fold(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)).replace("\\", "").strip()
