"""The clock of a call: how long they talk and wait, kept as raw times; or, for what was earlier, when it was and how long it took."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QFrame, QLineEdit, QMenu, QProgressBar, QWidget

from crm_desktop.core.call_clock import CallClock, CallState
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choice
from crm_desktop.queries.team import call_target
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, Tone, set_role
from crm_desktop.ui.widgets.basics import button, chip, column, label, row, set_menu
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import Form

_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,4})(?::([0-5]\d))?", re.ASCII)
_STATES = {CallState.TALK: Tone.OK, CallState.HOLD: Tone.WARN, CallState.WRAP_UP: Tone.INFO}


def clock_text(length: timedelta) -> str:
    """`04:12`, `1:04:12`."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


class CallCard(QFrame):
    changed = Signal()
    """Held, resumed, hung up, or typed into."""
    transfer_wanted = Signal(int)
    """To this colleague."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = desk.formats
        self.clock: CallClock | None = None
        self._is_parked = False
        self.state, self.time, self.parts = chip(""), label("", "title"), label("", "small", wrap=True)
        self.time.setAccessibleName(_("How long it has lasted"))
        self._seconds = 0
        self.target, self.bar = label("", "small"), QProgressBar(textVisible=False)
        self.bar.setProperty("role", "target")
        self.bar.setAccessibleName(_("How much of the time for a call is over"))
        for each in (self.target, self.bar):
            each.hide()
        self.hold = button(_("Hold"), "pause", tip=_("They wait"), keys="Ctrl+H")
        self.end = button(_("Hang up"), "phone-off", tip=_("The conversation is over; finish the notes"), keys="Ctrl+E")
        self.transfer = button(_("Transfer"), "phone-outgoing", tip=_("A colleague goes on with it"))
        self._colleagues = QMenu(self.transfer)
        set_menu(self.transfer, self._colleagues)
        self.earlier = button(_("It was earlier"), role="quiet", tip=_("Say when it was and how long it took"))
        self.live = QWidget()
        clock = column(row(self.state, 1, self.time), self.bar, row(self.parts, self.target), gap=6)
        self.live.setLayout(column(clock, flowing(self.hold, self.transfer, self.end, self.earlier), gap=GAP))
        self.past = self._past_form()
        self.setLayout(column(self.live, self.past, gap=0))
        self.hold.clicked.connect(self._on_hold)
        self.end.clicked.connect(self._on_end)
        self.earlier.clicked.connect(self._on_earlier)
        for line in (self.at, self.length):
            line.textEdited.connect(self.changed)
        self.day.dateChanged.connect(self.changed)
        self.ask_when(takes_time=True)
        desk.jobs.read(self, call_target, self.take_target)

    def take_target(self, seconds: int) -> None:
        """How long a call should take at most, as the company has it; 0: as long as it takes."""
        self._seconds = seconds
        self.bar.setMaximum(max(seconds, 1))
        self.show_time()
        for each in (self.target, self.bar):
            each.setVisible(seconds > 0)  # last: a bar that is seen paints the window at once for each new value

    def offer_colleagues(self, staff: Iterable[Choice], me: int) -> None:
        self._colleagues.clear()
        for person in staff:
            if person.id != me:
                called = self._colleagues.addAction(person.name.replace("&", "&&"))
                called.triggered.connect(partial(self._on_transfer, person.id))
        self.transfer.setEnabled(not self._colleagues.isEmpty())

    def start_clock(self, clock: CallClock) -> None:
        self.clock = clock
        self.live.show()
        self.past.hide()
        self.show_time()

    def ask_when(self, *, takes_time: bool, at: datetime | None = None) -> None:
        """No clock runs: it is over, or never was a conversation."""
        self.clock = None
        self.live.hide()
        self.past.show()
        self.length_row.setVisible(takes_time)
        if at is not None or not self.at.text():
            self._put_moment(at or utc_now())

    def show_length(self, length: timedelta | None) -> None:
        self.length.setText(clock_text(length) if length is not None else "")

    def times(self) -> tuple[datetime, datetime | None, tuple[tuple[datetime, datetime], ...], datetime | None] | None:
        """Start, end, holds and end of the work after it, ready to be saved; None when something had to be marked first."""
        now = utc_now()
        if self.clock is not None:
            over = self.clock.end(now)
            return over.began, over.ended, over.holds, now if self.clock.ended is not None else None
        self.past.clear_marks()
        began, length = self._began(), self._length()
        if began is None or length is None:
            return None
        return began, began + length if length else None, (), None

    def day_text(self) -> str:
        return self.day.date().toString("yyyy-MM-dd")

    def fill_day(self, text: str) -> None:
        self.day.setDate(QDate.fromString(text, "yyyy-MM-dd"))

    def typed(self) -> dict[str, str]:
        if self.clock is not None:
            return {"clock": self.clock.to_text(), "kept": str(int(utc_now().timestamp()))}
        return {"day": self.day_text(), "at": self.at.text(), "length": self.length.text()}

    def retype(self, typed: dict[str, str], patience: timedelta) -> None:
        """A call that was left for longer than this is over: it ended when it was last seen."""
        if "clock" in typed:
            clock, seen = CallClock.from_text(typed["clock"]), datetime.fromtimestamp(int(typed["kept"]), utc_now().tzinfo)
            self.start_clock(clock if utc_now() - seen < patience else clock.end(seen))
        elif "at" in typed:
            self.ask_when(takes_time=True)
            self.fill_day(typed["day"])
            self.at.setText(typed["at"])
            self.length.setText(typed["length"])

    @Slot()
    def show_time(self) -> None:
        if self.clock is None:
            return
        now, state = utc_now(), self.clock.state()
        words = {CallState.TALK: _("On call"), CallState.HOLD: _("On hold"), CallState.WRAP_UP: _("Wrap-up")}
        lengths = {
            CallState.TALK: now - self.clock.began,
            CallState.HOLD: now - self.clock.began,
            CallState.WRAP_UP: self.clock.wrapped(now),
        }
        self.state.setText(words[state])
        set_role(self.state, "chip", _STATES[state].value)
        self.time.setText(clock_text(lengths[state]))
        talked, held = clock_text(self.clock.talked(now)), clock_text(self.clock.held(now))
        self.parts.setText(_("talked {talked} · held {held}").format(talked=talked, held=held))
        self._show_target(now)
        self.hold.setText(_("Resume") if state == CallState.HOLD else _("Hold"))
        self.hold.setAccessibleName(self.hold.text())
        self.hold.setEnabled(state != CallState.WRAP_UP)
        self.end.setText(_("Go on") if state == CallState.WRAP_UP else _("Hang up"))
        self.end.setAccessibleName(self.end.text())

    def _show_target(self, now: datetime) -> None:
        """With the work after it: the target is for all of it."""
        if self.clock is None or not self._seconds:
            return
        took, target = int((now - self.clock.began).total_seconds()), timedelta(seconds=self._seconds)
        is_over = took > self._seconds
        self.bar.setValue(min(took, self._seconds))
        words = _("over {length}") if is_over else _("target {length}")
        self.target.setText(words.format(length=self._formats.duration(target)))
        set_role(self.bar, "tone", (Tone.WARN if is_over else Tone.OK).value)

    def park(self) -> None:
        """Another call is shown: whoever talked waits."""
        self._is_parked = self.clock is not None and self.clock.state() == CallState.TALK
        if self.clock is not None and self._is_parked:
            self._put(self.clock.hold(utc_now()))

    def take_up(self) -> None:
        """Who waited because of that talks again; who was held on purpose waits on."""
        if self.clock is not None and self._is_parked:
            self._is_parked = False
            self._put(self.clock.resume(utc_now()))

    def _past_form(self) -> Form:
        self.day, self.at, self.length = QDateEdit(), QLineEdit(), QLineEdit(placeholderText=_("minutes"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        form = Form()
        self.day_row = form.add_row(_("When was it?"), self.day)
        self.at_row, self.length_row = form.beside((_("At"), self.at), (_("Lasted"), self.length))
        return form

    def _put(self, clock: CallClock) -> None:
        self.clock = clock
        self.show_time()
        self.changed.emit()

    def _put_moment(self, when: datetime) -> None:
        local = when.astimezone(self._formats.zone)
        self.day.setDate(QDate(local.year, local.month, local.day))
        self.at.setText(f"{local:%H:%M}")

    def _began(self) -> datetime | None:
        try:
            at = time.fromisoformat(self.at.text().strip().replace(".", ":").zfill(5))
        except ValueError:
            self.at_row.mark(_("“{text}” is not a time of day; write it as 14:30.").format(text=self.at.text()))
            return None
        day = self.day.date()
        began = datetime(day.year(), day.month(), day.day(), at.hour, at.minute, at.second, tzinfo=self._formats.zone)
        if began > utc_now():
            self.at_row.mark(_("This is still to come. What is planned is a follow-up or an appointment."))
            return None
        return began.astimezone(utc_now().tzinfo)

    def _length(self) -> timedelta | None:
        """Nothing for what does not last; minutes, or `mm:ss`."""
        text = self.length.text().strip()
        if not text or self.length_row.isHidden():
            return timedelta(0)
        found = _LENGTH.fullmatch(text.replace(".", ":"))
        if found is None:
            self.length_row.mark(_("Minutes, such as 4 or 4:30."))
            return None
        parts = [int(part) for part in text.replace(".", ":").split(":")]
        hours, minutes, seconds = (0, *parts, 0) if len(parts) == 1 else (0, *parts) if len(parts) == 2 else parts
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)

    def _on_transfer(self, staff_id: int, _checked: bool = False) -> None:
        self.transfer_wanted.emit(staff_id)

    @Slot()
    def _on_hold(self) -> None:
        if self.clock is not None:
            now = utc_now()
            self._put(self.clock.resume(now) if self.clock.state() == CallState.HOLD else self.clock.hold(now))

    @Slot()
    def _on_end(self) -> None:
        if self.clock is not None:
            self._put(self.clock.go_on() if self.clock.ended is not None else self.clock.end(utc_now()))

    @Slot()
    def _on_earlier(self) -> None:
        began = self.clock.began if self.clock is not None else utc_now()
        self.ask_when(takes_time=True, at=began)
        self.at.setFocus()
        self.changed.emit()
