import json
import shutil

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.models import (
    Customer,
    ImportReject,
    Order,
    OrderLine,
    Staff,
)
from crm_desktop.exchange.importing import prepare, run_import, write_prepared
from crm_desktop.services.incoming import Counts
from tests.exchange.conftest import FILES, MAPPING, reasons

CARRIERS = "carriers_csv"


@pytest.fixture
def address(empty_files, tmp_path):
    """One engine is enough for what is decided before anything is written."""
    shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
    return tmp_path / "shop.crm", None


def test_a_reference_that_may_be_empty_is_left_empty(shop, bring):
    bring(shop())
    assert Order.get(number="11").staff is None


def test_a_line_keeps_the_name_its_product_had(shop, bring):
    bring(shop())
    assert {(line.sku, line.name) for line in OrderLine.select()} == {("A1", "Mehl"), ("A2", "Zange")}


def test_whoever_comes_from_a_file_is_a_representative_without_a_password(shop, bring):
    bring(shop())
    staff = Staff.get(name="Erika Muster")
    assert (staff.login, staff.initials, staff.role, staff.password_hash) == ("erika.muster", "EM", Role.REPRESENTATIVE, "")


def test_a_bad_value_is_a_reject_with_line_column_value_and_reason(shop, bring):
    text = FILES["orders.csv"].replace("31.01.2024 14:30;02.02.2024;4,90;1;A2", "31.01.2024 14:30;30.02.2024;4,90;1;A2")
    result = bring(shop(orders_csv=text))
    assert reasons(result) == [("orders.csv", 3, "Versand", "30.02.2024", "There is no such day.")]
    assert (result.partly, result.counts["line"].new, result.counts["order"].rejected) == (True, 2, 1)
    reject = ImportReject.get(run=result.run)
    assert (reject.file, reject.line, reject.column_name, reject.value) == ("orders.csv", 3, "Versand", "30.02.2024")


def test_rows_with_too_many_or_too_few_cells_are_rejected_and_never_shifted(shop, bring):
    result = bring(shop(products_csv=FILES["products.csv"] + "A3;Zu;viel;1;2;3\nA4;zu wenig\n"))
    assert [(row.place.line, row.reason) for row in result.refused] == [
        (4, "6 cells stand under 5 headers."),
        (5, "2 cells stand under 5 headers."),
    ]


def test_order_fields_that_differ_between_lines_of_one_order_are_rejected(shop, bring):
    result = bring(shop(orders_csv=FILES["orders.csv"].replace("4,90;1;A2", "5,90;1;A2")))
    assert reasons(result) == [("orders.csv", 3, "Fracht", "10", "Line 2 says something else about the same order.")]


def test_an_id_that_stands_twice_is_rejected(shop, bring):
    result = bring(shop(customers_csv=FILES["customers.csv"] + "K1;Noch eine;;;;;;;;\n"))
    assert reasons(result) == [("customers.csv", 4, "Nr", "K1", "This stands on line 2 already.")]


def test_ambiguous_numbers_and_days_are_rejected_unless_the_column_or_the_mapping_tells(shop, bring):
    silent = MAPPING.replace('decimal = ","\n', "").replace('dates = "DMY"\n', "")
    told = bring(shop(silent))
    assert not told.refused  # 1.234,50 and 31.01.2024 tell for their columns
    doubtful = "Artikel;Bezeichnung;Gruppe;Preis;Bestand\nA1;Mehl;Backen;1.234;40\nA2;Zange;Werkzeug;12;0\n"
    result = bring(shop(silent, products_csv=doubtful))
    assert reasons(result)[0] == (
        "products.csv", 2, "Preis", "1.234", "This can be read as 1.234 or as 1234. State the decimal sign in the mapping.",
    )  # fmt: skip


def test_a_column_that_is_written_in_two_ways_rejects_what_may_be_either(shop, bring):
    silent = MAPPING.replace('dates = "DMY"\n', "")
    text = FILES["orders.csv"].replace("01.02.2024;NULL", "02.03.2024;NULL") + "12;K2;7;01.31.2024;NULL;0;2;A2;1;1;0\n"
    result = bring(shop(silent, orders_csv=text))
    assert [(row.place.line, row.value) for row in result.refused] == [(4, "02.03.2024")]


def test_control_characters_are_refused_by_name_and_the_rest_comes_in(shop, bring):
    result = bring(shop(staff_csv="Nr;Name\n7;Er\x07ika\n8;Tab\there\n"))
    assert reasons(result) == [("staff.csv", 2, "Name", "Er\x07ika", "The text contains the control character U+0007.")]
    assert Staff.get(source="shop").name == "Tab\there"


