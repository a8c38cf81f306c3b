"""Address books that nobody on this project wrote. What each card says was read by eye from its file, and stands here in short."""

from collections import Counter

import pytest

from crm_desktop.core.kinds import PointKind
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.models import RECORDS, Attachment, Contact, ContactPoint, Customer
from crm_desktop.exchange.contact_import import read_cards, read_tables
from crm_desktop.exchange.importing import undo_import
from crm_desktop.exchange.known_systems import Asked, import_from, reader_of
from crm_desktop.services.incoming import Counts

pytestmark = pytest.mark.realdata

# File, number of the card in it: name; salutation, first and last name; company, department, role; birthday; then phones, faxes, mobiles,
# e-mails, web pages, messengers and addresses with their labels in the order of the file; tags; further fields; pictures.
# A number in brackets tells how many of the same stand one after another.
CARDS = """
John_Doe_ANDROID 1: john.doe@company.com | | | | email | | My Contacts | | 0
John_Doe_ANDROID 2: jane.doe@company.com | | | | email | | My Contacts | | 0
John_Doe_ANDROID 3: Ñ Ñ Ñ Ñ Ñ | ;;Ñ Ñ Ñ Ñ | | | mobile | | My Contacts | | 0
John_Doe_ANDROID 4: Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ | ;;Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ | | | mobile, phone home, mobile, phone home | | My Contacts | | 0
John_Doe_ANDROID 5: Ñ Ñ Ñ Ñ | ;Ñ Ñ Ñ;Ñ Ñ | ÑÑÑÑÑÑÑÑÑÑÑÑ;; | | mobile, phone work, fax work, email work, email, web (2) | | | ORG | 1
John_Doe_ANDROID 6: ÑÑÑÑ | ;;ÑÑÑÑ | *;; | | mobile, email | | My Contacts | ORG | 0
John_Doe_BLACK_BERRY 1: John Doe | ;john;Doe | Acme Solutions;; | | mobile | | | | 1
John_Doe_EVOLUTION 1: Mr. John Richter, James Doe Sr. | Mr.;John;Doe | IBM;Accounting, Dungeon;Money Counter | 1980-03-22 |
    messenger aim+home, web, mobile, phone work, email work | home | VIP | X-COUCHDB-APPLICATION-ANNOTATIONS, X-EVOLUTION-FILE-AS,
    anniversary, assistant, manager, middle_name, nickname, revised, spouse, suffix | 0
John_Doe_GMAIL 1: Mr. John Richter, James Doe Sr. | Mr.;John;Doe | IBM;;Money Counter | 1980-03-22 |
    email home, mobile, phone home, web work | home | |
    anniversary, middle_name, phonetic_first_name, phonetic_last_name, spouse, suffix | 0
John_Doe_IPHONE 1: Mr. John Richter James Doe Sr. | Mr.;John;Doe | IBM;Accounting;Money Counter | 2012-06-06 |
    email, mobile, phone home, phone work, fax home, fax work, phone pager, phone assistant, web homepage | home, work | |
    X-ABADR, middle_name, nickname, suffix | 1
John_Doe_LOTUS_NOTES 1: Mr. Doe John I Johny | Mr.;John;Doe | IBM;SUN;Generic Accountant | 1980-05-21 |
    email work (2), mobile, fax work, web homepage | home | | CLASS, GEO, MAILER, NAME, SORT-STRING, SOURCE, TZ, X-ABUID, X-GENERATOR,
    X-LONG-STRING, address_label home, middle_name, nickname, profession, suffix | 1
John_Doe_MAC_ADDRESS_BOOK 1: Mr. John Richter,James Doe Sr. | Mr.;John;Doe | IBM;Accounting;Money Counter | 2012-06-06 |
    email work, phone work, phone home, mobile, fax home, fax work, phone pager, phone assistant, web homepage | home, work | |
    X-ABADR, X-ABUID, middle_name, nickname, phonetic_first_name, phonetic_last_name, spouse, suffix | 1
John_Doe_MS_OUTLOOK 1: Mr. John Richter James Doe Sr. | Mr.;John;Doe | IBM;Accounting;Money Counter | 1980-03-22 |
    phone work, phone home, web work, email, messenger | work, home | | X-MS-OL-DEFAULT-POSTAL-ADDRESS, anniversary, assistant, manager,
    middle_name, nickname, profession, revised, suffix | 1
fullcontact 1: Prefix FirstName MiddleName LastName Suffix | Prefix;FirstName;LastName | Organization1;Department1;Title1, Title2 |
    2016-08-01 | phone home, phone work, mobile (2), phone, fax home, fax work, phone (2), email home, email work, email school, email,
    email customtype, web (4), messenger gtalk, messenger skype, messenger yahoo, messenger aim, messenger jabber, messenger other,
    messenger customtype | home, work, -, customtype | Tag | * | 0
gmail-list 1: Arnold Smith | ;Arnold;Smith | | | email | | | | 0
gmail-list 2: Chris Beatle | ;Chris;Beatle | | | email | | | | 0
gmail-list 3: Doug White | ;Doug;White | | | email | | | | 0
gmail-single 1: Greg Dartmouth | ;Greg;Dartmouth | TheCompany;;TheJobTitle | 1960-09-10 |
    email, messenger icq, mobile, phone GRAND_CENTRAL, web profile | home, CustomAdrType | |
    anniversary, nickname, phonetic_first_name, phonetic_last_name, related CustomRelationship, spouse | 0
gmail-single2 1: VCard Test | ;VCard;Test | TheCompany;;TheJobTitle | 1912-06-23 | email, email home, email work, email,
    email CustomEmailCategory, messenger gtalk, messenger aim, messenger yahoo, messenger skype, messenger qq, messenger msn, messenger icq,
    messenger jabber, phone, phone home, phone work, phone, mobile, phone main, fax home, fax work, phone GRAND_CENTRAL, phone pager,
    phone CustomePhoneCategory, web, web profile, web blog, web homepage, web work, web CustomWebsiteCategory |
    -, home, work, -, CustomAddressCategory | | anniversary, assistant, brother, child, date, date CustomDateCategory, domestic_partner,
    father, friend, manager, mother, nickname, parent, partner, phonetic_first_name, phonetic_last_name, referred_by, related,
    related CustomRelationCategory, relative, sister, spouse | 0
outlook-2003 1: John Doe III | Mr.;John;Doe | Company, The;TheDepartment;The Job Title | 1980-03-21 |
    phone work, phone home, mobile, fax work, web work, email | work | | nickname, profession, revised, suffix | 1
outlook-2007 1: Mr. Michael Angstadt Jr. | Mr.;Michael;Angstadt | TheCompany;TheDepartment;TheJobTitle | 1922-03-10 |
    phone work, phone home, mobile, fax work, phone callback, web home+work, email, messenger | work | | FBURL,
    X-MS-OL-DEFAULT-POSTAL-ADDRESS, anniversary, assistant, manager, nickname, profession, revised, spouse, suffix | 2
rfc2426-example 1: Frank Dawson | | Lotus Development Corporation;; | | phone work, fax work, email (2), web | work | | | 0
rfc2426-example 2: Tim Howes | | Netscape Communications Corp.;; | | phone work, fax work, email | work | | | 0
rfc6350-example 1: Simon Perreault | ;Simon;Perreault | Viagenie;; | --02-03 |
    phone work, mobile work+video, email work, web home | work | | GEO, KEY, TZ, anniversary, further_languages, gender, suffix | 0
thunderbird-MoreFunctionsForAddressBook-extension 1: John Doe | ;John;Doe | TheOrganization;TheDepartment;TheTitle | 1970-09-21 |
    phone work, phone home, mobile, fax, phone pager, email (5), web home, web work | work, home | category1, category2, category3 |
    anniversary, nickname, spouse | 1
issue114 1: Dummy, Dummy | ;Dummy;Dummy | Dummy GmbH;; | | mobile, phone work, email home | work | | revised | 0
"""


