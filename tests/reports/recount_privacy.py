"""The figures of data protection once more, by plain loops over rows."""

import re
from datetime import UTC, datetime

from tests.reports.recount import rows_of


def count(number):
    return number, None


def share(part, whole):
    return (part, whole) if whole else (None, None)


def breaches(books):
    return [row for row in rows_of("incident") if books.within(row["found_at"])]


def erasures(books):
    return [row for row in rows_of("retention_run") if books.within(row["at"])]


def answered_in_time(books):
    today = datetime.fromtimestamp(books.until, UTC).astimezone(books.zone).date().isoformat()
    due = [row for row in rows_of("privacy_request") if books.trade.on(row["due_on"]) and (row["outcome"] or row["due_on"] < today)]
    return share(sum(row["answered_on"] <= row["due_on"] for row in due), len(due))


def merges(books):
    """Step by step: an undo takes one out, its redo puts it back."""
    standing, undone = {}, {}
    for row in rows_of("operation"):
        if row["label"] == "Merged customer {other} into {number}":
            standing[row["id"]] = row["at"]
        elif row["undoes_id"] in standing:
            undone[row["id"]] = standing.pop(row["undoes_id"])
        elif row["undoes_id"] in undone:
            standing[row["id"]] = undone.pop(row["undoes_id"])
    return sum(map(books.within, standing.values()))


def oldest_backup(books):
    """Second by second would take long: the age is greatest just before a backup, and at the end."""
    made = sorted(row["at"] for row in rows_of("access_log") if row["action"] == "backup")
    within, before = [at for at in made if books.within(at)], [at for at in made if at < books.trade.start]
    if not within and not before:
        return None, None
    newest, worst = before[-1] if before else within[0], 0
    for at in within:
        worst, newest = max(worst, at - newest), at
    return max(worst, int(min(books.trade.end, books.until)) - newest), 1


def told_in_time(books):
    due = [
        row for row in breaches(books)
        if row["reported_at"] is not None or (row["risk"] != "none" and row["found_at"] + 72 * 3_600 <= books.until)
    ]  # fmt: skip
    return share(sum(row["reported_at"] is not None and row["reported_at"] - row["found_at"] <= 259_200 for row in due), len(due))


PRIVACY_RECOUNTS = {
    "incidents_found": lambda books: count(len(breaches(books))),
    "incidents_in_time": told_in_time,
    "requests_received": lambda books: count(sum(books.trade.on(row["asked_on"]) for row in rows_of("privacy_request"))),
    "requests_in_time": answered_in_time,
    "requests_open": lambda books: count(
        sum(row["asked_on"] <= books.last.isoformat() < row["answered_on"] for row in rows_of("privacy_request"))
    ),
    "consents_given": lambda books: count(
        sum(books.within(row["given_at"]) for row in rows_of("consent") if row["withdrawn_at"] != row["given_at"])
    ),
    "consents_withdrawn": lambda books: count(
        sum(books.within(row["withdrawn_at"]) for row in rows_of("consent") if row["withdrawn_at"] is not None)
    ),
    "persons_erased": lambda books: count(sum('"customer"' in row["result"] for row in erasures(books))),
    "records_let_go": lambda books: count(
        sum(int(number) for row in erasures(books) for number in re.findall(r'"gone": (\d+)', row["result"]))
    ),
    "exports_made": lambda books: count(
        sum(books.within(row["at"]) for row in rows_of("access_log") if row["action"] == "export")
    ),
    "sign_ins_failed": lambda books: count(
        sum(books.within(row["at"]) for row in rows_of("access_log") if row["action"] == "failed sign-in")
    ),
    "backups_made": lambda books: count(
        sum(books.within(row["at"]) for row in rows_of("access_log") if row["action"] == "backup")
    ),
    "backups_failed": lambda books: count(
        sum(books.within(row["at"]) for row in rows_of("access_log") if row["action"] == "failed backup")
    ),
    "backup_oldest": oldest_backup,
    "customers_merged": lambda books: count(merges(books)),
    "customers_unreachable": lambda books: count(
        len({row["id"] for row in rows_of("customer") if (row["status"], row["shelf"], row["merged_into_id"]) == ("active", "", None)}
            - {row["customer_id"] for row in rows_of("contact_point") if row["kind"] in ("phone", "mobile", "email")})
    ),
}  # fmt: skip
