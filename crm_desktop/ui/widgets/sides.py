"""Two versions of one record side by side: for each field somebody chooses which of them stays."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP, set_role, sized
from crm_desktop.ui.widgets.basics import column, label, row, surface

_LABEL_WIDTH = 150
_LONGEST = 600
"""Letters of a value that are shown; the whole of it stays whatever is chosen."""


class Pick(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Option(QWidget):
    """A round button and the value beside it, which may take several lines; a click on either chooses it."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.radio = QRadioButton()
        self.radio.setAccessibleName(name)
        self.words = label(text, wrap=True)
        self.words.setMinimumWidth(sized(60))
        line = row(self.radio, self.words, gap=GAP // 2)
        line.setStretch(1, 1)
        line.setAlignment(self.radio, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio.isEnabled():
            self.radio.setFocus()
            self.radio.setChecked(True)
        super().mousePressEvent(event)


class Sides(QWidget):
    changed = Signal()

    def __init__(self, left: str, right: str, parent: QWidget | None = None) -> None:
        """What the two versions are called."""
        super().__init__(parent)
        self._heads = {Pick.LEFT: left, Pick.RIGHT: right, Pick.BOTH: _("Both")}
        self._groups: dict[str, QButtonGroup] = {}
        self.options: dict[tuple[str, Pick], Option] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for place in (1, 2):
            self._grid.setColumnStretch(place, 1)
        for place, head in enumerate((left, right), start=1):
            self._grid.addWidget(label(head, "label", wrap=True), 0, place)

    def add_field(self, name: str, text: str, left: str, right: str, chosen: Pick, note: str = "", *, both: bool = False) -> None:
        """`note` stands below the field's name; with `both`, the two can stay together."""
        line = self._grid.rowCount()
        self._grid.addWidget(surface("line"), line, 0, 1, 3)
        head = column(label(text, "strong", wrap=True), gap=2)
        if note:
            head.addWidget(label(shortened(note), "small", wrap=True))
        head.addStretch(1)
        self._grid.addLayout(head, line + 1, 0)
        self._groups[name] = QButtonGroup(self)
        for place, (pick, value) in enumerate(((Pick.LEFT, left), (Pick.RIGHT, right)), start=1):
            self._grid.addWidget(self._option(name, text, pick, value), line + 1, place, Qt.AlignmentFlag.AlignTop)
        if both:
            self._grid.addWidget(self._option(name, text, Pick.BOTH, _("Both, one below the other")), line + 2, 1, 1, 2)
        self.choose(name, chosen)
        self._groups[name].buttonToggled.connect(self._on_toggled)

    def choose(self, name: str, pick: Pick) -> None:
        self.options[name, pick].radio.setChecked(True)

    def chosen(self, name: str) -> Pick:
        return next(pick for (field, pick), option in self.options.items() if field == name and option.radio.isChecked())

    def choices(self) -> dict[str, Pick]:
        return {name: self.chosen(name) for name in self._groups}

    def start(self) -> None:
        """The keyboard on what is chosen first."""
        for name in self._groups:
            self.options[name, self.chosen(name)].radio.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _option(self, name: str, text: str, pick: Pick, value: str) -> Option:
        shown = shortened(value) or _("(nothing)")
        made = self.options[name, pick] = Option(shown, f"{text}: {self._heads[pick]}, {shown}")
        if not value:
            set_role(made.words, "type", "soft")
        self._groups[name].addButton(made.radio)
        return made

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit()


def shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