def expected():
    joined = CARDS.strip().replace("\n    ", " ")
    for line in joined.splitlines():
        where, _colon, said = line.partition(": ")
        name, number = where.rsplit(" ", 1)
        yield pytest.param(name, int(number), [part.strip() for part in said.split("|")], id=where)


def told(labels):
    """`phone (2), fax home+work` spelled out."""
    for label in filter(None, labels.split(", ")):
        word, _bracket, times = label.partition(" (")
        yield from [word.replace("+", ", ")] * int(times.rstrip(")") or 1)


@pytest.fixture(scope="module")
def folder():
    from tests.exchange.conftest import REAL

    if not REAL.exists():
        pytest.skip(f"no real input at {REAL}")
    return REAL


def found_in(folder, name):
    (path,) = folder.glob(f"contacts-vcard/**/{name}.vcf")
    return read_cards([path], "", None)


@pytest.mark.parametrize(("file", "number", "said"), list(expected()))
def test_each_card_says_what_stands_in_it(folder, file, number, said):
    name, names, work, birthday, points, addresses, tags, custom, _pictures = said
    person = found_in(folder, file).people[number - 1]
    assert person.name == name
    assert [person.salutation, person.first_name, person.last_name] == (names or ";;").split(";")
    if not work.startswith("*"):
        assert [person.company, person.department, person.role] == (work or ";;").split(";")
    assert person.birthday == birthday
    assert [f"{point.kind} {point.label}".strip() for point in person.points] == list(told(points))
    assert [address.label or "-" for address in person.addresses] == list(told(addresses))
    assert ", ".join(person.tags) == tags
    if custom != "*":
        assert ", ".join(sorted(person.custom)) == ", ".join(sorted(filter(None, custom.split(", "))))


