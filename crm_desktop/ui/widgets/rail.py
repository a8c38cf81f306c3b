"""The navigation rail: the company, a button per page with its number, and what concerns this desk at the bottom."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.page import Badge, PageCard, Where
from crm_desktop.ui.theme import GAP, RAIL_WIDTH, TINY, Tone, sized, theme
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import button, column, label, row, surface

_BADGE_ROOM = 34
"""Pixels beside a page's name."""
_NARROW = 1000
"""Pixels of a window at the usual size of text, below which a page needs what the names of the pages take."""
_LEAST_PAGES = 120
"""Pixels of height for the pages, at the usual size of text."""


class RailButton(QPushButton):
    def __init__(self, page: PageCard) -> None:
        super().__init__(_(page.title))
        self.page, self._badge, self._is_folded = page, Badge(0, False), False
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.set_icon(self, page.icon, "soft")
        self.setAccessibleName(_(page.title))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0 if self._is_folded else sized(_BADGE_ROOM), 0)

    def fold(self, is_folded: bool) -> None:
        """To its icon; its name is in its tooltip then, and for screen readers as ever."""
        self._is_folded = is_folded
        self.setText("" if is_folded else _(self.page.title))
        icons.recolour_one(self)

    def show_keys(self, keys: str) -> None:
        self.setToolTip(f"{_(self.page.title)} ({keys})" if keys else _(self.page.title))

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
        font.setPixelSize(sized(TINY))
        font.setBold(self._badge.is_urgent)
        folded = self._is_folded
        width, height = max(QFontMetrics(font).horizontalAdvance(text) + (4 if folded else 12), 12 if folded else 20), sized(17)
        edge = 0 if folded else 8
        left = edge if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - width - edge
        place = QRectF(left, 0 if folded else (self.height() - height) / 2, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = colours.tones[Tone.BAD] if self._badge.is_urgent else (colours.soft, "")
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class _Pages(QScrollArea):
    """The pages' buttons; where they find no room, in large text or a low window, they scroll."""

    def __init__(self, buttons: Iterable[RailButton]) -> None:
        super().__init__()
        self._inner = surface("clear", column(*buttons, 1, gap=2))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inner)

    def minimumSizeHint(self) -> QSize:
        width = self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, sized(_LEAST_PAGES))

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()


class Rail(QFrame):
    _desk: Desk

    def __init__(self, company: str, person: str, actions: Actions) -> None:
        super().__init__()
        self._actions, self._person, self._is_folded = actions, person, False
        self._menu = QMenu(self)
        self._menu.addActions(actions.looks.actions())
        self.foot = button(person, "circle-user-round", "rail", tip=_("Who sits here, and how the window looks"))
        # However long a name is: the rail is as wide as its pages need.
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setProperty("surface", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._sign, self._company = Avatar(26, square=True), label("", "strong", wrap=True)
        self.show_names(company, person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 2 * GAP, 10, GAP)
        layout.setSpacing(2)
        layout.addLayout(row(self._sign, self._company, gap=9, margins=(GAP, 0, 0, GAP)))
        self._group = QButtonGroup(self)
        going = actions.of_pages(Where.RAIL, Where.FOOT)
        self.buttons = {each.data().name: RailButton(each.data()) for each in going}
        for each in going:
            made = self.buttons[each.data().name]
            self._group.addButton(made)
            made.clicked.connect(each.trigger)
        self._pages = _Pages(self._of(Where.RAIL))
        layout.addWidget(self._pages, 1)
        for lower in self._of(Where.FOOT):
            layout.addWidget(lower)
        layout.addWidget(self.foot)
        self.foot.clicked.connect(self._on_foot)
        actions.keys_changed.connect(self._on_keys)
        self._on_keys()

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        for made in self.buttons.values():
            made.setVisible(made.page.is_for(desk.by))
        desk.jobs.changed.connect(self.read_badges)

    def show_names(self, company: str, person: str) -> None:
        """Of the company, and of who sits here."""
        self._sign.show_name(company)
        self._company.setText(company)
        self._person = person
        self.foot.setText("" if self._is_folded else person)
        self.foot.setAccessibleName(person)

    def watch(self, window: QWidget) -> None:
        """As wide as this window leaves room for."""
        window.installEventFilter(self)
        theme().changed.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only the window is watched. While it goes, its last events still come here, and find nothing of this rail any more."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    @Slot()
    def _fit(self) -> None:
        self.fold(self.window().width() < sized(_NARROW))

    def fold(self, is_folded: bool) -> None:
        """To a line of icons, where the page needs the room: in a narrow window, or with large text."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        self._company.setVisible(not is_folded)
        for made in self.buttons.values():
            made.fold(is_folded)
        self.foot.setText("" if is_folded else self._person)
        self._pages.updateGeometry()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """A minimum width that is set would be one below which its buttons are cut."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() if self._is_folded else max(RAIL_WIDTH, hint.width()), hint.height())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def _of(self, where: Where) -> list[RailButton]:
        return [made for made in self.buttons.values() if made.page.where == where]

    def mark(self, name: str) -> None:
        """Show which page is open; none of them for one that is not in the rail."""
        self._group.setExclusive(name in self.buttons)
        for each, made in self.buttons.items():
            made.setChecked(each == name)
        if name in self.buttons:
            self._pages.ensureWidgetVisible(self.buttons[name], 0, 0)

    @Slot()
    def read_badges(self) -> None:
        for made in self.buttons.values():
            if made.page.badge is not None:
                self._desk.jobs.read(self, partial(made.page.badge, self._desk.by), made.show_badge, newest=made.page.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        buttons = [made for made in self.buttons.values() if not made.isHidden()]
        focused = next((place for place, made in enumerate(buttons) if made.hasFocus()), None)
        if event.key() in steps and focused is not None:
            wanted = buttons[(focused + steps[Qt.Key(event.key())]) % len(buttons)]
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
            self._pages.ensureWidgetVisible(wanted, 0, 0)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_foot(self) -> None:
        self._menu.popup(self.foot.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    @Slot()
    def _on_keys(self) -> None:
        for name, made in self.buttons.items():
            made.show_keys(self._actions.keys(f"page.{name}"))
