import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.data.models import Contact, Customer
from crm_desktop.exchange.column_guesses import guess_places, guess_shape
from crm_desktop.exchange.field_words import field_words, slot_words
from crm_desktop.exchange.made_mapping import BY_ROW, Matching, mapping_text, missing
from crm_desktop.exchange.mapping_file import mapping_of
from crm_desktop.exchange.row_shapes import KEEP, SHAPES, SHAPES_BY_NAME, SHARE, places

SHOP = ["Order ID", "Order Date", "Customer Name", "Product Name", "Quantity", "Sales", "Discount"]


def matched(shape, **more):
    columns = {name.replace("_", " "): place for name, place in more.items()}
    return Matching(shape, columns, "mine", "mine.csv")


def read(matching):
    return mapping_of(mapping_text(matching), Path("mine.toml"))


def records(matching):
    (file,) = read(matching).files
    return {record.target.name: record for record in file.records}


def test_columns_of_a_shop_are_guessed_as_order_lines():
    shape = guess_shape(SHOP)
    assert shape.name == "orders"
    assert guess_places(SHOP, shape) == {
        "Order ID": "order.number",
        "Order Date": "order.ordered_at",
        "Customer Name": "customer.name",
        "Product Name": "product.name",
        "Quantity": "line.quantity",
        "Sales": "line.total",
    }


@pytest.mark.parametrize(
    ("header", "shape"),
    [
        (["Kundennummer", "Firma", "PLZ", "Ort"], "customers"),
        (["SKU", "Product", "Price"], "products"),
        (["Ticket ID", "Channel", "Subject", "Created at"], "interactions"),
        (["Task", "Due date", "Owner"], "follow_ups"),
        (["Invoice", "Amount", "Paid on"], "payments"),
    ],
)
def test_what_a_row_is_follows_from_its_columns(header, shape):
    assert guess_shape(header).name == shape


_SHOPIFY = (
    "Name,Email,Financial Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing City,Billing Zip,Notes,Vendor,Tags"
)
_WOOCOMMERCE = (
    "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Company (Billing),City (Billing),Email (Billing),"
    "Payment Method Title,Order Shipping Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code"
)


@pytest.mark.parametrize(
    ("header", "shape", "some"),
    [
        ("Order,Date,Customer,Product,Quantity,Unit price", "orders", {"Order": "order.number", "Unit price": "line.unit_price"}),
        (_SHOPIFY, "orders", {"Name": "order.number", "Billing Name": "customer.name", "Lineitem sku": "product.sku"}),
        (_WOOCOMMERCE, "orders", {"Company (Billing)": "customer.name", "Quantity (- Refund)": "line.quantity"}),
        ("Auftragsnummer,Auftragsdatum,Kunde,Artikelnummer,Bezeichnung,Anzahl,Preis", "orders", {"Anzahl": "line.quantity"}),
        ("Name,Company,Street,City,ZIP,Phone,Email", "contacts", {"Company": "customer.name"}),
        ("Firma,Ansprechpartner,Straße,PLZ,Ort,Telefon,E-Mail,Bemerkung", "customers", {"Bemerkung": "customer.notes"}),
        ("Kundennr,Name,Vorname,Straße,PLZ,Ort,Tel.,E-Mail", "customers", {"Kundennr": "customer.number"}),
        ("Date,Time,Caller,Direction,Duration,Notes", "interactions", {"Notes": "interaction.notes"}),
        ("Call date,Customer,Reason,Summary,Handled by", "interactions", {"Call date": "interaction.started_at"}),
        ("Datum,Kunde,Anrufer,Richtung,Dauer,Thema,Notizen", "interactions", {"Notizen": "interaction.notes"}),
        ("What,When,Who,Customer", "follow_ups", {"When": "follow_up.due_on"}),
        ("Aufgabe,Fällig am,Kunde,Zuständig,Priorität", "follow_ups", {"Fällig am": "follow_up.due_on"}),
        ("Ticket ID,Subject,Status,Priority,Created at,Closed at,Assignee", "cases", {"Assignee": "case.assignee"}),
        ("Vorgangsnummer,Kunde,Betreff,Status,Eröffnet am,Bearbeiter", "cases", {"Kunde": "customer.name"}),
        ("Question,Answer,Language,Tags", "articles", {"Answer": "article.body"}),
        ("Title,Body,Author,Updated at", "articles", {"Title": "article.title"}),
        ("Macro name,Subject,Reply,Language", "templates", {"Reply": "template.body"}),
        ("Vorlage,Betreff,Inhalt,Kürzel", "templates", {"Kürzel": "template.shortcut"}),
        ("RMA,Order number,Return date,Reason,SKU,Qty", "returns", {"Qty": "return_line.quantity"}),
    ],
)
def test_lists_as_shops_write_them_and_people_keep_them_are_guessed(header, shape, some):
    columns = header.split(",")
    assert guess_shape(columns).name == shape
    assert some.items() <= guess_places(columns, SHAPES_BY_NAME[shape]).items()


def test_a_city_without_anybody_who_lives_there_is_left_out():
    assert guess_places(["Channel", "Created at", "City"], SHAPES_BY_NAME["interactions"]) == {
        "Channel": "interaction.channel",
        "Created at": "interaction.started_at",
    }


