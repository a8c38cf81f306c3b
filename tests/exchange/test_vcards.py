"""What cards say of people, in the dialects of the programs that write them."""

from base64 import b64encode

import pytest

from crm_desktop.core.birthdays import as_birthday
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.vcard_lines import CardFile
from crm_desktop.exchange.vcards import MOST_LINES, CardReader
from tests.exchange.test_vcard_lines import card


@pytest.fixture
def read(write):
    """The reader of the only card, when it has read it."""

    def make(*lines, version="3.0"):
        file = CardFile(write("a.vcf", card(*lines, version=version)))
        (found,) = file.cards()
        reader = CardReader(found, file.charset)
        reader.read()
        return reader

    return make


@pytest.fixture
def person(read):
    return lambda *lines, version="3.0": read(*lines, version=version).person


def points(person):
    return [(point.kind.value, point.value, point.label) for point in person.points]


def test_names_with_all_their_parts(person):
    found = person("FN:Dr. Anna Maria Ähre M.Sc.", "N:Ähre;Anna;Maria,Luise;Dr.;M.Sc.", "NICKNAME:Anni,Ann")
    assert (found.name, found.salutation, found.first_name, found.last_name) == ("Dr. Anna Maria Ähre M.Sc.", "Dr.", "Anna", "Ähre")
    assert found.custom == {"middle_name": "Maria, Luise", "suffix": "M.Sc.", "nickname": "Anni, Ann"}


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Ähre;Anna;;Dr.;"], "Dr. Anna Ähre"),
        (["NICKNAME:Anni"], "Anni"),
        (["ORG:Ähre & Co"], "Ähre & Co"),
        (["TEL:1", "EMAIL:a@b.example"], "a@b.example"),
        (["URL:b.example"], "b.example"),
    ],
)
def test_who_has_no_name_is_called_by_what_is_known(person, lines, name):
    assert person(*lines).name == name


def test_a_card_without_anybody_is_refused(read):
    with pytest.raises(BadValue, match="nobody can be told"):
        read("NOTE:who?")


def test_phones_by_their_types_in_all_versions(person):
    found = person(
        "TEL;HOME;VOICE:1", "TEL;TYPE=cell,pref:2", "TEL;WORK;FAX:3", 'TEL;TYPE="work,cell":4', "TEL;TYPE=homefax:5", "TEL;TYPE=PAGER:6",
        "TEL;VALUE=uri;TYPE=car:tel:+49-30-7;ext=8", "X-MS-TEL;VOICE;CALLBACK:9", version="4.0",
    )  # fmt: skip
    assert points(found) == [
        ("phone", "1", "home"), ("mobile", "2", ""), ("fax", "3", "work"), ("mobile", "4", "work"), ("fax", "5", "home"),
        ("phone", "6", "pager"), ("phone", "+49-30-7 ext. 8", "car"), ("phone", "9", "callback"),
    ]  # fmt: skip
    assert [point.value for point in found.points if point.main] == ["2"]


def test_a_pager_is_the_main_phone_only_where_there_is_no_other(person):
    assert [point.main for point in person("TEL;PAGER:1", "TEL;WORK:2").points] == [False, True]
    assert [point.main for point in person("TEL;PAGER:1").points] == [True]


def test_a_number_under_two_labels_is_one_number(person):
    assert points(person("URL;HOME:a.example", "URL;WORK:a.example")) == [("web", "a.example", "home, work")]


def test_apples_groups_give_labels(person):
    found = person(
        "item1.TEL:1", "item1.X-ABLabel:_$!<AssistantPhone>!$_", "item2.URL:a.example", "ITEM2.X-ABLabel:_$!<HomePage>!$_",
        "item3.EMAIL:a@b.example", "item3.X-ABLabel:Zu Hause", "item4.X-ABRELATEDNAMES:Bert", "item4.X-ABLabel:_$!<Spouse>!$_",
        "item5.X-ABDATE:19750301", "item5.X-ABLabel:_$!<Anniversary>!$_", "item6.X-ABRELATEDNAMES:Cleo", "item6.X-ABLabel:Katze",
    )  # fmt: skip
    assert points(found) == [("phone", "1", "assistant"), ("web", "a.example", "homepage"), ("email", "a@b.example", "Zu Hause")]
    assert found.custom == {"spouse": "Bert", "anniversary": "1975-03-01", "related Katze": "Cleo"}


def test_messengers_and_networks(person):
    found = person("X-SKYPE-USERNAME:anna", "IMPP;X-SERVICE-TYPE=GTalk:xmpp:a@b", "X-SOCIALPROFILE;type=twitter:https://x.example/a")
    assert points(found) == [
        ("messenger", "anna", "skype"),
        ("messenger", "xmpp:a@b", "gtalk"),
        ("social", "https://x.example/a", "twitter"),
    ]


def test_addresses_with_their_labels(person):
    found = person("FN:A", "ADR;TYPE=HOME:PF 7;2. Stock;Am Markt 1;Köln;NRW;50667;Deutschland", "ADR;TYPE=WORK;TYPE=pref:;;Hof 2;Bonn;;;")
    first, second = found.addresses
    assert (first.label, first.main, first.content()) == ("work", True, ("Hof 2", "Bonn", "", "", ""))
    assert (second.label, second.content()) == ("home", ("2. Stock\nAm Markt 1\nPF 7", "Köln", "NRW", "50667", "DE"))


