"""The monthly interaction report as it comes out: every part on paper, every figure in the file beside it."""

import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.core.figures import Value
from crm_desktop.core.kinds import ChannelKind, CustomerStatus
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Channel, Company, ContactReason, Customer, FollowUp, Interaction
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw, figures, restore
from crm_desktop.reports.monthly_sheet import sheet_of
from crm_desktop.reports.parameters import Ask, parameters_of
from crm_desktop.services.attachments import FileInput
from crm_desktop.services.company_logo import set_logo
from tests.reports.conftest import words_of
from tests.reports.shop import MONTH, fill

FILLING = fill
SECTIONS = (
    "Channels",
    "Why customers contacted us",
    "Orders",
    "Follow-ups",
    "Customers",
    "Team",
    "What the records lack",
    "How this was counted",
)


def asked(**said):
    return MonthlyInteractionsParameters(**{"month": MONTH, **said})


@pytest.fixture
def printed(tmp_path):
    """The words of the report that these parameters give."""

    def made(data=None, **said):
        path = tmp_path / "report.pdf"
        draw(data or collect(asked(**said)), path)
        return words_of(path)

    return made


def titles(path):
    outline = PdfReader(path).outline
    return [mark.title for mark in outline if not isinstance(mark, list)]


def test_every_subject_has_its_section_and_bookmark(shop, tmp_path):
    draw(collect(asked(list_interactions=True)), tmp_path / "report.pdf")

    assert titles(tmp_path / "report.pdf") == ["Customer interactions", *SECTIONS, "Every interaction"]


def test_every_figure_is_printed_as_it_stands_in_the_file(shop, printed):
    data = collect(asked())
    words, sheet = printed(data), sheet_of(data)

    printed_now = {sheet.printer.value(placed.value) for placed in placed_values(data) if placed.period == "now"}
    assert len(printed_now) > 50
    assert {text for text in printed_now if text not in words} == set()


def test_the_file_holds_two_numbers_a_unit_and_a_definition_for_every_figure(shop):
    told = figures(collect(asked()))["figures"]

    assert len({(each["id"], str(each["of"]), each["from"]) for each in told}) == len(told)
    for each in told:
        assert {"id", "of", "from", "until", "value", "numerator", "denominator", "unit", "definition"} <= each.keys()
        if each["denominator"]:
            assert each["value"] == pytest.approx(each["numerator"] / each["denominator"], abs=1e-5)


def test_the_same_data_prints_the_same_bytes(shop, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        draw(collect(asked(list_interactions=True)), tmp_path / name)

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_kept_figures_give_the_same_report_and_name_no_customer(shop, tmp_path):
    data = collect(asked())
    kept = json.loads(json.dumps(figures(data)))

    assert restore(kept) == data
    names = [row.name for row in Customer.select()]
    assert not [name for name in names if f'"{name}"' in json.dumps(kept)]


def test_an_erased_customer_is_erased_on_a_page_printed_later(shop, printed):
    data = collect(asked())
    number = data.top_customers[0].number
    Customer.update(name="", status=CustomerStatus.ANONYMISED).where(Customer.number == number).execute()

    assert f"erased ({number})" in printed(restore(figures(data)))


def test_the_company_s_logo_stands_before_the_title(shop, owner, tmp_path):
    content = io.BytesIO()
    Image.new("RGB", (120, 40), "navy").save(content, "PNG")
    set_logo(FileInput("logo.png", content.getvalue()), owner)
    path = tmp_path / "report.pdf"
    draw(collect(asked()), path)

    first, second = PdfReader(path).pages[:2]
    assert [image.image.size for image in first.images] == [(120, 40)] and not second.images


def test_names_can_be_hidden(shop, printed):
    words = printed(hide_names=True, list_interactions=True)

    assert "CU-00001" in words
    assert "Customer 1 " not in words and "Somebody" not in words and "Call back" not in words


def test_the_team_can_be_left_out(shop, printed):
    assert "Nancy Davolio" in printed()
    assert "By owner" not in printed(hide_team=True)
    assert collect(asked(hide_team=True)).team == ()


def test_every_interaction_is_listed_only_when_asked_for(shop, printed, tmp_path):
    printed()
    assert "Every interaction" not in titles(tmp_path / "report.pdf")
    assert f"{collect(asked()).total.contacts.numerator} in all" in printed(list_interactions=True)


def test_an_empty_month_says_so(store, printed):
    words = printed(month=date(2020, 2, 1))

    assert "No interactions were recorded in February 2020." in words
    assert "Page 1 of 1" in words


def test_one_interaction_is_a_report_too(store, make_interaction, printed):
    make_interaction(caller="Somebody \U0001f600", summary="<b>Hello</b>", started_at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    words = printed(list_interactions=True)

    assert "1 in all" in words and "<b>Hello</b>" in words and "U+1F600" in words
    assert "nothing earlier to compare with" in words


def test_without_times_the_handle_time_is_a_dash(store, make_interaction):
    make_interaction(started_at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    data = collect(asked())

    assert data.total.handle_time == Value("handle_time", None, None)
    assert sheet_of(data).printer.value(data.total.handle_time) == "–"
    assert [tile.now.figure for tile in data.tiles] == ["contacts", "customers_served", "customers_active"]


def test_what_the_store_knows_nothing_of_is_left_out(store, make_interaction, printed):
    make_interaction(started_at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    words = printed()

    assert "Why customers contacted us" not in words and "Orders placed" not in words and "Promised" not in words


def test_a_month_before_the_records_is_unknown_and_not_nought(shop):
    data = collect(asked(month=date(2025, 10, 1)))

    assert data.tiles[0].before.amount is None
    assert collect(asked()).tiles[0].before.amount > 0
    assert collect(asked()).tiles[0].year_ago.amount is None


def test_paper_and_formats_are_the_company_s(shop, tmp_path, printed):
    Company.update(locale="de_DE", paper="letter").execute()
    words = printed()

    assert round(PdfReader(tmp_path / "report.pdf").pages[0].mediabox.width) == 612
    assert "100\N{NO-BREAK SPACE}%" in words or "100 %" in words
    assert "November 2025" in words


def test_forty_channels_and_endless_names_fit(shop, owner, tmp_path):
    with operation("Filled", owner, may=Right.IMPORT) as done:
        done.insert_many(Channel, ("name", "kind"), [(f"Channel {n} " + "of many " * 20, ChannelKind.OTHER) for n in range(40)])
    Interaction.update(channel_id=Interaction.id % 45 + 1).execute()
    Customer.update(name="Handelsgesellschaft mit sehr langem Namen " * 12).execute()
    Company.update(name="W" * 300).execute()

    draw(collect(asked(list_interactions=True)), tmp_path / "report.pdf")
    assert titles(tmp_path / "report.pdf") == ["Customer interactions", *SECTIONS, "Every interaction"]


def test_texts_of_the_store_are_never_markup(shop, printed):
    wicked = "<img src='/etc/passwd'/>{x}</para>\U0001f4a9"
    for model, name in ((Customer, "name"), (Channel, "name"), (FollowUp, "title"), (Interaction, "summary"), (Company, "name")):
        text = model.id.concat(wicked) if model is Channel else wicked
        model.update({name: text}).execute()

    assert printed(list_interactions=True).count("/etc/passwd") > 100


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"since": date(2025, 11, 1)}, "not both"),
        ({"month": None, "since": date(2025, 11, 1)}, "first and its last day"),
        ({"month": None, "since": date(2025, 11, 2), "until": date(2025, 11, 1)}, "ends before it begins"),
        ({"staff": ("nobody",)}, "login “nobody”"),
        ({"paper": "a3"}, "a4 or letter"),
        ({"language": "el"}, "no translation into “el”"),
        ({"language": "?"}, "no language or country"),
    ],
)
def test_what_cannot_be_is_refused_in_words(shop, said, sentence):
    with pytest.raises(UserError, match=sentence):
        collect(asked(**said))


