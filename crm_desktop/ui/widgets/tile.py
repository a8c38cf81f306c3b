"""A figure that opens its rows: what it is, how much, and how that was before."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.theme import GAP, Tone, set_role, sized
from crm_desktop.ui.widgets.basics import ElidedLabel, chip, row
from crm_desktop.ui.widgets.sparkline import Sparkline

_WIDEST_LEAST = 190


class Tile(QPushButton):
    def __init__(self, title: str, how: str, parent: QWidget | None = None) -> None:
        """`how` says how it is counted."""
        super().__init__(parent)
        self._title = title
        self.setProperty("role", "choice")
        self.setToolTip(how)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.value, self.note = ElidedLabel("–", "hero"), ElidedLabel("", "small")
        self._parts = QVBoxLayout(self)
        self._parts.setContentsMargins(2 * GAP, 10, 2 * GAP, 10)
        self._parts.setSpacing(2)
        self._name = ElidedLabel(title, "label")
        self._target = chip("")
        self._target.hide()
        head = row(self._name, self._target, gap=GAP)
        head.setStretch(0, 1)
        self._parts.addLayout(head)
        self.line = Sparkline()
        self.line.hide()
        number = row(self.value, self.line, gap=GAP)
        number.setStretch(0, 1)
        self._parts.addLayout(number)
        self._parts.addWidget(self.note)
        self.setAccessibleName(title)

    def show_title(self, title: str, how: str) -> None:
        """Of another figure."""
        self._title = title
        self._name.setText(title)
        self.updateGeometry()
        self.setToolTip(how)

    def show_figure(self, value: str, note: str, is_urgent: bool = False) -> None:
        self.value.setText(value)
        self.note.setText(note)
        set_role(self.note, "type", "error" if is_urgent else "small")
        self._target.hide()
        self.setAccessibleName(f"{self._title}: {value}. {note}")

    def show_target(self, short: str, said: str, tone: Tone) -> None:
        """What is aimed at: in short, and with its verdict for whoever sees no colours."""
        self._target.setText(short)
        self._target.setToolTip(said)
        set_role(self._target, "chip", tone.value)
        self._target.show()
        self.updateGeometry()
        self.setAccessibleName(f"{self.accessibleName()} {said}")

    def sizeHint(self) -> QSize:
        return QSize(sized(150), self._parts.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Wide enough for its title beside what is aimed at, within reason: then fewer stand in a line."""
        aim = 0 if self._target.isHidden() else self._target.sizeHint().width() + GAP
        head = self._name.fontMetrics().horizontalAdvance(self._title) + aim + 4 * GAP
        return QSize(min(max(head, sized(110)), sized(_WIDEST_LEAST)), self._parts.sizeHint().height())
