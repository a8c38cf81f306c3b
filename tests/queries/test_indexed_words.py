"""Filters that ask the search index first find what those find that look at every record."""

import operator as compared
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.dates import NEVER
from crm_desktop.core.rights import Right
from crm_desktop.core.text import fold, search_words
from crm_desktop.data import known_words
from crm_desktop.data.database import execute, fetch, is_server
from crm_desktop.data.finding import Sought, holders
from crm_desktop.data.history import operation
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Address, Channel, ContactPoint, Customer, Interaction, Order
from crm_desktop.data.search import SEARCHED, forget_removed
from crm_desktop.queries import conditions, indexed_words
from crm_desktop.queries.indexed_words import INDEXED, few_with, few_with_part, place_of
from crm_desktop.queries.narrowed import Narrowed, narrowed_ids, narrowed_sql, subject_called, values_of
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.merging import merge_customers

TEXTS = (
    "Clay pot 24 cm, broken", "clay POT", "pot of clay", "", "Straße 5/7 in Łódź", "lodz", "ÅB12 x_y", "half ½ cup",
    "a'b \"c\" -d *", "5", "57", "ᦰ new letters ᦱab", "日本語 words", "x" * 600 + " y", "AND OR NOT", "re: SO-87613: leave", "so 8761",
)  # fmt: skip
FIELDS = ("summary", "notes", "caller", "number", "customer_name")


@pytest.fixture
def talks(store):
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        people = done.insert_many(Customer, ("number", "name"), [(f"C-{n}", TEXTS[n] or "nobody") for n in range(6)])
        channel = Channel.get(kind="phone").id
        done.insert_many(
            Interaction,
            ("number", "customer_id", "channel_id", "direction", "started_at", "summary", "notes", "caller"),
            [(f"I-{n}", people[n % 6], channel, "in", 1_700_000_000 + n, text, TEXTS[-n], text[::-1]) for n, text in enumerate(TEXTS)],
        )


def pieces():
    """Of texts that are there, or nearly."""
    cut = st.sampled_from(TEXTS).flatmap(lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(_cut(text)))
    return st.one_of(st.sampled_from(TEXTS), cut, cut.map(str.upper), st.text(st.sampled_from('aclbpo5 x-_"*½ßŁ日ᦰ'), max_size=5))


def _cut(text):
    return lambda ends: text[min(ends) : max(ends)]


@pytest.mark.parametrize("many", [3, indexed_words.MOST])
def test_a_filter_finds_what_each_record_says_whatever_is_asked(talks, monkeypatch, many):
    monkeypatch.setattr(indexed_words, "MOST", many)
    monkeypatch.setattr(conditions, "_SOON", many)
    subject = subject_called("interactions")
    said = {field: values_of(subject, [subject.column(field)], list(narrowed_ids(Narrowed(subject)))) for field in FIELDS}

    @settings(max_examples=25 if is_server() else 150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pieces().filter(lambda text: text.strip() and fold(text).strip()), st.sampled_from(FIELDS), st.sampled_from("=~"))
    def finds_the_same(text, field, operator):
        meant = [row for row, (held,) in said[field].items() if (held == text if operator == "=" else fold(text) in fold(held))]
        assert sorted(narrowed_ids(Narrowed(subject, ((field, operator, text),)))) == sorted(meant)

    finds_the_same()


def test_words_of_every_indexed_column_are_in_its_index(talks):
    """The list of such columns is right: what each of them says is found by its words, through the SQL that writes the index."""
    by_table = {searched.model._meta.table_name: searched for searched in SEARCHED}
    for table, columns in INDEXED.items():
        written = by_table[table].texts[0].partition(" FROM ")[0].replace("||", " ").split()
        assert {*columns} <= {*written, *(name.strip(",") for name in written)}, table


def test_every_letter_below_the_border_is_a_letter_for_the_engine_too(store):
    """SQLite knows fewer letters than Python: a word with one of those would be found as several."""
    letters = [(code, word) for code in range(ord(indexed_words._KNOWN)) for word in search_words(chr(code))]
    if is_server():
        pytest.skip("the server is given words, and does not take texts apart")
    for code, word in letters:
        execute("INSERT INTO interaction_search (rowid, words) VALUES (?, ?)", (code + 1, f"q{word}q"))
    for code, word in letters:
        assert code + 1 in holders("interaction", [Sought((f"q{word}q",))], 100), hex(code)
        assert code + 1 in holders("interaction", [Sought((f"q{word}",), goes_on=True)], 100_000), hex(code)


