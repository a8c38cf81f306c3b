"""Lists as people work with them: filters, columns, views, many at once, copies, files."""

import csv
import json
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.data.models import AccessLog, Customer, FollowUp, Operation, ReturnRequest, SavedView, Staff, SupportCase, Tag
from crm_desktop.exchange.list_export import export_list
from crm_desktop.queries.case_pages import case_statuses
from crm_desktop.queries.columns import Column
from crm_desktop.queries.list_orders import indexed
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.services.bulk_steps import Step, take_step
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.follow_ups import complete_follow_up
from crm_desktop.services.history import undo_latest
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.saved_views import save_view
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.ui.models.arrangement import Arrangement, read_arrangement
from crm_desktop.ui.models.filters import one_of, told
from crm_desktop.ui.pages.list_export import ListExport
from crm_desktop.ui.pages.list_shape import LISTED
from crm_desktop.ui.widgets.condition_edit import editor_for
from crm_desktop.ui.widgets.when import days_ahead
from crm_desktop.ui.words_of_lists import TITLES, WORDS, is_for_people, title_of

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def people(make_customer, make_order):
    ada, bob, eve = (make_customer(name) for name in ("Ada", "Bob", "Eve"))
    make_order(bob, quantity=3)
    return ada, bob, eve


@pytest.fixture
def asked_returns(make_customer, make_product, nancy):
    """One whose goods have come, and one that somebody asked for."""
    lines = (ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, product_id=make_product().id),)
    asked = [request_return(ReturnInput(lines, customer_id=make_customer(name).id), nancy) for name in ("Ada", "Bob")]
    come, waiting = (ReturnRequest.get_by_id(row_id) for change in asked for row_id in change.of(Entity.RETURN))
    for step in (Step.APPROVE, Step.RECEIVE):
        take_step(step, [come.id], nancy)
    return come, waiting


@pytest.fixture
def page(people, window, settle):
    page = window.show_page("customer")
    settle()
    page.start()
    return page


def shown(page):
    return [page.model.index(row, 0).data().split(",")[0] for row in range(page.model.rowCount())]


def dialog_of(page):
    (dialog,) = [each for each in page.findChildren(QDialog) if each.isVisible()]
    return dialog


def texts(bar):
    return [each.text() for each in bar.findChildren(QPushButton) if each.text() and not each.isHidden()]


@pytest.mark.parametrize("name", LISTED.values())
def test_every_column_and_every_word_of_a_list_has_a_name_for_people(name):
    for column in BY_NAME[name].columns:
        assert not column.kind.can_be_asked or column.name in TITLES, column.name
        assert column.words is None or set(WORDS[column.words]) == set(column.words), column.name


def test_a_filter_is_made_with_the_keyboard_and_goes_by_its_chip(page, press, settle, qtbot):
    press(Qt.Key.Key_F, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(page.findChildren(QDialog)))
    settle()
    dialog = dialog_of(page)
    dialog.field.setCurrentIndex(dialog.field.findData("spent"))
    dialog.edit.least.setFocus()
    press("1")
    press(Qt.Key.Key_Return)
    assert shown(page) == ["Bob"]
    assert "Spent: 1 or more" in texts(page.filters)
    page.filters.remove_wanted.emit(0)
    settle()
    assert shown(page) == ["Ada", "Bob", "Eve"] and page.filters.isHidden()


def test_what_was_not_filled_in_is_marked_and_an_empty_result_offers_the_whole_list(page, settle):
    page.menus.add_filter()
    settle()
    dialog = dialog_of(page)
    dialog.field.setCurrentIndex(dialog.field.findData("city"))
    dialog.apply.click()
    assert dialog.isVisible() and dialog._value_row.is_wrong
    dialog.edit.text.setText("nowhere")
    dialog.apply.click()
    settle()
    assert "City: contains “nowhere”" in page.empty.why.text()
    page.empty.step.click()
    settle()
    assert shown(page) == ["Ada", "Bob", "Eve"]


