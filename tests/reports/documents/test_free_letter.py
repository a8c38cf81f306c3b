from datetime import date

import pytest

from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import CustomerKind
from crm_desktop.data.models import Consent, Contact
from crm_desktop.queries.documents import Addressee, Recipient
from crm_desktop.reports.documents import free_letter
from crm_desktop.reports.documents.free_letter import LetterParameters
from crm_desktop.reports.documents.salutation import greeting
from crm_desktop.services.consents import ConsentInput, NoConsent, note_consent, withdraw_consent
from crm_desktop.services.templates import TemplateInput, add_template
from tests.reports.documents.conftest import pages_of

DAY = date(2026, 11, 22)
NOBODY = Recipient("CU-1", "X", "", "", "")


@pytest.fixture
def print_letter(tmp_path):
    def made(customer, text="It was good to see you.", **options):
        wanted = LetterParameters(customer.number, **{"subject": "Your visit", "text": text, "day": DAY, "language": "en", **options})
        free_letter.draw(free_letter.collect(wanted), tmp_path / "letter.pdf")
        return tmp_path / "letter.pdf"

    return made


def test_it_has_address_date_subject_greeting_words_and_signature(buyer, print_letter):
    (text,) = pages_of(print_letter(buyer, "First.\n\n- a\n- b\n\n\nLast.", signed="Nancy Davolio"))

    for words in ("Müller & Søn GmbH Lange Reihe 7 50667 Köln", "Date Customer 22 Nov 2026 CU-00001", "Page 1 of 1"):
        assert words in text, words
    assert "Your visit Dear Sir or Madam, First. - a - b Last. Kind regards Nancy Davolio" in text


def test_a_contact_is_addressed_and_greeted(buyer, print_letter):
    Contact.create(customer=buyer, name="Ada Lovelace", salutation="Mrs", last_name="Lovelace")
    (text,) = pages_of(print_letter(buyer, contact="ada lovelace"))

    assert "Müller & Søn GmbH Ada Lovelace Lange Reihe 7" in text and "Dear Ms Lovelace," in text


@pytest.mark.parametrize(
    ("salutation", "last", "said"),
    [
        ("Mr", "Byron", "Dear Mr Byron,"),
        ("Frau Dr.", "Lovelace", "Dear Ms Dr. Lovelace,"),
        ("Señora", "Lovelace", "Dear Ms Lovelace,"),
        ("", "Lovelace", "Dear Ada Lovelace,"),
        ("Dr.", "Lovelace", "Dear Dr. Ada Lovelace,"),
        ("Mr and Mrs", "Lovelace", "Dear Ada Lovelace,"),
        ("Ms", "", "Dear Ms Ada Lovelace,"),
    ],
)
def test_nobody_is_called_mr_or_ms_whose_salutation_nobody_noted(salutation, last, said):
    assert greeting(Addressee(NOBODY, True, "Ada Lovelace", salutation, last)) == said


def test_a_long_letter_goes_over_pages(buyer, print_letter):
    first, *middle, last = pages_of(print_letter(buyer, "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(60))))

    assert middle and "Paragraph 0." in first and "Paragraph 59." in last and "Kind regards" in last
    assert all("Your visit · 22 Nov 2026" in page for page in (*middle, last))


def test_without_a_day_it_is_todays(buyer):
    (letter,) = free_letter.collect(LetterParameters(buyer.number, subject="x", text="y")).papers
    assert letter.day == local_day(utc_now(), zone_of("Europe/Berlin"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"customer": ""}, "to whom"),
        ({"customer": "CU-7"}, "no customer “CU-7”"),
        ({"contact": "Bob"}, "no single contact “Bob”.*nobody"),
        ({"subject": " "}, "subject and a text"),
        ({"text": "\n \n"}, "subject and a text"),
        ({"text": "a\x07b"}, "U\\+0007"),
        ({"text": "x" * 9_001}, "longer than any letter"),
    ],
)
def test_refusals_are_plain_sentences(buyer, options, words):
    with pytest.raises(UserError, match=words):
        free_letter.collect(LetterParameters(**{"customer": buyer.number, "subject": "x", "text": "y", **options}))


def test_nobody_writes_to_somebody_who_was_erased(make_customer, house, erase):
    customer = make_customer("Ada", kind=CustomerKind.PERSON)
    erase(customer.id)
    with pytest.raises(UserError, match="was erased"):
        free_letter.collect(LetterParameters(customer.number, subject="x", text="y"))


def test_a_letter_with_an_empty_place_is_not_printed(buyer):
    with pytest.raises(UserError, match=r"⟦order\.number⟧"):
        free_letter.collect(LetterParameters(buyer.number, subject="About ⟦order.number⟧", text="y"))


@pytest.fixture
def invitation(house, owner):
    words = "We open on Saturday.\n\n{cursor}\n\nYou find us at {company.name}, {customer.name}."
    add_template(TemplateInput("Invitation", words, "letter", "You are invited", purpose="Newsletter"), owner)


def test_a_template_gives_the_words_and_leaves_room_for_ones_own(buyer, invitation, nancy):
    note_consent(buyer.id, ConsentInput("Newsletter", "letter", "web form"), nancy)

    (letter,) = free_letter.collect(LetterParameters(buyer.number, text="Bring the cat.", template="invitation")).papers

    assert letter.subject == "You are invited"
    assert letter.paragraphs[:2] == ("We open on Saturday.", "Bring the cat.") and letter.paragraphs[2].startswith("You find us at")
    (own,) = free_letter.collect(LetterParameters(buyer.number, subject="Come", template="Invitation")).papers
    assert own.subject == "Come"


def test_a_letter_by_a_template_that_needs_a_consent_is_not_printed_without_it(buyer, invitation, nancy):
    wanted = LetterParameters(buyer.number, template="Invitation")
    with pytest.raises(NoConsent, match="CU-00001 never agreed to “Newsletter” this way"):
        free_letter.collect(wanted)
    note_consent(buyer.id, ConsentInput("Newsletter", "", "web form"), nancy)
    assert free_letter.collect(wanted).papers
    withdraw_consent(Consent.get().id, nancy, "by phone")
    with pytest.raises(NoConsent, match="withdrew their consent to “Newsletter”"):
        free_letter.collect(wanted)
    assert free_letter.collect(LetterParameters(buyer.number, subject="x", text="Your parcel came back.")).papers


def test_a_letter_that_their_order_needs_is_printed_whatever_they_agreed_to(buyer, invitation, make_order, make_customer):
    order, others = make_order(customer=buyer), make_order(customer=make_customer("Eve"))
    assert free_letter.collect(LetterParameters(buyer.number, template="Invitation", order=order.number, is_needed=True)).papers
    for options in ({"order": order.number}, {"is_needed": True}):
        with pytest.raises(NoConsent):
            free_letter.collect(LetterParameters(buyer.number, template="Invitation", **options))
    with pytest.raises(UserError, match=rf"has no order “{others.number}”"):
        free_letter.collect(LetterParameters(buyer.number, template="Invitation", order=others.number, is_needed=True))
    with pytest.raises(UserError, match="no letter template “Welcome”"):
        free_letter.collect(LetterParameters(buyer.number, template="Welcome"))
