"""Colours, spacing and type sizes: the only place that knows them. Light, dark, or as the system is; sizes as this person chose."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.settings import Settings

TINY, SMALL, BODY, LARGE, TITLE, HERO = 11, 12, 13, 15, 20, 26
"""Type sizes in pixels, at 100 %."""

GAP = 8
"""The grid: every distance is a multiple or half of it, in pixels."""

ROW_HEIGHT, TWO_LINES_HEIGHT, TALL_ROW_HEIGHT, TIMELINE_ROW_HEIGHT = 35, 43, 51, 57
FINDER_ROW_HEIGHT, FINDER_HEADING_HEIGHT = 46, 28
CONTROL = 28
"""Height inside a button's and a field's frame."""
COMPACT = 0.77
"""A compact row's height beside a comfortable one's."""
RADIUS = 8
ICON = 16
RAIL_WIDTH, PANEL_WIDTH, NARROW_PANEL_WIDTH = 200, 410, 330


class Tone(StrEnum):
    """What a colour says. The text beside it says it too: colour is never the only sign."""

    PLAIN = "plain"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Palette:
    """Pairs of text and background reach a contrast of 4.5:1; `tests/ui/test_theme.py` computes it."""

    ground: str
    rail: str
    card: str
    field: str
    ink: str
    soft: str
    line: str
    strong_line: str
    accent: str
    accent_hover: str
    on_accent: str
    chosen: str
    hover: str
    scroll: str
    desk: str
    """Behind sheets of paper."""
    tones: dict[Tone, tuple[str, str]]
    """Text and background of a chip."""


LIGHT = Palette(
    ground="#f6f7f9",
    rail="#fbfcfe",
    card="#ffffff",
    field="#ffffff",
    ink="#1b2430",
    soft="#5a6675",
    line="#e3e6eb",
    strong_line="#8590a0",
    accent="#2457d6",
    accent_hover="#1c47b4",
    on_accent="#ffffff",
    chosen="#e7edfc",
    hover="#f1f4f9",
    scroll="#cfd5dd",
    desk="#e3e6eb",
    tones={
        Tone.PLAIN: ("#4b5563", "#eceff3"),
        Tone.INFO: ("#2049b8", "#e7edfc"),
        Tone.OK: ("#166534", "#def5e6"),
        Tone.WARN: ("#8a4b08", "#fdf0d3"),
        Tone.BAD: ("#b3261e", "#fde6e4"),
    },
)
DARK = Palette(
    ground="#15191f",
    rail="#181d24",
    card="#1c2128",
    field="#20262e",
    ink="#e6eaf0",
    soft="#a2adbb",
    line="#2c333d",
    strong_line="#6c7786",
    accent="#7ea2ff",
    accent_hover="#9db8ff",
    on_accent="#0e1a36",
    chosen="#20304f",
    hover="#232a33",
    scroll="#3a434f",
    desk="#12161b",
    tones={
        Tone.PLAIN: ("#b9c2cd", "#2b323b"),
        Tone.INFO: ("#a3bdff", "#20304f"),
        Tone.OK: ("#7fd8a0", "#173325"),
        Tone.WARN: ("#f0bd63", "#3a2d14"),
        Tone.BAD: ("#ff9d94", "#431f1f"),
    },
)


class Choice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {Choice.SYSTEM: Qt.ColorScheme.Unknown, Choice.LIGHT: Qt.ColorScheme.Light, Choice.DARK: Qt.ColorScheme.Dark}


class Theme(QObject):
    """Which colours are in force; `changed` tells whoever paints by hand."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choice = Choice.SYSTEM
        self._percent, self._is_compact = 100, False
        self.colours = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)

    def choose(self, choice: Choice) -> None:
        self._choice = choice
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[choice])
        self._on_scheme()

    def size(self, percent: int, *, compact: bool) -> None:
        """How large text is, and whether rows are low."""
        if (percent, compact) != (self._percent, self._is_compact):
            self._percent, self._is_compact = percent, compact
            self.changed.emit()

    def sized(self, pixels: int) -> int:
        """What is so large at 100 %."""
        return round(pixels * self._percent / 100)

    def row_height(self, pixels: int) -> int:
        """Of a row that is so high at 100 % and comfortable."""
        return self.sized(round(pixels * COMPACT) if self._is_compact else pixels)

    @Slot()
    def _on_scheme(self) -> None:
        if self.colours is not self._wanted():
            self.colours = self._wanted()
            self.changed.emit()

    def _wanted(self) -> Palette:
        # Not every platform follows `setColorScheme`; a person's choice counts all the same.
        if self._choice != Choice.SYSTEM:
            return DARK if self._choice == Choice.DARK else LIGHT
        return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def theme() -> Theme:
    """The application's theme, made when it is first asked for."""
    app = QCoreApplication.instance()
    assert app is not None, "no application yet"
    return _theme_of(app)


@cache
def _theme_of(app: QCoreApplication) -> Theme:
    return Theme(app)


def colours() -> Palette:
    return theme().colours


def sized(pixels: int) -> int:
    """What is so large where text has its usual size."""
    return theme().sized(pixels)


def wear(settings: Settings) -> None:
    """What this person chose of look and size, in force at once."""
    theme().choose(Choice(settings.theme))
    theme().size(int(settings.text_size), compact=settings.density == "compact")


def set_role(widget: QWidget, name: str, value: str) -> None:
    """A property the stylesheet looks at, shown at once."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is dressed when it is first shown
            widget.style().unpolish(widget)
            widget.style().polish(widget)