def test_each_kind_of_column_is_asked_and_told_again(desk):
    conditions = {
        "customers": [
            ("status", "in", "lead,active"),
            ("vip", "=", "yes"),
            ("name", "~", "ad"),
            ("city", "!=", ""),
            ("spent", "=", "1..2.5"),
        ],
        "orders": [("ordered_at", "=", "last 30 days"), ("ordered_at", "=", "2026-01-01..2026-01-31"), ("ordered_at", ">=", "2026-01-01")],
        "products": [("on_hand", "=", "..5"), ("on_hand", "=", "3"), ("name", "=", ""), ("warranty_months", "=", "")],
    }
    for name, asked in conditions.items():
        for each in asked:
            edit = editor_for(BY_NAME[name].column(each[0]), desk.formats)
            edit.show_condition(each)
            assert (each[0], *edit.operator_and_value()) == each
            assert told(each, BY_NAME[name], {}, desk.formats)
            edit.deleteLater()
    assert told(("spent", "=", "1..2.5"), BY_NAME["customers"], {}, desk.formats) == "Spent: 1 to 2.5"
    assert one_of(["a", 'b "c", d']) == 'a,"b ""c"", d"'


def test_columns_are_chosen_kept_and_shown_again(page, people, window, desk, settle):
    page.menus.choose_columns()
    settle()
    dialog = dialog_of(page)
    dialog.sought.setText("since")
    assert sum(not dialog.list.item(place).isHidden() for place in range(dialog.list.count())) == 1
    dialog.sought.clear()
    for place in range(dialog.list.count()):
        item = dialog.list.item(place)
        wanted = item.data(Qt.ItemDataRole.UserRole) in ("name", "number", "balance")
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    dialog.apply.click()
    settle()
    assert [column.title for column in page.model.columns] == ["Customer", "Balance", "Number"]
    assert page.model.index(1, 2).data() == people[1].number
    page.table.horizontalHeader().resizeSection(2, 222)
    page.sort_by("balance", True)
    settle()
    assert shown(page)[0] == "Bob"
    page.shape.keep()
    settle()
    again = type(page)(desk, window)
    settle()
    assert [column.key for column in again.model.columns] == ["name", "balance", "number"]
    assert again.table.columnWidth(2) == 222 and again.shape.now.sort == "balance"
    again.deleteLater()


def test_a_view_is_saved_chosen_and_taken_back(page, nancy, settle):
    page.shape.narrow([("spent", "=", "1..")])
    page.menus.save_view()
    settle()
    dialog = dialog_of(page)
    dialog.name.setText("Buyers")
    dialog.try_save()
    settle()
    assert page.menus.views.text() == "Buyers" and SavedView.get().name == "Buyers"
    page.shape.show_view(None)
    settle()
    assert shown(page) == ["Ada", "Bob", "Eve"]
    page.shape.show_view(page.shape.views[0])
    settle()
    assert shown(page) == ["Bob"]
    undo_latest(nancy)
    assert SavedView.select().count() == 0


def test_a_page_begins_with_the_view_that_was_chosen_for_it(people, window, desk, nancy, settle):
    save_view("customer", "Buyers", Arrangement(where=(("spent", "=", "1.."),)).text(), nancy)
    page = window.show_page("customer")
    settle()
    page.shape.start_with(page.shape.views[0])
    settle()
    again = type(page)(desk, window)
    settle()
    assert shown(again) == ["Bob"]
    again.deleteLater()


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"columns": 3, "where": [["a"], 1], "widths": []}'])
def test_a_broken_view_is_the_list_as_it_begins(kept):
    assert read_arrangement(kept) == Arrangement()


def test_a_view_survives_being_kept():
    view = Arrangement(("name", "custom.x"), {"name": 90}, "spent", True, (("name", "~", "a"),))
    assert read_arrangement(view.text()) == view


