"""What the columns of somebody's own table probably mean, by what they are called. A guess is shown before anything is done with it."""

import re
from collections.abc import Mapping, Sequence

from crm_desktop.core.text import fold
from crm_desktop.exchange.row_shapes import SHAPES, Shape, places

_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"[^a-z0-9]+")
_NUMBERS = frozenset({"number", "no", "nr", "nummer"})
_PHONE = re.compile(r"(?=(?:\D*\d){6})(?:[+(0][\d ()/.-]+|\d+[ /()-][\d ()/-]+)", re.ASCII)
"""With six digits or more, and written as only telephones are: a plus, a leading nought, or parts."""
_LAST = 1_000
_LACKING = 0.2
"""How much less a shape is probable without what it needs: a ticket without a subject is an interaction."""
_SHOPIFY = "lineitem "
"""How its columns about lines begin; it calls an order's number `Name`."""
_CUSTOMER_ID = (
    "customer id, customer no, customer number, customer code, client id, client number, account id, account number,"
    " kundennummer, kunden nr, kundennr"
)
_PERSON = (
    "customer, customer name, client, client name, company, company name, account name, requester, requester name, contact name, kunde,"
    " firma, firmenname, unternehmen, organization, organisation, billing name, billing company, company billing"
)
_ALIASES: Mapping[str, str] = {
    "customer.number": _CUSTOMER_ID,
    "customer.name": _PERSON,
    "customer.first_name": "first name, given name, vorname, billing first name, first name billing",
    "customer.last_name": "last name, surname, family name, nachname, familienname, billing last name, last name billing",
    "customer.salutation": "salutation, anrede, title of courtesy",
    "customer.email": "customer email, email, e mail, email address, requester email, e mail adresse, mail, billing email, email billing",
    "customer.phone": (
        "customer phone, phone, telephone, phone number, work phone, telefon, telefonnummer, tel, billing phone, phone billing, "
        "rufnummer"
    ),
    "customer.mobile": "mobile, mobile phone, cell, cell phone, mobil, handy",
    "customer.fax": "fax",
    "customer.web": "web, website, web page, homepage, url",
    "customer.address": (
        "address, street, street address, address1, address 1, strasse, adresse, anschrift, billing street, billing address 1, "
        "address 1 2 billing, address 1 billing, strasse hausnummer, strasse und hausnummer"
    ),
    "customer.postal_code": "postal code, zip, zip code, postcode, plz, postleitzahl, billing zip, billing postcode, postcode billing",
    "customer.city": "city, town, ort, stadt, billing city, city billing, wohnort",
    "customer.region": "region, state, province, county, bundesland",
    "customer.country": "country, land, country code, billing country, country code billing",
    "customer.contact_name": "contact, contact person, contact name, ansprechpartner",
    "customer.contact_role": "contact title, contact role",
    "customer.customer_since": "customer since, kunde seit, since",
    "customer.notes": "notes, note, comment, comments, remarks, bemerkung, notizen",
    "customer.tags": "tags, labels, categories",
    "customer.language": "language, sprache",
    "customer.credit_limit": "credit limit, kreditlimit",
    "contact.name": "name, contact, contact name, full name, ansprechpartner",
    "contact.role": "role, job title, title, position, funktion",
    "contact.department": "department, abteilung",
    "contact.email": "email, e mail, email address",
    "contact.phone": "phone, telephone, telefon",
    "contact.mobile": "mobile, mobile phone, mobil",
    "product.sku": (
        "sku, product id, article, article number, item number, product code, stock code, artikelnummer, artikel nr, "
        "lineitem sku"
    ),
    "product.name": (
        "product, product name, item, item name, article name, description, product description, artikel, bezeichnung, "
        "lineitem name, product purchased"
    ),
    "product.description": "description, details, beschreibung",
    "product.category": "category, product category, kategorie, warengruppe, category name",
    "product.unit": "unit, einheit, quantity per unit",
    "product.price": "price, unit price, list price, preis, verkaufspreis",
    "product.cost": "cost, purchase price, einkaufspreis, ek, einkauf",
    "product.tax_rate": "tax rate, vat, vat rate, mwst, mwst satz, steuersatz",
    "product.on_hand": "on hand, stock, units in stock, in stock, bestand, lagerbestand",
    "order.number": (
        "order, order id, order no, order number, auftragsnummer, bestellnummer, bestellung, invoice no, order name, auftrag, "
        "auftrags nr, auftragsnr, bestell nr"
    ),
    "order.ordered_at": (
        "order date, ordered at, ordered, date, created at, bestelldatum, datum, invoice date, date of purchase, auftragsdatum, "
        "bestellt am, paid at"
    ),
    "order.shipped_on": "ship date, shipped on, shipped date, shipped, versanddatum",
    "order.due_on": "required date, due date, due on, lieferdatum",
    "order.carrier": "carrier, ship via, ship mode, versandart, shipping method",
    "order.shipping_charge": "freight, shipping, shipping cost, shipping charge, versandkosten, order shipping amount, shipping total",
    "order.currency": "currency, waehrung, wahrung",
    "order.note": "note, notes, comment, bemerkung, customer note",
    "order.staff": "employee, employee id, sales rep, staff, agent, verkaufer",
    "line.quantity": "quantity, qty, menge, anzahl, lineitem quantity, units, quantity refund, item quantity, stuck, stueck",
    "line.unit_price": "unit price, price, preis, einzelpreis, lineitem price, item cost",
    "line.discount_percent": "discount percent, rabatt prozent",
    "line.total": "sales, total, line total, amount, betrag, gesamtpreis, summe, order line total, item total, zeilensumme, gesamt",
    "return.number": "return, return id, return number, rma, retoure, retourennummer",
    "return.order": "order, order id, order number, order no, bestellung, bestellnummer, auftragsnummer",
    "return.requested_at": "return date, requested at, returned on, date, datum, retourendatum",
    "return.reason": "reason, return reason, grund, retourengrund",
    "return_line.quantity": "quantity, qty, menge, anzahl",
    "payment.order": "order, order id, order number, bestellung, bestellnummer, auftragsnummer",
    "payment.invoice": "invoice, invoice number, invoice no, rechnungsnummer, rechnung",
    "payment.amount": "amount, paid, payment, betrag, zahlbetrag",
    "payment.received_at": "date, paid on, payment date, received at, value date, datum, buchungstag, valuta",
    "payment.reference": "reference, payment reference, verwendungszweck, transaction id",
    "payment.method": "method, payment method, zahlungsart",
    "interaction.number": "id, ticket id, ticket, case number, case id, sr record id, interaction, number, vorgangsnummer",
    "interaction.channel": "channel, ticket channel, via, source, origin, case origin, medium, method received, kanal, contact channel",
    "interaction.reason": "reason, ticket type, type, category, topic, sr type, subject category, grund, thema",
    "interaction.summary": "subject, summary, ticket subject, title, betreff",
    "interaction.notes": (
        "description, ticket description, notes, note, details, text, message, comment, beschreibung, notizen, notiz, "
        "bemerkung, inhalt, remarks"
    ),
    "interaction.staff": "agent, assignee, staff, owner, employee, handled by, bearbeiter, mitarbeiter",
    "interaction.started_at": (
        "started at, started, start, date, created at, created, created date, created time, date time opened, datum, "
        "beginn, time, first response time, call date, call time, call start, started on, anrufdatum"
    ),
    "interaction.ended_at": "ended at, ended, end, closed at, close date, closed date, resolved at, ende",
    "interaction.minutes": "minutes, duration, duration minutes, dauer, call duration, gesprachsdauer, duration min",
    "interaction.direction": "direction, in out, richtung",
    "interaction.caller": "caller, contact, contact person, anrufer",
    "interaction.order": "order, order number",
    "case.number": "case, case number, case id, ticket, ticket id, ticket number, number, id, sr record id, vorgangsnummer",
    "case.subject": "subject, title, summary, ticket subject, betreff, titel",
    "case.description": "description, ticket description, details, notes, body, beschreibung, notizen",
    "case.status": "status, state, case status, ticket status, zustand",
    "case.kind": "kind, case type, ticket type, type, art",
    "case.priority": "priority, ticket priority, urgency, prioritat, dringlichkeit",
    "case.channel": "channel, ticket channel, via, source, origin, case origin, method received, kanal",
    "case.reason": "reason, category, topic, subject category, grund, thema, kategorie",
    "case.assignee": "assignee, owner, agent, assigned to, case owner, handled by, bearbeiter, zustandig",
    "case.opened_at": (
        "opened at, opened, created at, created, created date, date time opened, date opened, eroffnet, eroffnet am, "
        "erstellt"
    ),
    "case.first_response_at": "first response at, first response, first response time, first answered at",
    "case.resolved_at": "resolved at, resolved, solved at, solved, resolution date, gelost am",
    "case.closed_at": "closed at, closed, close date, closed date, date closed, geschlossen am",
    "case.order": "order, order number, bestellung, bestellnummer",
    "case.product": "product, sku, article number, artikelnummer",
    "case.caller": "caller, contact, contact person, anrufer",
    "case.tags": "tags, labels",
    "article.title": "title, article title, question, headline, titel, frage, uberschrift, name",
    "article.body": "body, text, content, answer, article, article body, solution, markdown, inhalt, antwort, losung, description",
    "article.kind": "kind, type, article type, art, typ",
    "article.language": "language, locale, sprache",
    "article.shortcut": "shortcut, short code, kurzel",
    "article.audience": "audience, visibility, who reads it, zielgruppe",
    "article.state": "state, status",
    "article.author": "author, written by, autor, verfasser",
    "article.approver": "approver, approved by",
    "article.approved_at": "approved at, published at, published",
    "article.review_by": "review by, review date, expires, prufen bis",
    "article.note": "note, notes, comment",
    "article.tags": "tags, labels, keywords",
    "template.name": "name, template, template name, macro, macro name, canned response, reply name, vorlage, title, titel",
    "template.body": "body, text, content, reply, message, response, macro text, inhalt, antwort, nachricht",
    "template.kind": "kind, type, channel, art, typ",
    "template.subject": "subject, betreff",
    "template.language": "language, locale, sprache",
    "template.shortcut": "shortcut, short code, kurzel",
    "template.active": "active, in use, enabled, aktiv",
    "follow_up.title": "title, task, subject, what, to do, aufgabe, betreff, was, betrifft, todo, follow up",
    "follow_up.due_on": (
        "due, due on, due date, date, faellig, fallig am, faelligkeit, termin, when, deadline, wann, bis, bis wann, "
        "wiedervorlage"
    ),
    "follow_up.due_time": "time, due time, uhrzeit",
    "follow_up.owner": "owner, assignee, who, staff, agent, zustandig, wer, assigned to, responsible, verantwortlich",
    "follow_up.promise": "notes, note, description, promise, notizen, bemerkung",
    "follow_up.priority": "priority, prioritat",
}  # fmt: skip


