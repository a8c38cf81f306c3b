import statistics
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_desktop.core.actors import FOUNDER, Actor, Role
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.sign_in import CODES, FREE_TRIES, LONGEST_WAIT, STEP, SecondFactor, new_second_factor, remaining, wait_after
from crm_desktop.data import passwords
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.models import Staff
from crm_desktop.queries.actors import sign_in_is_on
from crm_desktop.services import sign_in as subject
from crm_desktop.services.history import undo
from crm_desktop.services.sign_in import (
    CodeWanted,
    SignInRefused,
    drop_factor,
    keep_factor,
    new_factor,
    set_password,
    sign_in,
    stop_sign_in,
)

OWNERS, NANCYS = "the owner's long one", "nancys own"


@pytest.fixture
def clock(monkeypatch):
    """Moves when it is told to."""

    class Clock:
        now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

        def forward(self, **how):
            self.now += timedelta(**how)

    own = Clock()
    monkeypatch.setattr(subject, "utc_now", lambda: own.now)
    monkeypatch.setattr(subject, "monotonic", lambda: own.now.timestamp())
    return own


@pytest.fixture
def quick(monkeypatch):
    """The rules of waiting do not depend on how long a password takes."""
    monkeypatch.setattr(passwords, "is_right", lambda kept, password: bool(kept) and kept == password)
    monkeypatch.setattr(passwords, "hashed", lambda password: password)
    monkeypatch.setattr(passwords, "is_outdated", lambda _kept: False)


def code_at(factor, clock):
    return pyotp.TOTP(factor.secret).at(int(clock.now.timestamp()))


def test_nobody_signs_in_before_an_owner_has_a_password(store, nancy):
    assert not sign_in_is_on()
    set_password(nancy.id, NANCYS, FOUNDER)
    assert not sign_in_is_on()
    set_password(FOUNDER.id, OWNERS, FOUNDER)
    assert sign_in_is_on()
    stop_sign_in(FOUNDER)
    assert not sign_in_is_on()


def test_who_knows_the_password_is_who_acts(store, nancy):
    set_password(nancy.id, NANCYS, FOUNDER)
    assert sign_in("nancy", NANCYS).actor == nancy
    with pytest.raises(SignInRefused):
        sign_in("nancy", "something else")


def test_a_password_is_kept_so_that_a_guess_costs_64_mib_three_times(real_passwords):
    kept = passwords.hashed(NANCYS)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and NANCYS not in kept
    assert passwords.is_right(kept, NANCYS)


def test_history_knows_that_it_was_set_and_not_to_what(store, nancy):
    set_password(nancy.id, NANCYS, FOUNDER)
    told = " ".join(str(row) for table in ("operation", "audit_entry") for row in fetch(f"SELECT * FROM {table}"))
    assert "Set the password of {login}" in told
    assert "argon2" not in told and NANCYS not in told
    assert verify_chain() == []


def test_unknown_and_wrong_sound_the_same(store, nancy, quick):
    set_password(nancy.id, NANCYS, FOUNDER)
    said = set()
    for login in ("nancy", "nobody", ""):
        with pytest.raises(SignInRefused) as refused:
            sign_in(login, "wrong")
        said.add(str(refused.value))
    assert len(said) == 1


def test_unknown_and_wrong_take_the_same_time():
    kept = passwords.hashed(NANCYS)
    taken = {"wrong": [], "unknown": []}
    passwords.is_right("", "first")
    for _round in range(99):
        for name, known in (("wrong", kept), ("unknown", "")):
            begun = time.process_time()
            assert not passwords.is_right(known, "guess")
            taken[name].append(time.process_time() - begun)
    assert 0.5 < statistics.median(taken["wrong"]) / statistics.median(taken["unknown"]) < 2


def test_five_tries_are_free_and_then_the_wait_doubles_up_to_five_minutes():
    assert [wait_after(failures) for failures in range(14)] == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]


@given(some.integers(0, 10_000), some.integers(0, 2**33), some.integers(0, 2**33))
def test_nobody_waits_longer_than_five_minutes_whatever_the_clock_says(failures, at, now):
    assert 0 <= remaining(failures, at, now) <= LONGEST_WAIT


def test_of_a_thousand_guesses_in_ten_minutes_few_get_through_and_a_restart_changes_nothing(store, nancy, quick, clock):
    set_password(nancy.id, NANCYS, FOUNDER)
    looked_at = 0
    for number in range(1_000):
        with pytest.raises(SignInRefused) as refused:
            sign_in("nancy", f"guess {number}")
        looked_at += "Wait" not in str(refused.value)
        clock.forward(milliseconds=600)
    assert FREE_TRIES < looked_at <= 30
    with pytest.raises(SignInRefused, match="Wait"):
        sign_in(" Nancy", NANCYS)
    clock.forward(seconds=LONGEST_WAIT)
    assert sign_in("nancy", NANCYS).actor == nancy
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in("nancy", "again")


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(hours=1), timedelta(days=-2)])
def test_who_sets_the_clock_gets_no_further_guess_and_waits_no_longer(store, nancy, quick, monkeypatch, jump):
    set_password(nancy.id, NANCYS, FOUNDER)
    wall, running = [datetime(2026, 11, 22, 12, 0, tzinfo=UTC)], [1_000.0]
    monkeypatch.setattr(subject, "utc_now", lambda: wall[0])
    monkeypatch.setattr(subject, "monotonic", lambda: running[0])
    for number in range(FREE_TRIES):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in("nancy", f"guess {number}")
    wall[0] += jump
    with pytest.raises(SignInRefused, match="Wait"):
        sign_in("nancy", NANCYS)
    running[0] += wait_after(FREE_TRIES)
    assert sign_in("nancy", NANCYS).actor == nancy