def test_every_card_comes_in_and_every_picture_comes_along_or_is_counted(folder):
    wanted = [param.values for param in expected()]
    assert len(wanted) == 26
    for file in {file for file, _number, _said in wanted}:
        found = found_in(folder, file)
        mine = [said for name, _number, said in wanted if name == file]
        assert len(found.people) == len(mine), file
        assert sum(len(person.pictures) for person in found.people) + found.left_out == sum(int(said[-1]) for said in mine), file


def test_details_that_are_easily_lost(folder):
    people = {file: found_in(folder, file).people[0] for file in (
        "John_Doe_IPHONE", "John_Doe_GMAIL", "John_Doe_EVOLUTION", "outlook-2003", "rfc6350-example", "issue114",
        "John_Doe_MAC_ADDRESS_BOOK",        "fullcontact", "outlook-2007",
    )}  # fmt: skip
    phones = [point for point in people["John_Doe_IPHONE"].points if point.kind in (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX)]
    assert (len(phones), [point.value[-8:] for point in phones if point.main]) == (7, ["555-1234"])
    assert [address.content()[1:] for address in people["John_Doe_IPHONE"].addresses] == [
        ("New York", "New York", "12345", "US"), ("New York", "", "12345", "US"),
    ]  # fmt: skip
    assert people["John_Doe_IPHONE"].addresses[1].lines == "Street4\nBuilding 6\nFloor 8"
    assert people["John_Doe_GMAIL"].addresses[0].lines.count("\n") == 3
    assert people["John_Doe_GMAIL"].notes.startswith('THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND')
    assert people["John_Doe_GMAIL"].notes.endswith("POSSIBILITY OF SUCH DAMAGE.\nFavotire Color: Blue")
    assert people["John_Doe_MAC_ADDRESS_BOOK"].notes == people["John_Doe_GMAIL"].notes
    assert people["John_Doe_EVOLUTION"].addresses[0].content() == (
        "15 Crescent moon drive\nASB-123", "Albaney", "New York", "12345", "US"
    )  # fmt: skip
    assert people["John_Doe_EVOLUTION"].uid == "477343c8e6bf375a9bac1f96a5000837"
    assert people["outlook-2003"].notes == "This is the note field!!\nSecond line\n\nThird line is empty"
    assert people["outlook-2003"].addresses[0].content() == ("TheOffice\n123 Main St", "Austin", "TX", "12345", "US")
    assert people["outlook-2007"].notes.count("\n") == 3
    assert people["rfc6350-example"].points[0].value == "+1-418-656-9254 ext. 102"
    assert (people["rfc6350-example"].language, people["rfc6350-example"].custom["suffix"]) == ("fr", "ing. jr, M.Sc.")
    assert people["issue114"].addresses[0].content()[1:] == ("Bad Homburg", "", "61352", "DE")
    assert "Dummy-Dummy-Strasse 1" in people["issue114"].addresses[0].lines.split("\n")
    assert sum(name.startswith("X-FCENCODED-") for name in people["fullcontact"].custom) == 17


def test_the_odd_files(folder):
    odd = folder / "contacts-csv"
    (doe,) = read_cards([odd / "johndoe.vcf"], "", None).people
    assert (doe.name, doe.last_name, doe.company) == ("John Doë", "Doë", "roundcube.net")
    assert [(point.value, point.label, point.main) for point in doe.points] == [
        ("inbox@roundcube.net", "work", False), ("roundcube@gmail.com", "home", True), ("+123456789", "work", True),
        ("+987654321", "", False),
    ]  # fmt: skip
    (egean,) = read_cards([odd / "utf-16_sample.vcf"], "", None).people
    assert (egean.name, egean.addresses[0].content()) == (
        "Ǽgean ĽdaMonté", ("169 Mária Canal", "LaPaz", "Conceptión", "245-876", "PE")
    )  # fmt: skip
    apple, photo = (read_cards([odd / name], "", None).people[0] for name in ("apple.vcf", "photo.vcf"))
    assert (apple.name, apple.is_company, apple.addresses[0].city) == ("Apple Computer AG", True, "Wallisellen-Zürich")
    assert (photo.name, photo.is_company, photo.last_name) == ("Apple Computer AG", True, "Müller")


