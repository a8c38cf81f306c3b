"""Phones, e-mails and the like of one customer: a line each, and a button for one more."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PointKind
from crm_desktop.queries.customers import PointRow
from crm_desktop.services.customers import PointInput
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.words import POINTS


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the line does not show but must not lose."""

    id: int | None = None
    contact_id: int | None = None
    label: str = ""
    main: bool = False


class PointLine(QWidget):
    removed = Signal(object)
    edited = Signal()

    def __init__(self, kind: PointKind, value: str, kept: _Kept, of: str) -> None:
        super().__init__()
        self._kept = kept
        self.kind, self.value = QComboBox(), QLineEdit(value)
        for each, name in POINTS.items():
            self.kind.addItem(_(name), each)
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.kind.setFixedWidth(124)
        self.kind.setAccessibleName(_("Kind of contact"))
        self.remove = button("", "x", "quiet", tip=_("Take this line away"))
        whose = label(of, "small")
        if not of:
            whose.hide()
        self.setLayout(row(self.kind, self.value, whose, self.remove))
        self.setFocusProxy(self.value)
        self.kind.currentIndexChanged.connect(self._name)
        self.remove.clicked.connect(self._on_remove)
        self.value.textEdited.connect(self.edited)
        self._name()

    def wanted(self) -> PointInput | None:
        """None for a line that was left empty."""
        value = self.value.text().strip()
        if not value:
            return None
        kept = self._kept
        return PointInput(self.kind.currentData(), value, kept.label, kept.main, kept.contact_id, kept.id)

    @Slot()
    def _name(self) -> None:
        self.value.setAccessibleName(self.kind.currentText())

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)


class PointsEditor(QWidget):
    edited = Signal()

    def __init__(self, points: tuple[PointRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[PointLine] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(GAP // 2)
        self.more = button(_("Another phone or e-mail"), "plus", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP // 2)
        outer.addLayout(self._box)
        outer.addLayout(row(self.more, 1))
        for point in points:
            self.add(PointKind(point.kind), point.value, _Kept(point.id, point.contact_id, point.label, point.main), point.contact)
        if not points:
            self.add(PointKind.PHONE)
            self.add(PointKind.EMAIL)
        self.setFocusProxy(self.lines[0])
        self.more.clicked.connect(self._on_more)

    def wanted(self) -> tuple[PointInput, ...]:
        return tuple(point for line in self.lines if (point := line.wanted()) is not None)

    def add(self, kind: PointKind, value: str = "", kept: _Kept = _Kept(), of: str = "") -> PointLine:
        line = PointLine(kind, value, kept, of)
        self.lines.append(line)
        self._box.addWidget(line)
        line.removed.connect(self._on_removed)
        line.edited.connect(self.edited)
        return line

    @Slot()
    def _on_more(self) -> None:
        line = self.add(PointKind.PHONE)
        line.show()
        follow_the_eye(self.window())
        line.value.setFocus()

    @Slot(object)
    def _on_removed(self, line: PointLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.deleteLater()
        self.edited.emit()
