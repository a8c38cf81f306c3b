"""What a customer allowed: for what, by which channel, since when and how we know. Given once, withdrawn once, never changed."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.consents import ConsentState
from crm_desktop.core.dates import local_day, utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.queries.consents import ConsentRow
from crm_desktop.services.consents import ConsentInput
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP, Tone, set_role
from crm_desktop.ui.widgets.basics import button, chip, column, label, offer
from crm_desktop.ui.widgets.basics import row as in_a_row
from crm_desktop.ui.widgets.day_edit import DayEdit
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NoteLine
from crm_desktop.ui.words import CHANNEL_KINDS, CONSENT_STATES

ConsentValue = dict[str, Any]
"""`id` (nothing for one that is new), `purpose`, `channel`, `source`, the days `given` and `withdrawn`, whether `refused`, `wording`,
`evidence`, and how they withdrew; of those that are stored also who noted it."""
_TOLD = ("purpose", "channel", "source", "wording", "evidence", "withdrawal", "noted_by", "withdrawn_by")
_NOON = time(12)
BLANK: ConsentValue = {**dict.fromkeys(_TOLD, ""), "id": None, "given": "", "withdrawn": "", "refused": False}


def consent_of(stored: ConsentRow, zone: ZoneInfo) -> ConsentValue:
    withdrawn = local_day(stored.withdrawn_at, zone).isoformat() if stored.withdrawn_at else ""
    given = local_day(stored.given_at, zone).isoformat()
    refused = stored.said.state is ConsentState.REFUSED
    plain = {name: getattr(stored, name) for name in _TOLD}
    return {"id": stored.id, **plain, "given": given, "withdrawn": withdrawn, "refused": refused}


def consent_inputs(before: list[ConsentValue], now: list[ConsentValue], zone: ZoneInfo) -> tuple[ConsentInput, ...]:
    """Those that are new, and those that were withdrawn."""
    standing = {each["id"] for each in before if not each["withdrawn"]}
    changed = [each for each in now if each["id"] is None or (each["id"] in standing and each["withdrawn"])]
    return tuple(_input(each, zone) for each in changed)


def _input(value: ConsentValue, zone: ZoneInfo) -> ConsentInput:
    withdrawn = utc_now() if value["withdrawn"] else None
    given = _moment(value["given"], zone) if value["id"] is None else None
    return ConsentInput(
        value["purpose"], value["channel"], value["source"], text_version=value["wording"], given_at=given, withdrawn_at=withdrawn,
        id=value["id"], evidence=value["evidence"], withdrawal=value["withdrawal"], refused=value["refused"],
    )  # fmt: skip


def _moment(day: str, zone: ZoneInfo) -> datetime | None:
    """At noon of that day; today is now."""
    found = date.fromisoformat(day) if day else local_day(utc_now(), zone)
    return None if found == local_day(utc_now(), zone) else datetime.combine(found, _NOON, zone).astimezone(UTC)


class StoredConsent(QFrame):
    """One that was given before: it can be withdrawn, until it is saved also not."""

    edited = Signal()

    def __init__(self, formats: Formats, value: ConsentValue) -> None:
        super().__init__()
        self._formats, self._value, self._is_withdrawn_now = formats, value, False
        self.setProperty("surface", "box")
        channel = _(CHANNEL_KINDS[ChannelKind(value["channel"])]) if value["channel"] else _("any channel")
        self._state = chip("")
        self._line = label("", "soft", wrap=True)
        self.withdraw = button("", role="quiet")
        self.withdraw.setVisible(not value["withdrawn"])
        self.how = NoteLine()
        self.how.setPlaceholderText(_("How they withdrew: by phone, by letter of 3 May …"))
        self.how.setAccessibleName(_("How they withdrew"))
        self.how.hide()
        head = label(f"{value['purpose']} · {channel}", "strong", wrap=True)
        top = in_a_row(head, self._state, self.withdraw)
        top.setStretch(0, 1)
        self.setLayout(column(top, self._line, self.how, gap=2, margins=(12, GAP, 12, GAP)))
        self.how.textChanged.connect(self._on_how)
        self.withdraw.clicked.connect(self._on_withdraw)
        self._say()

    def value(self) -> ConsentValue:
        if not self._is_withdrawn_now:
            return dict(self._value)
        return {**self._value, "withdrawn": self._formats.today().isoformat(), "withdrawal": self.how.text().strip()}

    @Slot()
    def _on_how(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_withdraw(self) -> None:
        self._is_withdrawn_now = not self._is_withdrawn_now
        self._say()
        self.how.setVisible(self._is_withdrawn_now)
        if self._is_withdrawn_now:
            self.how.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _say(self) -> None:
        value = self.value()
        self._state.setText(_(CONSENT_STATES[state_of(value)]))
        set_role(self._state, "chip", (Tone.PLAIN if value["withdrawn"] else Tone.OK).value)
        title = _("Keep it after all") if self._is_withdrawn_now else _("Withdraw")
        self.withdraw.setText(title)
        self.withdraw.setAccessibleName(f"{title}: {value['purpose']}")
        self._line.setText(described(value, self._formats))


class NewConsent(QFrame):
    removed = Signal(object)
    edited = Signal()

    def __init__(
        self, formats: Formats, value: ConsentValue, purposes: QStringListModel, sources: QStringListModel, rows: list[FormRow]
    ) -> None:
        super().__init__()
        self.setProperty("surface", "box")
        self.purpose, self.source, self.channel, self.given = QLineEdit(), QLineEdit(), QComboBox(), DayEdit(formats)
        self.answer, self.wording, self.evidence = QComboBox(), NoteLine(), NoteLine()
        self.answer.addItem(_("they agree"), False)
        self.answer.addItem(_("they say no"), True)
        self.channel.addItem(_("any channel"), "")
        for kind, word in CHANNEL_KINDS.items():
            self.channel.addItem(_(word), kind.value)
        for line, known in ((self.purpose, purposes), (self.source, sources)):
            completer = QCompleter(known, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        self.form = Form(rows=rows)
        first = self.form.beside((_("What for"), self.purpose), (_("By which channel"), self.channel), (_("Answer"), self.answer))
        second = self.form.beside((_("How we know"), self.source), (_("Said on"), self.given))
        third = self.form.beside((_("The words they agreed to"), self.wording), (_("What proves it"), self.evidence))
        self.wording.setPlaceholderText(_("such as newsletter text of May 2026"))
        self.evidence.setPlaceholderText(_("such as the signed form in folder 3"))
        self.purpose_row, self.given_row, self.rows = first[0], second[1], [*first, *second, *third]
        self.remove = button(_("Remove"), "x", "quiet", tip=_("This consent was not given after all"))
        self.setLayout(column(self.form, in_a_row(1, self.remove), gap=GAP // 2, margins=(12, 12, 12, GAP)))
        self.purpose.setText(value["purpose"])
        self.source.setText(value["source"])
        self.channel.setCurrentIndex(max(self.channel.findData(value["channel"]), 0))
        self.given.show_iso(value["given"])
        self.answer.setCurrentIndex(int(value["refused"]))
        self.wording.setText(value["wording"])
        self.evidence.setText(value["evidence"])
        for line in (self.purpose, self.source, self.given, self.wording, self.evidence):
            line.textChanged.connect(self._on_edited)
        for box in (self.channel, self.answer):
            box.currentIndexChanged.connect(self._on_edited)
        self.remove.clicked.connect(self._on_remove)

    def value(self) -> ConsentValue:
        lines = {"purpose": self.purpose, "source": self.source, "wording": self.wording, "evidence": self.evidence}
        texts = {name: line.text().strip() for name, line in lines.items()}
        chosen = {"channel": self.channel.currentData(), "refused": self.answer.currentData(), "given": self.given.iso()}
        return {**BLANK, **texts, **chosen}

    def wrong_rows(self) -> list[tuple[FormRow, str]]:
        found = []
        if not self.purpose.text().strip():
            found.append((self.purpose_row, _("A consent is for something: say what for, or remove it.")))
        if self.given.is_wrong():
            found.append((self.given_row, self.given.problem()))
        return found

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)


class ConsentsEditor(QWidget):
    edited = Signal()

    def __init__(self, formats: Formats, rows: list[FormRow]) -> None:
        """`rows`: those of the form that this is a part of."""
        super().__init__()
        self._formats, self._rows = formats, rows
        self.parts: list[StoredConsent | NewConsent] = []
        self._purposes, self._sources = QStringListModel([], self), QStringListModel([], self)
        self._box = QVBoxLayout()
        self._box.setSpacing(GAP)
        self.none = label(
            _("Nothing was agreed to so far. Without a consent, only what an order or a question needs may be sent."), "soft", wrap=True
        )
        self.more = button(_("Note a consent"), "plus", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.none)
        outer.addLayout(self._box)
        outer.addLayout(in_a_row(self.more, 1))
        self.setFocusProxy(self.more)
        self.more.clicked.connect(self._on_more)

    def offer(self, purposes: tuple[str, ...], sources: tuple[str, ...]) -> None:
        """Words that were used before, and those that nearly everybody needs."""
        usual = (_("Newsletter"), _("Offers by phone"), _("Passing data on to partners"))
        self._purposes.setStringList(list(dict.fromkeys((*purposes, *usual))))
        self._sources.setStringList(list(dict.fromkeys((*sources, _("on the phone"), _("web form"), _("by e-mail"), _("signed form")))))

    def consents(self) -> list[ConsentValue]:
        """New ones of which nothing was typed are none."""
        values = [part.value() for part in self.parts]
        return [value for value in values if value["id"] is not None or value["purpose"] or value["source"]]

    def show_consents(self, values: list[ConsentValue]) -> None:
        for part in list(self.parts):
            self._drop(part)
        for value in values:
            self._add(value)

    def shown(self, values: list[ConsentValue]) -> str:
        return "\n".join(f"{value['purpose']}: {described(value, self._formats)}" for value in values)

    def wrong_rows(self) -> list[tuple[FormRow, str]]:
        new = [part for part in self.parts if isinstance(part, NewConsent)]
        typed = [part for part in new if part.value()["purpose"] or part.value()["source"]]
        return [wrong for part in typed for wrong in part.wrong_rows()]

    def _add(self, value: ConsentValue) -> StoredConsent | NewConsent:
        made: StoredConsent | NewConsent
        if value["id"] is None:
            made = NewConsent(self._formats, value, self._purposes, self._sources, self._rows)
            made.removed.connect(self._on_removed)
        else:
            made = StoredConsent(self._formats, value)
        made.edited.connect(self.edited)
        self.parts.append(made)
        self._box.addWidget(made)
        self.none.hide()
        return made

    def _drop(self, part: StoredConsent | NewConsent) -> None:
        self.parts.remove(part)
        if isinstance(part, NewConsent):
            for row in part.rows:
                self._rows.remove(row)
        self._box.removeWidget(part)
        part.hide()
        part.deleteLater()
        offer(self.none, wanted=not self.parts)

    @Slot()
    def _on_more(self) -> None:
        today = self._formats.today().isoformat()
        part = self._add({**BLANK, "given": today})
        assert isinstance(part, NewConsent)
        part.show()
        follow_the_eye(self.window())
        part.purpose.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_removed(self, part: NewConsent) -> None:
        self._drop(part)
        self.more.setFocus()
        self.edited.emit()


def described(value: ConsentValue, formats: Formats) -> str:
    given, withdrawn = (formats.day(date.fromisoformat(value[name])) if value[name] else "" for name in ("given", "withdrawn"))
    said = _("said no {day}") if value["refused"] else _("given {day}")
    parts = [
        said.format(day=given) if given else "",
        value["source"],
        _("to “{words}”").format(words=value["wording"]) if value["wording"] else "",
        _("proved by {what}").format(what=value["evidence"]) if value["evidence"] else "",
        _("noted by {who}").format(who=value["noted_by"]) if value["noted_by"] else "",
        _("withdrawn {day}").format(day=withdrawn) if withdrawn and not value["refused"] else "",
        value["withdrawal"],
        _("with {who}").format(who=value["withdrawn_by"]) if value["withdrawn_by"] and not value["refused"] else "",
    ]
    return ", ".join(filter(None, parts))


def state_of(value: ConsentValue) -> ConsentState:
    if value["refused"]:
        return ConsentState.REFUSED
    return ConsentState.WITHDRAWN if value["withdrawn"] else ConsentState.GIVEN


def joined_consents(theirs: list[ConsentValue], mine: list[ConsentValue]) -> list[ConsentValue]:
    """What one of them withdrew is withdrawn."""
    withdrawn = {value["id"]: value for value in mine if value["id"] is not None and value["withdrawn"]}
    merged = [value if value["withdrawn"] else withdrawn.get(value["id"], value) for value in theirs]
    return [*merged, *(value for value in mine if value["id"] is None)]
