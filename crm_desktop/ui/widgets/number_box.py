"""Fields for a number between two others. What stands in them keeps the distance from the frame that texts have."""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from crm_desktop.ui.theme import GAP


def number_box(least: int, most: int, value: int | None = None) -> QSpinBox:
    made = QSpinBox(minimum=least, maximum=most, value=least if value is None else value)
    _indent(made)
    return made


def decimal_box(most: float, value: float, step: float) -> QDoubleSpinBox:
    made = QDoubleSpinBox(maximum=most, singleStep=step, value=value)
    _indent(made)
    return made


def _indent(box: QAbstractSpinBox) -> None:
    box.lineEdit().setTextMargins(GAP, 0, GAP, 0)
