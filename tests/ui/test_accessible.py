"""What a screen reader says: every control that the keyboard reaches has a name, on every page and in every form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QWidget

from crm_desktop.ui.pages import PAGES
from tests.ui.test_long_texts import filled  # noqa: F401  # a fixture


def nameless(window):
    """Class and place of each control that has the keyboard sometimes and no name."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not is_control(widget):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            found.append((type(widget).__name__, path_of(widget)))
    return found


def is_control(widget):
    if isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
        return False  # the list, number or day it belongs to is named
    return (
        isinstance(widget, QAbstractButton | QAbstractScrollArea | QComboBox | QLineEdit) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    )


def path_of(widget):
    names = []
    while widget is not None:
        names.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names[:5])


def test_every_control_of_every_page_has_a_name(filled, window, settle):  # noqa: F811
    for page in PAGES:
        window.show_page(page.name).start()
        settle()
        assert nameless(window) == [], page.name


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.new_title])
def test_every_control_of_a_new_form_has_a_name(page, filled, window, settle):  # noqa: F811
    window.show_page(page).add_new()
    settle()
    for dialog in window.findChildren(QDialog):
        assert nameless(dialog) == [], page
        dialog.close()
    settle()
