"""Who signs in, what is locked, and what is asked before somebody's data goes or is told."""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from crm_desktop.core.changes import Entity
from crm_desktop.queries.customers import customer_card, customer_ids
from crm_desktop.queries.retention import hold_of
from crm_desktop.queries.settings import sign_in_rows
from crm_desktop.ui.dialogs.access import AccessDialog
from crm_desktop.ui.dialogs.for_good import erase_dialog
from crm_desktop.ui.dialogs.legal_hold import hold_dialog
from crm_desktop.ui.dialogs.letting_go import LettingGoDialog
from crm_desktop.ui.dialogs.password import PasswordDialog
from crm_desktop.ui.dialogs.second_factor import SecondFactorDialog
from crm_desktop.ui.idle_lock import IdleLock
from tests.ui.pictures.forms import FACTOR
from tests.ui.pictures.studio import Shot, Studio

_CODES = tuple(f"{place}BST-QRAG-SG9D-FEDX" for place in "23456789AC")


def people(studio: Studio) -> Iterator[Shot]:
    page, desk = studio.page(Entity.CUSTOMER.value), studio.desk
    row_id = customer_ids()[0]
    card, hold = customer_card(row_id), hold_of(row_id)
    assert card is not None
    assert hold is not None
    for name, dialog in (
        ("people-password", PasswordDialog(desk, sign_in_rows()[0], page)),
        ("people-codes", _codes(studio)),
        ("people-who-looked", AccessDialog(desk, card.id, card.name, page)),
        ("people-legal-hold", hold_dialog(desk, hold, page)),
        ("people-erase", erase_dialog(desk, card, page)),
        ("people-let-go", LettingGoDialog(desk, page)),
    ):
        with studio.form(dialog):
            studio.settle(0.2)
            yield Shot(name, dialog)
    yield from _locked(studio)


def _codes(studio: Studio) -> SecondFactorDialog:
    dialog = SecondFactorDialog(studio.desk.jobs.session, FACTOR, studio.desk.by, studio.window)
    dialog._on_kept(_CODES)
    return dialog


def _locked(studio: Studio) -> Iterator[Shot]:
    """The window as a passer-by sees it, and the question before it."""
    lock = IdleLock("Nobody was here for 5 minutes.", "&Password", str, 5, studio.window)
    lock.lock()
    studio.settle(0.2)
    yield Shot("people-locked", studio.window)
    assert lock.dialog is not None
    yield Shot("people-locked-question", lock.dialog)
    lock.dialog.opened.emit()
    studio.settle()
    lock._timer.stop()
    lock.clipboard.deleteLater()
    lock.deleteLater()
    QApplication.processEvents()


PEOPLE = (people,)
