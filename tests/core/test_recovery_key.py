import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_desktop.core.errors import UserError
from crm_desktop.core.passphrases import LEAST, LEAST_OF_OWNERS, MOST, demand_good
from crm_desktop.core.recovery_key import BYTES, new_recovery_key, read, written

KEYS = some.binary(min_size=BYTES, max_size=BYTES)


@given(KEYS)
def test_a_key_is_read_as_it_was_written(key):
    text = written(key)
    assert read(text) == key
    assert read(text.lower().replace("-", "  ").replace("0", "o").replace("1", "l")) == key


@given(KEYS, some.integers(0, 7))
def test_groups_in_each_other_s_places_are_another_key_or_none(key, place):
    groups = written(key).split("-")
    other = (place + 1) % 8
    groups[place], groups[other] = groups[other], groups[place]
    try:
        found = read("-".join(groups))
    except UserError:
        return
    assert found != key or groups[place] == groups[other]


def test_nearly_every_slip_of_one_sign_is_noticed_and_its_group_named():
    signs, noticed, tried = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 0, 0
    for _round in range(20):
        text = written(new_recovery_key())
        for place in range(0, len(text), 3):
            if text[place] == "-":
                continue
            slip = signs[(signs.index(text[place]) + 7) % 32]
            tried += 1
            noticed += f"Group {place // 5 + 1} " in said_of(text[:place] + slip + text[place + 1 :])
    assert noticed > 0.85 * tried


def said_of(text):
    try:
        read(text)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("text", ["", "4F7K", "!" * 32, "A" * 33])
def test_what_is_no_key_says_what_one_looks_like(text):
    with pytest.raises(UserError, match="Nothing was changed"):
        read(text)


@pytest.mark.parametrize(
    "text", ["password", "Password123", "12345678", "aaaaaaaa", "abababab", "passwort1", "x9!K", "x" * (MOST + 1), "Nancy  Davolio"]
)
def test_what_guessers_try_first_is_refused(text):
    with pytest.raises(UserError) as refused:
        demand_good(text, LEAST, ("nancy  davolio",))
    assert text not in str(refused.value)


@pytest.mark.parametrize("text", ["three small dogs", "трималенькісобаки", "x9!Kd02p", "a" * 100 + "bcdé"])
def test_what_is_long_and_not_common_is_taken(text):
    demand_good(text, LEAST)


def test_an_owner_s_is_longer():
    with pytest.raises(UserError, match="12"):
        demand_good("x9!Kd02p", LEAST_OF_OWNERS)
