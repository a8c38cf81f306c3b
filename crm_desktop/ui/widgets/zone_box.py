"""A time zone, found by any part of its name: people know their city, not how the zone begins."""

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from crm_desktop.core.text import fold
from crm_desktop.ui.places import zone_names


class ZoneBox(QComboBox):
    """Its data is always a zone: a text that is none gives way to the one before. All the others come when somebody looks for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_whole = False
        self.choose(zone_names()[0])
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

    def showPopup(self) -> None:
        self._complete()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._complete()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._complete()
        super().wheelEvent(event)

    def _complete(self) -> None:
        if self._is_whole:
            return
        self._is_whole = True
        chosen, known = self.currentData(), zone_names()
        with QSignalBlocker(self):
            self.clear()
            for name in (*known, *({chosen} - {*known})):
                self.addItem(name.replace("_", " "), name)
            self.setCurrentIndex(self.findData(chosen))

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
        self._complete()
        names = [fold(self.itemText(place)) for place in range(self.count())]
        if typed in names:
            return names.index(typed)
        fits = (lambda name: name.rpartition("/")[2].startswith(typed), lambda name: typed in name)
        return next((place for fit in fits for place, name in enumerate(names) if typed and fit(name)), -1)
