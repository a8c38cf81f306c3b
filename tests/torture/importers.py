"""Every reader of foreign files, fed with bytes in this process: it reads them, or refuses them in a plain sentence. Anything else is a
finding, and so is a record that does not cross to another process as it is."""

import json
import zipfile
from contextlib import closing
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.exchange import contact_tables, delimited, encodings, json_records, workbook
from crm_desktop.exchange.calendar_reading import Read, events_of, read_file
from crm_desktop.exchange.contact_tables import PeopleTable
from crm_desktop.exchange.mail_files import mails_of
from crm_desktop.exchange.mail_reading import Mail, read_mail
from crm_desktop.exchange.mapping_file import mapping_of
from crm_desktop.exchange.packing import packed, unpacked
from crm_desktop.exchange.people import Person
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import JSON_RECORDS, Reading, open_table
from crm_desktop.exchange.vcard_lines import CardFile
from crm_desktop.exchange.vcards import CardReader

_BOOK = {
    "[Content_Types].xml": """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>""",
    "_rels/.rels": """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>
</workbook>""",
    "xl/_rels/workbook.xml.rels": """<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""",
}


LOADED = (delimited, encodings, json_records, workbook)
"""At once, so that a fuzzer sees their lines."""


def read_table(path: Path) -> None:
    with closing(open_table(path, Reading())) as table:
        for number, row in enumerate(table.rows(), start=1):
            assert row.problem or row.cells is not None
            assert 0 <= table.share_read() <= 1
            if number > 10_000:
                break


def read_sheet(path: Path) -> None:
    """The bytes are the only sheet of a workbook that is well otherwise."""
    book = path.with_suffix(".xlsx")
    with zipfile.ZipFile(book, "w") as packed_book:
        for name, text in _BOOK.items():
            packed_book.writestr(name, text)
        packed_book.writestr("xl/worksheets/sheet1.xml", path.read_bytes())
    read_table(book)


def read_records(path: Path) -> None:
    path.write_bytes(JSON_RECORDS + path.read_bytes())
    read_table(path)


def read_mapping(path: Path) -> None:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return
    mapping_of(text, path)


def read_cards(path: Path) -> None:
    file = CardFile(path)
    for card in file.cards():
        assert 0 <= file.share_read(card) <= 1
        try:
            person = CardReader(card, file.charset).read()
        except BadValue:
            continue
        assert person.identity()
        crosses(Person, person, person.said())


def read_mails(path: Path) -> None:
    for raw in mails_of(path):
        if raw.content is not None:
            mail = read_mail(raw.content, raw.stamp)
            assert mail.key()
            crosses(Mail, mail, mail)


def read_calendar(path: Path) -> None:
    read = Read()
    read_file(path, "", "Europe/Berlin", read)
    list(events_of(read))
    crosses(Read, read, read)


def read_people(path: Path) -> None:
    contact_tables.open_table = open_table
    for _place, told in PeopleTable(path, "", "").people():
        if isinstance(told, Person):
            crosses(Person, told, told.said())


def crosses(kind: type, record: object, said: object) -> None:
    back = unpacked(kind, json.loads(json.dumps(packed(record))))
    assert (back.said() if isinstance(back, Person) else back) == said


IMPORTERS = {
    "csv": (".csv", read_table),
    "json": (".json", read_records),
    "xlsx": (".xlsx", read_table),
    "sheet": (".xml", read_sheet),
    "people": (".csv", read_people),
    "vcard": (".vcf", read_cards),
    "ics": (".ics", read_calendar),
    "eml": (".eml", read_mails),
    "mbox": (".mbox", read_mails),
    "mapping": (".toml", read_mapping),
}


def feed(name: str, content: bytes, folder: Path) -> None:
    """Raises what no reader may raise."""
    ending, read = IMPORTERS[name]
    path = folder / f"in{ending}"
    path.write_bytes(content)
    try:
        read(path)
    except UserError as error:
        if not str(error):
            raise AssertionError from error
