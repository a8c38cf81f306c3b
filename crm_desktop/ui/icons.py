"""Icons: one monochrome SVG per name, coloured from the palette and coloured again when the theme changes."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from crm_desktop.core.paths import resource
from crm_desktop.ui import theme

GAP = 4


def coloured_svg(name: str, colour: str) -> bytes:
    return _svg(name).replace("currentColor", colour).encode()


def pixmap(name: str, colour: str, size: int = theme.ICON, ratio: float = 1.0) -> QPixmap:
    """Drawn once per colour, size and screen, and kept: lists paint them by the hundred."""
    key = f"icon {name} {colour} {size} {ratio}"
    kept = QPixmap()
    if not QPixmapCache.find(key, kept):
        kept = _draw(name, colour, size, ratio)
        QPixmapCache.insert(key, kept)
    return kept


def set_icon(button: QAbstractButton, name: str, role: str = "ink", size: int = theme.ICON) -> None:
    """`role`: a colour's name in the palette. The button keeps both, so that a new theme can colour it again."""
    button.setProperty("icon_name", name)
    button.setProperty("icon_role", role)
    button.setProperty("icon_size", size)
    _colour(button)


def recolour() -> None:
    """Every button's icon in the colours of the theme in force."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton):
            recolour_one(widget)


def recolour_one(button: QAbstractButton) -> None:
    if button.property("icon_name"):
        _colour(button)


def app_icon() -> QIcon:
    return QIcon(str(resource("icons", "crm-desktop.svg")))


def _colour(button: QAbstractButton) -> None:
    name, role, size = button.property("icon_name"), button.property("icon_role"), theme.sized(button.property("icon_size"))
    # Fusion leaves 4 pixels between icon and text; the rest is part of the picture.
    gap = GAP if button.text() else 0
    colours, icon = theme.colours(), QIcon()
    for ratio in _ratios():
        icon.addPixmap(_spaced(pixmap(name, getattr(colours, role), size, ratio), gap))
        icon.addPixmap(_spaced(pixmap(name, colours.strong_line, size, ratio), gap), QIcon.Mode.Disabled)
        if button.isCheckable():
            icon.addPixmap(_spaced(pixmap(name, colours.accent, size, ratio), gap), QIcon.Mode.Normal, QIcon.State.On)
    button.setIconSize(QSize(size + gap, size))
    button.setIcon(icon)


def _ratios() -> list[float]:
    """Device pixels per pixel of the screens there are; `Look` has icons drawn again when another comes."""
    return sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})


def _spaced(picture: QPixmap, gap: int) -> QPixmap:
    """With room at the side where the text begins."""
    if not gap:
        return picture
    ratio = picture.devicePixelRatio()
    drawn = QPixmap(picture.width() + round(gap * ratio), picture.height())
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.drawPixmap(gap if QGuiApplication.isRightToLeft() else 0, 0, picture)
    painter.end()
    return drawn


@cache
def _svg(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Its form is drawn once for all colours: reading an SVG takes ten times as long as colouring what was drawn."""
    key = f"form {name} {size} {ratio}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = _form(name, size, ratio)
        QPixmapCache.insert(key, drawn)
    coloured = _empty(size, ratio)
    coloured.fill(QColor(colour))
    painter = QPainter(coloured)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return coloured


def _form(name: str, size: int, ratio: float) -> QPixmap:
    drawn = _empty(size, ratio)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(coloured_svg(name, "black"))).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def _empty(size: int, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made
