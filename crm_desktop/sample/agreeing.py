"""What the sample company's customers agreed to, or said no to, and who changed their mind since."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.kinds import ChannelKind
from crm_desktop.sample.people import Invented

NEWSLETTER, OPINION = "Newsletter", "Asking for their opinion"
_WORDS = {
    NEWSLETTER: "May we write to you about new things, once a month? (text of January)",
    OPINION: "May we ask you later how we were? (text of March)",
}
_WAYS = (("Order form on the web site", "web form with its date"), ("On the phone", ""), ("At the counter", "signed card"))
_GONE = ("Link in the newsletter", "By e-mail", "Said so on the phone")
_ANSWERS, _CHANGED_MIND, _LONGEST = 0.3, 0.08, 700


class Agreed(NamedTuple):
    """`customer` and `staff` are places; `at` and `until` UTC seconds. `until` as `at`: they said no."""

    customer: int
    staff: int
    purpose: str
    channel: str
    words: str
    source: str
    evidence: str
    at: int
    until: int | None
    how: str


def agreements_of(invented: Sequence[Invented], staff: int, random: Random, zone: ZoneInfo, end: int) -> Iterator[Agreed]:
    """`end` is the moment up to which the sample goes."""
    for place, customer in enumerate(invented):
        wanted = json.loads(customer.custom).get("newsletter")
        if wanted is not None:
            yield from _one(place, customer, NEWSLETTER, ChannelKind.EMAIL, staff, random, zone, end, agrees=bool(wanted))
        if random.random() < _ANSWERS:
            yield from _one(place, customer, OPINION, "", staff, random, zone, end, agrees=random.random() < 0.8)


def _one(
    place: int, customer: Invented, purpose: str, channel: str, staff: int, random: Random, zone: ZoneInfo, end: int, *, agrees: bool
) -> Iterator[Agreed]:
    day = customer.since + timedelta(days=random.randrange(60))
    at = int(datetime.combine(day, time(10, random.randrange(60)), zone).timestamp())
    source, evidence = random.choice(_WAYS)
    until, how = (None, "") if agrees else (at, "")
    if agrees and random.random() < _CHANGED_MIND:
        until, how = at + random.randrange(1, _LONGEST) * 86_400, random.choice(_GONE)
    if at < end:
        gone = until if until is not None and until < end else None
        yield Agreed(
            place, random.randrange(staff), purpose, channel, _WORDS[purpose], source, evidence, at, gone, how if gone else ""
        )  # fmt: skip
