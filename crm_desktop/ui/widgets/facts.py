"""Ways to reach somebody, as lines that can be pressed: a phone is copied, a mail is begun, a place is copied."""

from functools import partial
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PHONES, PointKind
from crm_desktop.queries.customers import CustomerCard, PointRow
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.asked_link import ask_to_open
from crm_desktop.ui.widgets.basics import Button
from crm_desktop.ui.words import POINT_ICONS, POINTS

_WEB = ("http://", "https://")
_EACH = 2
"""Phones, and as many e-mails."""


class Fact(Button):
    """`link` opens with the computer's own program; without one the text is copied. The menu key offers both."""

    def __init__(self, desk: Desk, icon: str, text: str, tip: str, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._desk, self._whole, self._link = desk, text, link
        self.setProperty("role", "fact")
        self.setAutoDefault(False)
        self.setAccessibleName(f"{tip}: {text}")
        self.setToolTip(plain_tip(f"{tip}: {text}"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        icons.set_icon(self, icon, "soft", 14)
        self._offer_both()
        self.clicked.connect(self._on_pressed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - 10
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)

    def _offer_both(self) -> None:
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copying = QAction(_("Copy {text}").format(text=self._whole.replace("&", "&&")), self)
        copying.triggered.connect(self.copy)
        self.addAction(copying)
        if self._link:
            opening = QAction(_opening(self._link).format(text=self._whole.replace("&", "&&")), self)
            opening.triggered.connect(self.open_link)
            self.addAction(opening)

    @Slot()
    def _on_pressed(self) -> None:
        if self._link and not self._link.startswith("tel:"):
            self.open_link()
        else:
            self.copy()

    @Slot()
    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        action = (_("Call it"), partial(self._desk_open, self._link)) if self._link else None
        self._desk.say(_("{text} was copied.").format(text=self._whole), Tone.OK, action)

    @Slot()
    def open_link(self) -> None:
        self._desk_open(self._link)

    def _desk_open(self, link: str) -> None:
        if link.startswith(_WEB):
            ask_to_open(self, QUrl(link))
        elif not QDesktopServices.openUrl(QUrl(link)):
            self._desk.say(_("This computer has no program for {text}. Copy it instead.").format(text=self._whole), Tone.WARN)


def facts_of(desk: Desk, card: CustomerCard) -> list[Fact]:
    """The main phones and e-mails, the address, what they like best; all there is stands among the details."""
    points = sorted((point for point in card.points if point.value), key=lambda point: not point.main)  # of who was erased, none is left
    phones = [point for point in points if point.kind in PHONES]
    mails = [point for point in points if point.kind == PointKind.EMAIL]
    facts = [_of_point(desk, point) for point in (*phones[:_EACH], *mails[:_EACH])]
    for address in card.addresses[:1]:
        lines = address.lines.replace("\n", ", ")
        place = ", ".join(filter(None, (lines, " ".join(filter(None, (address.postal_code, address.city))), address.country)))
        facts.append(Fact(desk, "map-pin", place, _("Address")))
    habits = ", ".join(filter(None, (card.preferred_channel, card.best_time)))
    if habits:
        facts.append(Fact(desk, "heart", habits, _("Prefers")))
    return facts


def link_of(kind: PointKind, value: str) -> str:
    """What the computer opens; nothing for what is no link, or not a safe one."""
    if kind in PHONES:
        return f"tel:{''.join(letter for letter in value if letter.isdigit() or letter == '+')}"
    if kind == PointKind.EMAIL:
        return f"mailto:{quote(value, safe='@+.')}"
    if kind == PointKind.WEB and " " not in value:
        return value if value.lower().startswith(_WEB) else "" if ":" in value else f"https://{value}"
    return ""


def _of_point(desk: Desk, point: PointRow) -> Fact:
    kind = PointKind(point.kind)
    tip = " · ".join(filter(None, (_(POINTS[kind]), point.label, point.contact)))
    return Fact(desk, POINT_ICONS.get(kind, "phone"), point.value, tip, link_of(kind, point.value))


def _opening(link: str) -> str:
    if link.startswith("tel:"):
        return _("Call {text}")
    return _("Write to {text}") if link.startswith("mailto:") else _("Open {text}")
