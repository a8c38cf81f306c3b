"""What `list` and `export` know of what hangs on records: the words people put on them, and their files."""

from crm_desktop.core.changes import Entity
from crm_desktop.queries.columns import Column, Kind, Subject, plain
from crm_desktop.queries.records import kind_sql, number_sql

_COUNTED = {
    "customers": "customer",
    "products": "product",
    "orders": "sales_order",
    "interactions": "interaction",
    "follow_ups": "follow_up",
    "returns": "return_request",
    "cases": "support_case",
}
_COUNTS = ", ".join(f"SUM(CASE tag.entity_table WHEN '{table}' THEN 1 ELSE 0 END) AS {name}" for name, table in _COUNTED.items())
TAGS = Subject(
    "tags",
    f"(SELECT MIN(tag.id) AS id, MIN(tag.name) AS name, COUNT(*) AS records, {_COUNTS} FROM tag GROUP BY tag.key) AS word",
    "word.id",
    ("tag", "records", *_COUNTED),
    (Column("tag", "word.name"), *plain("word", "records", *_COUNTED, kind=Kind.NUMBER)),
)
TAGGED_RECORDS = Subject(
    "tagged-records",
    "tag",
    "tag.id",
    ("kind", "record", "tag"),
    (
        Column("kind", kind_sql("tag"), words=Entity),
        Column("record", number_sql("tag")),
        Column("tag", "tag.name"),
        *plain("tag", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
ATTACHMENTS = Subject(
    "attachments",
    "attachment AS file",
    "file.id",
    ("attachment", "kind", "record", "file_name", "media_type", "size", "created_at"),
    (
        Column("attachment", "file.id", Kind.NUMBER),
        Column("kind", kind_sql("file"), words=Entity),
        Column("record", number_sql("file")),
        *plain("file", "file_name", "note", "media_type"),
        Column("size", "file.size", Kind.NUMBER),
        Column("hash", "file.sha256"),
        *plain("file", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SUBJECTS = (TAGS, TAGGED_RECORDS, ATTACHMENTS)
