"""The tab of details: addresses, people, what was allowed, the company's own fields, what is owed and what vouchers hold."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import AddressKind, ChannelKind, CustomerKind, PointKind
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.queries.consents import ConsentRow
from crm_desktop.queries.customer_panel import Details, OpenVoucher, details
from crm_desktop.queries.customer_sheets import Further, Party, Person, Reach
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.long_words import breakable
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.consents_editor import consent_of, described
from crm_desktop.ui.words import ADDRESS_KINDS, CHANNEL_KINDS, CONSENT_STATES, CUSTOMER_KINDS, POINTS
from crm_desktop.ui.words_of_history import value_words

Line = tuple[str, str]
"""What it is, and what it says."""
_WHAT_WIDTH = 120
_LONGEST, _SHORT = 32, 14
"""Letters of a word that fit into the wide and into the narrow part of a line."""


class CustomerDetails(QScrollArea):
    """Read only: the form changes it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._customer = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Details"))
        self._show(None)

    def show_customer(self, customer_id: int) -> None:
        self._customer = customer_id
        self.load()

    def take(self, change: Change) -> None:
        if self._customer in change.of(Entity.CUSTOMER) or Entity.VOUCHER in change.membership:
            self.load()

    @Slot()
    def load(self) -> None:
        if self._customer:
            today = self._desk.formats.today().isoformat()
            self._desk.jobs.read(self, partial(details, self._customer, today), self._show, newest="details")
        else:
            self._show(None)

    def _show(self, found: Details | None) -> None:
        place = self.verticalScrollBar().value()
        inner = QWidget()
        inner.setProperty("surface", "card")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(2 * GAP, 12, 2 * GAP, 2 * GAP)
        layout.setSpacing(6)
        for title, lines in sections(found, self._desk.formats) if found else ():
            if lines:
                layout.addWidget(label(title, "label"))
                layout.addLayout(_grid(lines))
                layout.addSpacing(GAP)
        layout.addStretch(1)
        self.setWidget(inner)
        self.verticalScrollBar().setValue(place)


def sections(found: Details, formats: Formats) -> Iterator[tuple[str, list[Line]]]:
    """Title by title; a section that says nothing is left out by whoever shows them."""
    who = found.party
    yield _("Who they are"), list(_kept([*_who(who, formats), (_("Kept for a legal matter"), found.legal_hold)]))
    yield _("How to reach them"), [_reach(each) for each in who.reach]
    yield _("Addresses"), [(_(ADDRESS_KINDS[AddressKind(each.kind)]), _dotted(each.label, each.address)) for each in who.places]
    yield _("People"), [_person(each, formats) for each in who.people]
    yield _("Money"), list(_kept(_money(found, formats)))
    yield _("Consent"), [_consent(each, formats) for each in reversed(found.consents)]
    yield _("Further fields"), [(each.label, _further(each, formats)) for each in who.further]
    yield _("Notes"), list(_kept([("", who.notes)]))


def _who(who: Party, formats: Formats) -> list[Line]:
    since = formats.day(who.customer_since) if who.customer_since else ""
    return [
        (_("Kind"), _(CUSTOMER_KINDS[CustomerKind(who.kind)])),
        (_("Legal name"), who.legal_name if who.legal_name != who.name else ""),
        (_("Salutation"), who.salutation),
        (_("Birthday"), _birthday(who.birthday, formats)),
        (_("Language"), who.language),
        (_("Looked after by"), who.owner),
        (_("Customer since"), since),
        (_("Best time"), who.best_time),
        (_("Do not contact by"), ", ".join(_channel(each) for each in who.do_not_contact.split(",") if each.strip())),
        (_("Last contact"), formats.ago(who.last_contact_at)),
    ]


def _money(found: Details, formats: Formats) -> list[Line]:
    who = found.party
    return [
        (_("Spent"), formats.money(who.spent)),
        (_("They owe"), formats.money(who.balance) if who.balance > 0 else ""),
        (_("They get back"), formats.money(-who.balance) if who.balance < 0 else ""),
        (_("Credit limit"), formats.money(who.credit_limit) if who.credit_limit is not None else ""),
        (_("Vouchers open"), "\n".join(_voucher(each, formats) for each in found.vouchers)),
    ]


def _voucher(each: OpenVoucher, formats: Formats) -> str:
    worth = formats.percent(each.percent) if each.percent else formats.money(each.remaining, each.currency)
    return f"{each.code}: {worth}"


def _reach(each: Reach) -> Line:
    said = (each.whose, each.label, _("main") if each.is_main else "", _("does not work") if each.is_invalid else "",
            _("opted out") if each.opted_out else "")  # fmt: skip
    aside = _dotted(*said)
    return _(POINTS[PointKind(each.kind)]), f"{each.value} ({aside})" if aside else each.value


def _person(each: Person, formats: Formats) -> Line:
    further = [f"{one.label}: {_further(one, formats)}" for one in each.further]
    lines = (
        _dotted(each.role, each.department),
        _("born {day}").format(day=_birthday(each.birthday, formats)) if each.birthday else "",
        each.notes,
        *further,
    )
    return each.name, "\n".join(filter(None, lines)) or "–"


def _consent(each: ConsentRow, formats: Formats) -> Line:
    """What they say now first, and how it came to be below."""
    state = each.said.state
    since = formats.day(formats.local_day(each.withdrawn_at or each.given_at))
    now = _("{state} since {day}").format(state=_(CONSENT_STATES[state]), day=since)
    how = described(consent_of(each, formats.zone), formats)
    return each.purpose, f"{_dotted(_channel(each.channel) if each.channel else _('any channel'), now)}\n{how}"


def _channel(kind: str) -> str:
    kind = kind.strip()
    return _(CHANNEL_KINDS[ChannelKind(kind)]) if kind in {each.value for each in ChannelKind} else kind


def _further(each: Further, formats: Formats) -> str:
    if each.kind == CustomFieldKind.YES_NO:
        return _("Yes") if each.value in (True, "true") else _("No")
    return value_words("", each.label, each.value, formats)


def _birthday(text: str, formats: Formats) -> str:
    """Without a year where none is known; the 29th of February is said as it is kept in years that have none."""
    if not text.startswith("--"):
        return value_words("", "birthday", text, formats)
    try:
        return formats.day(date.fromisoformat(f"{formats.today().year}-{text.removeprefix('--')}"))
    except ValueError:
        return text.removeprefix("--")


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _kept(lines: list[Line]) -> Iterator[Line]:
    return (line for line in lines if line[1])


def _grid(lines: list[Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for place, (what, text) in enumerate(lines):
        shown = breakable(text, _LONGEST)
        said = label(shown, wrap=True)
        if shown == text:
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if what:
            name = label(breakable(what, _SHORT), "soft", wrap=True)
            name.setFixedWidth(sized(_WHAT_WIDTH))
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, place, 0)
            grid.addWidget(said, place, 1)
        else:
            grid.addWidget(said, place, 0, 1, 2)
    return grid
