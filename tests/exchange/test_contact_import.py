"""Address books come in: companies with their people, once, again, changed, edited here in between, and out again."""

import json
import re
from random import Random

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import RECORDS, Address, Attachment, Contact, ContactPoint, Customer
from crm_desktop.exchange.importing import undo_import
from crm_desktop.exchange.known_systems import READERS, Asked, import_from, reader_of
from crm_desktop.queries.attachments import read_attachment
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import detach
from crm_desktop.services.customers import AddressInput, CustomerInput, PointInput, add_customer, change_customer
from crm_desktop.services.incoming import Counts
from crm_desktop.services.tags import tag, untag
from tests.exchange.conftest import reasons
from tests.exchange.test_vcard_lines import card
from tests.exchange.test_vcards import CODED, JPEG

ANNA = card(
    "FN:Anna Ähre", "N:Ähre;Anna;;Dr.;", "UID:a1", "ORG:Ähre & Söhne;Backstube", "TITLE:Bäckerin", "TEL;TYPE=work,pref:0221 123456",
    "TEL;TYPE=cell:0171 5550001", "EMAIL:anna@aehre.example", "ADR;TYPE=work:;;Am Markt 1;Köln;;50667;Deutschland",
    "ADR;TYPE=home:;;Gasse 2;Bonn;;53111;Deutschland", "BDAY:--0401", "NOTE:Kennt den Ofen.", "X-SPOUSE:Otto",
)  # fmt: skip
BERT = card("FN:Bert Ähre", "UID:b1", "ORG:ÄHRE & Söhne", "TEL:0221 123457", "ADR:;;Am Markt 1;Köln;;50667;Deutschland")
CLEO = card("FN:Cleo Klee", "N:Klee;Cleo", "TEL;TYPE=home:030 99", "EMAIL:cleo@klee.example", "BDAY:1980-03-22", "NICKNAME:Kleo")


@pytest.fixture
def bring_cards(store, owner, write):
    """Import the cards of these texts, a file each."""

    def make(*contents, asked=None, **how):
        paths = [write(f"{number}.vcf", content) for number, content in enumerate(contents)]
        return import_from(reader_of("vcard"), paths, asked or Asked(), by=owner, **how)

    return make


def contents():
    return {model._meta.table_name: fetch(f"SELECT * FROM {model._meta.table_name} ORDER BY id") for model in RECORDS}


def values(contact=None, customer=None):
    found = ContactPoint.select().where(ContactPoint.contact == contact if contact else ContactPoint.customer == customer)
    return {point.value: point for point in found}


def test_people_of_one_company_are_contacts_of_one_customer(bring_cards):
    result = bring_cards(ANNA + BERT)
    company = Customer.get()
    assert (company.name, company.kind, company.place, company.number) == ("Ähre & Söhne", "company", "Köln, DE", "CU-00001")
    anna, bert = Contact.select().order_by(Contact.id)
    assert (anna.name, anna.first_name, anna.last_name, anna.salutation) == ("Anna Ähre", "Anna", "Ähre", "Dr.")
    assert (anna.role, anna.department, anna.birthday, anna.notes) == ("Bäckerin", "Backstube", "--04-01", "Kennt den Ofen.")
    assert json.loads(anna.custom) == {"spouse": "Otto"}
    assert {point.value: (point.kind, point.label, point.main, point.normal) for point in values(anna).values()} == {
        "0221 123456": ("phone", "work", True, "+49221123456"),
        "0171 5550001": ("mobile", "", False, "+491715550001"),
        "anna@aehre.example": ("email", "", True, "anna@aehre.example"),
    }
    assert bert.customer_id == company.id
    assert [(address.kind, address.lines, address.label) for address in Address.select().order_by(Address.id)] == [
        ("billing", "Am Markt 1", "work"), ("other", "Gasse 2", "home, Anna Ähre"),
    ]  # fmt: skip
    assert result.counts == {"customer": Counts(new=1), "contact": Counts(new=2)}
    assert verify_chain() == []
    assert not any(rebuild().values())


