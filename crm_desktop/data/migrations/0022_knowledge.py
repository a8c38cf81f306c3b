"""Articles, scripts and templates, where they were used, and what was looked for in vain. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

TEXT = "TEXT NOT NULL DEFAULT ''"
RECORD = "id {id}, version INTEGER NOT NULL DEFAULT 1, created_at {big} NOT NULL, updated_at {big} NOT NULL"
IMPORTED = RECORD + ", source TEXT NOT NULL DEFAULT '', source_id TEXT NOT NULL DEFAULT '', import_run_id INTEGER"
NO_DAY = "'9999-12-31'"
TABLES = f"""CREATE TABLE article ({IMPORTED}, kind TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, language {TEXT},
    audience TEXT NOT NULL DEFAULT 'internal', state TEXT NOT NULL DEFAULT 'draft', author_id INTEGER REFERENCES staff (id),
    approver_id INTEGER REFERENCES staff (id), approved_at {{big}}, review_by TEXT NOT NULL DEFAULT {NO_DAY}, note {TEXT},
    used INTEGER NOT NULL DEFAULT 0, sort_key {{key}} NOT NULL DEFAULT '') {{strict}};
CREATE INDEX article_sort_key ON article (sort_key, id);
CREATE INDEX article_state_sort_key ON article (state, sort_key, id);
CREATE INDEX article_used ON article (used, id);
CREATE INDEX article_review_by ON article (review_by, id);
CREATE INDEX article_updated_at ON article (updated_at, id);
CREATE INDEX article_author_id ON article (author_id);
CREATE INDEX article_approver_id ON article (approver_id);
CREATE TABLE article_link ({RECORD}, article_id INTEGER NOT NULL REFERENCES article (id), product_id INTEGER REFERENCES product (id),
    reason_id INTEGER REFERENCES contact_reason (id)) {{strict}};
CREATE INDEX article_link_article_id ON article_link (article_id);
CREATE INDEX article_link_product_id ON article_link (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX article_link_reason_id ON article_link (reason_id) WHERE reason_id IS NOT NULL;
CREATE TABLE script ({IMPORTED}, name TEXT NOT NULL, about {TEXT}, channel {TEXT}, reason_id INTEGER REFERENCES contact_reason (id),
    language {TEXT}, active {{bool}} NOT NULL DEFAULT {{true}}, used INTEGER NOT NULL DEFAULT 0,
    sort_key {{key}} NOT NULL DEFAULT '') {{strict}};
CREATE INDEX script_sort_key ON script (sort_key, id);
CREATE INDEX script_used ON script (used, id);
CREATE INDEX script_reason_id ON script (reason_id);
CREATE TABLE script_node ({RECORD}, script_id INTEGER NOT NULL REFERENCES script (id), position INTEGER NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, say {TEXT}, ask {TEXT}, answer TEXT NOT NULL DEFAULT 'none', choices TEXT NOT NULL DEFAULT '[]',
    ways TEXT NOT NULL DEFAULT '[]', next_step {TEXT}, required {{bool}} NOT NULL DEFAULT {{false}}, seconds INTEGER NOT NULL DEFAULT 0,
    article_id INTEGER REFERENCES article (id)) {{strict}};
CREATE INDEX script_node_script_id ON script_node (script_id, position);
CREATE INDEX script_node_article_id ON script_node (article_id) WHERE article_id IS NOT NULL;
CREATE TABLE script_path ({RECORD}, interaction_id INTEGER NOT NULL REFERENCES interaction (id),
    script_id INTEGER NOT NULL REFERENCES script (id), script_version INTEGER NOT NULL, ended {{bool}} NOT NULL DEFAULT {{false}},
    steps TEXT NOT NULL DEFAULT '[]') {{strict}};
CREATE INDEX script_path_interaction_id ON script_path (interaction_id);
CREATE INDEX script_path_script_id ON script_path (script_id);
CREATE TABLE template ({IMPORTED}, name TEXT NOT NULL, kind TEXT NOT NULL, subject {TEXT}, body TEXT NOT NULL, language {TEXT},
    shortcut {TEXT}, scope TEXT NOT NULL DEFAULT 'company', team_id INTEGER REFERENCES team (id), owner_id INTEGER REFERENCES staff (id),
    active {{bool}} NOT NULL DEFAULT {{true}}, used INTEGER NOT NULL DEFAULT 0, sort_key {{key}} NOT NULL DEFAULT '') {{strict}};
CREATE INDEX template_sort_key ON template (sort_key, id);
CREATE INDEX template_used ON template (used, id);
CREATE INDEX template_updated_at ON template (updated_at, id);
CREATE INDEX template_shortcut ON template (shortcut) WHERE shortcut <> '';
CREATE INDEX template_team_id ON template (team_id);
CREATE INDEX template_owner_id ON template (owner_id);
CREATE TABLE knowledge_use ({RECORD}, article_id INTEGER REFERENCES article (id), template_id INTEGER REFERENCES template (id),
    used_at {{big}} NOT NULL, used_in TEXT NOT NULL, staff_id INTEGER REFERENCES staff (id),
    interaction_id INTEGER REFERENCES interaction (id)) {{strict}};
CREATE INDEX knowledge_use_article_id ON knowledge_use (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX knowledge_use_template_id ON knowledge_use (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX knowledge_use_interaction_id ON knowledge_use (interaction_id) WHERE interaction_id IS NOT NULL;
CREATE INDEX knowledge_use_used_at ON knowledge_use (used_at, id);
CREATE TABLE missed_search (id {{id}}, at {{big}} NOT NULL, staff_id INTEGER, words TEXT NOT NULL) {{strict}};
CREATE INDEX missed_search_at ON missed_search (at, id)"""
HAS_ORIGIN = ("article", "script", "template")
ORIGINS = ";\n".join(f"CREATE UNIQUE INDEX {table}_origin ON {table} (source, source_id) WHERE source <> ''" for table in HAS_ORIGIN)
RUNS = ";\n".join(f"CREATE INDEX {table}_run ON {table} (import_run_id)" for table in HAS_ORIGIN)
SEARCH_ON_SQLITE = """
CREATE VIRTUAL TABLE {0}_search USING fts5 (words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 0');
INSERT INTO {0}_search ({0}_search, rank) VALUES ('secure-delete', 1)"""
SEARCH_ON_SERVER = """
CREATE TABLE {0}_search (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX {0}_search_words ON {0}_search USING gin (words)"""
ON_SQLITE = {
    "id": "INTEGER PRIMARY KEY AUTOINCREMENT", "big": "INTEGER", "key": "TEXT", "strict": "STRICT",
    "bool": "INTEGER", "true": "1", "false": "0",
}  # fmt: skip
ON_SERVER = {
    "id": "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "big": "BIGINT", "key": 'TEXT COLLATE "C"', "strict": "",
    "bool": "BOOLEAN", "true": "TRUE", "false": "FALSE",
}  # fmt: skip


def up(migrator: Any, db: Any) -> None:
    server = isinstance(db, PostgresqlDatabase)
    search = ";\n".join((SEARCH_ON_SERVER if server else SEARCH_ON_SQLITE).format(table) for table in HAS_ORIGIN)
    tables = f"{TABLES};\n{ORIGINS};\n{RUNS}".format(**(ON_SERVER if server else ON_SQLITE))
    for statement in f"{tables};{search}".split(";\n"):
        db.execute_sql(statement)
