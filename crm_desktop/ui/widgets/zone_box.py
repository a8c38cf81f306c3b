"""A time zone, found by any part of its name: people know their city, not how the zone begins."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from crm_desktop.core.text import fold
from crm_desktop.ui.places import zone_names


class ZoneBox(QComboBox):
    """Its data is always a zone: a text that is none gives way to the one before."""

    def __init__(self, first: Iterable[str] = (), parent: QWidget | None = None) -> None:
        """`first`: those that are meant most often."""
        super().__init__(parent)
        for name in dict.fromkeys((*filter(None, first), *zone_names())):
            self.addItem(name.replace("_", " "), name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(self.take)

    def choose(self, name: str) -> None:
        """A zone that this computer does not know is offered all the same."""
        if self.findData(name) < 0:
            self.addItem(name.replace("_", " "), name)
        self.setCurrentIndex(self.findData(name))

    @Slot()
    def take(self) -> None:
        """What was typed, where it is meant clearly: the first city that begins so, else any name with it."""
        place = self._meant(fold(self.currentText()).strip())
        if place < 0 or place == self.currentIndex():
            self.setEditText(self.itemText(self.currentIndex()))
            return
        self.setCurrentIndex(place)
        self.activated.emit(place)

    def _meant(self, typed: str) -> int:
        names = [fold(self.itemText(place)) for place in range(self.count())]
        if typed in names:
            return names.index(typed)
        fits = (lambda name: name.rpartition("/")[2].startswith(typed), lambda name: typed in name)
        return next((place for fit in fits for place, name in enumerate(names) if typed and fit(name)), -1)
