import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.paths import resource
from crm_desktop.exchange.mapping import Missing, Repeated
from crm_desktop.exchange.mapping_file import read_mapping

FILE = '[[file]]\npath = "a.csv"\n'
CUSTOMER = FILE + '[file.customer]\nid = "Id"\nname = "Name"\n'


@pytest.fixture
def read(write):
    def make(text, source='source = "x"\n'):
        return read_mapping(write("m.toml", source + text))

    return make


def rule(mapping, name, target="customer"):
    (record,) = (record for file in mapping.files for record in file.records if record.target.name == target)
    return record.rules[name]


def test_a_field_is_a_column_or_the_first_of_several_that_the_file_has(read):
    mapping = read(CUSTOMER + 'city = ["City", "Town"]\n')
    assert rule(mapping, "name").columns == ("Name",)
    assert rule(mapping, "city").columns == ("City", "Town")


def test_columns_are_joined_and_constants_stated(read):
    mapping = read(CUSTOMER + 'address = { join = ["Street", "House"], with = ", " }\nkind = { value = "person" }\n')
    assert (rule(mapping, "address").join, rule(mapping, "address").between) == (("Street", "House"), ", ")
    assert rule(mapping, "kind").value == "person"


def test_habits_hold_for_all_files_until_a_file_states_its_own(read):
    mapping = read(
        'decimal = ","\nempty = "NULL"\nencoding = "cp1252"\n[[file]]\npath = "a.csv"\ndecimal = "."\n[file.customer]\nname = "N"\n'
    )
    habits = mapping.files[0].habits
    assert (habits.decimal, habits.empty, habits.encoding, habits.dates) == (".", {"NULL"}, "cp1252", "")


def test_one_target_may_stand_twice_in_a_file(read):
    mapping = read(
        FILE + '[[file.category]]\nid = "A"\nname = "A"\nrepeated = "same"\n[[file.category]]\nid = "B"\nname = "B"\nparent = "A"\n'
    )
    first, second = mapping.files[0].records
    assert (first.repeated, second.repeated) == (Repeated.SAME, Repeated.REFUSE)


def test_references_may_be_empty_where_the_mapping_says_so(read):
    mapping = read(CUSTOMER + 'account_owner = { column = "Owner", by = "login", missing = "empty" }\n')
    assert (rule(mapping, "account_owner").by, rule(mapping, "account_owner").missing) == ("login", Missing.EMPTY)


def test_the_company_of_a_mapping(read):
    company = read('[company]\nname = "A"\ncurrency = "eur"\nzone = "Europe/Paris"\n' + CUSTOMER).company
    assert (company.currency, company.zone, company.paper) == ("EUR", "Europe/Paris", "a4")


