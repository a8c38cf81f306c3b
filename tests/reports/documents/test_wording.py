"""Papers in another language: its words, its dates, and no word forgotten."""

import ast
import string
from pathlib import Path

import pytest

from crm_desktop.core import repeats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, speaking
from crm_desktop.core.paths import resource
from crm_desktop.core.record_words import FIELDS, RECORD, THINGS, field_word, thing_word
from crm_desktop.core.retention import RULES
from crm_desktop.data.models import Company, Customer
from crm_desktop.reports import documents, page
from crm_desktop.reports.documents.order_confirmation import NAME, OrderConfirmationParameters, collect
from crm_desktop.reports.making import DrawJob, draw_report
from crm_desktop.reports.wording import words_in
from tests.reports.documents.conftest import pages_of

LANGUAGES = sorted(path.parents[1].name for path in resource("locale").glob("*/LC_MESSAGES/documents.po"))
PRINTED = (
    "account",
    "customer_sheet_pages",
    "dossier_pages",
    "dossier_terms",
    "dossier_values",
    "follow_up_list_pages",
    "history_lines",
    "incident_pages",
    "record_terms",
    "invoice_pages",
    "items",
    "order_confirmation_pages",
    "quality_sheet_pages",
    "retention_protocol_pages",
    "return_slip_pages",
    "survey_sheet_pages",
    "free_letter_pages",
    "sales_list_pages",
    "salutation",
    "terms",
)
MARKS = ("_", "N_", "ngettext")
FOLDER = Path(documents.__file__).parent
SOURCES = [*(FOLDER / f"{name}.py" for name in PRINTED), Path(page.__file__), Path(repeats.__file__)]


def messages():
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def fields(text):
    return sorted(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_a_paper_is_translated_with_its_fields(language):
    words = words_in(language)
    said = {message: words.gettext(message) for message in messages()}

    assert len(said) > 100
    known = {each[0] if isinstance(each, tuple) else each for each in words._catalog}
    assert [message for message in said if message not in known] == []
    assert [message for message, text in said.items() if fields(message) != fields(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_a_record_and_what_is_in_it_is_translated(language):
    known = {each if isinstance(each, str) else each[0] for each in words_in(language)._catalog}
    said = {*THINGS.values(), *FIELDS.values(), *(word for rule in RULES for word in (rule.name, rule.does))}

    assert len(said) > 300
    assert sorted(message for message in said if not {message, f"{RECORD}\x04{message}"} & known) == []


def test_a_word_means_in_a_record_what_it_means_there():
    with speaking(words_in("de")):
        assert (field_word("due_on"), _("Due")) == ("Fällig", "Zahlbar bis")
        assert thing_word("customer") == _("Customer") == "Kunde"


def test_german_is_there():
    assert "de" in LANGUAGES


def test_words_are_those_from_before_when_a_page_is_drawn(sold, tmp_path):
    draw_report(DrawJob(NAME, collect(OrderConfirmationParameters((sold.number,), "de")), tmp_path / "o.pdf"))
    assert _("Invoice") == "Invoice"
    with speaking(words_in("de")):
        assert _("Invoice") == "Rechnung"


def test_a_german_paper_is_german_throughout(sold, tmp_path):
    draw_report(DrawJob(NAME, collect(OrderConfirmationParameters((sold.number,), "de")), tmp_path / "o.pdf"))
    (text,) = pages_of(tmp_path / "o.pdf")

    for words in ("Auftragsbestätigung Vielen Dank für Ihren Auftrag vom 5. Okt. 2026.", "Teilweise bezahlt", "Seite 1 von 1", "Übertrag"):
        assert words in text or words == "Übertrag", words
    assert "Überweisung, 5. Okt. 2026 -100,00" in text and "Noch zu zahlen 261,02 €" in text


@pytest.mark.parametrize(
    ("asked", "customers", "company", "language"),
    [
        ("", "", "de_DE", "de"),
        ("", "", "en_IE", "en"),
        ("", "", "fr_FR", "en"),
        ("", "de-AT", "en_IE", "de"),
        ("", "English", "de_DE", "de"),
        ("en", "de", "de_DE", "en"),
    ],
)
def test_a_paper_speaks_its_readers_language_where_it_can(sold, asked, customers, company, language):
    Customer.update(language=customers).execute()
    Company.update(locale=company).execute()
    assert collect(OrderConfirmationParameters((sold.number,), asked)).head.language == language


def test_a_language_without_a_translation_is_refused(sold):
    with pytest.raises(UserError, match="no translation into “fr”"):
        collect(OrderConfirmationParameters((sold.number,), "fr"))