def test_somebody_without_a_company_is_a_customer(bring_cards):
    bring_cards(CLEO)
    cleo = Customer.get()
    assert (cleo.name, cleo.kind, cleo.first_name, cleo.last_name, cleo.birthday) == ("Cleo Klee", "person", "Cleo", "Klee", "1980-03-22")
    assert (cleo.status, json.loads(cleo.custom)) == ("active", {"nickname": "Kleo"})
    assert set(values(customer=cleo)) == {"030 99", "cleo@klee.example"}


def test_people_may_be_customers_of_their_own(bring_cards):
    bring_cards(ANNA + BERT, asked=Asked(people_as_customers=True))
    anna, bert = Customer.select().order_by(Customer.id)
    assert (anna.kind, anna.name, bert.name, Contact.select().count()) == ("person", "Anna Ähre", "Bert Ähre", 0)
    assert json.loads(anna.custom) == {"company": "Ähre & Söhne", "department": "Backstube", "job_title": "Bäckerin", "spouse": "Otto"}
    assert [address.kind for address in Address.select().where(Address.customer == anna).order_by(Address.id)] == ["billing", "other"]


def test_who_came_in_one_way_stays_so(bring_cards):
    bring_cards(ANNA + CLEO)
    again = bring_cards(ANNA + CLEO.replace("NICKNAME:Kleo", "NICKNAME:Kleo\r\nORG:Klee AG"), asked=Asked(people_as_customers=True))
    assert (Customer.select().count(), Contact.select().count()) == (2, 1)
    assert again.counts["customer"] == Counts(changed=1, same=1)
    bring_cards(re.sub("ORG:.*\r\n", "", ANNA))
    assert Contact.get().customer.name == "Ähre & Söhne"


def test_a_company_with_a_card_of_its_own_is_the_one_its_people_belong_to(bring_cards):
    company = card("FN:Ähre & Söhne", "ORG:Ähre & Söhne", "UID:c9", "TEL:0221 1", "X-ABShowAs:COMPANY")
    bring_cards(ANNA + company)
    assert (Customer.get().source_id, Contact.get().customer_id) == ("c9", Customer.get().id)
    bring_cards(BERT)
    assert (Customer.select().count(), Contact.select().count()) == (1, 2)


def test_a_second_import_changes_nothing_in_whatever_order_the_cards_stand(bring_cards):
    bring_cards(ANNA + BERT + CLEO)
    before = contents()
    turned = ANNA.replace("TEL;TYPE=cell:0171 5550001\r\n", "").replace("TEL;TYPE=work", "TEL;TYPE=cell:0171 5550001\r\nTEL;TYPE=work")
    again = bring_cards(CLEO + BERT + turned)
    assert contents() == before
    assert (again.change, again.counts) == (None, {"customer": Counts(same=2), "contact": Counts(same=2)})


def test_what_changed_in_the_file_changes_here_and_nothing_comes_twice(bring_cards):
    bring_cards(ANNA)
    changed = ANNA.replace("0171 5550001", "0171 5550002").replace("Am Markt 1", "Am Ring 9").replace("TITLE:Bäckerin", "TITLE:Meisterin")
    again = bring_cards(changed)
    assert set(values(Contact.get())) == {"0221 123456", "0171 5550002", "anna@aehre.example"}
    assert {address.lines for address in Address.select()} == {"Am Ring 9", "Gasse 2"}
    assert (Contact.get().role, again.counts["contact"]) == ("Meisterin", Counts(changed=1))


def test_a_number_that_is_gone_from_the_file_stays_and_doubles_no_other(bring_cards):
    bring_cards(card("FN:A", "UID:1", "TEL;HOME:1", "TEL;HOME:2"))
    bring_cards(card("FN:A", "UID:1", "TEL;HOME:2"))
    assert sorted(values(customer=Customer.get())) == ["1", "2"]


