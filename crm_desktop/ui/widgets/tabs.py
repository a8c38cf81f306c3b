"""Pages behind tabs: Ctrl+PageUp and Ctrl+PageDown turn them, from wherever the keyboard is."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.focus import follow_the_eye_soon
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, offer, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing


class Tabs(QWidget):
    """Pages behind the first one are put into the window one in each turn of its loop: dressing them all would hold it up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.stack = QStackedWidget()
        self._waiting: list[QWidget] = []
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._put_next)
        self._group = QButtonGroup(self, exclusive=True)
        self._bar = flowing(gap=2 * GAP)
        self._bar.setAccessibleName(_("Parts of the form"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(self._bar, surface("line"), gap=0))
        layout.addWidget(self.stack, 1)
        self._group.idClicked.connect(self.show_page)
        self.stack.currentChanged.connect(self._on_current)
        for keys, turn in (("Ctrl+PgDown", self.forward), ("Ctrl+PgUp", self.back)):
            QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(turn)

    def add(self, title: str, page: QWidget) -> None:
        tab = button(title, role="tab", tip=_("Ctrl+PageUp and Ctrl+PageDown turn the pages"))
        tab.setCheckable(True)
        bold = tab.font()
        bold.setBold(True)
        tab.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(title) + 2 * GAP)  # the chosen one is bold
        self._group.addButton(tab, len(self.buttons))
        self.buttons.append(tab)
        bar = self._bar.layout()
        assert bar is not None
        bar.addWidget(tab)
        page.setProperty("surface", "clear")
        page.setContentsMargins(0, 12, GAP, GAP)
        self._waiting.append(page)
        if self.stack.count():
            self._later.start()
        else:
            self._put_next()
            self._on_current(self.stack.currentIndex())

    def offer(self, place: int, *, wanted: bool) -> None:
        """A page that makes no sense now is not offered."""
        offer(self.buttons[place], wanted=wanted)
        if not wanted and self.stack.currentIndex() == place:
            self.stack.setCurrentIndex(0)

    def put_all(self) -> None:
        """Now: one of them is looked for."""
        while self._waiting:
            self._put_next()

    @Slot(int)
    def show_page(self, place: int) -> None:
        self.put_all()
        self.stack.setCurrentIndex(place)

    @Slot()
    def forward(self) -> None:
        self._turn(1)

    @Slot()
    def back(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        """To the next page that is offered, and the keyboard to its first field."""
        offered = [place for place, tab in enumerate(self.buttons) if not tab.isHidden()]
        place = offered[(offered.index(self.stack.currentIndex()) + step) % len(offered)]
        self.show_page(place)
        self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self.buttons[place].focusNextChild()

    @Slot()
    def _put_next(self) -> None:
        if self._waiting:
            self.stack.addWidget(Downwards(self._waiting.pop(0)))
        if not self._waiting and self._later.isActive():
            self._later.stop()
            follow_the_eye_soon(self.window())

    @Slot(int)
    def _on_current(self, place: int) -> None:
        if 0 <= place < len(self.buttons):
            self.buttons[place].setChecked(True)
