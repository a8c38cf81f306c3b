from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.call_clock import CallClock, CallState

BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.sampled_from(["hold", "resume", "end"]), st.integers(0, 600)), max_size=12)


def after(seconds):
    return BEGAN + timedelta(seconds=seconds)


def test_a_call_counts_talk_hold_and_wrap_up_apart():
    clock = CallClock(BEGAN).hold(after(60)).resume(after(90)).hold(after(100)).end(after(110))
    assert clock.holds == ((after(60), after(90)), (after(100), after(110)))
    assert (clock.talked(after(200)), clock.held(after(200)), clock.wrapped(after(200))) == tuple(
        timedelta(seconds=seconds) for seconds in (70, 40, 90)
    )
    assert clock.state() == CallState.WRAP_UP


def test_a_held_call_counts_on_while_it_is_held():
    clock = CallClock(BEGAN).hold(after(10))
    assert (clock.state(), clock.held(after(25)).seconds, clock.talked(after(25)).seconds) == (CallState.HOLD, 15, 10)


def test_who_hung_up_by_mistake_goes_on():
    clock = CallClock(BEGAN).end(after(10)).go_on()
    assert (clock.state(), clock.talked(after(30)).seconds) == (CallState.TALK, 30)


@given(STEPS)
def test_whatever_is_pressed_the_parts_add_up_and_nothing_is_lost_in_a_draft(steps):
    clock, at = CallClock(BEGAN), 0
    for name, wait in steps:
        at += wait
        clock = getattr(clock, name)(after(at))
    now = after(at + 5)
    times = [clock.began, *(moment for span in clock.holds for moment in span), *filter(None, (clock.held_since, clock.ended))]
    assert times == sorted(times)
    assert clock.talked(now) + clock.held(now) + clock.wrapped(now) == now - BEGAN
    assert CallClock.from_text(clock.to_text()) == clock
