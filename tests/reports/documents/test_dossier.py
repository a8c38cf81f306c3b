import gettext
import json
import re

import pytest

from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import speaking
from crm_desktop.core.record_words import FIELDS, HIDDEN, THINGS
from crm_desktop.data.attachment_contents import hash_of
from crm_desktop.data.models import AccessLog, Customer
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.dossier import NAME, DossierParameters, collect, draw
from crm_desktop.reports.documents.dossier_pages import LEFT_OUT, NAMED
from crm_desktop.reports.documents.dossier_terms import OF_EVENTS, SHELVES, VALUES
from crm_desktop.reports.documents.dossier_values import shown
from crm_desktop.reports.making import make_report
from crm_desktop.reports.registry import printable_called
from crm_desktop.reports.wording import words_in
from crm_desktop.services.consents import ConsentInput, note_consent
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.services.erasing import erase_customer
from tests.reports.documents.conftest import pages_of
from tests.services.test_erasing import closed
from tests.whole import make_whole, reachable

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)


def held(customer):
    (paper,) = figures(collect(DossierParameters((customer.number,))))["documents"]
    return paper["held"]


def columns_with(word, told):
    return {
        (table["table"], name) for table in told["tables"] for row in table["rows"] for name, v in row["values"].items() if word in str(v)
    }


@ON_ONE_ENGINE
def test_the_paper_says_all_that_the_file_says(store, owner, tmp_path):
    mine = make_whole("canary")
    make_whole("stranger")
    wanted = DossierParameters((mine[Customer].number,))
    made = make_report(printable_called(NAME), wanted, owner, tmp_path / "d.pdf", tmp_path / "d.json")

    text = " ".join(pages_of(tmp_path / "d.pdf"))

    file = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert file == json.loads(json.dumps(made.figures)) and file["document"] == NAME
    told = [row["values"] for table in file["documents"][0]["held"]["tables"] for row in table["rows"]]
    assert len(re.findall("canary", text)) >= sum("canary" in str(value) for values in told for value in values.values())
    assert "stranger" not in text and hash_of(b"canary") in re.sub(r"\s", "", text)
    (noted,) = AccessLog.select().where(AccessLog.action == "print")
    assert (noted.entity_table, noted.detail) == (NAME, mine[Customer].number)


@ON_ONE_ENGINE
def test_who_said_no_is_not_told_that_they_agreed(make_customer, owner, tmp_path):
    note_consent(make_customer("Ada").id, ConsentInput("newsletter", source="counter", refused=True), owner)
    make_report(printable_called(NAME), DossierParameters(("CU-00001",)), owner, tmp_path / "d.pdf")
    text = " ".join(pages_of(tmp_path / "d.pdf"))
    assert "Said no" in text and "Withdrawn" not in text and "Given" not in text


@ON_ONE_ENGINE
def test_what_was_written_before_is_told_with_when_it_ended(make_customer, nancy):
    customer = make_customer("Ada", notes="formerly so")
    change_customer(customer.id, 1, CustomerInput("Ada", notes="now so"), nancy)
    told = held(customer)
    assert [each["values"]["notes"] for each in told["earlier"]] == ["formerly so"]


@ON_ONE_ENGINE
def test_of_who_was_erased_only_what_invoices_keep_is_told(store, owner):
    made = closed(make_whole("canary"), owner)
    erase_customer(made[Customer].id, owner)
    told = held(made[Customer])
    assert columns_with("canary", told) == {("invoice", "name"), ("invoice", "address"), ("invoice", "reason")}
    assert "canary" not in json.dumps([each for each in told["earlier"] if each["table"] != "invoice"])


@ON_ONE_ENGINE
def test_nobody_of_that_number_is_said(store, owner):
    with pytest.raises(UserError, match="CU-9"):
        collect(DossierParameters(("CU-9",)))


