"""Cards, read in the process for foreign files: each becomes a person here, or the reason why not."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.packing import packed
from crm_desktop.exchange.people import Person
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.vcard_lines import CardFile
from crm_desktop.exchange.vcards import CardReader
from crm_desktop.services.incoming import Place, Refused

MOST_CARDS = 200
MOST_BYTES = 4 << 20
"""Of the pictures in one batch."""


class ReadCard(NamedTuple):
    """`person` is None where it cannot come in; then `name` and `reason` say whose it is and why. `files`: see `CardReader`."""

    share: float | int
    place: Place
    person: Person | None
    name: str
    reason: str
    files: int
    left_out: list[Refused]


def opened_cards(path: str, encoding: str) -> Opened:
    file = CardFile(Path(path), encoding)
    return Opened(packed(file.facts), partial(_batches, file))


def _batches(file: CardFile) -> Iterator[Any]:
    batch: list[Any] = []
    size = 0
    for card in file.cards():
        reader = CardReader(card, file.charset)
        person, reason = None, ""
        try:
            person = reader.read()
        except BadValue as error:
            reason = error.reason
        files, left_out = (0, []) if person is None else (reader.files, reader.left_out)
        batch.append(packed(ReadCard(file.share_read(card), reader.person.place, person, reader.person.name, reason, files, left_out)))
        size += 0 if person is None else sum(len(picture.content) for picture in person.pictures)
        if len(batch) == MOST_CARDS or size > MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


OPENERS = {"cards": opened_cards}
