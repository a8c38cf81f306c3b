"""The phone rings, or somebody wrote: one contact at a time, and those that wait. F2 in a call parks it and takes the next."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from crm_desktop.core.call_clock import CallClock
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.drafts import drafts_like
from crm_desktop.ui.callers import Incoming, incoming_of
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.leaving_calls import Leaving
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import column
from crm_desktop.ui.widgets.call_view import PREFIX, CallView
from crm_desktop.ui.widgets.waiting_calls import WaitingCalls

_SECOND = 1000
_MOST_CALLS = 8


class LogInteractionPage(Page):
    name: ClassVar[str] = "log"
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.CUSTOMER, Entity.ORDER, Entity.RETURN, Entity.FOLLOW_UP, Entity.INTERACTION})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self._is_arriving = False
        self._stack = QStackedWidget()
        self.waiting = WaitingCalls()
        whole = column(self.waiting, self._stack, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._on_second)
        self.waiting.chosen.connect(self.show_call)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot in (("Ctrl+Return", self.try_save), ("Ctrl+Enter", self.try_save), ("Esc", self.leave), ("Ctrl+F2", self.show_next)):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(slot)
        desk.jobs.read(self, partial(drafts_like, PREFIX, desk.by.id), self._restore)

    @property
    def view(self) -> CallView:
        """The call that is shown; one is begun where there is none."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, CallView) else self._begin()

    def calls(self) -> list[CallView]:
        return [view for place in range(self._stack.count()) if isinstance(view := self._stack.widget(place), CallView)]

    def start(self) -> None:
        """From another page, back to the call; within one, the next, while this one waits."""
        is_arriving, self._is_arriving = self._is_arriving, False
        if is_arriving or not self.calls() or self.view.is_blank():
            self.view.start()
        else:
            self.take_another()

    def add_new(self) -> None:
        """Something to be noted afterwards: no clock runs."""
        self._fresh().card.ask_when(takes_time=True, at=utc_now())
        self.view.start()

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """A customer is on the line, or somebody about an order or a return, or a call that was missed is returned."""
        view = self._fresh()
        if about == Entity.CUSTOMER:
            view.side.show_customer(record_id)
        elif about == Entity.INTERACTION:
            view.call_back(record_id)
        elif about is not None:
            view.show_record(about, record_id)
        self._is_arriving = False
        view.form.summary.setFocus()

    def narrow(self, only: object, called: str) -> None:
        """A telephone program says who rings, perhaps several times. Who talks to somebody else is told and not taken away from it."""
        if not isinstance(only, Incoming):
            return
        known = next((view for view in self.calls() if view.side.number == only.number), None)
        talks = not self._is_arriving and bool(self.calls()) and not self.view.is_blank()
        view = known or (self._begin(is_shown=False) if talks else self._fresh())
        if known is None:
            view.side.take_call(only.number)
        if talks and view is not self.view:
            take = partial(self.show_call, self._stack.indexOf(view))
            self.desk.say(_("{number} calls. Ctrl+F2 goes to it.").format(number=only.number), Tone.INFO, (_("Take the call"), take))
        else:
            self._is_arriving = False
            self.show_call(self._stack.indexOf(view))
            view.start()

    def answer(self, address: str) -> None:
        caller = incoming_of(address)
        if "?" not in address:
            self.start()  # as the key does: nobody knows yet who it is
        elif caller is None:
            self.desk.say(_("Another program wanted to show a caller, but said no number."), Tone.WARN)
            self.start()
        else:
            self.narrow(caller, caller.number)

    def asks_first(self, then: Callable[[], object]) -> bool:
        """Calls are saved one after the other, kept for later, or thrown away."""
        is_unsaved = any(not view.is_blank() for view in self.calls())
        if is_unsaved:
            Leaving(self, then).ask()
        return is_unsaved

    def take_over(self) -> None:
        """In its turn after what the other window had still to write down."""
        self.desk.jobs.note(self, partial(drafts_like, PREFIX, self.desk.by.id), self._restore)

    def reload(self) -> None:
        """Something of the caller may have changed elsewhere."""
        if self.calls():
            self.view.side.caller.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._is_arriving = True
        self._clock.start()
        self._on_second()

    @Slot()
    def take_another(self) -> None:
        """The one that is shown waits, with its clock and what was typed."""
        if len(self.calls()) >= _MOST_CALLS:
            self.view.message.say(_("{count} calls wait already. Save or discard one first.").format(count=_MOST_CALLS), Tone.WARN)
            return
        self.view.card.park()
        self._begin().start()

    @Slot(int)
    def show_call(self, place: int) -> None:
        wanted = self._stack.widget(place)
        if isinstance(wanted, CallView) and wanted is not self._stack.currentWidget():
            self.view.card.park()
            self._stack.setCurrentWidget(wanted)
            wanted.card.take_up()
            wanted.start()
        self._show_waiting()

    @Slot()
    def show_next(self) -> None:
        if self._stack.count() > 1:
            self.show_call((self._stack.currentIndex() + 1) % self._stack.count())

    @Slot()
    def try_save(self) -> None:
        self.view.try_save()

    @Slot()
    def leave(self) -> None:
        """What was typed stays; F2 comes back to it. Where nothing was, nothing stays."""
        if self.calls() and self.view.is_blank():
            self._remove(self.view)
        self.desk.doors.closed.emit(self)

    def _begin(self, key: str = "", *, is_shown: bool = True) -> CallView:
        made = CallView(self.desk, key)
        made.saved.connect(self._on_saved)
        made.dropped.connect(self._done_with)
        made.left.connect(self.leave)
        made.renamed.connect(self._show_waiting)
        if not key:
            made.card.start_clock(CallClock(utc_now()))
        self._stack.addWidget(made)
        if self._stack.count() == 1 or (is_shown and not key):
            self._stack.setCurrentWidget(made)
        self._show_waiting()
        return made

    def _fresh(self) -> CallView:
        """One that nothing was typed into yet; another that goes on waits."""
        if not self.calls():
            return self._begin()
        if not self.view.is_blank():
            self.view.card.park()
            return self._begin()
        return self.view

    def _restore(self, forms: list[str]) -> None:
        """Calls that a crash or an end left behind, but those that go on in another window."""
        open_now = {view.key for window in QApplication.topLevelWidgets() for view in window.findChildren(CallView)}
        blank = next((view for view in self.calls() if view.is_blank()), None)
        keys = [form.removeprefix(PREFIX) for form in forms]
        for key in keys:
            if key not in open_now and self._stack.count() < _MOST_CALLS:
                restored = self._begin(key)
                if blank is not None:
                    self._stack.setCurrentWidget(restored)
                    self._remove(blank)
                    blank = None

    def _remove(self, view: CallView) -> None:
        self.setFocus()  # a cell of it that got the keyboard instead would open its editor while it goes
        self._stack.removeWidget(view)
        view.hide()
        view.deleteLater()
        self._show_waiting()

    @Slot()
    def _on_second(self) -> None:
        if not self.isVisible():
            self._clock.stop()
            return
        for view in self.calls():
            view.card.show_time()
        if self.waiting.isVisible():
            self._show_waiting()

    @Slot()
    def _show_waiting(self) -> None:
        self.waiting.show_calls(self.calls(), self._stack.currentWidget())

    @Slot(object)
    def _on_saved(self, change: Change) -> None:
        view = self.sender()
        if not isinstance(view, CallView):
            return
        said, customer = _said(view, change), view.side.customer.customer_id()
        self._done_with(view)
        shown = (_("Show"), partial(self.desk.go_to, Entity.CUSTOMER.value, customer)) if customer else None
        self.desk.say(said, Tone.OK, shown)

    @Slot()
    def _done_with(self, view: QObject | None = None) -> None:
        """With one that was saved, or that says itself that it was dropped: on to one that waits, else back to where they were."""
        done = view or self.sender()
        if not isinstance(done, CallView):
            return
        self._remove(done)
        if self.calls():
            self.view.card.take_up()
            self.view.start()
        else:
            self.leave()


def _said(view: CallView, change: Change) -> str:
    agreed = {
        "returns": lambda count: ngettext("return {returns} noted", "returns {returns} noted", count, **change.numbers),
        "orders": lambda count: ngettext("order {orders} placed", "orders {orders} placed", count, **change.numbers),
        "follow_ups": lambda count: ngettext("follow-up planned", "{count} follow-ups planned", count),
        "appointments": lambda count: ngettext("appointment planned", "{count} appointments planned", count),
    }
    parts = [agreed[name](count) for name, count in view.steps.counts().items()]
    return _("{all}.").format(all=", ".join([_("Contact {number} logged").format(number=change.number), *parts]))