def test_who_was_merged_into_another_is_found_by_a_filter_though_no_search_finds_them(make_customer, store):
    kept, gone = make_customer("Anna Blue"), make_customer("Anna Blue-Green")
    merge_customers(kept.id, kept.version, gone.id, gone.version, {}, FOUNDER)
    subject = subject_called("customers")
    assert gone.id in narrowed_ids(Narrowed(subject, (("name", "=", "Anna Blue-Green"),), put_away=True))


def test_few_are_looked_at_where_a_whole_word_is_known(talks):
    subject = subject_called("interactions")
    place = place_of(subject, subject.column("summary"))
    ((second,),) = fetch("SELECT id FROM interaction WHERE summary = 'clay POT'")
    assert second in few_with(place, "Clay pot", whole=True)
    assert len(few_with(place, "Clay pot", whole=True)) < len(TEXTS)
    assert few_with(place, "y pot", whole=False) is not None
    assert few_with(place, "4 c", whole=False) is not None


def test_a_part_of_a_word_is_looked_for_among_all_words_there_are(talks, monkeypatch):
    if is_server():
        pytest.skip("a server looks through the texts itself")
    subject = subject_called("interactions")
    place = place_of(subject, subject.column("notes"))
    assert len(few_with(place, "nowhere", whole=False)) == 2  # those with a word of which only the beginning is kept
    meant = [row[0] for row in fetch("SELECT id FROM interaction WHERE instr(summary || notes, 'etter') > 0")]
    assert meant and {*meant} <= {*few_with(place, "etter", whole=False)}
    assert few_with(place, "5", whole=False) is None  # numbers are not known: nearly each record has one of its own
    monkeypatch.setattr(known_words, "_MANY", 1)
    assert few_with(place, "o", whole=False) is None


def test_words_that_were_removed_from_the_index_are_not_known_any_more(talks):
    if is_server():
        pytest.skip("a server knows no words")
    execute("DELETE FROM interaction_search")
    assert ("etter" in str(fetch("SELECT word FROM interaction_word"))) is True
    forget_removed()
    assert fetch("SELECT word FROM interaction_word") == []


def test_a_deep_check_tells_of_words_that_filters_do_not_know(talks):
    if is_server():
        pytest.skip("a server knows no words")
    assert known_words.unknown("interaction", 5) == []
    execute("DELETE FROM interaction_word WHERE word = 'clay'")
    (words,) = [finding for finding in check(deep=True) if finding.name == "words"]
    assert not words.ok and "clay" in words.sentence


ADDRESSES = ("12 Clay Street", "Straße 5/7", "5", "", "Łódź", "x" * 600 + " y", "Claygate 7b")
PARTS = ("lines", "city", "postal_code", "email", "phone", "last_name", "name")


@pytest.fixture
def homes(store):
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        names = [(f"C-{n}", text[:40] or "nobody", text[::-1]) for n, text in enumerate(TEXTS)]
        people = done.insert_many(Customer, ("number", "name", "last_name"), names)
        places = [("other", each, ADDRESSES[n % 7], ADDRESSES[n % 5], ADDRESSES[-n % 3]) for n, each in enumerate(people)]
        done.insert_many(Address, ("kind", "customer_id", "lines", "city", "postal_code"), places)
        points = [
            (each, kind, text, text)
            for n, each in enumerate(people)
            for kind, text in (("email", f"clay.pot{n}@Łódź.example"), ("email", "b@c"), ("phone", f"+49 30 {n}1234 ext. {n}"))
        ]
        done.insert_many(ContactPoint, ("customer_id", "kind", "value", "normal"), points)