def test_many_are_selected_by_keys_and_put_away_in_one_step(page, press, nancy, settle):
    press(Qt.Key.Key_A, CTRL)
    assert page.menus.selection.isVisible() and page.menus.selection.count.text() == "3 selected"
    page.menus.actions.archive.click()
    settle()
    assert {row.shelf for row in Customer.select()} == {Shelf.ARCHIVE} and page.model.rowCount() == 0
    assert Operation.select().order_by(Operation.id.desc()).first().text() == "Archived 3 records"
    page.menus.show_put_away(Shelf.ARCHIVE)
    settle()
    assert len(shown(page)) == 3 and page.menus.actions.back.isVisibleTo(page.menus.selection)
    undo_latest(nancy)
    assert {row.shelf for row in Customer.select()} == {Shelf.DESK}


def test_nothing_stays_selected_that_the_list_no_longer_shows(page, press, settle):
    press(Qt.Key.Key_A, CTRL)
    page.sought.setText("nobody of that name")
    settle()
    assert page.model.rowCount() == 0 and not page.menus.selection.isVisible()


def test_what_cannot_go_is_named_before_anything_is_done(page, people, settle):
    page.table.selectAll()
    page.menus.actions.trash.click()
    settle()
    dialog = dialog_of(page)
    assert "2 records will be changed, 1 stay" in dialog.text.text() and people[1].number in dialog.details.toPlainText()
    dialog.go.click()
    settle()
    assert shown(page) == ["Bob"]


def test_tags_are_put_on_many(page, settle):
    page.table.selectAll()
    page.menus.actions.ask_tags()
    settle()
    dialog = dialog_of(page)
    dialog.names.setText("fair, 2026")
    dialog.try_save()
    settle()
    assert Tag.select().count() == 6
    page.shape.narrow([("tags", "=", "fair")])
    settle()
    assert len(shown(page)) == 3


def test_copied_rows_are_lines_and_a_table(page, press, settle):
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0].split(",")[0] for line in lines] == ["Customer", "Ada", "Bob"]
    assert QApplication.clipboard().mimeData().html().count("<tr>") == 3


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx"])
def test_the_list_is_exported_as_it_is_shown(page, tmp_path, ending, settle):
    page.shape.arrange(("name", "spent"))
    page.sort_by("name", True)
    page.shape.narrow([("name", "!=", "Eve")])
    settle()
    to = tmp_path / f"list{ending}"
    ListExport(page, None).export_to(str(to))
    settle()
    if ending == ".csv":
        rows = list(csv.reader(to.read_text(encoding="utf-8-sig").splitlines()))
        assert rows[0] == ["number", "name", "spent", "currency"] and [row[1] for row in rows[1:]] == ["Bob", "Ada"]
    elif ending == ".json":
        assert [record["name"] for record in json.loads(to.read_text(encoding="utf-8"))["records"]] == ["Bob", "Ada"]
    assert to.stat().st_size and AccessLog.select().where(AccessLog.action == "export").count() == 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "list"))] == [to.name]


def test_a_stopped_export_leaves_nothing(page, tmp_path, settle, monkeypatch):
    stopped = Event()

    def begin_late(*given):
        """However fast the computer is, it is stopped before the first row."""
        stopped.wait()
        return export_list(*given)

    monkeypatch.setattr("crm_desktop.ui.pages.list_export.export_list", begin_late)
    ListExport(page, None).export_to(str(tmp_path / "list.csv"))
    dialog_of(page).cancel.click()
    stopped.set()
    settle()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith("list.csv")]


def test_a_change_elsewhere_keeps_selection_and_place(page, nancy, jobs, settle):
    page.table.selectAll()
    change = put_on_shelf(Entity.CUSTOMER, Customer.get(name="Ada").id, 1, Shelf.ARCHIVE, nancy)
    jobs.changed.emit(change)
    settle()
    assert shown(page) == ["Bob", "Eve"] and page.table.selected_count() == 2


