"""Tools in a line: words are given up, the field made narrower, and lesser tools put into a menu, before a second line."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.flow import Flow

FOLDED = "folded"
"""The property of a tool that is in the menu for now: commands offer it all the same."""
_FIELD, _NARROW_FIELD = 144, 84
"""Pixels."""


class ToolLine(QWidget):
    def __init__(
        self,
        *tools: QWidget,
        yielding: Iterable[QPushButton],
        field: QLineEdit | None = None,
        folding: Sequence[QPushButton] = (),
        at_end: bool = True,
    ) -> None:
        """`yielding` ones have an icon, and a name without their words; the first gives them up last. `folding` ones yield too.

        The last of `folding` goes first; some menu has to offer what is `folded`.
        """
        super().__init__()
        self._tools, self._field, self._folding = tools, field, folding
        self.folded: tuple[QPushButton, ...] = ()
        self._words = {each: each.text() for each in yielding}
        self.setLayout(Flow(*tools, at_end=at_end))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if field is not None:
            field.setFixedWidth(_FIELD)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        for each in self._words:
            self._words[each] = each.text() or self._words[each]
        shown = [each for each in self._tools if each.parentWidget() is self and (each in self.folded or not each.isHidden())]
        too_much = sum(map(self._whole, shown)) + GAP * max(len(shown) - 1, 0) - self.width()
        for each in reversed(self._words):
            is_short = too_much > 0 and each in shown
            too_much -= self._of_words(each) if is_short else 0
            if bool(each.text()) == is_short:
                each.setText("" if is_short else self._words[each])
        if self._field is not None:
            self._field.setFixedWidth(_NARROW_FIELD if too_much > 0 else _FIELD)
        self._fold(shown)

    def _fold(self, shown: list[QWidget]) -> None:
        """As few as make the fewest lines."""
        lesser = [each for each in reversed(self._folding) if each in shown]
        choices = [lesser[:count] for count in range(len(lesser) + 1)]
        lines = [self._lines(each for each in shown if each not in choice) for choice in choices]
        before, self.folded = self.folded, tuple(choices[lines.index(min(lines))])
        for each in {*before, *self.folded}:
            each.setProperty(FOLDED, each in self.folded)
            each.setVisible(each not in self.folded)

    def _lines(self, tools: Iterable[QWidget]) -> int:
        lines, room = 1, self.width() + GAP
        for tool in tools:
            needed = (tool.minimumWidth() if tool is self._field else tool.sizeHint().width()) + GAP
            if needed > room:
                lines, room = lines + 1, self.width() + GAP
            room -= needed
        return lines

    def words_of(self, tool: QPushButton) -> str:
        """Also while they are given up."""
        return tool.text() or self._words.get(tool) or tool.accessibleName()

    def _whole(self, tool: QWidget) -> int:
        """Its width with its words."""
        if tool is self._field:
            return _FIELD
        missing = isinstance(tool, QPushButton) and tool in self._words and not tool.text()
        return tool.sizeHint().width() + (self._of_words(tool) if missing and isinstance(tool, QPushButton) else 0)

    def _of_words(self, tool: QPushButton) -> int:
        return tool.fontMetrics().horizontalAdvance(self._words[tool].replace("&", "")) + GAP // 2
