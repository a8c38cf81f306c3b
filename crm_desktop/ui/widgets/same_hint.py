"""Who may be the customer that is being typed: a line for each, to be opened or merged."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.duplicates import Duplicate, Likeness
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, empty, label, offer, row

_MOST = 3


class SameHint(QFrame):
    opened = Signal(int)
    merged = Signal(int)
    """The id of the other customer."""

    def __init__(self, parent: QWidget | None = None, *, may_merge: bool) -> None:
        """A customer that is not saved yet can only be left for the other one."""
        super().__init__(parent)
        self._may_merge = may_merge
        self.found: list[Duplicate] = []
        self.setProperty("role", "message")
        self.setProperty("tone", Tone.WARN.value)
        self.head = label("", "strong", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.setLayout(column(self.head, self._lines, gap=GAP // 2, margins=(12, GAP // 2, GAP, GAP // 2)))
        self.hide()

    def show_found(self, found: list[Duplicate]) -> None:
        self.found = found
        empty(self._lines)
        shown = found[:_MOST]
        head = ngettext("This may be a customer you have already.", "This may be one of {count} customers you have already.", len(found))
        self.head.setText(head)
        self.setAccessibleName(head)
        for each in shown:
            self._lines.addWidget(self._line(each))
        offer(self, wanted=bool(found))

    def _line(self, each: Duplicate) -> QWidget:
        words = {Likeness.PHONE: _("same phone"), Likeness.EMAIL: _("same e-mail"), Likeness.NAME: _("similar name")}
        about = " · ".join(filter(None, (each.number, each.place, each.phone, words[each.likeness])))
        text = label(f"{each.name} · {about}", wrap=True)
        open_it = self._act(_("Open"), _("Open {name}"), each)
        open_it.clicked.connect(self._on_open)
        line = row(text, open_it, gap=GAP // 2)
        if self._may_merge:
            merge = self._act(_("Compare and merge"), _("Compare with {name} and merge"), each)
            merge.clicked.connect(self._on_merge)
            line.addWidget(merge)
        line.setStretch(0, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    def _act(self, title: str, called: str, each: Duplicate) -> QPushButton:
        made = button(title, role="quiet", tip=called.format(name=each.name))
        made.setAccessibleName(called.format(name=each.name))
        made.setProperty("customer", each.id)
        return made

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self.sender().property("customer"))

    @Slot()
    def _on_merge(self) -> None:
        self.merged.emit(self.sender().property("customer"))
