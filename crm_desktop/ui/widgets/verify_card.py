"""Who they say they are: what they answer is compared with what is known, which nobody needs to see for it."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.verification import CheckKind, answers
from crm_desktop.queries.verification import Asked, Verification, verification_of
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone, set_role
from crm_desktop.ui.widgets.basics import button, chip, column, label, offer, row
from crm_desktop.ui.widgets.flow import flowing


class VerifyCard(QWidget):
    edited = Signal()
    changed = Signal()
    """Whether enough answers are right is otherwise now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._customer = 0
        self._terms: Verification | None = None
        self._right: list[str] = []
        self._kept = ""
        self.state, self.done = chip(""), label("", "soft", wrap=True)
        self.which, self.said = QComboBox(), QLineEdit(placeholderText=_("What they say"))
        self.which.setAccessibleName(_("What is asked"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(8)
        self.said.setAccessibleName(_("What they say"))
        self.said.setToolTip(_("It is compared with what is known as you type."))
        self.right = button(_("Right"), "check", tip=_("Their answer was right"))
        said = row(self.said, self.right, gap=4)
        said.setStretch(0, 1)
        self._line = QWidget()
        self._line.setLayout(column(self.which, said, gap=4))
        head = flowing(label(_("Is it really them?"), "label"), self.state)
        self.setLayout(column(head, self.done, self._line, gap=4))
        self.which.activated.connect(self._on_which)
        self.said.textEdited.connect(self._on_said)
        self.right.clicked.connect(self._on_right)
        self.hide()

    def show_customer(self, customer_id: int) -> None:
        """Somebody else starts from nothing; the same again keeps what was answered."""
        if customer_id != self._customer:
            self._customer, self._right, self._terms = customer_id, [], None
            self.hide()
            if customer_id:
                self._desk.jobs.read(self, partial(verification_of, customer_id), self._show, newest="verify")
            self.changed.emit()

    def hides(self) -> bool:
        """What is known of the customer is not shown yet. While nobody knows, it is not."""
        if not self._customer:
            return False
        return self._terms is None or (self._terms.hides and not self.is_enough())

    def is_enough(self) -> bool:
        return self._terms is not None and len(self._right) >= self._terms.needed

    def verified(self) -> str:
        """By what, for the contact: the names of the checks that were right."""
        return ", ".join(self._right)

    def retype(self, verified: str) -> None:
        """Of a call that goes on: what was right before is right still."""
        self._kept = verified
        if self._terms is not None:
            self._show(self._terms)

    def _show(self, terms: Verification) -> None:
        self._terms = terms
        names = {each.name for each in terms.asked}
        self._right = [name for name in self._kept.split(", ") if name in names]
        offer(self, wanted=bool(terms.asked))
        self._tell()
        self.changed.emit()

    def _asked(self) -> Asked | None:
        return next((each for each in (self._terms.asked if self._terms else ()) if each.name == self.which.currentData()), None)

    def _tell(self) -> None:
        """What can still be asked, and how many answers are missing."""
        asked = [each for each in (self._terms.asked if self._terms else ()) if each.name not in self._right]
        self.which.clear()
        for each in asked:
            self.which.addItem(each.name, each.name)
        self.said.clear()
        self._on_which(0)
        self.done.setText(f"✓ {self.verified()}")
        offer(self.done, wanted=bool(self._right))
        missing = (self._terms.needed if self._terms else 0) - len(self._right)
        is_done = missing <= 0 and bool(self._right)
        offer(self._line, wanted=bool(asked) and not is_done)
        self.state.setText(_("Verified") if is_done else ngettext("{count} answer missing", "{count} answers missing", max(missing, 0)))
        set_role(self.state, "chip", (Tone.OK if is_done else Tone.WARN).value)
        offer(self.state, wanted=is_done or missing > 0)

    @Slot(int)
    def _on_which(self, _place: int) -> None:
        """Of what nobody can compare, whoever asks says that it was right."""
        asked = self._asked()
        is_judged = asked is not None and asked.kind == CheckKind.OTHER
        offer(self.right, wanted=is_judged)
        offer(self.said, wanted=not is_judged)

    @Slot(str)
    def _on_said(self, said: str) -> None:
        asked = self._asked()
        if asked is not None and answers(asked.kind, said, asked.known):
            self._take(asked)

    @Slot()
    def _on_right(self) -> None:
        asked = self._asked()
        if asked is not None:
            self._take(asked)

    def _take(self, asked: Asked) -> None:
        before = self.is_enough()
        self._right.append(asked.name)
        self._tell()
        if self._line.isVisible():
            self.said.setFocus(Qt.FocusReason.OtherFocusReason)
        if before != self.is_enough():
            self.changed.emit()
        self.edited.emit()