class Missing(gettext.NullTranslations):
    """Asked for what a catalogue does not have."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def gettext(self, message):
        self.asked.append(message)
        return message


def test_every_column_of_theirs_has_a_word():
    shown_to_them = {(model, field.name) for model in reachable() for field in model._meta.sorted_fields if field.name not in LEFT_OUT}
    assert {name for _model, name in shown_to_them} - FIELDS.keys() - NAMED.keys() == set()
    assert {model._meta.table_name for model in reachable()} <= THINGS.keys()
    assert NAMED.keys() <= HIDDEN


@pytest.mark.parametrize("words", [SHELVES, *VALUES.values(), *OF_EVENTS.values()])
def test_every_fixed_kind_has_a_word(words):
    kinds = {type(kind) for kind in words} - {int, str}
    assert {kind for each in kinds for kind in each if kind} <= words.keys()


@ON_ONE_ENGINE
def test_a_german_dossier_has_no_word_in_english(store, owner, tmp_path):
    mine = make_whole("canary", language="de-AT")
    change_customer(mine[Customer].id, 1, CustomerInput("Ada", notes="now so", language="de"), owner)
    data = collect(DossierParameters((mine[Customer].number,)))
    words, missing = words_in("de"), Missing()
    words.add_fallback(missing)

    with speaking(words):
        draw(data, tmp_path / "d.pdf")

    text = " ".join(" ".join(pages_of(tmp_path / "d.pdf")).split())
    assert data.head.language == "de" and missing.asked == []
    for said in ("Auskunft über Ihre Daten", "Frühere Werte", "Wiedervorlage · 1", "Anliegen · 1"):
        assert said in text


@ON_ONE_ENGINE
def test_a_language_may_be_asked_for(store, owner):
    mine = make_whole("canary", language="de")
    assert collect(DossierParameters((mine[Customer].number,), "en")).head.language == "en"


@pytest.mark.parametrize(
    ("table", "name", "value", "said"),
    [
        ("sales_order", "total", "1139.7", "1.139,70"),
        ("order_line", "quantity", "3", "3"),
        ("order_line", "quantity", "1.5", "1,5"),
        ("sales_order", "state", "completed", "Abgeschlossen"),
        ("customer", "shelf", "trash", "Im Papierkorb"),
        ("customer", "vip", True, "ja"),
        ("customer", "do_not_contact", "phone,email", "Telefon, E-Mail"),
        ("customer", "notes", "open", "open"),
        ("customer", "birthday", "--01-20", "20. Jan."),
        ("customer", "birthday", "in spring", "in spring"),
        ("customer", "language", "de-AT", "Deutsch"),
        ("address", "country", "AT", "Österreich"),
        ("address", "country", "Ruritania", "Ruritania"),
        ("support_case", "closes_on", "9999-12-31", ""),
        ("support_case", "urgency", 0, "Dringend"),
        ("follow_up", "due_on", "2026-10-05", "5. Okt. 2026"),
        ("follow_up", "recurrence", "FREQ=MONTHLY;INTERVAL=2", "alle 2 Monate"),
        ("appointment", "recurrence", "FREQ=WEEKLY", "jede Woche"),
        ("follow_up", "recurrence", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=1", "jeden Montag, Donnerstag, 1 Mal"),
        ("follow_up", "recurrence", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "alle 2 Wochen an Werktagen"),
        ("appointment", "recurrence", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "jeden Monat am letzten Werktag"),
        ("appointment", "recurrence", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15;UNTIL=20301224", "jedes Jahr, 15. Mai bis 24. Dez. 2030"),
        ("appointment", "recurrence", "FREQ=YEARLY;BYMONTH=5,6", "nach der Regel FREQ=YEARLY;BYMONTH=5,6"),
        ("appointment", "recurrence", "FREQ=HOURLY", "nach der Regel FREQ=HOURLY"),
        ("invoice", "taxes", "[[190000, 1000000, 190000]]", "Steuersatz in Prozent 19 · Netto 100,00 · Mehrwertsteuer 19,00"),
        ("access_log", "what", "order-confirmation", "Auftragsbestätigung"),
        ("access_log", "what", "customer", "Kunde"),
    ],
)
def test_what_is_stored_is_said_in_words_and_as_the_company_writes_it(table, name, value, said):
    formats = Formats("de_DE", "de", zone_of("Europe/Berlin"))
    with speaking(words_in("de")):
        assert shown(formats, table, name, {name: value}) == said


def test_a_step_of_a_case_says_what_it_was_before_by_its_kind():
    formats = Formats("de_DE", "de", zone_of("Europe/Berlin"))
    with speaking(words_in("de")):
        assert shown(formats, "case_event", "after", {"kind": "priority", "after": "high"}) == "Hoch"
        assert shown(formats, "case_event", "after", {"kind": "changed", "after": "due_on"}) == "Fällig"
