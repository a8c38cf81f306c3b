"""The clock jumps: over the hours of daylight saving, two days back, ten years ahead and home again, while people work.

What people count on must not depend on it: numbers go on, each thing to do is there once, each reminder comes once when its time has come,
a series goes on by one, backups are not thinned away.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import due_moment, utc_now
from crm_desktop.core.kinds import FollowUpState
from crm_desktop.core.thinning import MOST_AT_ONCE
from crm_desktop.data.contents import contents
from crm_desktop.data.database import current, fetch
from crm_desktop.data.models import FollowUp
from crm_desktop.data.opening import opened
from crm_desktop.queries.clock import NEAR_ENOUGH, saved_in_the_future
from crm_desktop.queries.follow_ups import FollowUpFilter, bounds, grouped_ids
from crm_desktop.services.backups import back_up_by_itself, backups
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up, complete_follow_up
from crm_desktop.services.notices import tell_due
from crm_desktop.services.orders import place_order
from tests.torture.shop import Tally, found, unsound, wanted

ZONE = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
"""The evening before the clocks go forward."""
AUTUMN = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
JUMPS = (
    timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3), timedelta(days=1), timedelta(days=-2), timedelta(days=3650),
    timedelta(days=-3650), timedelta(hours=-1),
)  # fmt: skip
HOURS = ("01:30", "02:00", "02:30", "03:00", "09:00")
"""One of them is skipped in spring, and one comes twice in autumn."""
STEPS = 8


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """Each round is a day of eight jumps, in spring and in autumn in turn, on the one store of its season."""
    chance, harm, steps = random.Random(seed), [], 0
    for season, begin in (("spring", BEGIN), ("autumn", AUTUMN)):
        path = folder / season / "shop.crm"
        path.parent.mkdir()
        with time_machine.travel(begin, tick=False):
            found(path)
        told = Counter[tuple[int, datetime]]()
        for number in range((rounds + (season == "spring")) // 2):
            harm += [f"{season}, round {number}: {each}" for each in _day(path, begin, chance, told)]
            steps += STEPS
    return Tally(rounds, f"{steps} jumps over both hours of daylight saving, 2 days back, 10 years ahead and back", tuple(harm))


def _day(path: Path, begin: datetime, chance: random.Random, told: Counter[tuple[int, datetime]]) -> list[str]:
    harm: list[str] = []
    with time_machine.travel(begin, tick=False) as clock, opened(path):
        for _step in range(STEPS):
            clock.shift(chance.choice(JUMPS))
            if not 2020 < utc_now().year < 2050:
                clock.move_to(begin)
            harm += _look(chance, told)
        clock.move_to(begin)
        harm += unsound()
    return harm


def _look(chance: random.Random, told: Counter[tuple[int, datetime]]) -> list[str]:
    now, last = utc_now(), _newest_moment()
    before = contents(current())
    warned = saved_in_the_future()
    harm = [] if contents(current()) == before else ["looking at the clock changed something"]
    if (warned is not None) != (last - now > NEAR_ENOUGH):
        harm.append(f"the clock is {last - now} behind, and {'it' if warned else 'nothing'} was told")
    harm += [*_number_goes_on(), *_planned_once(chance), *_series_goes_on(), *_reminded_once(now, told), *_backups_stay()]
    return [f"{each} (at {now})" for each in harm]


def _newest_moment() -> datetime:
    ((at,),) = fetch("SELECT at FROM operation ORDER BY sequence DESC LIMIT 1")
    return datetime.fromtimestamp(at, UTC)


def _number_goes_on() -> list[str]:
    ((highest,),) = fetch("SELECT number FROM sales_order ORDER BY id DESC LIMIT 1")
    place_order(wanted(lines=1), FOUNDER)
    ((newest,),) = fetch("SELECT number FROM sales_order ORDER BY id DESC LIMIT 1")
    return [] if newest > highest else [f"order {newest} came after {highest}"]


def _planned_once(chance: random.Random) -> list[str]:
    """Every open one stands in exactly one group of the list, whatever hour it is planned for."""
    today = utc_now().astimezone(ZONE).date()
    day, at = today + timedelta(days=chance.randrange(-1, 3)), chance.choice(HOURS)
    add_follow_up(FollowUpInput("Ring", due_on=day, due_time=at, remind_before=chance.choice((0, 60))), FOUNDER)
    newest = FollowUp.select().order_by(FollowUp.id.desc()).get()
    harm = [] if newest.due_at == due_moment(day, at, ZONE) else [f"{day} {at} became {newest.due_at}"]
    seen = Counter(row for ids in grouped_ids(FollowUpFilter(), bounds(utc_now(), ZONE)).values() for row in ids)
    is_open = {row for (row,) in fetch("SELECT id FROM follow_up WHERE state = 'open'")}
    lost, twice = is_open - seen.keys(), [row for row, times in seen.items() if times > 1]
    return harm + [f"follow-up {row} is lost" for row in lost] + [f"follow-up {row} is there twice" for row in twice]


def _series_goes_on() -> list[str]:
    """Done once, followed by one: the next day, at the same hour by the clocks there."""
    today = utc_now().astimezone(ZONE).date()
    added = add_follow_up(FollowUpInput("Every day", due_on=today, due_time="02:30", recurrence="FREQ=DAILY", remind_before=0), FOUNDER)
    (row,) = added.of(Entity.FOLLOW_UP)
    complete_follow_up(row, FOUNDER)
    after = list(FollowUp.select().where(FollowUp.id > row))
    wanted_next = (today + timedelta(days=1), "02:30", FollowUpState.OPEN)
    return [] if [(each.due_on, each.due_time, each.state) for each in after] == [wanted_next] else [f"a series went on with {after}"]


def _reminded_once(now: datetime, told: Counter[tuple[int, datetime]]) -> list[str]:
    """A reminder that a wrong clock brought early comes again when its time has come; none comes twice."""
    for each in [key for key in told if key[1] > now]:
        del told[each]
    due = tell_due(FOUNDER)
    told.update((each.reminder_id, each.due) for each in due.fresh)
    due_now = {(row, datetime.fromtimestamp(at, UTC)) for row, at in fetch(_DUE, (int(now.timestamp()),))}
    harm = [f"reminder {row} of {at} came {times} times" for (row, at), times in told.items() if times > 1]
    return harm + [f"reminder {row} of {at} never came" for row, at in due_now - told.keys()]


_DUE = """SELECT reminder.id, reminder.at FROM reminder JOIN follow_up ON follow_up.id = follow_up_id
WHERE follow_up.state = 'open' AND NOT cancelled AND shown_at IS NULL AND snoozed_until IS NULL AND reminder.at <= ?
ORDER BY reminder.at LIMIT 200"""


def _backups_stay() -> list[str]:
    address = getattr(current(), "path", None)
    assert address is not None
    before = [each.path.name for each in backups(address)]
    made = back_up_by_itself(FOUNDER)
    after = [each.path.name for each in backups(address)]
    gone = [name for name in before if name not in after]
    harm = [] if made is not None and made.backup.path.name in after else ["what was just backed up is gone"]
    return harm + ([f"{len(gone)} backups went at once"] if len(gone) > MOST_AT_ONCE or not after else [])
