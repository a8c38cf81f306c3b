from pathlib import Path

import pytest

from crm_desktop.data.database import fetch
from crm_desktop.exchange.importing import run_import

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"

MAPPING = """
source = "shop"
decimal = ","
dates = "DMY"
empty = ["NULL"]

[company]
name = "Muster & Söhne"
currency = "EUR"
zone = "Europe/Berlin"
locale = "de_DE"

[[lookup]]
name = "carriers"
path = "carriers.csv"
key = "id"
value = "name"

[[file]]
path = "staff.csv"
[file.staff]
id = "Nr"
name = "Name"

[[file]]
path = "customers.csv"
[file.customer]
id = "Nr"
number = "Nr"
name = ["Firma", "Name"]
contact_name = "Ansprechpartner"
address = "Straße"
city = "Ort"
postal_code = "PLZ"
country = "Land"
phone = "Telefon"
email = "E-Mail"
keep = ["Branche"]

[[file]]
path = "products.csv"
[file.category]
id = "Gruppe"
name = "Gruppe"
repeated = "same"
[file.product]
id = "Artikel"
name = "Bezeichnung"
category = "Gruppe"
price = "Preis"
on_hand = "Bestand"

[[file]]
path = "orders.csv"
[file.order]
id = "Auftrag"
number = "Auftrag"
customer = "Kunde"
staff = { column = "Verkäufer", missing = "empty" }
ordered_at = "Datum"
shipped_on = "Versand"
shipping_charge = "Fracht"
carrier = { column = "Spediteur", lookup = "carriers" }
repeated = "same"
[file.line]
id = { join = ["Auftrag", "Artikel"], with = "/" }
order = "Auftrag"
product = "Artikel"
quantity = "Menge"
unit_price = "Einzelpreis"
discount_percent = { column = "Rabatt", times = 100 }
"""
FILES = {
    "carriers.csv": "id;name\n1;Blitz\n2;Schnecke\n",
    "staff.csv": "Nr;Name\n7;Erika Muster\n",
    "customers.csv": "Nr;Firma;Ansprechpartner;Straße;Ort;PLZ;Land;Telefon;E-Mail;Branche\n"
    "K1;Bäckerei Ähre;Anna Ähre;Am Markt 1;Köln;50667;Deutschland;0221 123456;Anna@Aehre.example;Backwaren\n"
    'K2;"Zoll, Zange & Co";NULL;NULL;Wien;1010;Österreich;NULL;NULL;NULL\n',
    "products.csv": "Artikel;Bezeichnung;Gruppe;Preis;Bestand\nA1;Mehl;Backen;1.234,50;40\nA2;Zange;Werkzeug;12,99;0\n",
    "orders.csv": "Auftrag;Kunde;Verkäufer;Datum;Versand;Fracht;Spediteur;Artikel;Menge;Einzelpreis;Rabatt\n"
    "10;K1;7;31.01.2024 14:30;02.02.2024;4,90;1;A1;3;1.234,50;0\n"
    "10;K1;7;31.01.2024 14:30;02.02.2024;4,90;1;A2;2;12,99;0,15\n"
    "11;K2;9;01.02.2024;NULL;0;2;A2;1,5;12,99;0\n",
}


@pytest.fixture
def write(tmp_path):
    """Make a file of the test's own folder and give its path."""
    folder = tmp_path / "data"
    folder.mkdir()

    def make(name, text, encoding="utf-8"):
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return make


@pytest.fixture
def shop(write):
    """A small shop's files in German habits. Gives a function that writes them, changed where told, and the mapping's path."""

    def make(mapping=MAPPING, **changed):
        for name, text in {**FILES, **{key.replace("_csv", ".csv"): value for key, value in changed.items()}}.items():
            write(name, text)
        return write("shop.toml", mapping)

    return make


@pytest.fixture
def bring(store, owner):
    """Import into the test's store."""

    def make(mapping, folder=None, **how):
        return run_import(mapping, folder, by=owner, **how)

    return make


@pytest.fixture
def one(store):
    """The single value that a query of the store gives."""

    def make(sql):
        ((value,),) = fetch(sql)
        return value

    return make


@pytest.fixture
def real():
    """A folder of the real input beside the checkout."""

    def find(name):
        folder = REAL / name
        if not folder.exists():
            pytest.skip(f"no real input at {folder}")
        return folder

    return find


def reasons(result):
    return [(row.place.file, row.place.line, row.column, row.value, row.reason) for row in result.refused]
