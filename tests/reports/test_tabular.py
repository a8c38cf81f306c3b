from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.reports import tabular
from crm_desktop.reports.monthly_data import Finding
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters
from crm_desktop.reports.registry import REPORTS
from crm_desktop.reports.tabular import sheets_of


def sheets(**wanted):
    report = REPORTS[0]
    data = report.collect(MonthlyInteractionsParameters(**wanted))
    return report, data, {sheet.name: sheet for sheet in sheets_of(report, data)}


def test_every_figure_stands_with_its_definition_and_every_list_on_a_sheet(store, make_interaction, make_customer):
    make_interaction(make_customer("Ada"))
    report, data, found = sheets()
    assert len(found["figures"].rows) == len(report.figures(data)["figures"])
    assert "definition" in found["figures"].header
    name, contacts = (found["channels"].header.index(column) for column in ("name", "contacts"))
    assert [(row[name], row[contacts]) for row in found["channels"].rows] == [
        (row.name, float(row.contacts.amount)) for row in data.channels
    ]
    assert all(len(row) == len(sheet.header) for sheet in found.values() for row in sheet.rows)
    assert all(0 < len(sheet.name) <= 31 for sheet in found.values())


def test_every_line_of_numbers_says_what_it_is_about(store, make_interaction, make_customer):
    make_interaction(make_customer("Ada"))
    _report, data, found = sheets()
    tiles = found["tiles"]
    assert tiles.header == ("figure", "unit", "now", "before", "year_ago")
    assert [row[0] for row in tiles.rows] == [FIGURES_BY_ID[each.now.figure].name for each in data.tiles]
    for sheet in found.values():
        assert any(isinstance(cell, str) for row in sheet.rows for cell in row), sheet.name


def test_the_numbers_of_a_sentence_stand_beside_its_kind():
    (sheet,) = tabular._lists("findings", (Finding("stuck", {"count": 5, "number": "RMA-00013"}),))
    assert (sheet.header, sheet.rows) == (("kind", "values"), (("stuck", "count 5, number RMA-00013"),))


def test_names_that_are_not_printed_are_in_no_table(store, make_interaction, make_customer):
    make_interaction(make_customer("Ada Lovelace"))
    shown = str(sheets(list_interactions=True)[2])
    hidden = str(sheets(list_interactions=True, hide_names=True)[2])
    assert "Ada Lovelace" in shown and "Ada Lovelace" not in hidden
