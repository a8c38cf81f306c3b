"""How an attached file looks in a list."""

from decimal import Decimal

from crm_desktop.core.i18n import _
from crm_desktop.queries.attachments import AttachmentRow, HeldFile
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Heading
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.words import ENTITIES

_KILO = 1000


def file_column(formats: Formats) -> Column:
    def cell(held: HeldFile) -> Cell:
        file = held.file
        icon = "image" if file.media_type.startswith("image/") else "file-text"
        second = " · ".join(filter(None, (file.note, held.number, size_of(file.size, formats))))
        return Cell(file.file_name, second, icon=icon, aside=formats.moment(file.added_at))

    return Column(_("Documents"), cell)


def size_of(count: int, formats: Formats) -> str:
    """As people say it: 340 kB, 1.2 MB."""
    if count < _KILO * _KILO:
        return _("{size} kB").format(size=formats.number(max(round(count / _KILO), 1)))
    return _("{size} MB").format(size=formats.number(Decimal(round(count / 100_000)) / 10))


def held_files(record: RecordRef, own: list[AttachmentRow], others: list[HeldFile]) -> list[HeldFile | Heading]:
    """The record's own, then what hangs on what belongs to it, kind by kind."""
    found: list[HeldFile | Heading] = [HeldFile(each.id, each, record.entity, "") for each in reversed(own)]
    kind = record.entity
    for held in others:
        if held.entity != kind:
            kind = held.entity
            found.append(Heading(-len(found) - 1, _(ENTITIES.get(kind, "")) or kind.value.capitalize()))
        found.append(held)
    return found
