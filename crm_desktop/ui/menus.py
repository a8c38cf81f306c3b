"""Everything the window can do, in menus: behind one button, or in the bar at the top of a Mac's screen.

A bar inside the window would take a line from every page for what is used a few times a day, and the palette finds all of it;
on a Mac people look for Quit, Settings and Undo in the bar of the screen, which takes nothing from the window.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from crm_desktop.core.i18n import _
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.pages.page import Where

ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole, "page.settings": QAction.MenuRole.PreferencesRole}
"""Where a Mac wants them."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    actions: Sequence[QAction]
    is_folded: bool = False
    """In the one menu behind the button: a menu of its own."""


def has_bar() -> bool:
    return sys.platform == "darwin"


def fill_bar(window: QMainWindow, sections: Sequence[Section]) -> None:
    for section in sections:
        menu = window.menuBar().addMenu(section.title)
        for action in section.actions:
            action.setMenuRole(ROLES.get(action.objectName(), QAction.MenuRole.NoRole))
            menu.addAction(action)


def fill_menu(menu: QMenu, sections: Sequence[Section]) -> None:
    menu.setAccessibleName(_("Menu"))
    for section in sections:
        if section.is_folded:
            menu.addMenu(section.title).addActions(list(section.actions))
        else:
            menu.addActions(list(section.actions))
        menu.addSeparator()


def sections(has: Actions) -> list[Section]:
    pages = has.of_pages
    return [
        Section(_("New"), has.adding.actions(), is_folded=True),
        Section(_("Work"), [*pages(Where.HEADER, Where.MENU), has["backup"], has["reload"]]),
        Section(_("Edit"), [has["undo"], has["redo"], has["palette"], has["commands"]]),
        Section(_("Go to"), [has["back"], *pages(Where.RAIL)], is_folded=True),
        Section(_("Look"), has.looks.actions(), is_folded=True),
        Section(_("Window"), [has["new_window"], has["same_window"], has["close"]]),
        Section(_("Help"), [has["keyboard"], *pages(Where.FOOT), has["about"], has["quit"]]),
    ]