def test_a_customer_is_found_by_a_part_of_address_and_mail_as_by_looking_at_each(homes):
    subject = subject_called("customers")
    said = {field: values_of(subject, [subject.column(field)], list(narrowed_ids(Narrowed(subject)))) for field in PARTS}
    texts = st.one_of(
        pieces(), st.sampled_from((*ADDRESSES, "lay", "ódź", "pot1", "c@", "@", "b@c", "49 30", "0 1", ".exam", "PLE", "ate 7"))
    )

    @settings(max_examples=25 if is_server() else 150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(texts.filter(lambda text: text.strip() and fold(text).strip()), st.sampled_from(PARTS), st.sampled_from("=~"))
    def finds_the_same(text, field, operator):
        meant = [row for row, (held,) in said[field].items() if (held == text if operator == "=" else fold(text) in fold(held))]
        assert sorted(narrowed_ids(Narrowed(subject, ((field, operator, text),)))) == sorted(meant)

    finds_the_same()


def test_few_customers_are_looked_at_for_a_part_of_a_town_or_an_address_of_mail(homes):
    if is_server():
        pytest.skip("a server looks through the texts itself")
    subject = subject_called("customers")
    assert place_of(subject, subject.column("city")).key == subject.key
    assert 0 < len(few_with(place_of(subject, subject.column("lines")), "laygat", whole=False)) < len(TEXTS)
    assert few_with_part(subject, subject.column("email"), "nowhere") is not None
    assert few_with_part(subject, subject.column("phone"), "nowhere") is None


BILLED = ("", "5", "Clay Street 12\nKiel", "Straße 5/7", "Łódź, clay", "x" * 600 + " y")
DAYS = ("2024-02-28", "2024-02-29", NEVER.isoformat())
COMPARISONS = {"=": compared.eq, "!=": compared.ne, "<": compared.lt, "<=": compared.le, ">": compared.gt, ">=": compared.ge}


@pytest.fixture
def bills(store):
    """Every fourth goes elsewhere than the goods."""
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        (buyer,) = done.insert_many(Customer, ("number", "name"), [("C-1", "Clay")])
        rows = [
            (f"O-{n}", buyer, 1_700_000_000 + n, "EUR", BILLED[n % 6], BILLED[n % 5 if n % 4 else n % 6], DAYS[n % 2 * 2])
            for n in range(48)
        ]
        names = ("number", "customer_id", "ordered_at", "currency", "shipping_address", "billing_address", "due_on")
        done.insert_many(Order, names, rows)
    for place, day in enumerate(DAYS):  # as its shipments would have it
        execute(f"UPDATE sales_order SET shipped_on = '{day}' WHERE ordered_at - ordered_at / 3 * 3 = {place}")


@pytest.mark.parametrize("many", [3, indexed_words.MOST])
def test_an_order_is_found_by_where_its_bill_goes_as_by_looking_at_each(bills, monkeypatch, many):
    for module, name in ((indexed_words, "MOST"), (conditions, "_SOON"), (conditions, "_FEW")):
        monkeypatch.setattr(module, name, many)
    subject = subject_called("orders")
    said = values_of(subject, [subject.column("billing_address")], list(narrowed_ids(Narrowed(subject))))
    for text in (*BILLED[1:], "lay", "ódź", "5/", "Y", "street 12", "nowhere"):
        for operator in "=~":
            meant = [row for row, (held,) in said.items() if (held == text if operator == "=" else fold(text) in fold(held))]
            assert sorted(narrowed_ids(Narrowed(subject, (("billing_address", operator, text),)))) == sorted(meant), (operator, text)


@pytest.mark.parametrize("few", [3, 5_000])
@pytest.mark.parametrize("field", ["shipped_on", "due_on"])
def test_an_order_is_found_by_its_days_as_by_looking_at_each(bills, monkeypatch, field, few):
    monkeypatch.setattr(conditions, "_FEW", few)
    subject = subject_called("orders")
    said = values_of(subject, [subject.column(field)], list(narrowed_ids(Narrowed(subject))))
    assert len({held for (held,) in said.values()}) > 1
    for operator, fits in COMPARISONS.items():
        for day in (date(2024, 2, 28), date(2024, 2, 29), date(2025, 1, 1)):
            meant = [row for row, (held,) in said.items() if (held is None and operator == "!=") or (held is not None and fits(held, day))]
            assert sorted(narrowed_ids(Narrowed(subject, ((field, operator, day.isoformat()),)))) == sorted(meant), (operator, day)


def test_days_and_bills_of_orders_are_found_by_an_index_and_many_of_them_along_the_list(bills, monkeypatch):
    if is_server():
        pytest.skip("the planner walks small tables")
    subject = subject_called("orders")
    place = place_of(subject, subject.column("billing_address"))
    assert "USING INDEX sales_order_billed_elsewhere" in steps(place.differing)
    day = subject.column("shipped_on").sql
    looked = steps(f"SELECT {subject.key} FROM {subject.alone} WHERE ({day}) >= 'a' AND ({day}) < 'b'")
    assert "USING COVERING INDEX sales_order_shipped_on" in looked
    monkeypatch.setattr(conditions, "_FEW", 3)
    for operator in COMPARISONS:
        text, params = narrowed_sql(Narrowed(subject, (("shipped_on", operator, "2024-02-29"),), "ordered", downwards=True), 10)
        assert "USING INDEX sales_order_ordered_at_id" in steps(text, params)


def steps(sql, params=()):
    return "; ".join(row[3] for row in fetch(f"EXPLAIN QUERY PLAN {sql}", params))