def test_a_number_that_is_called_otherwise_now_is_the_same_number(bring_cards):
    bring_cards(card("FN:A", "UID:1", "TEL;HOME:1", "TEL;HOME:2", "ADR;HOME:;;Hof 1;;;;"))
    bring_cards(card("FN:A", "UID:1", "TEL;WORK:2", "TEL;HOME:1", "ADR;WORK:;;Hof 1;;;;"))
    assert sorted((point.value, point.label) for point in ContactPoint.select()) == [("1", "home"), ("2", "work")]
    assert [(address.lines, address.label) for address in Address.select()] == [("Hof 1", "work")]


def test_bills_of_a_company_go_to_one_address(bring_cards):
    bring_cards(ANNA + BERT.replace("Am Markt 1", "Am Ring 9"))
    bring_cards(card("FN:Cleo", "ORG:Ähre & Söhne", "ADR;WORK:;;Am Tor 3;;;;"))
    assert [(address.lines, address.kind) for address in Address.select().order_by(Address.id)] == [
        ("Am Markt 1", "billing"), ("Am Ring 9", "other"), ("Gasse 2", "other"), ("Am Tor 3", "other"),
    ]  # fmt: skip


def test_an_address_goes_on_when_the_one_who_brought_it_moves(bring_cards):
    bring_cards(ANNA + BERT)
    bring_cards(ANNA.replace("Am Markt 1", "Am Ring 9") + BERT)
    assert sorted(address.lines for address in Address.select()) == ["Am Markt 1", "Am Ring 9", "Gasse 2"]


def test_what_a_person_changed_here_stays_and_is_reported(bring_cards, nancy):
    bring_cards(CLEO)
    cleo = Customer.get()
    phone = values(customer=cleo)["030 99"]
    points = (PointInput(phone.kind, "030 77", "laptop", id=phone.id),)
    change_customer(cleo.id, cleo.version, CustomerInput("Cleopatra", kind="person", points=points), nancy)
    assert bring_cards(CLEO).refused == []
    assert (Customer.get().name, set(values(customer=cleo))) == ("Cleopatra", {"030 77", "cleo@klee.example"})
    again = bring_cards(CLEO.replace("FN:Cleo Klee", "FN:Cleo K.").replace("EMAIL", "UID:x\r\nEMAIL"))
    assert again.counts["customer"] == Counts(new=1)


def test_an_edited_field_is_kept_when_the_file_says_something_new_about_it(bring_cards, nancy):
    bring_cards(card("FN:Cleo Klee", "UID:c", "TEL:1"))
    cleo = Customer.get()
    change_customer(cleo.id, cleo.version, CustomerInput("Cleopatra", kind="person"), nancy)
    again = bring_cards(card("FN:Cleo K.", "UID:c", "TEL:1"))
    assert (Customer.get().name, again.counts["customer"]) == ("Cleopatra", Counts(kept=1))
    assert [refused.value for refused in again.refused] == ["Cleo K."]


def test_undo_takes_all_of_it_out(bring_cards, owner):
    before = {name: len(rows) for name, rows in contents().items()}
    run = bring_cards(ANNA + BERT + CLEO).run
    undo_import(run, by=owner)
    assert {name: len(rows) for name, rows in contents().items()} == before
    assert verify_chain() == []


def test_a_dry_run_writes_nothing_and_says_the_same(bring_cards):
    tried = bring_cards(ANNA, dry_run=True)
    assert (tried.run, Customer.select().count()) == (None, 0)
    assert tried.counts == bring_cards(ANNA).counts


def test_what_is_wrong_with_a_card_is_told_and_the_others_come_in(bring_cards, tmp_path):
    list_of_rejects = tmp_path / "rejects.csv"
    cut = "BEGIN:VCARD\r\nFN:D\r\nPHOTO;ENCODING=b:/9j/4AAQSkZJRgABAQ\r\n"
    result = bring_cards((ANNA + card("FN:Łódź", version="2.1")).encode("cp1250") + cut.encode(), CLEO, rejects=list_of_rejects)
    assert [(row[1], row[4][:24]) for row in reasons(result)] == [
        (1, "Line 3 does not say in w"), (17, "Line 19 does not say in "), (21, "This card does not end: "),
    ]  # fmt: skip
    assert [customer.name for customer in Customer.select()] == ["Cleo Klee"]
    assert list_of_rejects.read_text(encoding="utf-8-sig").count("does not say in which charset") == 2
    assert result.partly


