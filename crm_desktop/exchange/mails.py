"""E-mails of .eml and .mbox files as interactions: with whom they are, which they answer, and what was attached."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import mask_cards
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import ChannelKind, Direction
from crm_desktop.exchange.importing import FileFacts, ImportResult, Prepared, Progress, write_prepared
from crm_desktop.exchange.mail_files import MOST_BYTES
from crm_desktop.exchange.mail_heads import Mailbox, joined
from crm_desktop.exchange.mail_reading import Mail
from crm_desktop.exchange.mails_child import RawMail, ReadMail
from crm_desktop.exchange.mapping import ImportMapping
from crm_desktop.exchange.reading_apart import Foreign
from crm_desktop.queries.calendars import Known, people_of
from crm_desktop.queries.mails import (
    CaseOfThread,
    came_before,
    cases_of_threads,
    company_address,
    mail_channel,
    shared_addresses,
    sources_of,
)
from crm_desktop.services import attachments
from crm_desktop.services.incoming import Incoming, Place, Reference, Refused

SOURCE, WORD, FURTHER = "mail", "interaction", "further value"
_READING = 0.6
_COLUMNS = (
    "number", "customer_id", "contact_id", "caller", "channel_id", "direction", "staff_id", "started_at", "case_id", "summary", "notes",
)  # fmt: skip
_KEPT = frozenset({"number", "customer_id", "contact_id", "caller", "channel_id", "direction", "staff_id", "started_at", "case_id"})
"""What somebody may have put right here, and what later files say no better."""
_HEAD = ("interaction_id", "message_id", "sender", "recipients", "copies", "subject")


class Source(NamedTuple):
    """Where a mail is read again."""

    path: Path
    raw: RawMail


@dataclass(slots=True)
class _Seen:
    """A mail without what its files hold: that is read again when it is written."""

    mail: Mail
    source: Source
    place: Place
    key: str


@dataclass(slots=True)
class Found:
    """What the files hold. `twice` mails stand in them more than once."""

    seen: dict[str, _Seen] = field(default_factory=dict)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    files: list[FileFacts] = field(default_factory=list)
    twice: int = 0


def import_mails(
    paths: Sequence[Path],
    *,
    by: Actor,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    back_up: Callable[[], object] | None = None,
) -> ImportResult:
    """Into the open store, as `importing.run_import` does."""
    prepared = prepare_mails(paths, progress=progress)
    return write_prepared(prepared, by=by, dry_run=dry_run, rejects=rejects, progress=progress, back_up=back_up)


def prepare_mails(paths: Sequence[Path], *, progress: Progress | None = None) -> Prepared:
    """Reads and checks every mail and writes nothing. Raises UserError for a file that holds none."""
    found = _read(paths, progress)
    rows = _Rows(found)
    return Prepared(
        ImportMapping(Path(SOURCE), f"import --from {SOURCE}", SOURCE, ()),
        rows.incoming(),
        found.refused,
        list(rows.notices()),
        found.files,
        {name: _digest(path) for path, name in _names(paths).items()},
    )


def _read(paths: Sequence[Path], progress: Progress | None) -> Found:
    found, called = Found(), _names(paths)
    for number, path in enumerate(paths):
        size, count = path.stat().st_size if path.exists() else 0, 0
        for batch in _batches(path):
            count += len(batch)
            for raw, mail in batch:
                _take(found, Source(path, raw), mail, Place(called[path], raw.line))
            if progress is not None:
                progress(_READING * (number + batch[-1].raw.end / (size or 1)) / len(paths))
        found.files.append(FileFacts(called[path], ("EML" if path.suffix.lower() == ".eml" else "MBOX",), count))
        if progress is not None:
            progress(_READING * (number + 1) / len(paths))
    return found


def _batches(path: Path) -> Iterator[list[ReadMail]]:
    file = Foreign("mails", path)
    try:
        yield from file.batches(list[ReadMail])
    finally:
        file.close()


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Two folders may have files of one name."""
    names = Counter(path.name for path in paths)
    return {path: path.name if names[path.name] == 1 else str(path) for path in paths}