def test_letters_without_a_charset_are_refused_until_somebody_states_it(folder):
    bat = folder / "contacts-csv" / "thebat.vcf"
    found = read_cards([bat], "", None)
    assert (found.people, [refused.place.line for _word, refused in found.refused]) == ([], [1])
    assert read_cards([bat], "iso-8859-2", None).people[0].name == "Piotr Iksiński"


def lines_of(person):
    """The person as the expected files write one, line by line."""
    custom = person.custom
    names = (person.last_name, person.first_name, custom.get("middle_name", ""), person.salutation, custom.get("suffix", ""))
    yield from (f"FN:{person.name}", "N:" + ";".join(names))
    dates = {"BDAY": person.birthday, "X-ANNIVERSARY": custom.get("anniversary")}
    yield from (f"{name};VALUE=date:{day}" for name, day in dates.items() if day)
    texts = {
        "NICKNAME": custom.get("nickname"), "ORG": person.company, "X-DEPARTMENT": person.department, "TITLE": person.role,
        "X-GENDER": custom.get("gender"), "X-MAIDENNAME": custom.get("maiden_name"), "X-MANAGER": custom.get("manager"),
        "X-ASSISTANT": custom.get("assistant"), "X-SPOUSE": custom.get("spouse"), "NOTE": person.notes, "CATEGORIES": ",".join(person.tags),
    }  # fmt: skip
    yield from (f"{name}:{text}" for name, text in texts.items() if text)
    for point in person.points:
        if point.kind == PointKind.MESSENGER:
            yield f"X-{point.label.upper()}{'-USERNAME' if point.label == 'skype' else ''}:{point.value}"
        else:
            name = {PointKind.EMAIL: "EMAIL", PointKind.WEB: "URL"}.get(point.kind, "TEL")
            label = {PointKind.MOBILE: "cell", PointKind.FAX: f"{point.label}fax"}.get(point.kind, point.label)
            yield f"{name}{f';TYPE={label}' if label else ''}:{point.value}"
    for address in person.addresses:
        country = {"US": "USA", "PL": "Poland"}.get(address.country, address.country)
        parts = (address.lines.partition("\n")[0], address.city, address.region, address.postal_code, country)
        yield f"ADR{f';TYPE={address.label}' if address.label else ''}:;;{';'.join(parts)}"


@pytest.mark.parametrize("name", ["all", "email", "gmail", "outlook", "tb_plain"])
def test_each_table_gives_what_the_file_beside_it_says(folder, name):
    """A second home phone is `home2` there. Of gmail's first address it has no post-office box, which is kept here in a line of its own."""
    files = folder / "contacts-csv" / "Csv2vcard"
    found = read_tables([files / f"{name}.csv"], "", "", None)
    said = [["FN" + card for card in block.split("FN", 1)[1:]] for block in (files / f"{name}.vcf").read_text().split("BEGIN:VCARD")[1:]]
    assert (len(found.people), found.refused, found.notices) == (len(said), [], [])
    for person, (block,) in zip(found.people, said, strict=True):
        wanted = block.replace("home2", "home").replace("work2", "work").split("END:VCARD")[0].split("\n")
        assert sorted(lines_of(person)) == sorted(filter(None, wanted))
    if name == "gmail":
        assert found.people[0].addresses[0].lines == "home_street\nhome_pobox"
        assert len(found.people[0].points) == 4 + 7 + 2


def contents():
    return {model._meta.table_name: fetch(f"SELECT * FROM {model._meta.table_name} ORDER BY id") for model in RECORDS}


def test_all_of_it_comes_in_once_and_goes_out_again(folder, store, owner):
    before = {table: len(rows) for table, rows in contents().items()}
    paths = [folder / "contacts-vcard" / "io" / "text", folder / "contacts-vcard" / "issue"]
    first = import_from(reader_of("vcard"), paths, Asked(), by=owner)
    assert first.counts["contact"] == Counts(new=19)
    assert (Customer.select().where(Customer.kind == "person").count(), Contact.select().count()) == (7, 19)
    points = [label.split()[0] for param in expected() for label in told(param.values[2][4])]
    assert Counter(point.kind for point in ContactPoint.select()) == Counter(points)
    assert [refused.column for refused in first.refused] == ["ORG", "FBURL"]
    assert Attachment.select().count() == 6
    assert first.notices == ["4 files in cards were left out: keys, sounds or damaged pictures."]
    after = contents()
    again = import_from(reader_of("vcard"), paths, Asked(), by=owner)
    assert (again.change, contents()) == (None, after)
    undo_import(first.run, by=owner)
    assert {table: len(rows) for table, rows in contents().items()} == before
    assert verify_chain() == []
