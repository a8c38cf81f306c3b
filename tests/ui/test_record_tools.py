import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.ui.dialogs.files import FilesDialog
from crm_desktop.ui.dialogs.history import HistoryDialog
from crm_desktop.ui.pages import PAGES
from tests.ui.test_main_window import shown


@pytest.fixture
def records(make_customer, make_product, make_order, make_interaction, nancy):
    ada = make_customer("Ada")
    (follow_up,) = add_follow_up(FollowUpInput("Ring", customer_id=ada.id), nancy).of(Entity.FOLLOW_UP)
    return {
        Entity.PRODUCT: make_product("P-9").id,
        Entity.ORDER: make_order(ada).id,
        Entity.INTERACTION: make_interaction(ada).id,
        Entity.FOLLOW_UP: follow_up,
    }


@pytest.mark.parametrize(
    ("entity", "panel_of"),
    [(Entity.ORDER, "sheet"), (Entity.INTERACTION, "reading"), (Entity.FOLLOW_UP, "reading"), (Entity.PRODUCT, "goods")],
)
def test_a_record_s_documents_and_history_are_one_press_away(desk, qtbot, records, entity, panel_of, nancy, settle):
    attach(RecordRef(entity, records[entity]), FileInput("photo.txt", b"1"), nancy)
    page = next(card for card in PAGES if card.name == entity.value).made(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    page.open_record(records[entity])
    settle()
    panel = getattr(page, panel_of)
    panel.tools.files.click()
    panel.tools.history.click()
    settle()
    (files,), (history,) = panel.findChildren(FilesDialog), panel.findChildren(HistoryDialog)
    assert shown(files.files.model) == ["photo.txt"]
    assert shown(history.model)[0].startswith("Attached a file to")
    history.close()
    files.close()
    settle()
