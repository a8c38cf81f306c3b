"""How far something is: its steps in a line, those behind it ticked, the one it stands at marked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import chip, empty, surface


class Steps(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        self._line.setSpacing(6)

    def show_steps(self, steps: Sequence[str], at: int, ended: str = "") -> None:
        """`at` is the step it stands at; those before are done. `ended`: it went another way, which is called so."""
        empty(self._line)
        for place, name in enumerate(steps):
            if place:
                between = surface("line")
                between.setMinimumWidth(8)
                self._line.addWidget(between, 1)
            is_done = place < at or (place == at == len(steps) - 1)
            tone = Tone.OK if is_done else Tone.INFO if place == at and not ended else Tone.PLAIN
            made = chip(f"✓ {name}" if is_done else name, tone)
            made.setAccessibleName(_("{step}, done").format(step=name) if is_done else name)
            self._line.addWidget(made)
        if ended:
            self._line.addWidget(chip(ended, Tone.BAD))
