"""Every key of the window: looked up, changed, and printed to lie beside the telephone."""

from PySide6.QtCore import QModelIndex, QStandardPaths, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import fold
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.shortcuts import Shortcut, shortcuts
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.message_line import MessageLine

_NAME = int(Qt.ItemDataRole.UserRole)


class KeyboardDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self._keys = shortcuts()
        self.sought = QLineEdit(placeholderText=_("Find a command or a key"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find a command or a key"))
        self.list = _list()
        self.wanted = QKeySequenceEdit(clearButtonEnabled=True)
        self.wanted.setMaximumSequenceLength(1)
        self.wanted.setMinimumWidth(sized(200))
        self.chosen = label("", "strong", wrap=True)
        self.set, self.usual = button(_("&Use these keys"), "check", "primary"), button(_("As at &first"))
        self.all_usual, self.save = (
            button(_("&All as at first")),
            button(_("&Print …"), "printer", tip=_("A page to lie beside the telephone")),
        )
        self.leave, self.message = button(_("Close")), MessageLine()
        self._build()
        self._connect()
        self._fill()
        self.list.setCurrentItem(self._items()[0])
        self.sought.setFocus()

    def choose(self, name: str) -> None:
        for item in self._items():
            if item.data(0, _NAME) == name:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)

    def current(self) -> Shortcut | None:
        """None on the heading of a group."""
        item = self.list.currentItem()
        name = item.data(0, _NAME) if item is not None else None
        return next((each for each in self._keys.table() if each.name == name), None)

    def _build(self) -> None:
        said = label(_("Choose a command, press the keys you would like for it, and use them. Empty: none."), "soft", wrap=True)
        editing = row(self.chosen, self.wanted, self.usual, self.set)
        editing.setStretch(0, 1)
        inner = column(self.sought, self.list, said, editing, self.message, gap=12, margins=(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP))
        inner.setStretch(1, 1)
        below = row(self.save, self.all_usual, 1, self.leave, margins=(3 * GAP, 12, 3 * GAP, 12))
        self.setLayout(column(surface("card", inner), surface("status", below), gap=0))
        open_at(self, 680, 640)
        follow_the_eye(self)

    def _connect(self) -> None:
        self._keys.changed.connect(self._fill)
        self.sought.textChanged.connect(self._narrow)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemActivated.connect(self._on_activated)
        self.set.clicked.connect(self._on_set)
        self.usual.clicked.connect(self._on_usual)
        self.all_usual.clicked.connect(self._on_all_usual)
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.accept)

    @Slot()
    def _fill(self) -> None:
        """The list is built once; later only its keys are written anew."""
        table, bold = self._keys.table(), self.font()
        bold.setBold(True)
        if not self.list.topLevelItemCount():
            for group in dict.fromkeys(each.group for each in table):
                heading = QTreeWidgetItem(self.list, [_(group.value)])
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setFirstColumnSpanned(True)
                heading.setFont(0, bold)
                for each in table:
                    if each.group == group:
                        QTreeWidgetItem(heading, [_(each.title)]).setData(0, _NAME, each.name)
            self.list.expandAll()
        for item in self._items():
            name = item.data(0, _NAME)
            item.setText(1, self._keys.shown(name))
            item.setText(2, _("changed") if self._keys.is_changed(name) else "")
        self._on_current()

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for heading in self._headings() for item in _below(heading)]

    def _headings(self) -> list[QTreeWidgetItem]:
        return _below(self.list.invisibleRootItem())

    @Slot(str)
    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        for item in self._items():
            said = fold(f"{item.text(0)} {item.text(1)}")
            item.setHidden(not all(word in said for word in words))
        for heading in self._headings():
            heading.setHidden(all(item.isHidden() for item in _below(heading)))
        self._choose_shown()

    def _choose_shown(self) -> None:
        """Keys are never set for a command that nobody sees."""
        shown = [item for item in self._items() if not item.isHidden()]
        if self.list.currentItem() not in shown:
            self.list.setCurrentIndex(self.list.indexFromItem(shown[0]) if shown else QModelIndex())

    @Slot()
    def _on_current(self) -> None:
        found = self.current()
        may = found is not None and not found.is_fixed
        self.chosen.setText(_(found.title) if found is not None else "")
        self.wanted.setAccessibleName(_("Keys for {what}").format(what=_(found.title)) if found is not None else _("Keys"))
        self.wanted.setKeySequence(self._keys.keys(found.name)[0] if found is not None and self._keys.keys(found.name) else QKeySequence())
        for each in (self.wanted, self.set):
            each.setEnabled(may)
        self.usual.setEnabled(found is not None and self._keys.is_changed(found.name))
        if found is not None and found.is_fixed:
            self.message.say(_("These keys are the same in every program and stay as they are."), Tone.INFO)
        else:
            self.message.clear()

    @Slot()
    def _on_activated(self) -> None:
        if self.wanted.isEnabled():
            self.wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_set(self) -> None:
        found = self.current()
        if found is None:
            return
        keys = self.wanted.keySequence()
        try:
            self._keys.change(found.name, keys)
        except UserError as error:
            self.message.show_error(error)
            self.wanted.setFocus()
            return
        said = _("“{title}” is on {keys} from now on.") if not keys.isEmpty() else _("“{title}” has no keys from now on.")
        self.message.say(said.format(title=_(found.title), keys=self._keys.shown(found.name)), Tone.OK)

    @Slot()
    def _on_usual(self) -> None:
        found = self.current()
        if found is None:
            return
        try:
            self._keys.reset(found.name)
        except UserError as error:
            self.message.show_error(error)

    @Slot()
    def _on_all_usual(self) -> None:
        try:
            self._keys.reset_all()
        except UserError as error:
            self.message.show_error(error)
        else:
            self.message.say(_("All keys are as they were at first."), Tone.OK)

    @Slot()
    def _on_save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Print the keys"), folder, _("PDF files ({files})").format(files="*.pdf"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(_("Keyboard.pdf"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.print_to)
        dialog.open()

    @Slot(str)
    def print_to(self, path: str) -> None:
        from crm_desktop.ui.key_sheet import print_keys

        try:
            print_keys(self._keys, path)
        except UserError as error:
            self.message.show_error(error)
        else:
            self.message.say(_("Saved: {path}").format(path=path), Tone.OK)


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for place in range(item.childCount()) if (child := item.child(place)) is not None]


def _list() -> QTreeWidget:
    made = QTreeWidget()
    made.setAccessibleName(_("Commands and their keys"))
    made.setHeaderLabels([_("Command"), _("Keys"), ""])
    made.setRootIsDecorated(False)
    made.setItemsExpandable(False)
    made.setIndentation(2 * GAP)
    made.setUniformRowHeights(True)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = made.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for place in (1, 2):
        header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
    return made
