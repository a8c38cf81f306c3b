import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.recognising import recognise
from crm_desktop.exchange.saved_mappings import own_folder, save_mapping

GOOGLE = "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value\nAda,Lovelace,Work,ada@example.org\n"
ORDERS = "Auftragsnummer;Datum;Kunde;Menge\n1;31.12.2024;Ähre;2\n"


def best(found):
    return found.ways[0]


def test_an_address_book_is_known_by_its_columns_and_can_be_matched_by_hand_all_the_same(write):
    found = recognise([write("contacts.csv", GOOGLE)])
    assert best(found).reader == "google-contacts"
    assert any(way.by_hand for way in found.ways)


@pytest.mark.parametrize(
    ("name", "text", "reader"),
    [
        ("somebody.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n", "vcard"),
        ("odd.txt", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n", "vcard"),
        ("week.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "ics"),
    ],
)
def test_cards_and_calendars_are_known_by_ending_or_beginning(write, name, text, reader):
    found = recognise([write(name, text)])
    assert best(found).reader == reader and found.table is None


def test_a_table_tells_its_encoding_delimiter_header_and_examples(tmp_path):
    path = tmp_path / "auftraege.csv"
    path.write_bytes(ORDERS.encode("cp1252"))
    table = recognise([path]).table
    assert (table.encoding, table.delimiter) == ("cp1252", ";")
    assert table.header == ("Auftragsnummer", "Datum", "Kunde", "Menge")
    assert table.examples("Kunde") == ["Ähre"]
    assert "guess" in table.doubt


def test_a_stated_encoding_counts(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Name\nГоголь\n".encode("cp1251"))
    assert recognise([path], encoding="cp1251").table.examples("Name") == ["Гоголь"]


def test_a_mapping_of_ones_own_comes_before_all_others(write):
    text = 'source = "mine"\ntitle = "My shop"\n[[file]]\npath = "x.csv"\n[file.customer]\nid = "Nr"\nname = "Firma"\n'
    saved = save_mapping("Mine", text)
    try:
        found = recognise([write("any.csv", "Nr,Firma\n1,Ada\n")])
        assert best(found).mapping == saved and best(found).own and best(found).title == "My shop"
    finally:
        saved.unlink()
        own_folder().rmdir()


@pytest.mark.parametrize("name", ["letter.odt", "notes", "list.json"])
def test_what_is_no_table_is_said_in_words(write, name):
    with pytest.raises(UserError, match="none of the files that can be read here"):
        recognise([write(name, "[1]\n")])


def test_a_file_that_is_gone_is_said_in_words(tmp_path):
    with pytest.raises(UserError, match="There is no file"):
        recognise([tmp_path / "gone.csv"])


def test_files_that_make_nothing_together_are_taken_one_at_a_time(write):
    with pytest.raises(UserError, match="one of them at a time"):
        recognise([write("a.csv", "a,b\n1,2\n"), write("b.csv", "c,d\n1,2\n")])


def test_a_shops_own_list_is_matched_by_hand_where_a_ready_mapping_has_a_place_for_no_more_than_half_of_it(write):
    found = recognise([write("orders.csv", "Order,Date,Customer,Product,Quantity,Unit price\nA-1,2026-01-05,Ada Ltd,Lamp,2,49.00\n")])
    assert best(found).by_hand and any(way.mapping for way in found.ways)