def test_without_a_company_there_is_nothing_to_report(empty_store):
    with pytest.raises(UserError, match="no company"):
        collect(asked())


def test_without_interactions_and_month_the_month_is_asked_for(store):
    assert collect(MonthlyInteractionsParameters()).head.period.is_month


def test_weeks_and_months_stand_in_the_chart_of_a_long_period(shop):
    half, long = (
        asked(month=None, since=date(2025, 7, 1), until=date(2025, 12, 31)),
        asked(month=None, since=date(2024, 1, 1), until=date(2025, 12, 31)),
    )

    weeks, months = collect(half).bins, collect(long).bins
    assert all(each.first.weekday() == 0 for each in weeks[1:])
    assert (len(months), sum(each.contacts for each in months)) == (24, sum(each.contacts for each in weeks))


def test_forms_are_made_from_the_parameters():
    asks = {parameter.option: parameter.ask for parameter in parameters_of(MonthlyInteractionsParameters)}

    assert asks["from"] is Ask.DAY and asks["month"] is Ask.MONTH and asks["list-interactions"] is Ask.FLAG and asks["staff"] is Ask.STAFF


def test_reportlab_is_not_imported_before_a_page_is_drawn():
    code = "import sys, crm_desktop.reports.registry, crm_desktop.reports.making; print('reportlab' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_three_customers_are_quoted_only_where_it_was_asked_for_and_without_their_names(shop, make_interaction, printed):
    email = Channel.get(kind=ChannelKind.EMAIL)
    customer = Customer.get()
    reason = ContactReason.get()
    words = f"Hello,\nthe lamp of {customer.name} came broken. Order 4711-22, ring 030 555 0174."
    talk = make_interaction(
        customer=customer, channel_id=email.id, notes=words, reason_id=reason.id, started_at=datetime(2025, 11, 20, 9, tzinfo=UTC)
    )
    assert "What they said" not in printed() and collect(asked()).quotes == ()

    data = collect(asked(quotes=True))
    assert talk.number in {each.number for each in data.quotes}
    kept = json.dumps(figures(data))
    assert "came broken" not in kept
    page = printed(restore(json.loads(kept)))
    assert "What they said" in page and "came broken. Order … ring …" in page


def test_what_is_not_counted_is_told_at_the_end(shop, make_interaction, printed):
    merged, drafts, _thrown = (value.numerator for value in collect(asked()).left_out)
    talk = make_interaction(started_at=datetime(2025, 11, 20, 9, tzinfo=UTC))
    Interaction.update(shelf="trash").where(Interaction.id == talk.id).execute()

    assert [value.numerator for value in collect(asked()).left_out] == [merged, drafts, 1]
    assert "Interactions in the trash: 1" in printed()