def test_the_same_card_twice_comes_in_once_and_two_that_differ_never_mix(bring_cards):
    result = bring_cards(CLEO + CLEO, card("FN:A", "UID:1") + card("FN:B", "UID:1"), card("FN:X", "NOTE:1") + card("FN:X", "NOTE:2"))
    assert sorted(customer.name for customer in Customer.select()) == ["A", "Cleo Klee", "X", "X"]
    assert [row[4] for row in reasons(result)] == ["The card on line 1 of 1.vcf has the same UID and says something else."]
    assert "1 contact stands twice: it came in once." in result.notices


def test_who_is_here_from_elsewhere_is_pointed_out_and_not_merged(bring_cards, nancy):
    points = (PointInput("email", "CLEO@klee.example"),)
    add_customer(CustomerInput("Klee", addresses=(AddressInput(country="DE"),), points=points), nancy)
    result = bring_cards(CLEO)
    (said,) = result.notices
    assert "1 new contact has the phone or e-mail of a customer who is here already" in said
    assert "Cleo Klee (CU-00001 Klee)" in said
    assert Customer.select().count() == 2
    assert bring_cards(CLEO).notices == []


def test_card_numbers_and_pictures_are_counted(bring_cards):
    result = bring_cards(card("FN:A", "NOTE:4111 1111 1111 1111", "X-PAY:4111111111111111", "PHOTO;ENCODING=b:/9j/4AAQ"))
    assert Customer.get().notes == "•••• 1111"
    assert result.notices == [
        "1 file in a card was left out: a key, a sound or a damaged picture.",
        "2 card numbers were cut down to their last four digits.",
    ]


def test_texts_of_any_length_fit_both_engines_or_stay_out(bring_cards):
    """Letters without a pattern, since an index squeezes those that have one."""
    letters = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9_000))
    bring_cards(
        card("FN:A", f"UID:{letters}", f"ORG:{letters[:1_900]}", f"X-{letters[:40]}:{letters}", f"NOTE:{letters}", f"URL:{letters}")
    )
    assert (len(Contact.get().source_id), len(Customer.get().source_id)) == (32, 33)
    for long in (
        f"FN:{letters}",
        f"ORG:{letters}",
        f"TEL:{'1' * 9_000}",
        f"EMAIL:{letters}@b.example",
        f"ADR:;;;{letters};;;",
        "FN:" + "ﷺ" * 600,
    ):
        (refused,) = bring_cards(card("FN:B" if "FN" not in long else "NOTE:B", long)).refused
        assert "is longer than a name, a number or a town can be" in refused.reason
    assert Customer.select().count() == 1


def test_every_system_has_a_name_of_its_own():
    names = [system.name for system in READERS]
    assert len(set(names)) == len(names)
    assert all(system.endings and system.title for system in READERS)


def test_every_table_of_contacts_comes_in_the_same_way(store, owner, write):
    path = write("a.csv", "Name,Company,E-mail Address,Categories\nAnna,Ähre,a@b.example,VIP\nBert,,b@b.example,\n")
    for name in ("outlook", "google-contacts", "thunderbird", "contacts-csv"):
        result = import_from(reader_of(name), [path], Asked(), by=owner)
        assert result.counts == {"customer": Counts(new=2), "contact": Counts(new=1)}
        assert import_from(reader_of(name), [path.parent], Asked(), by=owner).change is None


def tags():
    return fetch(
        "SELECT customer.name, tag.name FROM tag JOIN customer ON customer.id = row_id WHERE entity_table = 'customer' ORDER BY tag.id"
    )


