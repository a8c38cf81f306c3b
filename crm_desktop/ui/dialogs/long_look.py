"""Before a company opens that was not closed, or once a week, all of its file is looked at, and all of a backup before it takes its place:
how far that is, and the way out of it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.long_look import HowFar, Why
from crm_desktop.ui.look import dress
from crm_desktop.ui.opening_size import open_as_wide
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row

_STEPS = 1000
_WHY = {
    Why.AFTER_CRASH: N_("{file} was not closed the last time: the program or the computer stopped before."),
    Why.WEEKLY: N_("Once a week {file} is looked through before it opens."),
    Why.BACKUP: N_("The backup is looked through before it takes the place of {file}."),
}
_MINUTE = 60


class LongLookDialog(QDialog):
    given_up = Signal()

    def __init__(self, file: str, why: Why, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(_("Looking through {file}").format(file=file))
        what = _("Every page of it is read, so that damage shows before anybody works with it.")
        self.bar, self.left = QProgressBar(maximum=_STEPS, textVisible=False), label("", "soft", wrap=True)
        self.bar.setAccessibleName(self.windowTitle())
        self.cancel = button(_("Cancel"), tip=_("The company stays closed, and as it is"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        layout.setSpacing(2 * GAP)
        for each in (label(f"{_(_WHY[why]).format(file=file)} {what}", wrap=True), self.bar, self.left):
            layout.addWidget(each)
        layout.addLayout(row(1, self.cancel))
        open_as_wide(self, 460)
        self.cancel.clicked.connect(self.reject)

    def show_how_far(self, how: HowFar) -> None:
        self.bar.setValue(int(how.share * _STEPS))
        if self.cancel.isEnabled():
            self.left.setText(_left(how.seconds_left))

    @Slot()
    def reject(self) -> None:
        """Escape and the window's cross do the same. It is gone when the look has ended."""
        self.cancel.setEnabled(False)
        self.left.setText(_("Breaking off …"))
        self.given_up.emit()


def _left(seconds: float | None) -> str:
    if seconds is None:
        return _("How long it takes is seen in a moment.")
    if seconds >= 1.5 * _MINUTE:
        minutes = round(seconds / _MINUTE)
        return ngettext("About {count} minute left.", "About {count} minutes left.", minutes)
    tens = max(10, 10 * round(seconds / 10))
    return ngettext("About {count} second left.", "About {count} seconds left.", tens)
