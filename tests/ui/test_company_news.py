from decimal import Decimal

from crm_desktop.queries.desk import company_facts
from crm_desktop.services.company import change_company
from crm_desktop.ui.company_news import CompanyNews


def test_every_page_writes_as_the_company_does_from_now_on(desk, jobs, owner, window, make_product, settle):
    make_product("P-1", price="1234.50")
    CompanyNews(jobs, desk.formats)
    page = window.show_page("product")
    page.reload()
    settle()
    column = next(place for place, each in enumerate(page.model.columns) if each.title == "Price")
    assert page.model.shown(0, column).text == "€1,234.50"

    jobs.changed.emit(change_company(1, {"locale": "de_DE", "zone": "Asia/Tokyo"}, owner))
    settle()

    assert page.model.shown(0, column).text == "1.234,50\u00a0€"
    assert desk.formats.zone.key == "Asia/Tokyo" and desk.formats.read_number("1.234,5") == Decimal("1234.5")
    assert not desk.formats.take(company_facts())
