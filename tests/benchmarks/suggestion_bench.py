"""How long what helps while notes are typed takes: every prefix of a note as it grows, for customers in turn, at the 95th of 100.

`python -m tests.benchmarks.suggestion_bench STORE`: a copy of a large store, to which articles, templates and cases are added first.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds_of_knowledge import ArticleState
from crm_desktop.core.rights import Right
from crm_desktop.data.database import fetch, open_store
from crm_desktop.data.history import operation
from crm_desktop.data.models import Article, CaseStatus, SupportCase, Template
from crm_desktop.data.opening import opened
from crm_desktop.data.search import find_any, find_most
from crm_desktop.queries.suggestions import About, suggestions, telling
from crm_desktop.sample.knowledge_words import ARTICLES, TEMPLATES
from crm_desktop.services.company import FOUNDER
from tests.benchmarks.measuring import Measured, compare

ARTICLE_COUNT, TEMPLATE_COUNT, CASE_COUNT = 600, 200, 100_000
NOTES = (
    "Two glass carafes arrived broken, the outer carton was wet and crushed, wants a replacement before Friday",
    "Charged twice for the order, the bank shows both, asks when the money comes back to the card",
    "Hand grinder turns and nothing comes out, tried rice, squeaks on the axle since last week",
    "Parcel has not moved for three days, the carrier says delivered, nobody signed for the parcel",
)
_EVERY = 3
_LATEST = 30 * 86_400


def fill(random: Random) -> None:
    """As many as a company has after years; the words are those of the sample company, mixed."""
    if Article.select().count() >= ARTICLE_COUNT:
        return
    words = [word for article in ARTICLES for word in article.body.split()] + [word for note in NOTES for word in note.split()]
    now, status = int(utc_now().timestamp()), CaseStatus.select().order_by(CaseStatus.id).first()

    def text(length: int) -> str:
        return " ".join(random.choice(words) for _each in range(length))

    with operation("Filled for a benchmark", FOUNDER, may=Right.IMPORT) as done:
        done.insert_many(
            Article, ("kind", "title", "body", "language", "state"),
            [("faq", text(5), text(150), "en", ArticleState.PUBLISHED.value) for _each in range(ARTICLE_COUNT)],
        )  # fmt: skip
        done.insert_many(
            Template, ("kind", "name", "subject", "body", "language", "active"),
            [("email", text(4), text(6), f"{TEMPLATES[0].body} {text(60)}", "en", True) for _each in range(TEMPLATE_COUNT)],
        )  # fmt: skip
        done.insert_many(
            SupportCase, ("number", "kind", "subject", "description", "status_id", "opened_at"),
            [(f"X-{n}", "question", text(6), text(25), status.id, now - random.randrange(12 * _LATEST)) for n in range(CASE_COUNT)],
        )  # fmt: skip


def measure(random: Random, rounds: int = 6) -> list[tuple[float, float]]:
    """Milliseconds of each look by the clock and of the processor, which others leave alone; without the first of all."""
    customers = [row[0] for row in fetch("SELECT id FROM customer WHERE order_count > 1 ORDER BY order_count DESC, id LIMIT 200")]
    reasons = [row[0] for row in fetch("SELECT id FROM contact_reason ORDER BY id")]
    suggestions(About(NOTES[0], customers[0]))
    took = []
    for _round in range(rounds):
        for note in NOTES:
            customer, reason = random.choice(customers), random.choice(reasons)
            for end in range(_EVERY, len(note) + 1, _EVERY):
                start, worked = perf_counter(), process_time()
                suggestions(About(note[:end], customer, reason, staff_id=1, languages=("en",)))
                took.append(((perf_counter() - start) * 1000, (process_time() - worked) * 1000))
    return took


def beside_search(store: Path, folder: Path) -> Iterator[Measured]:
    """On a copy, which is filled."""
    copy, random = folder / "suggestions.crm", Random(1)
    shutil.copyfile(store, copy)
    copy.chmod(0o600)
    with opened(copy):
        fill(random)
    with open_store(copy).connection_context():
        customers = [row[0] for row in fetch("SELECT id FROM customer WHERE order_count > 1 ORDER BY order_count DESC, id LIMIT 200")]
        typed = [note[:end] for note in NOTES for end in range(_EVERY, len(note) + 1, _EVERY)]

        def searched(number: int) -> None:
            words = telling(typed[number % len(typed)])
            find_any(Article, words, 60), find_any(Template, words, 60), find_most(SupportCase, words, 200)

        def ours(number: int) -> None:
            suggestions(About(typed[number % len(typed)], customers[number % len(customers)], staff_id=1, languages=("en",)))

        name = f"suggestions while typing, {CASE_COUNT:,} cases"
        yield compare(name, "search for the same words in three lists", searched, ours, rounds=2 * len(typed), most_p95=0.05)


def main() -> None:
    path, random = Path(sys.argv[1]), Random(1)
    with opened(path):
        fill(random)
    with open_store(path).connection_context():
        took = measure(random)
    for name, each in zip(("by the clock", "of the processor"), zip(*took, strict=True), strict=True):
        cuts = quantiles(each, n=100)
        print(f"{len(each)} looks, {name}: median {cuts[49]:.1f} ms, 95th of 100 {cuts[94]:.1f} ms, longest {max(each):.1f} ms")


if __name__ == "__main__":
    main()
