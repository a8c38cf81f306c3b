"""Above and below the steps of an import: where it stands, how far it is, and the ways on, back and out."""

from threading import Event

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.importing import Progress
from crm_desktop.exchange.trying import stopping
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import ElidedLabel, button, chip, column, empty, label, row

STEPS = (N_("File"), N_("Columns"), N_("Try it"), N_("Import"))
FILE, COLUMNS, TRIAL, DONE = range(4)
_THOUSANDTHS = 1_000


class ImportHead(QWidget):
    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._facts = QHBoxLayout(), ElidedLabel("", "soft")
        self._steps.setSpacing(GAP)
        head = row(label(title, "title"), self._facts, gap=12)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._steps))

    def show_step(self, step: int, facts: str) -> None:
        self._facts.setText(facts)
        empty(self._steps)
        for place, name in enumerate(STEPS):
            is_done = place < step or step == DONE
            tone = Tone.OK if is_done else Tone.INFO if place == step else Tone.PLAIN
            made = chip(f"✓ {_(name)}" if is_done else f"{place + 1} {_(name)}", tone)
            made.setAccessibleName(_("{step}, done").format(step=_(name)) if is_done else _(name))
            self._steps.addWidget(made)
        self._steps.addStretch(1)


class ImportBar(QWidget):
    """One thing at a time is done; it can be stopped from here."""

    told = Signal(float)
    """How far it is, from 0 to 1; sent by the worker that does it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()
        self.back = button(_("&Back"), "chevron-left")
        self.busy = QProgressBar(minimum=0, maximum=_THOUSANDTHS, textVisible=False)
        self.busy.setAccessibleName(_("How far it is"))
        self.doing = label("", "soft")
        self.stop = button(_("S&top"), "x", tip=_("Stop, and leave nothing behind"))
        self.next = button("", role="primary", keys="Ctrl+Return")
        layout = row(self.back, self.busy, 1, self.doing, self.stop, self.next, gap=12)
        layout.setStretch(1, 2)
        self.setLayout(layout)
        self.stop.clicked.connect(self._on_stop)
        self.told.connect(self._on_told)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._on_stop)

    def begin(self, doing: str, *, measured: bool = True) -> None:
        self._stop = Event()
        self.busy.setRange(0, _THOUSANDTHS if measured else 0)
        self.busy.setValue(0)
        self.doing.setText(doing)
        for each in (self.busy, self.doing):
            each.show()
        self.stop.setVisible(measured)
        self.back.setEnabled(False)
        self.next.setEnabled(False)
        if measured:
            self.stop.setFocus()

    def progress(self) -> Progress:
        """For the work that begins now; it raises where somebody stopped it."""
        return stopping(self.told.emit, self._stop.is_set)

    def rest(self, step: int, *, can_go_on: bool) -> None:
        """Nothing is being done."""
        self.busy.hide()
        self.stop.hide()
        self.doing.setVisible(step == TRIAL)
        self.doing.setText(_("A backup is made first; one click takes it all out again."))
        self.next.setText({COLUMNS: _("&Try it"), TRIAL: _("&Import"), DONE: _("&Next file")}.get(step, ""))
        self.next.setAccessibleName(self.next.text().replace("&", ""))
        self.back.setVisible(step in (COLUMNS, TRIAL))
        self.back.setEnabled(True)
        self.next.setVisible(step != FILE)
        self.next.setEnabled(can_go_on)

    @Slot()
    def _on_stop(self) -> None:
        self._stop.set()

    @Slot(float)
    def _on_told(self, share: float) -> None:
        self.busy.setValue(round(share * _THOUSANDTHS))