def test_one_row_makes_order_line_customer_and_product_that_refer_to_each_other():
    made = records(
        matched(
            "orders", No="order.number", Day="order.ordered_at", Client="customer.name", Article="product.name", Pieces="line.quantity",
            Price="line.unit_price", Off=SHARE,
        )
    )  # fmt: skip
    assert set(made) == {"product", "customer", "order", "line"}
    assert made["order"].rules["customer"].columns == made["customer"].id.columns == ("Client",)
    assert made["line"].rules["product"].columns == ("Article",)
    assert made["line"].rules["discount_percent"].times == 100


def test_several_columns_at_one_place_are_put_together():
    made = records(Matching("customers", {"Street": "customer.address", "House": "customer.address", "N": "customer.name"}, "m", "m.csv"))
    assert (made["customer"].rules["address"].join, made["customer"].rules["address"].between) == (("Street", "House"), "\n")


def test_first_and_last_name_make_a_person():
    made = records(Matching("customers", {"First": "customer.first_name", "Last": "customer.last_name"}, "m", "m.csv"))
    assert made["customer"].rules["name"].join == ("First", "Last")
    assert made["customer"].rules["kind"].value == "person"


def test_a_row_without_a_company_is_the_person_who_is_named_in_it(write, bring):
    text = "Number;Company;First;Last\n1;Nordwind GmbH;Maria;Anders\n2;;Jonas;Bergmann\n3;;;\n"
    places = {"Number": "customer.number", "Company": "customer.name", "First": "customer.first_name", "Last": "customer.last_name"}
    said = Matching("customers", places, "mine", "mine.csv", constants={"customer.kind": BY_ROW})
    write("mine.csv", text)
    result = bring(write("mine.toml", mapping_text(said)))
    came = {row.name: (row.kind, row.first_name, row.last_name) for row in Customer.select()}
    assert came == {"Nordwind GmbH": ("company", "", ""), "Jonas Bergmann": ("person", "Jonas", "Bergmann")}
    assert [(row.customer.name, row.name) for row in Contact.select()] == [("Nordwind GmbH", "Maria Anders")]
    assert len(result.refused) == 1


def test_a_name_in_the_row_of_a_company_is_somebody_there_and_comes_once(write, bring):
    text = "Number;Company;Title;First;Last;Asp\n1;Nordwind;Ms;Maria;Anders;\n2;Sued;Mr;Jonas;Berg;Eva Kranz\n3;Ost;;;;Udo L\n4;West;;;;\n"
    places = {
        "Number": "customer.number", "Company": "customer.name", "Title": "customer.salutation", "First": "customer.first_name",
        "Last": "customer.last_name", "Asp": "customer.contact_name",
    }  # fmt: skip
    write("mine.csv", text)
    mapping = write("mine.toml", mapping_text(Matching("customers", places, "mine", "mine.csv")))
    for _time in range(2):
        bring(mapping)
        there = {row.customer.name: (row.name, row.salutation) for row in Contact.select()}
        assert there == {"Nordwind": ("Maria Anders", "Ms"), "Sued": ("Eva Kranz", ""), "Ost": ("Udo L", "")}
        named = {row.name: (row.salutation, row.first_name, row.last_name) for row in Customer.select()}
        assert named == {"Nordwind": ("", "", ""), "Sued": ("Mr", "Jonas", "Berg"), "Ost": ("", "", ""), "West": ("", "", "")}, (
            "who is named beside another person stays where it was: nothing is lost"
        )


def test_what_is_left_over_can_be_kept():
    made = records(Matching("customers", {"N": "customer.name", "Branch": KEEP}, "m", "m.csv"))
    assert made["customer"].keep == ("Branch",)


def test_answers_stand_in_the_mapping():
    made = records(
        Matching(
            "interactions",
            {"When": "interaction.started_at", "Result": "interaction.outcome"},
            "m",
            "m.csv",
            dates={"When": "DMY"},
            words={"Result": {"Closed": "resolved", "?": ""}},
            constants={"interaction.channel": "Phone"},
        )
    )["interaction"]
    assert made.rules["started_at"].dates == "DMY"
    words = made.rules["outcome"].words
    assert (words["Closed"], words["?"], words["missed"]) == ("resolved", "", "missed")
    assert (made.rules["channel"].value, made.rules["channel"].by) == ("Phone", "name")


def test_what_is_missing_is_said_by_its_name():
    assert missing(matched("products", Price="product.price")) == ["Product · name"]
    assert any("Order · ordered at" in said for said in missing(matched("orders", No="order.number")))
    assert "only texts" in missing(Matching("products", {"A": "product.price", "B": "product.price", "N": "product.name"}, "m", "m"))[0]


def test_a_customer_without_a_name_is_missed_beside_what_is_told_of_them():
    (said,) = missing(matched("interactions", When="interaction.started_at", Via="interaction.channel", Town="customer.city"))
    assert "Customer · name" in said


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_place_has_words_and_makes_a_mapping_that_is_read(shape):
    every = list(places(shape))
    assert all(field_words(place.partition(".")[2]) for place in every)
    assert len({slot_words(place) for place in every}) == len(every)
    matching = Matching(shape.name, {f"Column {number}": place for number, place in enumerate(every) if place != SHARE}, "m", "m.csv")
    assert missing(matching) == []
    assert read(matching).files


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_a_column_may_be_called_anything(name):
    made = mapping_text(Matching("customers", {name: "customer.name"}, "m", "m.csv"))
    assert tomllib.loads(made)["file"][0]["customer"]["name"] == name
