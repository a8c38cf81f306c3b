import pytest

from tests.commands.conftest import crm, done


@pytest.fixture
def busy(shop):
    """Late deliveries twice a month until April, and nine times in May."""
    for month, times in ((1, 2), (2, 2), (3, 2), (4, 2), (5, 9)):
        for day in range(1, times + 1):
            done(
                "do", "log-interaction", "customer=CU-00001", "channel=Phone", "reason=Late delivery", "order=SO-00001",
                f"started_at=2026-{month:02}-{day:02}T10:00", "summary=Where is it?",
            )  # fmt: skip
    return shop


def test_a_rise_is_told_with_what_is_usual_and_how_likely_chance_is(busy):
    found = crm("trends", "--month", "2026-05", "--json").json
    (rise,) = found["records"]
    assert (found["month"], found["by"], found["contacts"], found["compared"]) == ("2026-05", "all", 9, 1)
    assert {name: rise[name] for name in ("reason", "contacts", "before", "more_than_chance")} == {
        "reason": "Late delivery", "contacts": 9, "before": 8, "more_than_chance": True,
    }  # fmt: skip
    assert 2.0 < rise["usual"] < 2.2 and 0 < rise["chance"] == rise["corrected"] < 0.01

    by_product = done("trends", "--month", "2026-05", "--by", "product")
    assert "Hammer" in by_product and "Late delivery" in by_product


def test_where_nothing_can_be_compared_a_sentence_says_so(shop):
    assert "no time before" in done("trends", "--month", "2026-01")
    refused = crm("trends", "--month", "2030-01")
    assert (refused.status, "no contacts of that time" in refused.err) == (1, True)
    assert crm("--as", "rob", "trends").status == 1, "a representative runs no reports"