def test_a_column_that_no_index_sorts_is_refused_in_a_long_list(page, monkeypatch, settle):
    monkeypatch.setattr("crm_desktop.queries.narrowed.SORTED_AT_MOST", 1)
    said = []
    page.desk.doors.said.connect(said.append)
    page.sort_by("notes", False)
    settle()
    assert "cannot be sorted" in said[0].text and shown(page) == ["Ada", "Bob", "Eve"]
    assert page.shape.now.sort == "name" and page.table.horizontalHeader().sortIndicatorSection() == 0


def test_titles_are_the_companys_own_for_its_fields():
    own = Column("custom.colour", "''")
    assert title_of(own, {"custom.colour": "Favourite colour"}) == "Favourite colour" and is_for_people(own)


def test_a_column_is_moved_with_the_mouse_and_stays_there(page, settle):
    page.table.horizontalHeader().moveSection(3, 1)
    settle()
    assert [column.key for column in page.model.columns][:4] == ["name", "spent", "place", "order_count"]
    assert [page.table.horizontalHeader().visualIndex(place) for place in range(4)] == [0, 1, 2, 3]
    assert shown(page) == ["Ada", "Bob", "Eve"]


def test_what_changed_while_another_page_was_shown_keeps_its_place(page, window, nancy, jobs, settle):
    page.table.choose_row(2)
    window.show_page("order")
    settle()
    jobs.changed.emit(put_on_shelf(Entity.CUSTOMER, Customer.get(name="Ada").id, 1, Shelf.ARCHIVE, nancy))
    window.show_page("customer")
    settle()
    assert shown(page) == ["Bob", "Eve"] and page.table.currentIndex().row() == 1


def test_a_search_finds_what_lies_in_the_archive_where_the_filter_asks_for_it(page, nancy, settle):
    put_on_shelf(Entity.CUSTOMER, Customer.get(name="Ada").id, 1, Shelf.ARCHIVE, nancy)
    page.menus.show_put_away(Shelf.ARCHIVE)
    page.sought.setText("ad")
    settle()
    assert shown(page) == ["Ada"]


def test_an_empty_result_says_how_much_of_it_was_put_away(page, nancy, settle):
    put_on_shelf(Entity.CUSTOMER, Customer.get(name="Ada").id, 1, Shelf.ARCHIVE, nancy)
    page.shape.narrow([("name", "=", "Ada")])
    settle()
    assert page.empty.why.text().endswith("\n1 of these lies in the archive or the trash.")
    page.menus.show_put_away(Shelf.ARCHIVE)
    settle()
    assert shown(page) == ["Ada"] and "In the archive" in texts(page.filters)


def test_two_selected_customers_are_laid_side_by_side_to_be_merged(page, press, settle):
    chosen_of(page, "Merge two customers …").trigger()
    assert not page.findChildren(QDialog)
    press(Qt.Key.Key_Down, SHIFT)
    chosen_of(page, "Merge two customers …").trigger()
    settle()
    assert type(dialog_of(page)).__name__ == "MergeDialog"
    dialog_of(page).throw_away()


def chosen_of(page, *path):
    """What stands below these words in the menu of what is selected."""
    menu = page.menus.actions._menu
    for words in path:
        (action,) = [each for each in menu.actions() if each.text().split("\t")[0] == words]
        menu = action.menu()
    return action


def test_two_cases_are_given_to_a_colleague_and_another_status_together(window, nancy, owner, settle):
    for subject in ("Crushed", "Late"):
        open_case(CaseInput(subject), nancy)
    page = window.show_page("case")
    settle()
    page.start()
    page.table.selectAll()
    settle()
    chosen_of(page, "Hand on to", Staff.get_by_id(owner.id).name).trigger()
    settle()
    chosen_of(page, "Priority", "Urgent").trigger()
    settle()
    (_new, waiting, *_more) = [each for each in case_statuses() if each.kind != "done"]
    chosen_of(page, "Status", waiting.name).trigger()
    settle()
    assert {(row.assignee_id, row.priority, row.status_id) for row in SupportCase.select()} == {(owner.id, "urgent", waiting.id)}
    assert "2 records changed" in window.message.text()


