"""Words of the notes on a case find it, and for how long a contact reopens what is solved. Frozen SQL: live models go on changing."""

import json
from typing import Any

from peewee import PostgresqlDatabase

from crm_desktop.core.text import search_words

NOTED = "SELECT DISTINCT case_id FROM case_event WHERE note <> ''"
OWN = f"""SELECT id, number || ' ' || subject || ' ' || description || ' ' || caller || ' ' || cause_note || ' ' || source_id, custom
FROM support_case WHERE id IN ({NOTED})"""
LONGEST_WORD = 500


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE company ADD COLUMN case_reopen_days INTEGER NOT NULL DEFAULT 14")
    words = {row_id: set(search_words(_with(text, custom))) for row_id, text, custom in db.execute_sql(OWN).fetchall()}
    for case_id, note in db.execute_sql("SELECT case_id, note FROM case_event WHERE note <> ''").fetchall():
        words[case_id].update(search_words(note))
    for case_id, found in words.items():
        shortened = sorted({word[:LONGEST_WORD] for word in found})
        if isinstance(db, PostgresqlDatabase):
            db.execute_sql("UPDATE support_case_search SET words = array_to_tsvector(%s) WHERE id = %s", (shortened, case_id))
        else:
            text = "INSERT OR REPLACE INTO support_case_search (rowid, words) VALUES (?, ?)"
            db.execute_sql(text, (case_id, " ".join(shortened)))


def _with(text: str, custom: str) -> str:
    return " ".join((text, *(value for value in json.loads(custom).values() if isinstance(value, str))))
