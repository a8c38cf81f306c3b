"""Contacts of other programs, made ready to come in: files of cards, and tables with columns that address books have."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.read_json import kept_object
from crm_desktop.exchange.cards_child import ReadCard
from crm_desktop.exchange.contact_export import own_ending
from crm_desktop.exchange.contact_records import ContactRecords, Known
from crm_desktop.exchange.contact_tables import PeopleTable
from crm_desktop.exchange.importing import FileFacts, Prepared, Progress
from crm_desktop.exchange.mapping import ImportMapping
from crm_desktop.exchange.people import REVISED, Person
from crm_desktop.exchange.reading_apart import Foreign
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.queries.imported_contacts import further_fields_of, reached_elsewhere
from crm_desktop.services.company import CompanyInput
from crm_desktop.services.incoming import Place, Refused

_READING = 0.6
_TOLD_EVERY = 200
_IN_UTC = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?Z", re.ASCII)
_NAMED = 5
"""People that one sentence names; the rest are counted."""
CUSTOMER, FURTHER = "customer", "further value"


@dataclass(slots=True)
class Found:
    """What the files hold. `left_out` counts keys, sounds and damaged pictures in cards."""

    people: list[Person] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    files: list[FileFacts] = field(default_factory=list)
    left_out: int = 0

    def refuse(self, place: Place, column: str, value: str, reason: str) -> None:
        self.refused.append((CUSTOMER, Refused.of(place, column, value, reason)))


def read_cards(paths: Sequence[Path], encoding: str, progress: Progress | None) -> Found:
    """Raises UserError for a file that holds no card."""
    found = Found()
    for number, path in enumerate(paths, start=1):
        file = Foreign("cards", path, encoding)
        try:
            facts: tuple[str, ...] = file.as_kind(tuple[str, ...], file.head)
            count = 0
            for batch in file.batches(list[ReadCard]):
                for card in batch:
                    count += 1
                    _take_card(found, card)
                if progress is not None:
                    progress(_READING * (number - 1 + batch[-1].share) / len(paths))
        finally:
            file.close()
        found.files.append(FileFacts(path.name, facts, count))
        if progress is not None:
            progress(_READING * number / len(paths))
    return found


def _take_card(found: Found, card: ReadCard) -> None:
    if card.person is None:
        found.refuse(card.place, "", card.name, card.reason)
        return
    found.people.append(card.person)
    found.left_out += card.files
    found.refused += [(FURTHER, left_out) for left_out in card.left_out]


def read_tables(paths: Sequence[Path], encoding: str, dates: str, progress: Progress | None) -> Found:
    """Raises UserError for a file whose columns are none that people are known by."""
    found = Found()
    for number, path in enumerate(paths, start=1):
        table = PeopleTable(path, encoding, dates)
        rows = 0
        for place, told in table.people():
            rows += 1
            if progress is not None and rows % _TOLD_EVERY == 0:
                progress(_READING * (number - 1 + table.share_read()) / len(paths))
            if isinstance(told, BadValue):
                found.refuse(place, "", "", told.reason)
            else:
                found.people.append(told)
        found.files.append(FileFacts(table.name, table.facts, rows))
        if table.doubt:
            found.notices.append(f"{table.name}: {table.doubt}")
        if not rows:
            found.notices.append(_("{file} has a header and no rows.").format(file=table.name))
        if progress is not None:
            progress(_READING * number / len(paths))
    return found


def prepare_people(
    source: str, paths: Sequence[Path], found: Found, company: CompanyInput, *, people_as_customers: bool, asked: str
) -> Prepared:
    """`asked` is what people stated, written down with the import. Reads the store."""
    people = list(_not_older(source, found, list(_told_apart(found))))
    records = ContactRecords(source, company.locale.rpartition("_")[2], people, people_as_customers=people_as_customers)
    return Prepared(
        ImportMapping(Path(source), f"import --from {source} {asked}".strip(), source, ()),
        records.incoming(),
        [*found.refused, *((CUSTOMER, refused) for refused in records.refused)],
        [*found.notices, *_notices(source, found, records)],
        found.files,
        {path.name: _digest(path) for path in paths},
    )


def _told_apart(found: Found) -> Iterator[Known]:
    """Everybody with their key. What stands twice comes in once; what two cards say of one key otherwise does not come in at all."""
    seen: dict[str, Person] = {}
    again = 0
    own, mine = own_ending(), 0
    for person in found.people:
        if person.uid.endswith(own):
            mine += 1
            continue
        key = person.identity()
        if not person.uid:
            key = _free(key, person, seen)
        before = seen.setdefault(key, person)
        if before is person:
            yield Known(key, person)
        elif _same(before, person):
            again += 1
        else:
            reason = _("The card on line {line} of {file} has the same UID and says something else.")
            found.refuse(person.place, "UID", person.uid, reason.format(line=before.place.line, file=before.place.file))
    if mine:
        found.notices.append(
            ngettext(
                "{count} card was exported from here: its customer was left as it is.",
                "{count} cards were exported from here: their customers were left as they are.",
                mine,
            )
        )
    if again:
        found.notices.append(
            ngettext("{count} contact stands twice: it came in once.", "{count} contacts stand twice: each came in once.", again)
        )


def _not_older(source: str, found: Found, people: Sequence[Known]) -> Iterator[Known]:
    """A card that says it was revised before the one that came in last says nothing new: somebody took an old file."""
    stated = {key: revised for key, person in people if (revised := _instant(person.custom.get(REVISED, "")))}
    further = further_fields_of(source) if stated else {}
    older = 0
    for known in people:
        here = _instant(str(kept_object(further.get(known.key, "{}")).get(REVISED, "")))
        if here and stated.get(known.key, here) < here:
            older += 1
        else:
            yield known
    if older:
        found.notices.append(
            ngettext(
                "{count} card is older than the one that came in before: its contact was left as it is.",
                "{count} cards are older than those that came in before: their contacts were left as they are.",
                older,
            )
        )


def _instant(written: str) -> str:
    """A moment in UTC as text that sorts; empty where it is not stated in UTC, and cannot be compared."""
    found = _IN_UTC.fullmatch(written)
    return "".join(found.groups()) if found else ""


def _free(key: str, person: Person, seen: dict[str, Person]) -> str:
    """Of several who are called and reached alike, but are not the same, each has a key."""
    number, wanted = 1, key
    while wanted in seen and not _same(seen[wanted], person):
        number += 1
        wanted = f"{key}~{number}"
    return wanted


def _same(one: Person, other: Person) -> bool:
    return one.said() == other.said()


def _notices(source: str, found: Found, records: ContactRecords) -> Iterable[str]:
    if found.left_out:
        yield ngettext(
            "{count} file in a card was left out: a key, a sound or a damaged picture.",
            "{count} files in cards were left out: keys, sounds or damaged pictures.",
            found.left_out,
        )
    if records.cards:
        yield ngettext(
            "{count} card number was cut down to its last four digits.",
            "{count} card numbers were cut down to their last four digits.",
            records.cards,
        )
    elsewhere = reached_elsewhere(list(records.normals), source)
    alike = {records.normals[normal].name: known for normal, known in elsewhere.items()}
    if alike:
        names = ", ".join(f"{name} ({number} {known})" for name, (number, known) in list(alike.items())[:_NAMED])
        yield ngettext(
            "{count} new contact has the phone or e-mail of a customer who is here already, and came in beside it: {{names}}",
            "{count} new contacts have the phone or e-mail of customers who are here already, and came in beside them: {{names}}",
            len(alike),
        ).format(names=names + ("" if len(alike) <= _NAMED else ", …"))


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
