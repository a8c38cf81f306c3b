"""What a contact was about and what came of it: the fields, read and filled as one."""

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from crm_desktop.core.cards import mask_cards
from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.queries.case_pages import CaseRef
from crm_desktop.queries.desk import Choices
from crm_desktop.queries.orders import OrderRow
from crm_desktop.queries.return_sheets import ReturnRow
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import column
from crm_desktop.ui.widgets.case_choice import CaseChoice
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.product_finder import ProductFinder
from crm_desktop.ui.words import MOODS, OUTCOMES

_TAKES_TIME = frozenset({ChannelKind.PHONE, ChannelKind.VIDEO, ChannelKind.IN_PERSON, ChannelKind.CHAT})
"""A conversation lasts; a letter or an e-mail does not."""
_BETWEEN = " · "
About = tuple[Entity, int]


class ContactForm(QWidget):
    channel_changed = Signal()
    edited = Signal()

    def __init__(self, formats: Formats, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._kinds: dict[int, str] = {}
        self.channel, self.direction, self.reason, self.about, self.outcome = (QComboBox() for _each in range(5))
        self.mood_before, self.mood_after = QComboBox(), QComboBox()
        self.case = CaseChoice()
        self.product, self.summary, self.notes = ProductFinder(jobs), NoteLine(), NotesEdit()
        self.form = self._form()
        self.lesser = self._lesser()
        """Below the rest, unless something stands between."""
        self.setLayout(column(self.form, self.lesser, gap=12))
        self.channel.currentIndexChanged.connect(self.channel_changed)
        for box in (self.channel, self.direction, self.reason, self.about, self.case, self.outcome, self.mood_before, self.mood_after):
            box.activated.connect(self.edited)
        self.summary.textChanged.connect(self.edited)
        self.notes.textChanged.connect(self.edited)
        self.product.changed.connect(self.edited)

    def offer(self, found: Choices) -> None:
        """The company's channels and reasons."""
        self._kinds = {channel.id: channel.kind for channel in found.channels}
        for channel in found.channels:
            self.channel.addItem(channel.name, channel.id)
        self.reason.addItem(_("Not said"), None)
        for reason in found.reasons:
            self.reason.addItem(reason.name, reason.id)

    def offer_records(self, orders: Sequence[OrderRow], returns: Sequence[ReturnRow] = (), cases: Sequence[CaseRef] = ()) -> None:
        """What of this customer it may be about; what was chosen stays where it is still offered."""
        chosen = self.about.currentData()
        self.about.clear()
        self.about.addItem(_("Not said"), None)
        for order in orders:
            self.about.addItem(f"{order.number}{_BETWEEN}{self._day(order)}", (Entity.ORDER, order.id))
        for back in returns:
            self.about.addItem(_("Return {number}").format(number=back.number), (Entity.RETURN, back.id))
        self._choose_about(chosen)
        self.case.offer_cases(cases)

    def choose_about(self, kind: Entity, record_id: int, number: str) -> None:
        words = _("Return {number}").format(number=number) if kind == Entity.RETURN else number
        self._add_about((kind, record_id), words)

    def order_id(self) -> int | None:
        """The order it is about."""
        about: About | None = self.about.currentData()
        return about[1] if about is not None and about[0] == Entity.ORDER else None

    def is_ready(self) -> bool:
        """The lists have come."""
        return self.channel.currentData() is not None

    def has_text(self) -> bool:
        return any(text.strip() for text in (self.summary.text(), self.notes.toPlainText()))

    def takes_time(self) -> bool:
        return self._kinds.get(self.channel.currentData()) in _TAKES_TIME

    def is_missed(self) -> bool:
        return self.outcome.currentData() in (Outcome.MISSED, Outcome.VOICEMAIL)

    def choose_channel(self, kind: ChannelKind) -> None:
        """The first of this kind."""
        place = next((row for row in range(self.channel.count()) if self._kinds[self.channel.itemData(row)] == kind), 0)
        self.channel.setCurrentIndex(place)

    def wanted(self) -> InteractionInput:
        """Without who and when, which the form does not know."""
        about: About | None = self.about.currentData()
        kind, row_id = about or (None, None)
        return InteractionInput(
            channel_id=self.channel.currentData(),
            direction=Direction(self.direction.currentData()),
            reason_id=self.reason.currentData(),
            summary=self.summary.text(),
            notes=self.notes.toPlainText(),
            outcome=None if self.outcome.currentData() is None else Outcome(self.outcome.currentData()),
            order_id=row_id if kind == Entity.ORDER else None,
            return_id=row_id if kind == Entity.RETURN else None,
            product_id=self.product.product_id(),
            mood_before=self.mood_before.currentData(),
            mood_after=self.mood_after.currentData(),
            case_id=self.case.value(),
        )

    def channel_kind(self) -> str:
        return self._kinds.get(self.channel.currentData(), "")

    def typed(self) -> dict[str, str]:
        """What would be lost if the program ended now; a card's number is not kept for that either."""
        boxes = {"channel": self.channel, "direction": self.direction, "reason": self.reason, "outcome": self.outcome, **self._moods()}
        chosen = {name: str(box.currentData() or "") for name, box in boxes.items()}
        return {
            "summary": mask_cards(self.summary.text())[0],
            "notes": mask_cards(self.notes.toPlainText())[0],
            **chosen,
            "about": json.dumps(self.about_value(), ensure_ascii=False),
            "product": json.dumps(self.product_value(), ensure_ascii=False),
            "case": json.dumps(self.case.pair(), ensure_ascii=False),
        }

    def retype(self, typed: dict[str, str]) -> None:
        self.summary.setText(typed.get("summary", ""))
        self.notes.setPlainText(typed.get("notes", ""))
        for name, box in (("channel", self.channel), ("reason", self.reason)):
            if typed.get(name, "").isdigit():
                box.setCurrentIndex(max(box.findData(int(typed[name])), 0))
        for name, box in (("direction", self.direction), ("outcome", self.outcome)):
            box.setCurrentIndex(max(box.findData(typed.get(name) or None), 0))
        for name, box in self._moods().items():
            box.setCurrentIndex(max(box.findData(int(typed.get(name) or 0) or None), 0))
        self.fill_about(json.loads(typed.get("about", "null")))
        self.fill_product(json.loads(typed.get("product", "null")))
        self.case.fill(json.loads(typed.get("case", "null")))

    def about_value(self) -> list[Any] | None:
        """Kind, id and words of what it is about."""
        about: About | None = self.about.currentData()
        return [about[0].value, about[1], self.about.currentText().partition(_BETWEEN)[0]] if about else None

    def fill_about(self, given: Sequence[Any] | None) -> None:
        if given:
            self._add_about((Entity(given[0]), given[1]), given[2])
        else:
            self.about.setCurrentIndex(0)

    def product_value(self) -> list[Any] | None:
        """Id and name."""
        product_id = self.product.product_id()
        return [product_id, self.product.text()] if product_id else None

    def fill_product(self, given: Sequence[Any] | None) -> None:
        self.product.choose(*(given or (0, "")))

    def _moods(self) -> dict[str, QComboBox]:
        return {"mood_before": self.mood_before, "mood_after": self.mood_after}

    def _form(self) -> Form:
        self.direction.addItem(_("Incoming"), Direction.IN.value)
        self.direction.addItem(_("Outgoing"), Direction.OUT.value)
        self.outcome.addItem(_("Not said"), None)
        for outcome, word in OUTCOMES.items():
            self.outcome.addItem(_(word), outcome.value)
        self.about.addItem(_("Not said"), None)
        self.case.offer_cases(())
        for box in self._moods().values():
            box.addItem(_("Not said"), None)
            for mood, word in MOODS.items():
                box.addItem(_(word), mood)
        for box in (self.channel, self.direction, self.reason, self.about, self.outcome, *self._moods().values()):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        form = Form()
        form.beside((_("C&hannel"), self.channel), (_("&Direction"), self.direction))
        form.beside((_("&Reason"), self.reason), (_("What &came of it"), self.outcome))
        form.beside((_("A&bout"), self.about), (_("Ca&se"), self.case))
        self.summary_row = form.add_row(_("&In a line"), self.summary)
        notes = form.add_row(_("&Notes"), self.notes)
        notes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.notes.setMinimumHeight(sized(90))
        return form

    def _lesser(self) -> Form:
        lesser = Form(rows=self.form.rows)
        self.product_row = lesser.add_row(_("&Product"), self.product)
        lesser.beside((_("Mood at first"), self.mood_before), (_("Afterwards"), self.mood_after))
        return lesser

    def _day(self, order: OrderRow) -> str:
        return self._formats.day(self._formats.local_day(order.ordered_at))

    def _add_about(self, about: About, words: str) -> None:
        if self._place_of(about) < 0:
            self.about.addItem(words, about)
        self._choose_about(about)

    def _choose_about(self, about: About | None) -> None:
        self.about.setCurrentIndex(max(self._place_of(about), 0))

    def _place_of(self, about: About | None) -> int:
        """Qt compares Python's pairs by identity."""
        return next((row for row in range(self.about.count()) if self.about.itemData(row) == about), -1)
