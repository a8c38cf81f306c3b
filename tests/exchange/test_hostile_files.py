"""Files made to do harm: each is read or refused in a plain sentence within seconds, and is afterwards what it was."""

import time
import zipfile

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import looks_like_program, safe_file_name
from crm_desktop.exchange.workbook import refuse_bomb
from tests.examples import some
from tests.torture.importers import IMPORTERS, feed

MOST_SECONDS = 10
"""Of the processor, on any computer; alone each takes less than two."""
HEAD = "From: a@b.de\nSubject: x\n"
EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T100000Z\n{}\nEND:VEVENT\nEND:VCALENDAR\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:A\n{}\nEND:VCARD\n"
PART = "--b\nContent-Type: {}\n\n{}\n"


def nested(depth, within="x"):
    for number in range(depth):
        within = f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n{within}\n--b{number}--\n"
    return within


HOSTILE = {
    "cards within cards": ("vcard", "BEGIN:VCARD\n" * 50_000),
    "cards that never end": ("vcard", "BEGIN:VCARD\nFN:A\n" * 50_000),
    "a card folded without end": ("vcard", CARD.format("NOTE:a" + "\n b" * 300_000)),
    "a card with 100,000 properties": ("vcard", CARD.format("TEL:1\n" * 100_000)),
    "a card with 100,000 parameters": ("vcard", CARD.format("TEL" + ";TYPE=home" * 100_000 + ":1")),
    "a card with one long quoted parameter": ("vcard", CARD.format('TEL;X="' + "a" * 1_000_000 + ":1")),
    "a card of quoted-printable breaks": ("vcard", CARD.format("NOTE;ENCODING=QUOTED-PRINTABLE:" + "=\n" * 300_000)),
    "a card with a long name of its charset": ("vcard", CARD.format(f"NOTE;CHARSET={'a' * 100_000}:x")),
    "a card with a charset that is none": ("vcard", CARD.format("NOTE;CHARSET=zlib_codec:x")),
    "a card with a picture of nothing": ("vcard", CARD.format("PHOTO;ENCODING=b:" + "A" * 4_000_000)),
    "a card of backslashes": ("vcard", CARD.format("N:" + "\\" * 500_000)),
    "a card of semicolons": ("vcard", CARD.format("ADR:" + ";" * 500_000)),
    "a card with nulls": ("vcard", CARD.format("NOTE:\0\0\0")),
    "parts within parts": ("eml", HEAD + nested(500)),
    "parts deeper than Python goes": ("eml", HEAD + nested(3_000)),
    "10,000 attachments": ("eml", HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + PART.format("image/png; name=a", "x") * 10_000),
    "100,000 head lines": ("eml", "X-A: b\n" * 100_000 + HEAD + "\nx"),
    "a head line of 5 MB": ("eml", "Subject: " + "a " * 2_500_000 + "\n\nx"),
    "a head folded without end": ("eml", "Subject: a" + "\n b" * 300_000 + "\n\nx"),
    "addresses without end": ("eml", "To: " + "a@b.de, " * 100_000 + "\n\nx"),
    "an address of brackets": ("eml", "From: " + "<" * 200_000 + "\n\nx"),
    "an address of comments": ("eml", "From: " + "(" * 50_000 + "\n\nx"),
    "words in code without end": ("eml", "Subject: " + "=?utf-8?q?a?= " * 100_000 + "\n\nx"),
    "half a word in code": ("eml", "Subject: =?utf-8?q?" + "=?" * 200_000 + "\n\nx"),
    "references without end": ("eml", "References: " + "<a@b> " * 200_000 + "\n\nx"),
    "a charset that is none": ("eml", HEAD + "Content-Type: text/plain; charset=bz2_codec\n\nx"),
    "a charset with nulls": ("eml", HEAD + 'Content-Type: text/plain; charset="a\0b"\n\nx'),
    "a name in pieces without end": ("eml", HEAD + "Content-Type: a/b;" + "".join(f" name*{n}*=x;" for n in range(3_000)) + "\n\nx"),
    "a name in a charset that is none": ("eml", HEAD + "Content-Type: a/b; name*=nonsense'de'%ff\n\nx"),
    "a page of tags": ("eml", HEAD + "Content-Type: text/html\n\n" + "<b>" * 300_000),
    "a page that opens and never closes": ("eml", HEAD + "Content-Type: text/html\n\n" + "<" * 500_000),
    "a page of comments that never end": ("eml", HEAD + "Content-Type: text/html\n\n" + "<!--" * 200_000),
    "a page of styles that never end": ("eml", HEAD + "Content-Type: text/html\n\n" + "<style>" * 100_000),
    "a page of entities": ("eml", HEAD + "Content-Type: text/html\n\n" + "&#x41;" * 200_000),
    "a boundary of nothing": ("eml", HEAD + 'Content-Type: multipart/mixed; boundary=""\n\n--\n--\n'),
    "a date of digits": ("eml", "Date: " + "1" * 500_000 + "\n\nx"),
    "text in code that is none": ("eml", HEAD + "Content-Transfer-Encoding: base64\n\n" + "!" * 500_000),
    "uuencoded nonsense": ("eml", HEAD + "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + "zzzz\n" * 50_000),
    "nulls in a mail": ("eml", HEAD + "\n" + "\0" * 100_000),
    "thousands of mails of nothing": ("mbox", "From a@b Fri Jan  2 10:00:00 2026\n\n" * 3_000),
    "a line that nearly parts mails": ("mbox", "From a@b Fri Jan  2 10:00:00 2026\n\n\nFrom " + "Jan " * 100_000 + "\n"),
    "calendars within calendars": ("ics", "BEGIN:VCALENDAR\n" * 20_000),
    "events within events": ("ics", "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000),
    "a calendar folded without end": ("ics", EVENT.format("SUMMARY:a" + "\n b" * 300_000)),
    "an event with 100,000 guests": ("ics", EVENT.format("ATTENDEE:mailto:a@b.de\n" * 100_000)),
    "an event that repeats each second": ("ics", EVENT.format("RRULE:FREQ=SECONDLY")),
    "an event that repeats for ever": ("ics", EVENT.format("RRULE:FREQ=DAILY;COUNT=999999999")),
    "an event with a list of days": ("ics", EVENT.format("EXDATE:" + ",".join(["20260101T100000Z"] * 50_000))),
    "an event of a very long time": ("ics", EVENT.format("DURATION:P" + "9" * 5_000 + "D")),
    "an event in a year that is none": ("ics", EVENT.format("RECURRENCE-ID:99999999T999999Z")),
    "a zone that changes each second": ("ics", "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19000101T000000\n"
        "TZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
        + EVENT.format("").replace("BEGIN:VCALENDAR\n", "").replace("DTSTART:20260101T100000Z", "DTSTART;TZID=X:20260101T100000")),
    "a parameter that is never closed": ("ics", EVENT.format('ATTENDEE;CN="' + 'a;b=c:' * 100_000)),
    "cells without end": ("csv", "a,b\n" + "," * 1_000_000 + "\n"),
    "a quote that never closes": ("csv", 'a,b\n"' + "x\n" * 300_000),
    "quotes that never close": ("csv", "a,b\n" + '"x\n' * 3_000),
    "a header without end": ("csv", "a," * 200_000 + "\n"),
    "a cell of 10 MB": ("csv", "a,b\n" + "x" * 10_000_000 + ",1\n"),
    "lines of nothing": ("csv", "a,b\n" + "\n" * 1_000_000),
    "nulls in a table": ("csv", "a,b\n" + "x" * 5_000 + "\0,1\n"),
    "brackets without end": ("json", '"a", "records": [\n' + "[" * 200_000),
    "objects without end": ("json", '"a", "records": [\n' + '{"a":' * 100_000),
    "a number without end": ("json", '"a", "records": [\n{"a": ' + "9" * 500_000 + "}\n"),
    "a name again and again": ("json", '"a", "records": [\n{' + ", ".join(['"a": 1'] * 100_000) + "}\n"),
    "laughs by the billion": ("sheet", '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><worksheet>&j;</worksheet>"),
    "a file of this computer": ("sheet", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'),
    "elements within elements": ("sheet", "<a>" * 100_000),
    "a workbook of one cell repeated": ("sheet", '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + '<row r="1"><c r="A1"><v>1</v></c></row>' * 20_000 + "</sheetData></worksheet>"),
    "tables within tables": ("mapping", "a = " + "[" * 50_000),
    "a key of dots": ("mapping", "a" + ".a" * 3_000 + " = 1"),
}  # fmt: skip
NAMES = [
    "../../etc/passwd", "..\\..\\windows\\system32\\a.dll", "/etc/passwd", "C:\\a.txt", "\\\\server\\share\\a", "a/b/c", "..", ".", "", " ",
    "CON", "con.txt", "aux", "NUL.pdf", "COM1", "lpt9.log", "com¹.txt", "conin$",
    "a.", "a ", "a. . .", ".hidden", "~/.bashrc", "-rf", "a\0b.txt",
    "a\nb", "a\tb", "a\rb", "\u202egpj.exe", "photo.jpg\u202e", "a\u2028b", "\ufeffa",
    "a" * 5_000, "ü" * 300, "😀" * 100, "a" * 300 + ".txt",
    "a.txt:stream", "a?b", "a*b", "a<b>", 'a"b', "a|b", "%2e%2e%2fa", "%00", "$HOME",
    "`id`", "$(id)", "a;b", "a&b", "{0}", "a\u0301", "\u0000",
    "desktop.ini", "Thumbs.db", "autorun.inf", "...", ". .", "a\\", "a/", "//", "\u2215etc\u2215passwd",
]  # fmt: skip
PROGRAMS = [f"invoice.pdf{ending}" for ending in (
    ".exe", ".EXE", ".exe.", ".exe ", ".bat", ".cmd", ".com", ".scr", ".pif", ".js", ".vbs", ".hta", ".lnk", ".msi", ".ps1", ".jar", ".sh",
    ".py", ".docm", ".xlsm", ".html", ".svg", ".desktop", ".app", ".url", ".iso", ".reg", ".\u200fexe", ".ex\u202ee")]  # fmt: skip


@pytest.mark.torture
@pytest.mark.parametrize("name", some(HOSTILE, 4))
def test_a_hostile_file_is_read_or_refused_soon(name, tmp_path):
    reader, text = HOSTILE[name]
    since = time.process_time()
    feed(reader, text.encode(), tmp_path)
    assert time.process_time() - since < MOST_SECONDS


def test_a_file_stays_as_it_was(tmp_path):
    for name, (ending, _read) in IMPORTERS.items():
        if name not in ("json", "sheet"):  # these put something around the bytes
            feed(name, b"nothing of any kind", tmp_path)
            assert (tmp_path / f"in{ending}").read_bytes() == b"nothing of any kind"


def test_a_workbook_that_unpacks_to_236_mb_is_refused_at_once(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _block in range(236):
                sheet.write(b" " * (1 << 20))
    assert path.stat().st_size < 944 << 10
    since = time.process_time()
    with pytest.raises(UserError, match="would unpack to more"):
        refuse_bomb(path)
    assert time.process_time() - since < 1


def test_a_workbook_that_lies_about_its_sizes_is_refused_or_read_by_what_it_holds(tmp_path):
    """The size in its directory is one; what is unpacked is bounded by it."""
    path = tmp_path / "in.xlsx"
    feed("sheet", b"<worksheet>" + b" " * 5_000_000 + b"</worksheet>", tmp_path)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1).to_bytes(4, "little")
    feed("xlsx", bytes(content), tmp_path)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_name_stays_in_its_folder(name, tmp_path):
    path = tmp_path / safe_file_name(name)
    path.write_bytes(b"x")
    assert path.parent == tmp_path and path.resolve().parent == tmp_path.resolve()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.name.isprintable() and not path.name.startswith(".") and not path.name.endswith((".", " "))


@pytest.mark.parametrize("name", PROGRAMS, ids=ascii)
def test_what_could_run_is_known_whatever_is_put_around_its_ending(name):
    assert looks_like_program(name)