def test_categories_become_tags_of_the_customer(bring_cards, owner, make_customer, nancy):
    tag([RecordRef(Entity.CUSTOMER, make_customer().id)], ["VIP"], nancy)
    run = bring_cards(
        card("FN:A", r"CATEGORIES:vip,Kunde\, alt") + card("FN:B", "ORG:B AG", "CATEGORIES:Kunde,Kunde", "CATEGORIES:" + "x" * 61)
    ).run
    assert tags() == [("Ada Ltd", "VIP"), ("A", "VIP"), ("A", "Kunde"), ("A", "alt"), ("B AG", "Kunde")]
    assert json.loads(Contact.get().custom) == {"categories": "x" * 61}
    undo_import(run, by=owner)
    assert tags() == [("Ada Ltd", "VIP")]
    assert verify_chain() == []


def test_a_tag_that_somebody_took_away_stays_away(bring_cards, nancy):
    book = card("FN:A", "CATEGORIES:VIP,Kunde")
    bring_cards(book)
    untag([RecordRef(Entity.CUSTOMER, Customer.get().id)], ["VIP"], nancy)
    assert bring_cards(book).change is None
    bring_cards(card("FN:A", "CATEGORIES:VIP,Kunde,Neu"))
    assert [name for _customer, name in tags()] == ["Kunde", "Neu"]


def test_pictures_hang_on_the_customer_and_stay_away_when_somebody_took_them_off(bring_cards, owner, nancy):
    book = card("FN:A/B", "ORG:C AG", f"PHOTO;ENCODING=b:{CODED}") + card("FN:D", f"PHOTO;ENCODING=b:{CODED}")
    run = bring_cards(book).run
    assert [(row.file_name, row.media_type, row.entity_table) for row in Attachment.select().order_by(Attachment.id)] == [
        ("A-B.jpg", "image/jpeg", "customer"), ("D.jpg", "image/jpeg", "customer"),
    ]  # fmt: skip
    assert read_attachment(Attachment.get().id).content == JPEG
    assert bring_cards(book).change is None
    detach(Attachment.get(file_name="D.jpg").id, nancy)
    assert bring_cards(book).change is None
    undo_import(run, by=owner)
    assert verify_chain() == []


@pytest.mark.parametrize("ending", ["vcf", "csv"])
def test_a_long_book_tells_how_far_it_is_and_stops_where_that_raises(store, owner, write, ending):
    cards = "".join(card(f"FN:A{number}") for number in range(450))
    rows = "Name\n" + "".join(f"A{number}\n" for number in range(450))
    path, reader = write(f"a.{ending}", cards if ending == "vcf" else rows), reader_of("vcard" if ending == "vcf" else "contacts-csv")
    told = []
    import_from(reader, [path], Asked(), by=owner, dry_run=True, progress=told.append)
    assert told == sorted(told)
    assert len([share for share in told if share <= 0.6]) >= 3

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_from(reader, [path], Asked(), by=owner, progress=stop)
    assert Customer.select().count() == 0


def test_an_older_card_than_the_one_that_came_in_before_says_nothing_new(bring_cards):
    def book(name, company, revised):
        return card(f"FN:{name}", "UID:1", f"REV:{revised}") + card(f"FN:{name}", "UID:2", f"ORG:{company}", f"REV:{revised}")

    bring_cards(book("New", "New AG", "2024-05-06T07:08:09Z"))
    old = bring_cards(book("Old", "Old AG", "20230102T030405Z"))
    assert (old.change, {customer.name for customer in Customer.select()}, Contact.get().name) == (None, {"New", "New AG"}, "New")
    assert old.notices == ["2 cards are older than those that came in before: their contacts were left as they are."]
    bring_cards(book("Newer", "New AG", "20240506T070810.5Z"))
    assert {Customer.get(source_id="1").name, Contact.get().name} == {"Newer"}
    bring_cards(book("Unclear", "New AG", "2020-01-01"))
    assert Contact.get().name == "Unclear"
