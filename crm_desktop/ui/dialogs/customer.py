"""The form of a customer, person or company: everything that is known of them, with hints at who may be the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.queries.customer_form import CustomerForm, FormWords, customer_form, form_words
from crm_desktop.queries.customers import CustomerCard
from crm_desktop.queries.duplicates import Duplicate, likely_duplicates
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.customers import CustomerInput, PointInput, add_customer, change_customer, normal_value
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.customer_pages import MorePage, WhoPage, WishesPage
from crm_desktop.ui.dialogs.fields import Field, check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.addresses_editor import AddressesEditor, address_inputs, address_of, joined_addresses
from crm_desktop.ui.widgets.birthday_edit import birthday_in, is_birthday, parts_of
from crm_desktop.ui.widgets.consents_editor import consent_inputs, consent_of, joined_consents
from crm_desktop.ui.widgets.form import FormRow
from crm_desktop.ui.widgets.people_editor import PeopleEditor, joined_people, person_of
from crm_desktop.ui.widgets.points_editor import joined_points, point_inputs, point_of
from crm_desktop.ui.widgets.same_hint import SameHint
from crm_desktop.ui.widgets.tabs import Tabs
from crm_desktop.ui.widgets.tags_editor import joined_tags, put_and_taken

_SIZE = 860, 720
_PEOPLE = 2
"""The place of the page that only companies have."""


class _Read(NamedTuple):
    form: CustomerForm | None
    words: FormWords


class CustomerDialog(FormDialog):
    def __init__(self, desk: Desk, card: CustomerCard | None, parent: QWidget | None = None) -> None:
        """`card` None: a new one."""
        title = _("Change {number}").format(number=card.number) if card else _("New customer")
        super().__init__(desk, title, _("Save"), parent)
        self._id, self.makes = card.id if card else 0, None if card else Entity.CUSTOMER
        self._build()
        self._name_fields()
        self._connect()
        if card is None:
            self.begin_with(self.fields.values())
            self.start()
        else:
            self._wait()
        desk.jobs.read(self, partial(_read, self._id), self._show, failed=self._on_unread)
        open_at(self, *_SIZE)

    def start(self) -> None:
        self.who.start().setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        """Everything that is wrong is marked at once."""
        if self._mark_what_is_wrong():
            return None
        wanted = self.wanted()
        if not self._id:
            return partial(add_customer, wanted, self.desk.by, self.key)
        return partial(change_customer, self._id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if not self._id:
            return None
        return Contest(RecordRef(Entity.CUSTOMER, self._id), partial(customer_form, self._id), partial(values_of, self.desk))

    def said_after(self) -> str:
        said = _("{name} was changed.") if self._id else _("{name} is customer {number} now.")
        return said.format(name=self.name.text().strip() or _("(no name)"), number=self.change.number)

    def wanted(self) -> CustomerInput:
        who, wishes, more = self.who, self.wishes, self.more
        limit, since = more.limit.text().strip(), more.since.iso()
        put, taken = put_and_taken(self.base["tags"], who.tags.tags())
        return CustomerInput(
            **{name: self.fields[name].read() for name in _PLAIN},
            preferred_channel=wishes.channel.currentData() or "",
            do_not_contact=",".join(wishes.not_by.kinds()),
            birthday=self._birthday(),
            account_owner_id=more.owner.currentData(),
            credit_limit=self.desk.formats.read_number(limit) if limit else None,
            customer_since=date.fromisoformat(since) if since else NEVER,
            points=point_inputs(who.points.points()),
            addresses=address_inputs(self.addresses.addresses()),
            contacts=self.people.colleagues(),
            consents=consent_inputs(self.base["consents"], wishes.consents.consents(), self.desk.formats.zone),
            tags=put,
            untagged=taken,
            custom=more.custom.given(more.custom.values()),
        )

    def _birthday(self) -> str:
        """A company has none; what is left of one in a hidden field is none either."""
        value = self.who.birthday.value()
        return birthday_in(value) if is_birthday(value) else ""

    def _build(self) -> None:
        rows = self.form.rows
        self.who, self.addresses, self.people = WhoPage(self.desk, rows), AddressesEditor(), PeopleEditor(self.desk, rows)
        self.wishes, self.more = WishesPage(self.desk, rows), MorePage(self.desk, rows)
        self.name, self.points, self.notes = self.who.name, self.who.points, self.who.notes
        self.tabs = Tabs()
        self.form.add(self.tabs, 1)
        titles = (_("Who"), _("Addresses"), _("People"), _("Wishes and consent"), _("More"))
        for title, page in zip(titles, (self.who, self.addresses, self.people, self.wishes, self.more), strict=True):
            self.tabs.add(title, page)
        self.same = SameHint(may_merge=bool(self._id))
        self.form.add(self.same)

    def _name_fields(self) -> None:
        who, wishes, more = self.who, self.wishes, self.more
        self.fields.add(
            choice_field("kind", _("Kind"), who.kind),
            line_field("salutation", _("Salutation"), who.salutation),
            line_field("first_name", _("First name"), who.first_name),
            line_field("last_name", _("Last name"), who.last_name),
            line_field("name", _("Name"), who.name),
            line_field("legal_name", _("Legal name"), who.legal_name),
            line_field("tax_id", _("Tax id"), who.tax_id),
            choice_field("status", _("Status"), who.status),
            _part("birthday", _("Birthday"), who.birthday, who.birthday.value, who.birthday.show_value),
            _part("points", _("Phones and e-mails"), who.points, who.points.points, who.points.show_points, joined_points),
            line_field("quick_facts", _("What to know at once"), who.quick_facts),
            _part("tags", _("Tags"), who.tags, who.tags.tags, who.tags.show_tags, joined_tags),
            text_field("notes", _("Notes"), who.notes),
            check_field("vip", _("Very important customer"), who.vip),
            _part("addresses", _("Addresses"), self.addresses, self.addresses.addresses, self.addresses.show_addresses, joined_addresses),
            _part("contacts", _("People"), self.people, self.people.people, self.people.show_people, joined_people),
            choice_field("preferred_channel", _("Reached best by"), wishes.channel),
            Field(
                "language",
                _("Language"),
                wishes.language.code,
                wishes.language.show_code,
                wishes.language.textChanged,
                wishes.language.shown,
            ),
            line_field("best_time", _("Best time"), wishes.best_time),
            _part("do_not_contact", _("Must not be contacted by"), wishes.not_by, wishes.not_by.kinds, wishes.not_by.show_kinds),
            _part("consents", _("Consents"), wishes.consents, wishes.consents.consents, wishes.consents.show_consents, joined_consents),
            choice_field("account_owner_id", _("Looked after by"), more.owner),
            line_field("credit_limit", _("Credit limit"), more.limit),
            Field("customer_since", _("Customer since"), more.since.iso, more.since.show_iso, more.since.textChanged),
            _part("custom", _("Further fields"), more.custom, more.custom.values, more.custom.show_values),
        )

    def _connect(self) -> None:
        who = self.who
        who.kind.currentIndexChanged.connect(self._suit_kind)
        for line in (who.name, who.first_name, who.last_name):
            line.textEdited.connect(self._look_for_same)
        who.points.edited.connect(self._look_for_same)
        self.addresses.edited.connect(self._on_address)
        self.same.opened.connect(self._go)
        self.same.merged.connect(self._merge)
        self._suit_kind()

    def _wait(self) -> None:
        """Nothing can be typed into a form that does not show yet what is stored."""
        self.form.setEnabled(False)
        self.save.setEnabled(False)

    @Slot(object)
    def _show(self, found: _Read) -> None:
        self._offer(found.words)
        if not self._id:
            self.keep_changes("new-customer")
            return
        if found.form is None:
            self.message.say(_("This customer is not there any more."), Tone.BAD)
            return
        self.form.setEnabled(True)
        self.save.setEnabled(True)
        self.begin_with(values_of(self.desk, found.form), found.form.version)
        self.who.remember_name()
        self._on_address()
        self.keep_changes(f"customer-{self._id}")
        self.start()

    def _offer(self, words: FormWords) -> None:
        self.more.offer(words.staff)
        self.more.make_fields(words.fields)
        self.people.offer(words.contact_fields)
        self.who.tags.suggest(words.tags)
        self.wishes.consents.offer(words.purposes, words.sources)

    @Slot()
    def _suit_kind(self) -> None:
        """People who work for a person have no page, unless there are some."""
        self.tabs.offer(_PEOPLE, wanted=not self.who.is_person or bool(self.people.people()))

    def _mark_what_is_wrong(self) -> bool:
        wrong = [(row, text) for row, text, is_wrong in self._checks() if is_wrong]
        wrong += [*self.people.wrong_rows(), *self.wishes.consents.wrong_rows()]
        for row, text in wrong:
            row.mark(text)
        return not self.more.custom.mark_what_is_wrong() or bool(wrong)

    def _checks(self) -> list[tuple[FormRow, str, bool]]:
        who, more, limit = self.who, self.more, self.more.limit.text().strip()
        amount = self.desk.formats.read_number(limit) if limit else Decimal(0)
        return [
            (who.name_row, _("A customer needs a name."), not who.name.text().strip()),
            (who.birthday_row, _("This is no day. The year may be left out."), who.is_person and not is_birthday(who.birthday.value())),
            (who.tags_row, who.tags.problem(), bool(who.tags.problem())),
            (more.limit_row, _("“{text}” is no amount.").format(text=limit), amount is None or amount < 0),
            (more.since_row, more.since.problem(), more.since.is_wrong()),
        ]

    @Slot()
    def _on_address(self) -> None:
        """Phones are read as those of the country of the first address."""
        self.points.live_in(self.addresses.first()["country"])
        self._look_for_same()

    @Slot()
    def _look_for_same(self) -> None:
        first = self.addresses.first()
        country = first["country"] if len(first["country"]) == 2 else self.desk.formats.country
        work = partial(_same, self.name.text(), first["city"], point_inputs(self.points.points()), country, self._id or None)
        self.desk.jobs.read(self, work, self.same.show_found, newest="same")

    @Slot(int)
    def _go(self, customer_id: int) -> None:
        """What was typed here stays as a draft."""
        self.leave()
        self.desk.go_to(Entity.CUSTOMER.value, customer_id)

    @Slot(int)
    def _merge(self, customer_id: int) -> None:
        from crm_desktop.ui.dialogs.merge import open_merge

        self.leave()
        open_merge(self.desk, self._id, customer_id, self.parentWidget())


_PLAIN = (
    "kind", "salutation", "first_name", "last_name", "name", "legal_name", "tax_id", "status", "quick_facts", "notes", "vip", "language",
    "best_time",
)  # fmt: skip
"""What the form holds as the service takes it."""


def values_of(desk: Desk, form: CustomerForm) -> dict[str, Any]:
    """What the fields hold of a stored customer."""
    limit, since, zone = form.credit_limit, form.customer_since, desk.formats.zone
    plain = {name: getattr(form, name) for name in (*_PLAIN, "preferred_channel", "account_owner_id")}
    return {
        **plain,
        "birthday": parts_of(form.birthday),
        "do_not_contact": [kind for kind in form.do_not_contact.split(",") if kind],
        "credit_limit": "" if limit is None else desk.formats.plain(limit, digits_of(desk.formats.currency)),
        "customer_since": since.isoformat() if since else "",
        "points": [point_of(point) for point in form.points],
        "addresses": [address_of(address) for address in form.addresses],
        "contacts": [person_of(contact) for contact in form.contacts],
        "consents": [consent_of(consent, zone) for consent in form.consents],
        "tags": list(form.tags),
        "custom": dict(form.custom),
    }


def _part(name: str, label: str, editor: Any, read: Callable[[], Any], fill: Callable[[Any], None], joined: Any = None) -> Field:
    """A field that is an editor of its own."""
    return Field(name, label, read, fill, editor.edited, editor.shown, joined)


def _read(customer_id: int) -> _Read:
    return _Read(customer_form(customer_id) if customer_id else None, form_words(customer_id))


def _same(name: str, city: str, points: tuple[PointInput, ...], country: str, but: int | None) -> list[Duplicate]:
    normals = [normal_value(point.kind, point.value, country) for point in points]
    return likely_duplicates(name, city, normals, but) if name.strip() or any(normals) else []