def bare(header: str) -> str:
    """Without case, signs, blanks and accents: `OrderID`, `order_id` and `Order Id` are the same."""
    return _SIGNS.sub(" ", fold(_PARTS.sub(" ", header))).strip()


def phone_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> set[str]:
    """Those that are called a number and hold numbers of telephones, as a call log's do: nothing is known by them."""
    found = set()
    for place, column in enumerate(header):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        if bare(column) in _NUMBERS and cells and all(_PHONE.fullmatch(cell) for cell in cells):
            found.add(column)
    return found


def guess_places(header: Sequence[str], shape: Shape, rows: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """Place by column. Each place is given once, to the column whose name stands first among those it may have. `rows`: examples."""
    phones = phone_columns(header, rows) if shape.main == "interaction" else set()
    wanted = [(place, words) for place in places(shape) if (words := _words(place, shape))]
    if shape.name == "orders" and any(name.startswith(_SHOPIFY) for name in map(bare, header)):
        wanted = [(place, [*words, "name"] if place == "order.number" else words) for place, words in wanted]
    fitting = [
        (_rank(place, words.index(name), shape), order, column, place)
        for column, name in ((column, "caller" if column in phones else bare(column)) for column in header)
        for order, (place, words) in enumerate(wanted)
        if name in words
    ]
    found = _given(fitting)
    told = {column: place for column, place in found.items() if _is_told(place, found, shape)}
    # What nothing is told of takes no column from what is there.
    untold = set(found.values()) - set(told.values())
    return _given([fit for fit in fitting if fit[-1] not in untold]) if untold else told


def _given(fitting: Sequence[tuple[int, int, str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _rank, _order, column, place in sorted(fitting):
        if column not in found and place not in found.values() and column:
            found[column] = place
    return found


def guess_shape(header: Sequence[str]) -> Shape:
    """The one that most of its needs and most of the columns speak for: an order without a date is sooner forgotten than ten columns."""

    def fit(shape: Shape) -> tuple[float, float]:
        given = guess_places(header, shape).values()
        groups = [group for group in (*shape.needed, shape.typical) if not set(group) <= {*shape.for_all}]
        met = sum(any(place in given for place in group) for group in groups) / len(groups)
        lacks = any(not any(place in given for place in group) for group in shape.needed if not set(group) <= {*shape.for_all})
        return met + len(given) / max(len(header), 1) - (_LACKING if lacks else 0), met

    return max(SHAPES, key=fit)


def _is_told(place: str, found: Mapping[str, str], shape: Shape) -> bool:
    """A city without anybody who lives there tells nothing."""
    target = place.partition(".")[0]
    if target not in ("customer", "product") or target == shape.main:
        return True
    return any(f"{target}.{name}" in found.values() for name in ("name", "number", "last_name", "sku"))


def _rank(place: str, among_names: int, shape: Shape) -> int:
    """What is noted in a row is noted of what the row is, and only then of the customer it names."""
    return _LAST if place == "customer.notes" and shape.main != "customer" else among_names


def _words(place: str, shape: Shape) -> list[str]:
    words = [word.strip() for word in _ALIASES.get(place, "").split(",") if word.strip()]
    own = place.removeprefix(f"{shape.main}.")
    if own != place and own in ("name", "number", "id"):
        words += [own, "nr", "no"] if own == "number" else [own]
    return words
