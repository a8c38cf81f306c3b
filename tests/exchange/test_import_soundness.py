"""Whatever files say: no more is refunded than was paid, shipped than ordered, returned than shipped, and every row is in or named."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.data.database import fetch, open_store
from crm_desktop.data.derived import rebuild
from crm_desktop.data.soundness import FLAWS
from crm_desktop.exchange.importing import run_import
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from tests.examples import examples
from tests.exchange.test_import_trade import PARCELS, PAYMENTS, RETURN_LINES, SALES

ARTICLES = st.sampled_from(["Cup", "Pot"])
DAYS = st.integers(1, 28).map("2026-01-{:02}".format)
ORDERS = "Who,Order,Day,Article,Units,Price\nAda,1,2026-01-01,Cup,4,2.50\nAda,1,2026-01-01,Pot,1,30\nBo,2,2026-01-01,Cup,2,2.50\n"
SOURCE = SALES + PARCELS + RETURN_LINES + PAYMENTS

parcels = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), DAYS, ARTICLES, st.integers(1, 3)), max_size=8)
returns = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), DAYS, ARTICLES, st.integers(1, 3)), max_size=8)
payments = st.lists(st.tuples(st.integers(1, 3), st.integers(-30, 60), DAYS), max_size=8)


def written(folder, parcels, returns, payments):
    tables = {
        "orders": ORDERS,
        "shipments": "Parcel,Order,Left,Article,Units\n" + "".join(f"P{n},{o},{d},{a},{u}\n" for n, o, d, a, u in parcels),
        "returns": "Return,Order,Asked,Article,Units\n" + "".join(f"R{n},{o},{d},{a},{u}\n" for n, o, d, a, u in returns),
        "payments": "Id,Order,Amount,Day,Reference,How\n" + "".join(f"{n},{o},{m},{d},,Visa\n" for n, (o, m, d) in enumerate(payments)),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (folder / "m.toml").write_text(SOURCE, encoding="utf-8", newline="")
    return folder / "m.toml", {name: text.count("\n") - 1 for name, text in tables.items()}


def flaws():
    for flaw in FLAWS:
        ids = [row[0] for row in fetch(f"SELECT id FROM {flaw.model._meta.table_name}")]
        if ids:
            yield from fetch(flaw.text.format(", ".join(map(str, ids))))


def in_or_named(result, rows):
    """Each line of goods and each payment came in, or stands among the rejects by its line."""
    for word, name in (("shipment_line", "shipments"), ("return_line", "returns"), ("payment", "payments")):
        named = {row.place.line for row in result.refused if row.place.file == f"{name}.csv"}
        count = result.counts[word]
        assert rows[name] - len(named) <= count.new <= rows[name]


@settings(max_examples=examples(5, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parcels, returns, payments)
def test_no_file_makes_a_store_unsound(empty_files, parcels, returns, payments):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        shutil.copy(empty_files / "plain", folder / "shop.crm")
        mapping, rows = written(folder, parcels, returns, payments)
        store = open_store(folder / "shop.crm")
        with store.connection_context():
            found_company(CompanyInput("Shop", "EUR", "UTC"))
            result = run_import(mapping, by=FOUNDER)
            assert list(flaws()) == []
            assert not any(rebuild().values())
            in_or_named(result, rows)
            assert run_import(mapping, by=FOUNDER).change is None
