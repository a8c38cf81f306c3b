"""What a contact was about, what came of it, and what was promised next: the fields, read and filled as one."""

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.queries.desk import Choices
from crm_desktop.queries.orders import OrderRow
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import surface
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import OUTCOMES

_TAKES_TIME = frozenset({ChannelKind.PHONE, ChannelKind.VIDEO, ChannelKind.IN_PERSON, ChannelKind.CHAT})
"""A conversation lasts; a letter or an e-mail does not."""


class ContactForm(QWidget):
    channel_changed = Signal()
    edited = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._kinds: dict[int, str] = {}
        self.about, self.next = self._about_form(), self._next_form()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP + GAP // 2)
        layout.addWidget(self.about, 1)
        layout.addWidget(surface("line"))
        layout.addWidget(self.next)
        self.next_title.textEdited.connect(self._on_next)
        self.promised.toggled.connect(self._on_promised)
        self.channel.currentIndexChanged.connect(self.channel_changed)
        for line in (self.summary, self.next_title):
            line.textChanged.connect(self.edited)
        self.notes.textChanged.connect(self.edited)

    def offer(self, found: Choices) -> None:
        """The company's channels and reasons."""
        self._kinds = {channel.id: channel.kind for channel in found.channels}
        for channel in found.channels:
            self.channel.addItem(channel.name, channel.id)
        self.reason.addItem(_("Not said"), None)
        for reason in found.reasons:
            self.reason.addItem(reason.name, reason.id)

    def offer_orders(self, rows: list[OrderRow]) -> None:
        chosen = self.order.currentData()
        self.order.clear()
        self.order.addItem(_("No order"), None)
        for each in rows:
            self.order.addItem(f"{each.number} · {self._formats.day(self._formats.local_day(each.ordered_at))}", each.id)
        self.order.setCurrentIndex(max(self.order.findData(chosen), 0))

    def choose_order(self, order: OrderRow) -> None:
        if self.order.findData(order.id) < 0:
            self.order.addItem(order.number, order.id)
        self.order.setCurrentIndex(self.order.findData(order.id))

    def is_ready(self) -> bool:
        """The lists have come."""
        return self.channel.currentData() is not None

    def has_text(self) -> bool:
        return any(text.strip() for text in (self.summary.text(), self.notes.toPlainText(), self.next_title.text()))

    def takes_time(self) -> bool:
        return self._kinds.get(self.channel.currentData()) in _TAKES_TIME

    def wanted(self) -> InteractionInput | None:
        """Without who and when, which the form does not know; None when something had to be marked first."""
        for form in (self.about, self.next):
            form.clear_marks()
        if self.promised.isChecked() and not self.next_title.text().strip():
            self._next_row.mark(_("A few words on what was promised."))
            return None
        follow_up = self._follow_up() if self.promised.isChecked() else None
        outcome = self.outcome.currentData()
        return InteractionInput(
            channel_id=self.channel.currentData(),
            direction=self.direction.currentData(),
            reason_id=self.reason.currentData(),
            summary=self.summary.text(),
            notes=self.notes.toPlainText(),
            outcome=Outcome.FOLLOW_UP if follow_up is not None and outcome is None else outcome,
            order_id=self.order.currentData(),
            follow_up=follow_up,
        )

    def clear(self) -> None:
        for line in (self.summary, self.next_title):
            line.clear()
        self.notes.clear()
        self.promised.setChecked(False)
        for box in (self.channel, self.direction, self.reason, self.order, self.outcome):
            box.setCurrentIndex(0)
        self.when.show_value(next_workday(self._formats.today(), 1), "")

    def typed(self) -> dict[str, str]:
        """What would be lost if the program ended now."""
        day, wall_time = self.when.value()
        return {
            "summary": self.summary.text(),
            "notes": self.notes.toPlainText(),
            "promised": self.next_title.text() if self.promised.isChecked() else "",
            "due_on": day.isoformat(),
            "due_time": wall_time,
        }

    def retype(self, typed: dict[str, str]) -> None:
        self.summary.setText(typed.get("summary", ""))
        self.notes.setPlainText(typed.get("notes", ""))
        self.next_title.setText(typed.get("promised", ""))
        self.promised.setChecked(bool(self.next_title.text()))
        if "due_on" in typed:
            self.when.show_value(date.fromisoformat(typed["due_on"]), typed.get("due_time", ""))

    def _about_form(self) -> Form:
        self.channel, self.direction, self.reason, self.order, self.outcome = (QComboBox() for _each in range(5))
        self.summary, self.notes = QLineEdit(), QPlainTextEdit(tabChangesFocus=True)
        self.direction.addItem(_("They called us"), Direction.IN)
        self.direction.addItem(_("We called them"), Direction.OUT)
        self.outcome.addItem(_("Not said"), None)
        for outcome, word in OUTCOMES.items():
            self.outcome.addItem(_(word), outcome)
        self.order.addItem(_("No order"), None)
        for box in (self.channel, self.direction, self.reason, self.order, self.outcome):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        form = Form()
        first = (_("C&hannel"), self.channel), (_("&Direction"), self.direction)
        form.beside(*first, (_("&Reason"), self.reason), (_("&Order"), self.order))
        form.add_row(_("&In a line"), self.summary)
        notes = form.add_row(_("&Notes"), self.notes)
        notes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.notes.setMinimumHeight(90)
        form.add_row(_("What &came of it"), self.outcome)
        return form

    def _next_form(self) -> Form:
        self.promised, self.next_title = QCheckBox(_("&Follow up")), QLineEdit()
        self.when = WhenEdit(self._formats)
        form = Form()
        form.add(self.promised)
        self._next_row, _due = form.beside((_("What was &promised"), self.next_title), (_("D&ue"), self.when))
        return form

    def _follow_up(self) -> FollowUpInput:
        day, wall_time = self.when.value()
        return FollowUpInput(title=self.next_title.text(), due_on=day, due_time=wall_time)

    @Slot(str)
    def _on_next(self, text: str) -> None:
        self.promised.setChecked(bool(text.strip()))

    @Slot(bool)
    def _on_promised(self, is_on: bool) -> None:
        """Something to start from, when the box is what was ticked first."""
        if is_on and not self.next_title.text():
            about = self.summary.text().strip()
            self.next_title.setText(_("Call back: {about}").format(about=about) if about else _("Call back"))
