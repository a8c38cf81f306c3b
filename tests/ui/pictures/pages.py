"""Every page of the window, and what hangs over it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog

from crm_desktop.core.changes import Entity
from crm_desktop.ui.dialogs.about import AboutDialog
from crm_desktop.ui.dialogs.columns import ColumnsDialog
from crm_desktop.ui.dialogs.filter import FilterDialog
from crm_desktop.ui.dialogs.keyboard import KeyboardDialog
from crm_desktop.ui.pages.settings_all import SECTIONS
from crm_desktop.ui.widgets.view_switch import View
from tests.ui.pictures.studio import Shot, Studio

CUSTOMER = 7
"""Of the sample company: a firm with contacts, orders, returns and agreements."""


def today(studio: Studio) -> Iterator[Shot]:
    page = studio.page("today")
    yield Shot("today")
    page.whose.setCurrentIndex(1)
    studio.settle()
    yield Shot("today-team")
    page.whose.setCurrentIndex(0)


def customers(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CUSTOMER.value)
    page.open_record(CUSTOMER)
    for name in page.person.tabs.buttons:
        page.person.tabs.open_tab(name)
        studio.settle(0.1)
        yield Shot(f"customers-{name}")
    page.person.tabs.open_tab(next(iter(page.person.tabs.buttons)))


def trends(studio: Studio) -> Iterator[Shot]:
    page = studio.page("trends")
    yield Shot("trends")
    page.way.setCurrentIndex(1)
    page.way.activated.emit(1)
    studio.settle()
    yield Shot("trends-by-product")


def orders(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.ORDER.value)
    yield Shot("orders")


def returns(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.RETURN.value)
    yield Shot("returns")


def cases(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.CASE.value)
    yield Shot("cases")


def follow_ups(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.FOLLOW_UP.value)
    page.show_as(View.LIST)
    studio.settle()
    yield Shot("follow-ups-list")
    page.entry.line.setText(text := "call an monday 9 about replacement")
    page.entry.line.textEdited.emit(text)
    studio.settle(0.3)
    yield Shot("follow-ups-sentence")
    page.entry.line.clear()
    page.start()
    page.show_as(View.BOARD)
    studio.settle()
    yield Shot("follow-ups-board")
    page.show_as(View.LIST)


def calendar(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.APPOINTMENT.value)
    page.whose.choose(0)
    for view in (View.DAY, View.WEEK, View.MONTH):
        page.show_as(view)
        studio.settle()
        page.start()
        yield Shot(f"calendar-{view.value}")


def figures(studio: Studio) -> Iterator[Shot]:
    page = studio.page("figures")
    studio.settle(1)
    page.choose("first_contact_resolved")
    studio.settle(1)
    yield Shot("figures")


def interactions(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.INTERACTION.value)
    yield Shot("interactions")


def products(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.PRODUCT.value)
    yield Shot("products")


def reports(studio: Studio) -> Iterator[Shot]:
    page = studio.page("reports")
    studio.wait(lambda: page.view.drawn is not None)
    yield Shot("reports", rest=1.0)


def team(studio: Studio) -> Iterator[Shot]:
    page = studio.page("team")
    yield Shot("team")
    for place, name in ((0, "approval"), (page.asked_model.rowCount() - 1, "escalation")):
        page.asked.opened.emit(page.asked_model.id_at(place))
        studio.settle(0.2)
        (dialog,) = (each for each in studio.window.findChildren(QDialog) if each.isVisible())
        yield Shot(f"team-{name}", dialog)
        dialog.reject()
        studio.settle()


def settings(studio: Studio) -> Iterator[Shot]:
    page = studio.page("settings")
    for section in SECTIONS:
        page.show_section(section.name)
        studio.settle(0.1)
        yield Shot(f"settings-{section.name}")


def history(studio: Studio) -> Iterator[Shot]:
    studio.page("history")
    yield Shot("history")


def lists(studio: Studio) -> Iterator[Shot]:
    """Narrowed, with many chosen, and the dialogs of a list."""
    page = studio.page(Entity.CUSTOMER.value)
    page.shape.narrow([("city", "~", "a"), ("status", "=", "active"), ("last_contact_at", "=", "last 365 days")])
    studio.settle()
    page.table.selectAll()
    studio.settle()
    yield Shot("list-narrowed")
    page.menus.actions.ask_tags()
    yield from _dialog(studio, "list-tags", QDialog)
    page.shape.narrow([("name", "=", "nobody")])
    studio.settle()
    yield Shot("list-nothing-fits")
    page.shape.narrow(())
    page.menus.add_filter()
    yield from _dialog(studio, "list-filter", FilterDialog)
    page.menus.choose_columns()
    yield from _dialog(studio, "list-columns", ColumnsDialog)


def palette(studio: Studio) -> Iterator[Shot]:
    studio.page(Entity.CUSTOMER.value)
    search = studio.window.search
    search.start()
    for name, text in (("search", "an"), ("commands", ">")):
        search.setText(text)
        search.textEdited.emit(text)
        studio.settle(0.2)
        yield Shot(f"palette-{name}")
    search.close_results()
    search.clear()


def bell(studio: Studio) -> Iterator[Shot]:
    page = studio.page("today")
    studio.window.bell.open_panel()
    studio.settle(0.2)
    yield Shot("bell")
    page.setFocus()
    studio.settle()


def about_the_program(studio: Studio) -> Iterator[Shot]:
    studio.window.commands["keyboard"].trigger()
    yield from _dialog(studio, "keyboard", KeyboardDialog)
    studio.window.commands["about"].trigger()
    yield from _dialog(studio, "about", AboutDialog)


def _dialog(studio: Studio, name: str, kind: type[QDialog]) -> Iterator[Shot]:
    dialog = studio.opened_dialog(kind)
    yield Shot(name, dialog)
    studio.throw(dialog)


def knowledge(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.ARTICLE.value)
    for kind in page.lists:
        page.open_record(1, kind)
        studio.settle(0.2)
        yield Shot(f"knowledge-{kind.value}")
    for kind in page.lists:
        page.lists[kind].sheet.edit.click()
        dialog = studio.opened_dialog(QDialog)
        yield Shot(f"form-{kind.value}", dialog)
        studio.throw(dialog)


def empty_desk(studio: Studio) -> Iterator[Shot]:
    """Of a company without anything: the pages where something must be chosen elsewhere first."""
    for name in (Entity.ARTICLE.value, Entity.SURVEY_RESPONSE.value, Entity.ASSESSMENT.value, "team", "log", "import"):
        studio.page(name)
        studio.settle(0.2)
        yield Shot(f"nothing-{name}")


PAGES = (
    today,
    customers,
    orders,
    returns,
    cases,
    follow_ups,
    calendar,
    interactions,
    products,
    knowledge,
    figures,
    trends,
    reports,
    team,
    settings,
    history,
    lists,
    palette,
    bell,
)
EMPTY = (
    today, customers, orders, returns, cases, follow_ups, calendar, interactions, products, empty_desk, figures, trends, reports, history,
    settings,
)  # fmt: skip
