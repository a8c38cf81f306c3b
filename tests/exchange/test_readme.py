"""The example in the README does what it says."""

import re
from pathlib import Path

import pytest

from crm_desktop.data.models import Customer, Order, OrderLine
from crm_desktop.exchange.mapping_file import read_mapping
from crm_desktop.exchange.targets import TARGETS

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture(scope="module")
def section():
    return README.read_text(encoding="utf-8").split("## Bringing your data in")[1].split("\n## ")[0]


@pytest.fixture
def example(section, write):
    (text,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    return write("shop.toml", text)


def test_the_example_is_a_mapping_that_brings_its_files_in(example, write, bring, address):
    write(
        "customers.csv",
        "Customer no;Name;Street;House;Town;Country;Phone;Private;Branch\n7;Anna Ähre;Am Markt;1;Köln;DE;-;yes;x\n",
        "cp1252",
    )
    write(
        "orders.csv",
        "Order;Customer no;Seller;Date;Postcode;Position;Article;Description;Pieces;Price;Discount\n"
        "12;7;nobody;31/01/2024;1067;1;A1;Flour;2;€ 1.234,50;0,15\n",
    )
    assert not bring(example).partly
    assert (Customer.get().kind, Order.get().customer.name, str(OrderLine.get().total)) == ("person", "Anna Ähre", "2098.6500")


def test_every_word_of_the_tables_is_named(section, example):
    assert read_mapping(example).company.zone == "Europe/Berlin"
    for target in TARGETS:
        assert f"`{target.name}`" in section