def test_follow_ups_are_put_off_together(window, make_follow_up, settle):
    for title in ("Water", "Call"):
        make_follow_up(title)
    page = window.show_page("follow_up")
    settle()
    page.start()
    page.table.selectAll()
    settle()
    chosen_of(page, "Move to", "Tomorrow").trigger()
    settle()
    assert {row.due_on for row in FollowUp.select()} == {dict(days_ahead(page.desk.formats))["Tomorrow"]}


def test_what_came_back_is_inspected_together(window, asked_returns, press, settle):
    _come, waiting = asked_returns
    page = window.show_page("return")
    settle()
    page.start()
    page.table.selectAll()
    settle()
    chosen_of(page, "Inspect …").trigger()
    settle()
    dialog = dialog_of(page)
    assert dialog.stay.text() == f"These are not waiting for it and stay as they are: {waiting.number}."
    press(Qt.Key.Key_Return, CTRL)
    assert [row.state for row in ReturnRequest.select().order_by(ReturnRequest.id)] == ["inspected", "requested"]


def test_ctrl_e_changes_the_chosen_record(page, press, settle, qtbot):
    def opened():
        return [each for each in page.window().findChildren(QDialog) if each.isVisible()]

    press(Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: bool(opened()))  # Qt shows a button pressed for a moment before it acts
    settle()
    (dialog,) = opened()
    assert dialog.name.text() == "Ada"
    dialog.throw_away()


def test_ctrl_f_goes_to_the_field_that_narrows_the_list(page, press, settle):
    press(Qt.Key.Key_F, CTRL)
    press("bo")
    assert shown(page) == ["Bob"] and page.sought.hasFocus()


def test_a_filter_of_follow_ups_narrows_what_was_chosen_above_them(window, make_follow_up, nancy, settle):
    kept, done = make_follow_up("Call Ada"), make_follow_up("Call Bob")
    make_follow_up("Write to Eve")
    complete_follow_up(done.id, nancy, "done")
    page = window.show_page("follow_up")
    settle()
    page.shape.narrow([("title", "~", "call")])
    settle()
    assert [page.model.id_at(row) for row in range(page.model.rowCount())] == [kept.id]


@pytest.mark.usefixtures("dressed")
def test_lesser_tools_that_find_no_room_are_in_the_menu_of_the_list(window, settle):
    page = window.show_page("survey_response")
    settle()
    tools, menu = page.tools, page.menus.more.menu()
    assert tools.height() < 2 * page.menus.more.height()
    assert page.kept in tools.folded and page.kept.isHidden()
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "View"
    window.resize(2_400, 800)
    settle()
    assert tools.folded == () and page.kept.isVisible() and page.kept.text() == "Questionnaires …"
    menu.aboutToShow.emit()
    assert "Sort by" in {action.text() for action in menu.actions()[:2]}


@pytest.mark.parametrize("name", ["customer", "order", "interaction"])
def test_the_end_of_a_list_is_that_of_all_its_ids_in_every_order(name, people, make_interaction, nancy, window, settle):
    for person in people:
        make_interaction(person)
    put_on_shelf(Entity.CUSTOMER, people[0].id, 1, Shelf.ARCHIVE, nancy)
    page = window.show_page(name)
    settle()
    for sort in indexed(page.shape.name):
        for downwards in (False, True):
            page.shape.sort(sort, downwards)
            source = page._source()
            end, ids = source.last(2), source.ids()
            assert (end.size, [row.id for row in end.rows]) == (len(ids), [*ids[-2:]])
