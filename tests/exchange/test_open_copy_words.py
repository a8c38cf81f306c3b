"""An open copy as whoever finds it reads it."""

import csv
import hashlib
import json
from pathlib import Path

from crm_desktop.exchange.open_copy import DESCRIPTION, SUMS
from crm_desktop.exchange.open_copy_reading import read_about
from crm_desktop.exchange.open_copy_words import words_of
from tests.exchange.test_open_copy import good  # noqa: F401


def test_the_folder_is_read_without_the_program(good):  # noqa: F811
    """With what Python brings along: as whoever finds it in ten years would."""
    package = json.loads((good / DESCRIPTION).read_text(encoding="utf-8"))
    for line in (good / SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((good / name).read_bytes()).hexdigest() == digest
    assert {str(path.relative_to(good)) for path in good.rglob("*") if path.is_file()} == {
        SUMS, *(line.split("  ", 1)[1] for line in (good / SUMS).read_text(encoding="utf-8").splitlines())
    }  # fmt: skip
    for each in package["resources"]:
        with (good / each["path"]).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == [field["name"] for field in each["schema"]["fields"]]
        assert len(rows) == each["rows"]
    (attached,) = (each for each in package["resources"] if each["name"] == "attachment_content")
    with (good / attached["path"]).open(encoding="utf-8", newline="") as file:
        ((_head, _content), (digest, path)) = csv.reader(file)
    assert hashlib.sha256((good / path).read_bytes()).hexdigest() == digest
    assert Path(path).name == "1 photo.jpg"


def test_every_table_is_described_and_fixed_words_are_explained(good):  # noqa: F811
    package = json.loads((good / DESCRIPTION).read_text(encoding="utf-8"))
    tables = {each["name"]: each for each in package["resources"]}
    fields = {name: {field["name"]: field for field in each["schema"]["fields"]} for name, each in tables.items()}

    assert [name for name, each in tables.items() if not each["title"]] == []
    assert fields["sales_order"]["state"]["words"]["open"] == "open"
    assert fields["sales_order"]["total"]["description"].startswith("ten-thousandths of the record's currency")
    assert fields["sales_order"]["ordered_at"]["description"].startswith("seconds since 1970")
    assert fields["customer"]["vip"]["type"] == "boolean"
    assert {"fields": "customer_id", "reference": {"resource": "customer", "fields": "id"}} in tables["sales_order"]["schema"][
        "foreignKeys"
    ]
    assert words_of("shipment", "status") is not None
    assert read_about(good).company == "Hafenhandel"
