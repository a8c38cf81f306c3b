"""The settings: on the left what they are about, on the right one form or list. Found by any word of them."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.text import fold
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, theme
from crm_desktop.ui.widgets.basics import column, label, surface
from crm_desktop.ui.widgets.one_shown import OneShown

if TYPE_CHECKING:
    from crm_desktop.ui.pages.settings_section import Section

_WIDTH = 216
_NAME = Qt.ItemDataRole.UserRole


_READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})
"""They look at what only the owner changes."""


def _is_for(by: Actor, right: Right | None) -> bool:
    return right is None or right in RIGHTS[by.role] or by.role in _READERS


class SettingsPage(Page):
    name: ClassVar[str] = "settings"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        # Loaded with the page, not with the window: most days nobody looks here.
        from crm_desktop.ui.pages.settings_all import SECTIONS

        super().__init__(desk, parent)
        self._classes = {each.name: each for each in SECTIONS if _is_for(desk.by, each.right)}
        self._made: dict[str, Section] = {}
        self._old: set[str] = set()
        self._build()
        self.sought.textChanged.connect(self._on_sought)
        self.sought.returnPressed.connect(self._on_enter)
        self.sections.currentItemChanged.connect(self._on_section)
        self.sections.itemActivated.connect(self._on_enter)
        finding = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        finding.activated.connect(self._on_find)
        theme().changed.connect(self._on_theme)
        self.sections.setCurrentRow(0)

    def section(self) -> "Section":
        """The one that is shown."""
        return self.show_section(self.sections.currentItem().data(_NAME))

    def show_section(self, name: str) -> "Section":
        """By its name; made when it is first asked for."""
        if name not in self._made:
            made = self._made[name] = self._classes[name](self.desk)
            self._stack.addWidget(made)
        if self._stack.currentWidget() is not self._made[name]:
            self._stack.setCurrentWidget(self._made[name])
            follow_the_eye(self)
        if self.sections.currentItem().data(_NAME) != name:
            self.sections.setCurrentItem(self._item(name))
        if name in self._old:
            self._old.discard(name)
            self._made[name].reload()
        return self._made[name]

    def start(self) -> None:
        self.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self._old = set(self._made)
        self.section()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._old:
            self.section()

    def _build(self) -> None:
        self.sought = QLineEdit(placeholderText=_("Find a setting"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find a setting"))
        self.sections = QListWidget()
        self.sections.setAccessibleName(_("What the settings are about"))
        self.sections.setProperty("role", "sections")
        for section in self._classes.values():
            item = QListWidgetItem(_(section.title), self.sections)
            item.setData(_NAME, section.name)
        self.nothing = label(_("No setting is called so."), "soft", wrap=True)
        self.nothing.hide()
        self._left = surface("ground", column(self.sought, self.nothing, self.sections, margins=(GAP + 4, 2 * GAP, GAP + 4, GAP)))
        self._stack = OneShown()
        self._stack.setProperty("surface", "card")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._left)
        outer.addWidget(self._stack, 1)
        self._on_theme()

    def _item(self, name: str) -> QListWidgetItem:
        return next(item for item in self._items() if item.data(_NAME) == name)

    def _items(self) -> list[QListWidgetItem]:
        return [self.sections.item(place) for place in range(self.sections.count())]

    def _term(self, name: str, sought: str) -> str | None:
        """The first word of a section that is what is sought, its title before others; None where none is."""
        section = self._classes[name]
        words = (_(section.title), *map(_, section.terms))
        return next((word for word in words if fold(sought) in fold(word)), None)

    @Slot()
    def _on_theme(self) -> None:
        widest = max(self.sections.fontMetrics().horizontalAdvance(item.text()) for item in self._items())
        self._left.setFixedWidth(max(_WIDTH, widest + 8 * GAP))

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        """The company's lists are no entities of their own: after whatever was done to the store they are read again."""
        if change.operation is None:
            return
        self._old = set(self._made)
        if self.isVisible():
            self.section()

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        for item in self._items():
            item.setHidden(bool(text.strip()) and self._term(item.data(_NAME), text.strip()) is None)
        shown = [item for item in self._items() if not item.isHidden()]
        self.nothing.setVisible(not shown)
        if shown and self.sections.currentItem().isHidden():
            self.sections.setCurrentItem(shown[0])

    @Slot()
    def _on_enter(self) -> None:
        name = self.sections.currentItem().data(_NAME)
        text = self.sought.text().strip()
        self.show_section(name).start((self._term(name, text) or "") if text else "")

    @Slot()
    def _on_find(self) -> None:
        self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.selectAll()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_section(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if current is not None:
            self.show_section(current.data(_NAME))
