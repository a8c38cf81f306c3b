from crm_desktop.data.attachment_contents import hash_of
from crm_desktop.data.fields import is_personal
from crm_desktop.data.models import Attachment, Customer
from crm_desktop.queries.dossiers import dossier
from crm_desktop.services.merging import merge_customers
from tests.whole import make_whole, reachable


def register():
    return {(model._meta.table_name, f.name) for model in reachable() for f in model._meta.sorted_fields if is_personal(f)}


def columns_with(word, told):
    rows = [(table.table, row.values) for table in told.tables for row in table.rows]
    return {(table, name) for table, values in rows for name, value in values.items() if word in str(value)}


def test_every_personal_column_of_theirs_is_told_and_nothing_of_others(store, owner):
    mine, other = make_whole("canary"), make_whole("stranger")

    told = dossier(mine[Customer].number)

    assert columns_with("canary", told) >= register()
    assert "stranger" not in str(told)
    assert columns_with("stranger", dossier(other[Customer].number)) >= register()
    (attached,) = [row.values for table in told.tables if table.table == Attachment._meta.table_name for row in table.rows]
    assert attached["sha256"] == hash_of(b"canary")


def test_who_was_merged_is_told_with_the_kept_one(make_customer, nancy):
    kept, merged = make_customer("Ada"), make_customer("Canary", notes="canary")
    merge_customers(kept.id, 1, merged.id, 1, {}, nancy)
    told = dossier(merged.number)
    assert told == dossier(kept.number) and (told.number, told.merged) == (kept.number, (merged.number,))
    assert ("customer", "notes") in columns_with("canary", told)