def test_what_was_typed_as_a_login_is_written_nowhere(store, quick):
    with pytest.raises(SignInRefused):
        sign_in("my secret password", "x")
    assert "secret" not in str(fetch("SELECT who FROM sign_in_try"))


@pytest.mark.parametrize("password", ["short", "password", "Hafenhandel", "nancy davolio", "x" * 129])
def test_too_easy_a_password_is_refused(store, nancy, password):
    with pytest.raises(UserError):
        set_password(nancy.id, password, FOUNDER)
    assert Staff.get_by_id(nancy.id).password_hash == ""


def test_an_owner_s_password_is_longer(store):
    with pytest.raises(UserError, match="12"):
        set_password(FOUNDER.id, "x9!Kd02p", FOUNDER)


def test_one_s_own_needs_the_old_one_and_another_s_the_right(store, nancy):
    set_password(nancy.id, NANCYS, FOUNDER)
    with pytest.raises(NotAllowed, match="password of now"):
        set_password(nancy.id, "another of mine", nancy, old="wrong")
    set_password(nancy.id, "another of mine", nancy, old=NANCYS)
    assert sign_in("nancy", "another of mine").actor == nancy
    with pytest.raises(NotAllowed):
        set_password(FOUNDER.id, OWNERS, nancy)
    with pytest.raises(NotAllowed):
        stop_sign_in(nancy)


def test_who_does_not_work_here_any_more_cannot_sign_in(store, nancy, quick):
    set_password(nancy.id, NANCYS, FOUNDER)
    Staff.update(active=False).where(Staff.id == nancy.id).execute()
    with pytest.raises(SignInRefused):
        sign_in("nancy", NANCYS)


def test_an_owner_sets_up_a_second_factor_and_needs_it_then(store, quick, clock):
    set_password(FOUNDER.id, OWNERS, FOUNDER)
    assert sign_in("owner", OWNERS).needs_factor
    new = new_factor(FOUNDER)
    assert new.address.startswith("otpauth://totp/") and new.secret in new.address
    with pytest.raises(UserError, match="not the code"):
        keep_factor(new, "000000", FOUNDER)
    _change, codes = keep_factor(new, code_at(new, clock), FOUNDER)

    with pytest.raises(CodeWanted):
        sign_in("owner", OWNERS)
    with pytest.raises(SignInRefused, match="does not count"):
        sign_in("owner", OWNERS, code_at(new, clock))
    clock.forward(seconds=STEP)
    code = code_at(new, clock)
    assert sign_in("owner", OWNERS, f" {code[:3]} {code[3:]}") == subject.SignedIn(FOUNDER)
    with pytest.raises(SignInRefused, match="does not count"):
        sign_in("owner", OWNERS, code)
    assert len(set(codes)) == CODES
    assert sign_in("owner", OWNERS, codes[3].lower()).actor == FOUNDER
    with pytest.raises(SignInRefused, match="does not count"):
        sign_in("owner", OWNERS, codes[3])
    assert not any(code in Staff.get_by_id(1).second_factor for code in codes)


def test_guessed_codes_are_counted_as_guessed_passwords_are(store, quick, clock):
    set_password(FOUNDER.id, OWNERS, FOUNDER)
    new = new_factor(FOUNDER)
    keep_factor(new, code_at(new, clock), FOUNDER)
    for number in range(FREE_TRIES):
        with pytest.raises(SignInRefused, match="does not count"):
            sign_in("owner", OWNERS, f"00000{number}")
        with pytest.raises((CodeWanted, SignInRefused)):
            sign_in("owner", OWNERS)
    with pytest.raises(SignInRefused, match="Wait"):
        sign_in("owner", OWNERS, code_at(new, clock))


def test_a_lost_telephone_s_factor_is_taken_off(store, quick, clock, nancy):
    set_password(FOUNDER.id, OWNERS, FOUNDER)
    new = new_factor(FOUNDER)
    keep_factor(new, code_at(new, clock), FOUNDER)
    with pytest.raises(NotAllowed):
        drop_factor(FOUNDER.id, nancy)
    drop_factor(FOUNDER.id, Actor(FOUNDER.id, "owner", Role.OWNER))
    assert sign_in("owner", OWNERS).needs_factor


def test_what_rfc_6238_says_comes_out():
    factor = SecondFactor("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    assert factor.accepting("287082", 59) is not None
    assert factor.accepting("050471", 1111111111) is not None
    assert factor.accepting("050471", 1111111111 + 2 * STEP) is None


def test_two_new_factors_are_two():
    assert new_second_factor().secret != new_second_factor().secret


def test_none_of_it_can_be_undone(store, nancy):
    done = set_password(nancy.id, NANCYS, FOUNDER)
    with pytest.raises(CannotUndo):
        undo(done.operation, FOUNDER)
    assert Staff.get_by_id(nancy.id).password_hash
