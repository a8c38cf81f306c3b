"""A list to choose from whose items come from the store after the form is shown: what was chosen before is kept until they are there."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget


class LateChoice(QComboBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: Any = None
        self._names: dict[Any, str] = {}
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def offer(self, items: Iterable[tuple[str, Any]]) -> None:
        """Replace what is offered; what is chosen stays, also where it is not among it any more."""
        chosen = self.value()
        self._wanted = chosen
        self.blockSignals(True)
        self.clear()
        for text, value in items:
            self.addItem(text, value)
            self._names[value] = text
        self._show(chosen)
        self.blockSignals(False)

    def value(self) -> Any:
        return self.currentData() if self.count() else self._wanted

    def choose(self, value: Any) -> None:
        self._wanted = value
        if self.count():
            self._show(value)

    def know(self, value: Any, name: str) -> None:
        """What a value is called that may not be offered."""
        self._names[value] = name

    def shown(self, value: Any) -> str:
        return self._names.get(value, "")

    def _show(self, value: Any) -> None:
        place = self.findData(value)
        if place < 0 and value is not None:
            self.addItem(self._names.get(value, str(value)), value)
            place = self.count() - 1
        self.setCurrentIndex(max(place, 0))