def test_card_numbers_in_free_text_are_cut_down_and_told(shop, bring):
    result = bring(shop(customers_csv=FILES["customers.csv"].replace("Backwaren", "zahlt mit 4111 1111 1111 1111")))
    assert json.loads(Customer.get(number="K1").custom) == {"Branche": "zahlt mit •••• 1111"}
    assert result.notices == ["1 card number was cut down to its last four digits."]


def test_formulas_and_markup_are_text(shop, bring):
    name = '=HYPERLINK("http://x") <b>&amp; \'; DROP TABLE customer; --'
    bring(shop(staff_csv=f'Nr;Name\n7;"{name.replace(chr(34), chr(34) * 2)}"\n'))
    assert Staff.get(source="shop").name == name


def test_what_was_prepared_can_be_tried_and_then_written(shop, owner):
    prepared = prepare(shop())
    trial = write_prepared(prepared, by=owner, dry_run=True)
    assert write_prepared(prepared, by=owner).counts == trial.counts


def test_a_backup_is_made_after_reading_and_before_writing(shop, bring, one):
    seen = []
    bring(shop(), back_up=lambda: seen.append(one("SELECT COUNT(*) FROM customer")))
    assert seen == [0]
    with pytest.raises(UserError, match="is empty"):
        bring(shop(orders_csv=""), back_up=lambda: seen.append("again"))
    assert seen == [0]


def test_a_backup_that_fails_stops_the_import(shop, bring, one):
    def fail():
        raise UserError("The disk is full.")

    with pytest.raises(UserError, match="disk is full"):
        bring(shop(), back_up=fail)
    assert one("SELECT COUNT(*) FROM customer") == 0


def test_rejects_go_to_a_file_that_no_spreadsheet_takes_for_formulas(shop, bring, tmp_path):
    text = FILES["products.csv"].replace("12,99", "=1+1")
    bring(shop(products_csv=text), rejects=tmp_path / "rejects.csv")
    written = (tmp_path / "rejects.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert written[0] == "file,line,column,value,reason"
    assert written[1] == "products.csv,3,Preis,'=1+1,This is not a number."


def test_a_reject_file_that_cannot_be_written_is_said_before_anything_is_imported(shop, bring, tmp_path, one):
    with pytest.raises(UserError, match="could not be written"):
        bring(shop(), rejects=tmp_path / "none" / "rejects.csv")
    assert one("SELECT COUNT(*) FROM customer") == 0


def test_progress_goes_from_nothing_to_all(shop, bring):
    told = []
    bring(shop(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_who_may_not_import_is_told_so(shop, store):
    with pytest.raises(NotAllowed):
        run_import(shop(), by=Actor(9, "rita", Role.REPRESENTATIVE))


def test_files_that_are_missing_are_named(shop, bring, write, tmp_path):
    mapping = shop()
    (tmp_path / "data" / "orders.csv").unlink()
    with pytest.raises(UserError, match=r"no file orders\.csv"):
        bring(mapping)
    with pytest.raises(UserError, match="None of the files"):
        bring(mapping, tmp_path)


def test_an_optional_file_may_be_missing_and_is_told(shop, bring, tmp_path):
    mapping = shop(MAPPING.replace('path = "orders.csv"\n', 'path = "orders.csv"\noptional = true\n'))
    (tmp_path / "data" / "orders.csv").unlink()
    assert bring(mapping).notices == ["orders.csv is not there and was left out."]


def test_a_column_that_is_missing_is_named_with_those_that_are_there(shop, bring):
    with pytest.raises(UserError, match=r"staff\.csv has no column “Name”\. Its columns are: Nr, Nahme"):
        bring(shop(staff_csv="Nr;Nahme\n7;Erika\n"))


def test_headers_match_without_regard_to_case_and_blanks(shop, bring):
    assert bring(shop(staff_csv=" nr ;NAME\n7;Erika\n")).counts["staff"] == Counts(new=1)


def test_a_column_that_stands_twice_is_refused(shop, bring):
    with pytest.raises(UserError, match="more than one column “Name”"):
        bring(shop(staff_csv="Nr;Name;name\n7;Erika;Else\n"))


def test_a_word_the_lookup_does_not_have_is_rejected(shop, bring):
    result = bring(shop(**{CARRIERS: "id;name\n1;Blitz\n"}))
    assert reasons(result) == [("orders.csv", 4, "Spediteur", "2", "The file that this refers to does not have it.")]


def test_a_constant_that_the_field_cannot_have_is_refused(shop, bring):
    with pytest.raises(UserError, match="The mapping gives “kind” the value “planet”"):
        bring(shop(MAPPING.replace('name = ["Firma", "Name"]', 'name = "Firma"\nkind = { value = "planet" }')))
