"""What another program wrote into the rows of a store: each command answers, or says in a sentence that it is no work of this one."""

from datetime import date

import pytest

from crm_desktop.core.read_json import STRANGE
from crm_desktop.data.database import create_file, execute, write
from crm_desktop.data.opening import opened
from crm_desktop.sample.company import make_sample
from tests.commands.conftest import crm

DEEP = '{"shelves": ' * 100_000 + "1" + "}" * 100_000
WRITTEN = {
    "nested": DEEP, "cut off": '{"shelves": ', "of another form": "7", "a list": "[1, 2]", "a name": '{"shelves": "A"}',
    "a number of 6,000 digits": f'{{"shelves": {"9" * 6_000}}}', "half a letter": r'{"shelves": "\ud800"}', "nothing": "null",
    "four million letters": f'{{"shelves": "{"x" * 4_000_000}"}}',
}  # fmt: skip
COLUMNS = (
    "customer.custom", "contact.custom", "product.custom", "sales_order.custom", "interaction.custom", "interaction.holds",
    "support_case.custom", "operation.numbers", "audit_entry.before", "audit_entry.after", "invoice.taxes", "custom_field.choices",
    "approval.wanted", "company.retention", "survey_question.options", "script_node.ways",
)  # fmt: skip
COMMANDS = (
    *(("list", kind) for kind in ("customers", "contacts", "products", "orders", "interactions", "cases", "invoices", "custom-fields")),
    ("search", "paper"), ("history",), ("export", "customers", "all.csv"), ("export", "customers", "all.xlsx"), ("check", "--deep"),
)  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample.crm"
    create_file(path)
    with opened(path):
        make_sample("small", 1, date(2026, 5, 13))
    return path.read_bytes()


def prepared(folder, sample, column, text):
    """The latest row holds the text. Each is a file of its own: history and search are those of nobody else."""
    path = folder / "prepared.crm"
    path.write_bytes(sample)
    table, name = column.split(".")
    with opened(path), write():
        assert execute(f"UPDATE {table} SET {name} = ? WHERE id = (SELECT MAX(id) FROM {table})", (text,)) == 1
    return path


def answers(store, folder):
    """What was refused, by its command; `crm` fails at anything that ends as a bug."""
    asked = (tuple(str(folder / word) if "." in word else word for word in words) for words in COMMANDS)
    every = {words[:2]: crm("--store", store, *words) for words in asked}
    return {" ".join(words): each for words, each in every.items() if each.status}


@pytest.mark.parametrize("column", ["customer.custom", "custom_field.choices", "audit_entry.after"])
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_what_another_program_wrote_is_told_in_a_sentence(sample, tmp_path, column, text):
    refused = answers(prepared(tmp_path, sample, column, text), tmp_path)
    assert "check --deep" in refused
    assert all(each.err.count("\n") == 1 for each in refused.values())


@pytest.mark.parametrize("column", COLUMNS)
def test_nested_far_too_deep_it_is_found_wherever_it_stands(sample, tmp_path, column):
    refused = answers(prepared(tmp_path, sample, column, DEEP), tmp_path)
    assert "check --deep" in refused
    assert {each.err.strip() for name, each in refused.items() if not name.startswith("check")} <= {STRANGE}
