"""Dresses the application: style, font, palette, stylesheet, and all of it again when the theme changes.

The stylesheet is worn by windows, not by the application: a part that has no window yet is built bare, and dressed once, where it will
stand. Under a stylesheet of the application all that it is made of was dressed anew at each step of building it: four times as long.
"""

from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.paths import resource
from crm_desktop.ui import icons
from crm_desktop.ui.stylesheet import stylesheet
from crm_desktop.ui.theme import BODY, Palette, sized, theme

_NATIVE = frozenset({"windows", "cocoa"})
_PICTURES = 4_096
"""Kilobytes of drawn icons that Qt keeps: several times what all pages show. With its own 10 MB it grew for days, for every icon that was
made anew is kept under a new name."""
_STYLE, _IN_STYLE, _SHEET = "Fusion", "in_style", "sheet"


def application(program: str) -> QApplication:
    """In its style from the beginning: choosing one later gives a QStyle, whose hundreds of names take as long as a list's first rows."""
    made = QApplication([program, "-style", _STYLE])
    made.setProperty(_IN_STYLE, True)
    return made


def dress(window: QWidget) -> None:
    """One that stands for itself, before anything is put into it. Others look like the window they belong to."""
    if window.parentWidget() is None:
        window.setStyleSheet(sheet())


def sheet() -> str:
    """What windows wear now; empty before the application has a look."""
    app = QApplication.instance()
    return str(app.property(_SHEET) or "") if app is not None else ""


class Look(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._pictures = QTemporaryDir()
        if not app.property(_IN_STYLE):
            app.setStyle(_STYLE)
        QPixmapCache.setCacheLimit(_PICTURES)
        self._font = _font()
        app.setWindowIcon(icons.app_icon())
        theme().changed.connect(self.put_on)
        app.screenAdded.connect(self._on_screen)
        self.put_on()

    @Slot()
    def put_on(self) -> None:
        colours = theme().colours
        self._font.setPixelSize(sized(BODY))
        self._app.setFont(self._font)
        self._app.setPalette(_qt_palette(colours))
        self._app.setProperty(_SHEET, stylesheet(colours, Path(self._pictures.path())))
        for window in self._app.topLevelWidgets():
            if window.styleSheet():
                dress(window)
        icons.recolour()

    @Slot()
    def _on_screen(self) -> None:
        """It may be finer than the others."""
        icons.recolour()


def _font() -> QFont:
    """The system's own; on X11 and Wayland, where that may be anything, the one reports are printed in."""
    font = QApplication.font()
    if QGuiApplication.platformName() not in _NATIVE:
        bundled = [
            family
            for path in sorted(resource("fonts").glob("*.ttf"))
            for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        ]
        sans = [family for family in dict.fromkeys(bundled) if "Mono" not in family and "Serif" not in family]
        font = QFont([*sans, font.family()]) if sans else font
    return font


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.ink),
        (role.Base, colours.card),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.ink),
        (role.PlaceholderText, colours.soft),
        (role.Button, colours.card),
        (role.ButtonText, colours.ink),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.ToolTipBase, colours.card),
        (role.ToolTipText, colours.ink),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
        (role.Dark, colours.desk),
        (role.Accent, colours.accent),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.strong_line))
    return palette
