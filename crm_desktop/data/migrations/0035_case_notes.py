"""Words of the notes on cases that have many are kept; what a case's clock reads lies in one index. Frozen SQL: models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

from crm_desktop.core.text import search_words

TABLE = "CREATE TABLE case_note_words (case_id INTEGER PRIMARY KEY REFERENCES support_case (id) ON DELETE CASCADE, words TEXT NOT NULL) {}"
MANY = 100
NOTED = "SELECT case_id FROM case_event WHERE note <> '' GROUP BY case_id HAVING COUNT(*) >= {}"
NOTES = "SELECT note FROM case_event WHERE note <> '' AND case_id = {}"


def up(migrator: Any, db: Any) -> None:
    server = isinstance(db, PostgresqlDatabase)
    param = "%s" if server else "?"
    db.execute_sql(TABLE.format("" if server else "STRICT"))
    for (case_id,) in db.execute_sql(NOTED.format(MANY)).fetchall():
        notes = db.execute_sql(NOTES.format(param), (case_id,)).fetchall()
        words = " ".join(sorted({word for (note,) in notes for word in search_words(note)}))
        db.execute_sql(f"INSERT INTO case_note_words (case_id, words) VALUES ({param}, {param})", (case_id, words))
    db.execute_sql("DROP INDEX case_event_case_id_at")
    db.execute_sql("CREATE INDEX case_event_case_id_at ON case_event (case_id, at, id, state, kind)")