def test_a_written_address_is_kept_where_it_says_more(person):
    plain = person("FN:A", "ADR:;;Hof 2;Bonn;;;Deutschland", r"LABEL:Hof 2\nBonn\nDeutschland")
    assert (plain.custom, plain.addresses[0].country) == ({}, "DE")
    assert person("FN:A", "ADR:;;Hof 2;Bonn;;;", r"LABEL;WORK:Hinterhaus\nHof 2").custom == {"address_label work": "Hinterhaus\nHof 2"}
    assert person("FN:A", r"LABEL:Hof 2\nBonn").addresses[0].lines == "Hof 2\nBonn"


@pytest.mark.parametrize(
    ("written", "day"),
    [("1980-03-22", "1980-03-22"), ("19800322", "1980-03-22"), ("1980-03-22T00:00:00Z", "1980-03-22"), ("--0203", "--02-03"),
     ("--02-29", "--02-29"), ("1980-02-30", ""), ("--13-01", ""), ("circa 1800", ""), ("03/04/1980", ""), ("1980", "")],
)  # fmt: skip
def test_birthdays(written, day):
    assert as_birthday(written) == day


def test_a_birthday_that_is_no_day_is_kept_as_it_is(person):
    assert person("FN:A", "BDAY:1604-03-22").birthday == "1604-03-22"
    assert person("FN:A", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22").birthday == "--03-22"
    found = person("FN:A", "BDAY;VALUE=text:circa 1800")
    assert (found.birthday, found.custom) == ("", {"birthday": "circa 1800"})


def test_work_notes_tags_and_languages(person):
    found = person(
        "FN:A", r"ORG:Ähre\; Söhne;Backstube;Ofen 2", "TITLE:Bäcker", "NOTE:eins", r"NOTE:zwei\ndrei", r"CATEGORIES:Kunde,Stadt\, Land",
        "CATEGORIES:Kunde", "LANG:de", "LANG:fr",
    )  # fmt: skip
    assert (found.company, found.department, found.role) == ("Ähre; Söhne", "Backstube, Ofen 2", "Bäcker")
    assert (found.notes, found.tags, found.language) == ("eins\n\nzwei\ndrei", ["Kunde", "Stadt, Land"], "de")
    assert found.custom == {"further_languages": "fr"}


def test_what_has_no_place_is_kept_under_its_name(person):
    found = person("FN:A", "X-FOO:bar", "X-FOO:baz", "REV:20200101T000000Z", "PRODID:-//x", "GENDER:F", "X-MS-SPOUSE:B", "TZ:+01:00")
    assert found.custom == {"X-FOO": "bar, baz", "revised": "20200101T000000Z", "gender": "F", "spouse": "B", "TZ": "+01:00"}


def test_companies_are_told(person):
    assert person("FN:Ähre AG", "ORG:Ähre AG;", "N:;;;;").is_company
    assert person("FN:Ähre AG", "ORG:Ähre AG", "N:Ähre;Anna", "X-ABShowAs:COMPANY").is_company
    found = person("FN:Ähre AG", "ORG:Ähre AG", "N:Ähre;Anna")
    assert (found.is_company, found.name, found.company) == (False, "Anna Ähre", "Ähre AG")


JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
CODED = b64encode(JPEG).decode()


def test_whole_pictures_come_along(read):
    found = read(
        "FN:A", f"PHOTO;ENCODING=b:{CODED[:9]}", f"  {CODED[9:]}", f"LOGO:data:image/jpeg;base64,{CODED}", "PHOTO:http://a.example/p"
    )
    assert [picture.content for picture in found.person.pictures] == [JPEG]
    assert (found.files, found.person.custom) == (0, {"PHOTO": "http://a.example/p"})


@pytest.mark.parametrize("raw", [CODED[:-8], CODED[:-9], CODED + "!", b64encode(b"MZ program").decode(), "?"])
def test_a_picture_that_is_cut_or_none_stays_out_and_its_card_comes_in(read, raw):
    found = read("FN:A", f"PHOTO;BASE64:{raw}", "KEY;ENCODING=B:AA==")
    assert (found.person.name, found.person.pictures, found.files) == ("A", [], 2)


def test_a_further_value_that_is_no_text_stays_out_alone(read):
    found = read("FN:A", "FBURL;ENCODING=QUOTED-PRINTABLE:a=0C", version="2.1")
    assert [(refused.place.line, refused.column) for refused in found.left_out] == [(4, "FBURL")]
    assert found.person.custom == {}


@pytest.mark.parametrize("line", ["FN;ENCODING=QUOTED-PRINTABLE:A=07", "NOTE:" + "x" * 40_000])
def test_what_a_contact_is_known_by_must_be_certain(read, line):
    with pytest.raises(BadValue):
        read("FN:A", line, version="2.1")


def test_a_card_with_too_many_lines_is_refused(read):
    with pytest.raises(BadValue, match="more than any contact has"):
        read(*(f"TEL:{number}" for number in range(MOST_LINES)))


def test_identity_is_the_uid_or_else_name_and_first_address(person):
    assert person("FN:A", "UID:urn:uuid:7").identity() == "7"
    assert len(person("FN:A", "UID:" + "7" * 500).identity()) == 32
    one = person("FN:Anna", "EMAIL:A@b.example", "TEL:1").identity()
    assert one == person("FN:Anna", "UID:urn:uuid:", "EMAIL:a@b.example").identity(), "a UID that says nothing"
    assert one == person("FN:ANNA", "TEL:2", "EMAIL:a@b.example").identity() != person("FN:Anna", "TEL:2").identity()
    assert PointKind.PHONE in {point.kind for point in person("FN:Anna", "TEL:2").points}
