"""The navigation rail: the company, a button per page with its number, and what concerns this desk at the bottom."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QSizePolicy, QVBoxLayout

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.pages.page import Badge, Page, Where
from crm_desktop.ui.theme import GAP, RAIL_WIDTH, TINY, Tone, theme
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import button, label, row

_BADGE_ROOM = 34
"""Pixels beside a page's name."""


class RailButton(QPushButton):
    def __init__(self, page: type[Page]) -> None:
        super().__init__(_(page.title))
        self.page, self._badge = page, Badge(0, False)
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.set_icon(self, page.icon, "soft")
        self.setToolTip(f"{_(page.title)} ({page.shortcut})")
        self.setAccessibleName(_(page.title))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(_BADGE_ROOM, 0)

    def show_badge(self, badge: Badge) -> None:
        self._badge = badge
        name = _(self.page.title)
        self.setAccessibleName(f"{name}, {badge.count}" if badge.count else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._badge.count:
            return
        text, colours = str(self._badge.count) if self._badge.count < 1000 else "999+", theme().colours
        font = self.font()
        font.setPixelSize(TINY)
        font.setBold(self._badge.is_urgent)
        width = max(QFontMetrics(font).horizontalAdvance(text) + 12, 20)
        left = 8 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - width - 8
        place = QRectF(left, (self.height() - 17) / 2, width, 17)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = colours.tones[Tone.BAD] if self._badge.is_urgent else (colours.soft, "")
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(place, 8.5, 8.5)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Rail(QFrame):
    chosen = Signal(object)
    """A page's class."""

    def __init__(self, company: str, pages: tuple[type[Page], ...], person: str, menu: QMenu) -> None:
        """`menu` opens from who sits here, at the bottom."""
        super().__init__()
        self._menu = menu
        self.foot = button(person, "circle-user-round", "rail", tip=_("Who sits here, and how the window looks"))
        self.foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("surface", "rail")
        self.setMinimumWidth(RAIL_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        sign, name = Avatar(26, square=True), label(company, "strong", wrap=True)
        sign.show_name(company)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 2 * GAP, 10, GAP)
        layout.setSpacing(2)
        layout.addLayout(row(sign, name, gap=9, margins=(GAP, 0, 0, GAP)))
        self._group = QButtonGroup(self)
        self.buttons = {page.name: RailButton(page) for page in pages}
        for made in self.buttons.values():
            self._group.addButton(made)
            made.clicked.connect(self._on_clicked)
        for made in self._of(Where.RAIL):
            layout.addWidget(made)
        layout.addStretch(1)
        for made in (*self._of(Where.FOOT), self.foot):
            layout.addWidget(made)
        self.foot.clicked.connect(self._on_foot)

    def _of(self, where: Where) -> list[RailButton]:
        return [made for made in self.buttons.values() if made.page.where == where]

    def mark(self, name: str) -> None:
        """Show which page is open; none of them for one that is not in the rail."""
        self._group.setExclusive(name in self.buttons)
        for each, made in self.buttons.items():
            made.setChecked(each == name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        focused = next((place for place, made in enumerate(self.buttons.values()) if made.hasFocus()), None)
        if event.key() in steps and focused is not None:
            buttons = list(self.buttons.values())
            buttons[(focused + steps[Qt.Key(event.key())]) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_foot(self) -> None:
        self._menu.popup(self.foot.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    @Slot()
    def _on_clicked(self) -> None:
        made = self._group.checkedButton()
        if isinstance(made, RailButton):
            self.chosen.emit(made.page)
