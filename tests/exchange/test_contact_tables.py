"""Address books as tables: Google's and Outlook's layouts, Thunderbird's, German headers, and dates that tell their order or not."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.contact_import import read_tables
from tests.examples import examples

OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,"
    "Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,"
    "Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,"
    "Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,"
    "Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,"
    "Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,"
    "Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,"
    "E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,"
    "Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,"
    "Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,"
    "User 3,User 4,Web Page"
)
OUTLOOK_COM = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
    "E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,"
    "Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,"
    "Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,"
    "Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,"
    "Home Country/Region,Other Street,Other City,Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,"
    "Schools,Hobby,Location,Web Page,Birthday,Anniversary,Notes"
)


@pytest.fixture
def read(write):
    """What tables of these columns and cells hold. A row may be a dict of what is filled."""

    def make(*rows, header=None, encoding="utf-8", stated="", dates="", name="a.csv"):
        columns = header or list(rows[0])
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
        return read_tables([write(name, text.getvalue(), encoding)], stated, dates, None)

    return make


def points(person):
    return [(point.kind.value, point.value, point.label) for point in person.points]


def test_outlook_with_all_its_columns(read):
    assert (len(OUTLOOK.split(",")), len(OUTLOOK_COM.split(","))) == (92, 61)
    row = {
        "Title": "Dr.", "First Name": "Anna", "Middle Name": "Maria", "Last Name": "Ähre", "Suffix": "M.Sc.", "Company": "Ähre & Söhne",
        "Department": "Ofen", "Job Title": "Bäckerin", "Business Street": "Am Markt 1", "Business Street 2": "Hof", "Business City": "Köln",
        "Business Postal Code": "50667", "Business Country/Region": "Germany", "Business Address PO Box": "PF 7", "Home City": "Bonn",
        "Business Phone": "1", "Business Phone 2": "2", "Mobile Phone": "3", "Business Fax": "4", "Assistant's Phone": "5", "Pager": "6",
        "E-mail Address": "a@b.example", "E-mail Type": "SMTP", "E-mail 2 Address": "c@d.example", "E-mail 2 Type": "SMTP",
        "Birthday": "12/31/1980", "Anniversary": "0/0/00", "Categories": "VIP;Kunde", "Gender": "Unspecified", "Priority": "Normal",
        "Private": "False", "Sensitivity": "Normal", "Spouse": "Otto", "Manager's Name": "Boss", "User 1": "x", "Web Page": "a.example",
        "Notes": "eins\nzwei",
    }  # fmt: skip
    (anna,) = read(row, header=OUTLOOK.split(","), encoding="cp1252", stated="cp1252").people
    assert (anna.name, anna.salutation, anna.first_name, anna.last_name) == ("Dr. Anna Maria Ähre M.Sc.", "Dr.", "Anna", "Ähre")
    assert (anna.company, anna.department, anna.role, anna.birthday) == ("Ähre & Söhne", "Ofen", "Bäckerin", "1980-12-31")
    assert (anna.notes, anna.tags) == ("eins\nzwei", ["VIP", "Kunde"])
    assert points(anna) == [
        ("phone", "5", "assistant"), ("fax", "4", "work"), ("phone", "1", "work"), ("phone", "2", "work"), ("mobile", "3", ""),
        ("phone", "6", "pager"), ("email", "a@b.example", ""), ("email", "c@d.example", ""), ("web", "a.example", ""),
    ]  # fmt: skip
    assert [point.value for point in anna.points if point.main] == ["1", "a@b.example"]
    assert [(address.label, *address.content()) for address in anna.addresses] == [
        ("work", "Am Markt 1\nHof\nPF 7", "Köln", "", "50667", "DE"), ("home", "", "Bonn", "", "", ""),
    ]  # fmt: skip
    assert anna.custom == {"middle_name": "Maria", "suffix": "M.Sc.", "spouse": "Otto", "manager": "Boss", "User 1": "x"}


def test_outlook_com(read):
    row = {
        "First Name": "Anna",
        "Title": "Dr.",
        "Nickname": "Anni",
        "IMAddress": "anna@im",
        "Personal Web Page": "a.example",
        "Schools": "X",
    }
    (anna,) = read(row, header=OUTLOOK_COM.split(",")).people
    assert (anna.name, anna.salutation, anna.custom) == ("Dr. Anna", "Dr.", {"nickname": "Anni", "Schools": "X"})
    assert points(anna) == [("messenger", "anna@im", ""), ("web", "a.example", "home")]


def test_outlook_in_german(read):
    row = {
        "Anrede": "Frau", "Vorname": "Anna", "Nachname": "Ähre", "Firma": "Ähre", "Position": "Bäckerin",
        "Straße geschäftlich": "Am Markt 1",
        "Ort geschäftlich": "Köln", "Postleitzahl geschäftlich": "50667", "Land/Region geschäftlich": "Deutschland", "Ort privat": "Bonn",
        "Telefon geschäftlich": "1", "Telefon (privat)": "2", "Mobiltelefon": "3", "Fax geschäftlich": "4", "E-Mail-Adresse": "a@b.example",
        "E-Mail-Typ": "SMTP", "Geburtstag": "3.4.1980", "Jahrestag": "0.0.00", "Kategorien": "VIP", "Geschlecht": "Keine Angabe",
        "Privat": "Aus", "Partner": "Otto", "Hobby": "Brot",
    }  # fmt: skip
    (anna,) = read(row, encoding="cp1252", stated="cp1252").people
    assert (anna.name, anna.role, anna.birthday, anna.tags) == ("Frau Anna Ähre", "Bäckerin", "1980-04-03", ["VIP"])
    assert points(anna) == [
        ("phone", "1", "work"), ("phone", "2", "home"), ("mobile", "3", ""), ("fax", "4", "work"), ("email", "a@b.example", ""),
    ]  # fmt: skip
    assert [(address.label, address.city, address.country) for address in anna.addresses] == [("work", "Köln", "DE"), ("home", "Bonn", "")]
    assert anna.custom == {"spouse": "Otto", "Hobby": "Brot"}


@pytest.mark.parametrize(
    ("kind", "groups", "company", "first"),
    [("Type", "Group Membership", "Organization 1 - Name", "Given Name"), ("Label", "Labels", "Organization Name", "First Name")],
)
def test_google_in_both_layouts(read, kind, groups, company, first):
    row = {
        first: "Anna", "Nickname": "Anni", "Birthday": " --03-14", "Notes": "eins\nzwei", groups: "* myContacts ::: VIP", company: "Ähre",
        f"E-mail 1 - {kind}": "Work", "E-mail 1 - Value": "a@b.example ::: c@d.example", f"E-mail 2 - {kind}": "* Home",
        "E-mail 2 - Value": "e@f.example", f"Phone 1 - {kind}": "Work Fax", "Phone 1 - Value": "1", f"Phone 2 - {kind}": "Mobile",
        "Phone 2 - Value": "2", f"Phone 3 - {kind}": "", "Phone 3 - Value": "3", f"Address 1 - {kind}": "Home",
        "Address 1 - Formatted": "Am Markt 1\n50667 Köln", "Address 1 - Street": "Am Markt 1", "Address 1 - City": "Köln",
        "Address 1 - Postal Code": "50667", "Address 1 - Country": "DE", f"Address 2 - {kind}": "Other",
        "Address 2 - Formatted": "Hof\nBonn",
        f"Relation 1 - {kind}": "Spouse", "Relation 1 - Value": "Otto", f"Website 1 - {kind}": "Home Page",
        "Website 1 - Value": "a.example",
        f"Event 1 - {kind}": "Anniversary", "Event 1 - Value": "2001-02-03", f"Custom Field 1 - {kind}": "Katze",
        "Custom Field 1 - Value": "Mia", f"IM 1 - {kind}": "Other", "IM 1 - Service": "Skype", "IM 1 - Value": "anna",
    }  # fmt: skip
    (anna,) = read(row).people
    assert (anna.name, anna.company, anna.birthday, anna.tags, anna.notes) == (
        "Anna", "Ähre", "--03-14", ["myContacts", "VIP"], "eins\nzwei"
    )  # fmt: skip
    assert sorted(points(anna)) == sorted([
        ("email", "a@b.example", "Work".lower()), ("email", "c@d.example", "work"), ("email", "e@f.example", "home"), ("fax", "1", "work"),
        ("mobile", "2", ""), ("phone", "3", ""), ("web", "a.example", "homepage"), ("messenger", "anna", "skype"),
    ])  # fmt: skip
    assert [point.value for point in anna.points if point.main] == ["e@f.example", "2"]
    assert [(address.label, *address.content()) for address in anna.addresses] == [
        ("home", "Am Markt 1", "Köln", "", "50667", "DE"), ("", "Hof\nBonn", "", "", "", ""),
    ]  # fmt: skip
    assert anna.custom == {"nickname": "Anni", "spouse": "Otto", "anniversary": "2001-02-03", "Katze": "Mia"}


def test_thunderbird(read):
    row = {
        "First Name": "Anna", "Last Name": "Ähre", "Display Name": "Anna Ä.", "Primary Email": "a@b.example", "Screen Name": "anni",
        "Work Phone": "1", "Fax Number": "2", "Home Address": "Gasse 2", "Home Address 2": "Hof", "Home ZipCode": "53111",
        "Organization": "Ähre",
        "Birth Year": "", "Birth Month": "4", "Birth Day": "1", "Custom 1": "x", "": "",
    }  # fmt: skip
    (anna,) = read(row).people
    assert (anna.name, anna.company, anna.birthday, anna.custom) == ("Anna Ä.", "Ähre", "--04-01", {"Custom 1": "x"})
    assert points(anna) == [("email", "a@b.example", "home"), ("messenger", "anni", ""), ("phone", "1", "work"), ("fax", "2", "home")]
    assert anna.addresses[0].content() == ("Gasse 2\nHof", "", "", "53111", "")


@pytest.mark.parametrize("born", [("1980", "13", "1"), ("1980", "2", "30"), ("MCM", "1", "1"), ("1980", "", "")])
def test_a_birthday_in_three_columns_must_be_a_day(read, born):
    found = read(dict(zip(("Name", "Birth Year", "Birth Month", "Birth Day"), ("Anna", *born), strict=True)))
    assert found.people == []
    assert "is no day" in found.refused[0][1].reason


@pytest.mark.parametrize(
    ("other", "dates", "born"),
    [("12/31/1980", "", "1980-03-04"), ("31/12/1980", "", "1980-04-03"), ("", "DMY", "1980-04-03"), ("", "MDY", "1980-03-04")],
)
def test_the_dates_of_a_file_tell_each_others_order_or_somebody_states_it(read, other, dates, born):
    found = read({"Name": "Anna", "Birthday": "3/4/1980"}, {"Name": "Bert", "Birthday": other}, dates=dates)
    assert found.people[0].birthday == born


def test_a_birthday_that_can_be_read_both_ways_is_never_guessed(read):
    found = read(
        {"Name": "Anna", "Birthday": "3/4/1980", "Anniversary": "5/6/2001"}, {"Name": "Bert", "Birthday": "soon"}, {"Name": "Cleo"}
    )
    assert [person.name for person in found.people] == ["Cleo"]
    assert "can be read either way" in found.refused[0][1].reason
    assert "--dates DMY or MDY" in found.refused[0][1].reason
    (kept,) = read({"Name": "Anna", "Birthday": "", "Anniversary": "5/6/2001"}).people
    assert kept.custom == {"anniversary": "5/6/2001"}


def test_a_title_is_a_salutation_only_beside_a_job_title(read):
    assert read({"Name": "Anna", "Title": "CEO"}).people[0].custom == {"Title": "CEO"}
    assert read({"Name": "Anna", "Title": "Dr.", "Job Title": ""}).people[0].salutation == "Dr."


def test_rows_that_are_shifted_stay_out_and_empty_ones_are_passed_over(write):
    path = write("a.csv", "Name,E-mail\nAnna,a@b.example,x\n,\nBert,b@b.example\n,  \n")
    found = read_tables([path], "", "", None)
    assert [person.name for person in found.people] == ["Bert"]
    assert [(refused.place.line, refused.reason) for _word, refused in found.refused] == [(2, "3 cells stand under 2 headers.")]


def test_a_table_of_something_else_is_refused(write):
    with pytest.raises(UserError, match=r"No column of a\.csv is one by which people are known"):
        read_tables([write("a.csv", "Order,Price,Notes\n1,2,3\n")], "", "", None)


def test_a_column_nobody_knows_is_kept_under_its_name(read):
    assert read({"Name": "Anna", "Schuhgröße": "38"}).people[0].custom == {"Schuhgröße": "38"}


GOOGLES = b"Name,Birthday,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Address 1 - Formatted,Birth Year,Birth Month,Birth Day,,X\r\n"
ROW = b'"Anna ""A""",3/4/1980,* a ::: b,* Home,a@b.example ::: c,"x\r\ny",1980,2,3,?,y\r\n'


@settings(max_examples=examples(30, 300), deadline=None)
@given(
    st.lists(
        st.sampled_from([GOOGLES, ROW, b'"', b",", b"\r\n", b"\0", b"\xff\xfe", b"0/0/00", b"--02-30", b" ::: "]) | st.binary(max_size=6),
        max_size=8,
    )
)
def test_any_bytes_are_people_refusals_or_one_plain_sentence(tmp_path_factory, pieces):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(GOOGLES + b"".join(pieces))
    try:
        found = read_tables([path], "", "", None)
    except UserError as refused:
        said = [str(refused)]
    else:
        said = [row.reason for _word, row in found.refused]
        assert all(person.name for person in found.people)
    assert all(said)
