"""Whether a store is whole."""

from peewee import Database, DatabaseError

from crm_desktop.core.i18n import _


def damage_of(store: Database, *, thorough: bool) -> list[str]:
    """What the engine finds wrong with a local file, in its own words. About 1 s for each GB."""
    try:
        found = [row[0] for row in store.execute_sql(f"PRAGMA {'integrity' if thorough else 'quick'}_check(10)").fetchall()]
        broken = store.execute_sql("PRAGMA foreign_key_check").fetchmany(10) if thorough else []
    except DatabaseError as error:
        return [str(error)]
    missing = [
        _("row {row} of {table} refers to a row of {parent} that is not there").format(row=b[1], table=b[0], parent=b[2]) for b in broken
    ]
    return [line for line in found if line != "ok"] + missing