@pytest.mark.parametrize("name", ["northwind", "superstore", "interactions"])
def test_mappings_that_are_shipped_are_right(name):
    assert read_mapping(resource("mappings", f"{name}.toml")).source == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= 1", "is not a mapping"),
        ("", "no \\[\\[file\\]\\]"),
        ('colour = "red"\n' + CUSTOMER, "“colour” is not known here"),
        ("[[file]]\n", "“path” is missing"),
        (FILE, "does not say what its rows are"),
        (FILE + "[file.planet]\n", "“planet” is not known here. What can be imported: staff, channel"),
        (FILE + '[file.customer]\nid = "Id"\n', "“name” is missing"),
        (CUSTOMER + 'nam = "N"\n', "there is no field “nam”. The fields are: number, name"),
        (CUSTOMER + "city = 5\n", "must be a column’s name"),
        (CUSTOMER + 'city = { colum = "C" }\n', "“colum” is not known here|say where it comes from"),
        (CUSTOMER + 'city = { column = "C", value = "D" }\n', "say where it comes from"),
        (CUSTOMER + 'city = { column = "C", places = 2 }\n', "are for numbers"),
        (CUSTOMER + 'city = { column = "C", dates = "DMY" }\n', "is for days and moments"),
        (CUSTOMER + 'city = { column = "C", other = "x" }\n', "goes with “map”"),
        (CUSTOMER + 'city = { column = "C", missing = "empty" }\n', "for references"),
        (CUSTOMER + 'city = { column = "C", optional = "yes" }\n', "“optional” must be true or false"),
        (CUSTOMER + 'city = { column = "C", lookup = "towns" }\n', "no \\[\\[lookup\\]\\] of the name “towns”"),
        (CUSTOMER + 'credit_limit = { column = "C", times = "much" }\n', "“times” must be a number"),
        (CUSTOMER + 'repeated = "often"\n', "“repeated” is often; it can be refuse, same, first"),
        (CUSTOMER + 'match = "city"\n', "“match” is city; it can be number, name"),
        (CUSTOMER + "path = 1\n", "there is no field “path”"),
        (FILE + 'decimal = ";"\n[file.customer]\nname = "N"\n', "“decimal” is ;; it can be ., ,"),
        (FILE + 'dates = "YDM"\n[file.customer]\nname = "N"\n', "“dates” is YDM"),
        (FILE + 'encoding = "latin-9000"\n[file.customer]\nname = "N"\n', "no encoding “latin-9000”"),
        (FILE + 'zone = "Mars/Olympus"\n[file.customer]\nname = "N"\n', "no time zone “Mars/Olympus”"),
        (FILE + 'delimiter = "::"\n[file.customer]\nname = "N"\n', "one character"),
        (FILE + 'keep = "rest"\n', "“keep” is not known here"),
        (FILE + '[file.staff]\nname = "N"\nkeep = "rest"\n', "no further fields"),
        (FILE + 'digits = { Zip = "5" }\n[file.customer]\nname = "N"\n', "“digits.Zip” must be a whole number"),
        (CUSTOMER + 'when = { column = "A" }\n', "one of “is”, “starts”, “above” or “below”"),
        (CUSTOMER + 'unless = { is = "x" }\n', "“column” is missing"),
        (CUSTOMER + 'when = { column = "A", above = "1" }\n', "“above” must be a number"),
        (CUSTOMER + 'when = [{ column = "A", is = "x", what = 1 }]\n', "“what” is not known here"),
        (CUSTOMER + 'city = { column = "A", filled = ["B"] }\n', "one of “column”, “filled”"),
        (CUSTOMER + 'city = { column = "A", less = "B" }\n', "are for numbers"),
        (CUSTOMER + 'city = { column = "A", moment = true }\n', "“moment” is for days"),
        (FILE + 'count = { Line = 1 }\n[file.customer]\nname = "N"\n', "“count” must be a table of texts"),
        ('[[file]]\npath = "/etc/passwd"\n', "must lie in the data folder"),
        ('[[file]]\npath = "../a.csv"\n', "must lie in the data folder"),
        ('[[file]]\npath = "C:\\\\a.csv"\n', "must lie in the data folder"),
        ('[company]\nname = "A"\nzone = "Europe/Paris"\n' + CUSTOMER, "“currency” is missing"),
        ('[company]\nname = "A"\ncurrency = "EUR"\n' + CUSTOMER, "“zone” is missing"),
        ('[company]\nname = "A"\ncurrency = "XXQ"\nzone = "Europe/Paris"\n' + CUSTOMER, "no currency “XXQ”"),
        ('[company]\nname = "A"\ncurrency = "EUR"\nzone = "Europe/Paris"\ncolour = "red"\n' + CUSTOMER, "“colour” is not known here"),
    ],
)
def test_a_mistake_is_named_in_a_sentence(read, text, said):
    with pytest.raises(UserError, match=said):
        read(text)


def test_a_mapping_without_a_source_is_refused(read):
    with pytest.raises(UserError, match="“source” is missing"):
        read(CUSTOMER, source="")


def test_what_is_no_mapping_file_is_refused(tmp_path, write):
    for path, said in (
        (tmp_path / "none.toml", "There is no mapping"),
        (tmp_path, "cannot be read"),
        (write("b.toml", b"\xff\xfe\0"), "not UTF-8"),
        (write("c.toml", b"x" * (1 << 21)), "too large"),
    ):
        with pytest.raises(UserError, match=said):
            read_mapping(path)


def test_rows_are_chosen_by_words_beginnings_and_numbers(write, bring, one):
    write("a.csv", "Id;Name;Sum\n1;Ada;1,5\n2;Bo;-2\n3;Cy;x\nC4;Di;3\n5;Ed;\n")
    mapping = (
        'source = "x"\ndecimal = ","\n' + FILE + '[file.customer]\nid = "Id"\nname = "Name"\nunless = { column = "Id", starts = "C" }\n'
    )
    result = bring(write("m.toml", mapping + 'when = { column = "Sum", above = 0 }\n'))
    assert [(row.place.line, row.column, row.reason) for row in result.refused] == [(4, "Sum", "This is not a number.")]
    assert one("SELECT name FROM customer") == "Ada"
    assert result.notices == ["a.csv: 3 rows hold nothing that the mapping looks for."]


def test_a_value_is_the_first_that_is_filled_or_what_is_left_of_a_number(write, bring, one):
    write("a.csv", "Id,Phone,Mobile,Sum,Taken,Left at\nx,,0171,10,2.5,2026-01-05 23:30:00 +0000\n")
    text = """source = "x"
decimal = "."
[[file]]
path = "a.csv"
[file.customer]
id = { column = "Id", after = "/c" }
name = { filled = ["Phone", "Mobile"], strip = "0" }
credit_limit = { column = "Sum", less = ["Taken"] }
customer_since = { column = "Left at", moment = true }
"""
    assert not bring(write("m.toml", text)).partly
    assert (
        one("SELECT source_id || ' ' || name || ' ' || credit_limit || ' ' || customer_since FROM customer") == "x/c 171 75000 2026-01-06"
    )