def _take(found: Found, source: Source, mail: Mail | None, place: Place) -> None:
    if mail is None:
        reason = _("This mail has more than {most} MB.").format(most=MOST_BYTES // 1_000_000)
        found.refused.append((WORD, Refused.of(place, "", "", reason)))
        return
    if not (mail.sender or mail.recipients or mail.subject or mail.text or mail.files):
        found.refused.append((WORD, Refused.of(place, "", "", _("There is nothing in it that a mail says."))))
        return
    key = mail.key()
    before = found.seen.get(key)
    if before is None:
        found.seen[key] = _Seen(mail, source, place, key)
        _note(found, mail, place)
    elif before.mail.text == mail.text:
        found.twice += 1
    else:
        reason = _("The mail on line {line} of {file} has the same Message-ID, sender, date and subject, and says something else.")
        found.refused.append(
            (WORD, Refused.of(place, "Message-ID", mail.message_id, reason.format(line=before.place.line, file=before.place.file)))
        )


def _note(found: Found, mail: Mail, place: Place) -> None:
    """What of it stays out or was read otherwise."""
    place = _within(place)
    for sentence in mail.told:
        found.refused.append((FURTHER, Refused.of(place, "", mail.subject, sentence)))
    if mail.sent_at is None:
        reason = _("No date can be read in it: it stands at the moment at which it was brought in.")
        found.refused.append((FURTHER, Refused.of(place, "Date", mail.stated_date, reason)))
    kept = []
    for file in mail.files:
        if file.size > attachments.MOST_BYTES:
            reason = _("This attachment has more than {most} MB.").format(most=attachments.MOST_BYTES // 1_000_000)
            found.refused.append((FURTHER, Refused.of(place, "", file.name, reason)))
            kept.append(file._replace(name=""))
        else:
            kept.append(file)
    mail.files = kept


class _Rows:
    """Mails as rows of interactions, heads, references and attachments. Reads the store."""

    def __init__(self, found: Found) -> None:
        self._found = found
        everybody = {box.normal for each in found.seen.values() for box in _everybody(each.mail) if box.email}
        self._people, self._shared = people_of(everybody), shared_addresses(everybody)
        self._own, self._now = company_address(), int(utc_now().timestamp())
        self._channel = mail_channel()
        here = sources_of({each.mail.message_id for each in found.seen.values()})
        self._written_here = {key for key, each in found.seen.items() if here.get(each.mail.message_id, {SOURCE}) != {SOURCE}}
        self._came = came_before(SOURCE, set(found.seen))
        self._cases = _cases_by_thread(found.seen)
        self._cards = self._unknown = 0

    def incoming(self) -> list[Incoming]:
        of_mail = (Reference("interaction_id", "interaction"),)
        channels = Incoming("channel", ("name", "kind"), match=("name",))
        by_channel = () if self._channel else (Reference("channel_id", "channel"),)
        interactions = Incoming("interaction", _COLUMNS, WORD, references=by_channel, once=_KEPT)
        heads = Incoming("mail_message", _HEAD, references=of_mail, once=frozenset(_HEAD))
        references = Incoming(
            "mail_reference", ("mail_id", "message_id"), references=(Reference("mail_id", "mail_message"),),
            once=frozenset({"mail_id", "message_id"}),
        )  # fmt: skip
        files = Incoming("attachment", ("row_id", "name", "content"), references=(Reference("row_id", "interaction"),))
        for key, each in self._found.seen.items():
            if key in self._written_here:
                continue
            mail, place = each.mail, each.place
            interactions.add(key, self._interaction(each), place)
            heads.add(key, [key, mail.message_id, joined(mail.sender), joined(mail.recipients), joined(mail.copies), mail.subject], place)
            for answered in mail.answers:
                references.add(f"{key}#{answered}", [key, answered], place)
            for number, file in enumerate(mail.files if key not in self._came else ()):
                if file.name:
                    files.add(f"{key}#{number}", [key, file.name, partial(_file, each.source, number)], place)
        if self._channel is None and interactions.keys:
            channels.add(ChannelKind.EMAIL, [_("E-mail"), ChannelKind.EMAIL], interactions.places[0])
        return [each for each in (channels, interactions, heads, references, files) if each.keys]

    def notices(self) -> Iterator[str]:
        """Once all rows are made."""
        if self._found.twice:
            yield ngettext(
                "{count} mail stands twice: it came in once.", "{count} mails stand twice: each came in once.", self._found.twice
            )
        if self._written_here:
            yield ngettext(
                "{count} mail was sent from here and is here already.",
                "{count} mails were sent from here and are here already.",
                len(self._written_here),
            )
        if self._unknown:
            yield ngettext(
                "{count} mail is from somebody who is no customer here: it says who they are.",
                "{count} mails are from people who are no customers here: they say who they are.",
                self._unknown,
            )
        if self._cards:
            yield ngettext(
                "{count} card number was cut down to its last four digits.",
                "{count} card numbers were cut down to their last four digits.",
                self._cards,
            )

    def _interaction(self, each: _Seen) -> list[object]:
        mail = each.mail
        ours = next((box for box in mail.sender if self._is_ours(box)), None)
        others = [*mail.recipients, *mail.copies] if ours is not None else mail.sender
        known = self._who(each, [box for box in others if not self._is_ours(box)])
        caller = "" if known.customer_id else next((box.text() for box in others if not self._is_ours(box)), "")
        staff = None if ours is None else self._people.get(ours.normal, Known()).staff_id
        self._unknown += known.customer_id is None
        moment = self._now if mail.sent_at is None else int(mail.sent_at.timestamp())
        summary, notes = self._masked(mail.subject), self._masked(mail.text)
        direction = Direction.IN if ours is None else Direction.OUT
        channel = self._channel or ChannelKind.EMAIL
        case_id = self._case(each.key, known.customer_id)
        return [None, known.customer_id, known.contact_id, caller, channel, direction, staff, moment, case_id, summary, notes]

    def _case(self, key: str, customer_id: int | None) -> int | None:
        """That of its thread, but for mails with somebody else: they were only named in it."""
        case = self._cases.get(key)
        is_theirs = case is not None and (None in (customer_id, case.customer_id) or customer_id == case.customer_id)
        return case.case_id if case is not None and is_theirs else None

    def _who(self, each: _Seen, others: Sequence[Mailbox]) -> Known:
        """The one customer who has one of these addresses; of two nobody can tell."""
        shared = [box.email for box in others if box.normal in self._shared]
        known = {found.customer_id: found for box in others if (found := self._people.get(box.normal)) and found.customer_id}
        if shared or len(known) > 1:
            addresses = ", ".join(shared or (box.email for box in others))
            reason = _("Several customers have this address: choose in the interaction whom it is about.")
            if each.key not in self._came:
                self._found.refused.append((FURTHER, Refused.of(_within(each.place), "customer", addresses, reason)))
            return Known()
        return next(iter(known.values()), Known())

    def _is_ours(self, box: Mailbox) -> bool:
        return bool(box.email) and (box.normal == self._own or self._people.get(box.normal, Known()).staff_id is not None)

    def _masked(self, text: str) -> str:
        masked, cards = mask_cards(text)
        self._cards += cards
        return masked


def _cases_by_thread(seen: Mapping[str, _Seen]) -> dict[str, CaseOfThread]:
    """What mails are about by those that they answer, or that answer them, here and in the files: from one to the next."""
    names = {key: {each.mail.message_id, *each.mail.answers} - {""} for key, each in seen.items()}
    known = cases_of_threads({name for some in names.values() for name in some})
    naming: defaultdict[str, list[str]] = defaultdict(list)
    for key, some in names.items() if known else ():
        for name in some:
            naming[name].append(key)
    found: dict[str, CaseOfThread] = {}
    waiting = list(known)
    while waiting:
        name = waiting.pop()
        for key in naming[name]:
            if key not in found:
                found[key] = known[name]
                waiting += [other for other in names[key] if known.setdefault(other, known[name]) is known[name] and other != name]
    return found


def _within(place: Place) -> Place:
    """A line of the mail's own: what is said of its first line keeps all of it out."""
    return place._replace(line=place.line + 1)


def _everybody(mail: Mail) -> Iterator[Mailbox]:
    yield from mail.sender
    yield from mail.recipients
    yield from mail.copies


def _file(source: Source, number: int) -> bytes:
    """Read from its mail again: files of thousands of mails are not held at once."""
    raw = source.raw
    mail = Foreign("mail file", source.path, raw.start, raw.end, raw.stamp, number)
    try:
        content: bytes = mail.as_kind(bytes, mail.head)
    finally:
        mail.close()
    return content


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
