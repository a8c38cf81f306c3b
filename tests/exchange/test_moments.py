from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.exchange.moments import day_reader, moment_reader, read_clock, told_order
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import Exact

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAYS = st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31))


def utc(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def reason_of(read, text):
    """Why the text is refused; a full stop where it is not."""
    try:
        read(text)
    except BadValue as refused:
        return refused.reason
    return "."


@given(
    DAYS,
    st.sampled_from(
        [
            ("DMY", "{d:02}.{m:02}.{y}"),
            ("DMY", "{d}/{m}/{y}"),
            ("MDY", "{m}/{d}/{y}"),
            ("MDY", "{m:02}-{d:02}-{y}"),
            ("", "{y}-{m:02}-{d:02}"),
        ]
    ),
)
def test_a_day_comes_back_in_the_order_that_is_known(day, how):
    order, form = how
    assert day_reader(order)(form.format(d=day.day, m=day.month, y=day.year)) == day.isoformat()


@given(DAYS)
def test_without_a_known_order_a_day_is_read_only_where_it_can_be_no_other(day):
    text = f"{day.day}/{day.month}/{day.year}"
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(BadValue, match="either way"):
            day_reader("")(text)
    else:
        assert day_reader("")(text) == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_is_refused_in_a_sentence(text):
    assert reason_of(moment_reader("", BERLIN), text).endswith(".")


@given(st.from_regex(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AP]M)?)?", fullmatch=True))
def test_whatever_looks_like_a_date_is_read_or_refused(text):
    assert reason_of(moment_reader("MDY", NEW_YORK), text).endswith(".")


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)))
def test_a_moment_with_its_offset_comes_back_to_the_second(moment):
    seconds = int(moment.replace(microsecond=0, tzinfo=UTC).timestamp())
    for zone in (BERLIN, NEW_YORK):
        local = datetime.fromtimestamp(seconds, zone)
        assert moment_reader("", BERLIN)(local.isoformat()) == seconds
        assert moment_reader("", BERLIN)(f"{local:%Y-%m-%d %H:%M:%S%z}") == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1996-07-04 00:00:00.000", "1996-07-03T22:00:00"),
        ("2024-01-31", "2024-01-30T23:00:00"),
        ("31.01.2024 14:30", "2024-01-31T13:30:00"),
        ("2024-07-31T14:30:15Z", "2024-07-31T14:30:15"),
        ("2024-07-31 14:30 UTC", "2024-07-31T14:30:00"),
        ("2024-07-31 14:30:00 -0500", "2024-07-31T19:30:00"),
        ("4 July 1996", "1996-07-03T22:00:00"),
        ("Jul 4, 1996 9:05 pm", "1996-07-04T19:05:00"),
        ("04-Sept-1996 12:00 AM", "1996-09-03T22:00:00"),
        (Exact("2013-11-09 00:00:00"), "2013-11-08T23:00:00"),
    ],
)
def test_moments_in_many_hands(text, expected):
    assert moment_reader("", BERLIN)(text) == utc(expected)


def test_american_times_of_day():
    read = moment_reader("MDY", NEW_YORK)
    assert read("04/12/2018 11:11:26 AM") == utc("2018-04-12T15:11:26")
    assert read("04/12/2018 12:30:00 AM") == utc("2018-04-12T04:30:00")
    assert read("04/12/2018 12:30:00 PM") == utc("2018-04-12T16:30:00")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30.02.2024", "no such day"), ("2024-13-01", "no such day"), ("0/0/00", "two digits"), ("1/2/24", "two digits"),
        ("2024-01-31 25:00", "no such time"), ("01/31/2024 13:00 PM", "no such time"), ("2024-01-31 14:30+99:00", "no such offset"),
        ("0202-01-31", "out of range"), ("yesterday", "not a date"), ("2024-01-31 noon", "not a date"), ("1. J 2024", "not a date"),
        ("2024-01-31 14:30 CEST", "time of day"), ("20240131", "not a date"), ("45322", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_its_reason(text, reason):
    with pytest.raises(BadValue, match=reason):
        moment_reader("", BERLIN)(text)


def test_a_stated_order_is_obeyed_and_what_breaks_it_is_refused():
    with pytest.raises(BadValue, match="no such day"):
        day_reader("DMY")("07/30/2023")
    with pytest.raises(BadValue, match="begin with its year"):
        day_reader("YMD")("30.07.2023")


def test_a_time_that_came_twice_or_never_is_refused_and_midnight_is_the_day_itself():
    read = moment_reader("DMY", BERLIN)
    with pytest.raises(BadValue, match="came twice"):
        read("27.10.2024 02:30")
    with pytest.raises(BadValue, match="never came"):
        read("31.03.2024 02:30")
    assert read("27.10.2024 02:30+01:00") == utc("2024-10-27T01:30:00")
    assert moment_reader("", ZoneInfo("America/Sao_Paulo"))("2018-11-04 00:00") == utc("2018-11-04T03:00:00")


def test_a_day_may_have_midnight_beside_it_and_no_other_time():
    assert day_reader("")("1996-08-01 00:00:00.000") == "1996-08-01"
    with pytest.raises(BadValue, match="day alone"):
        day_reader("")("1996-08-01 08:00")


@pytest.mark.parametrize(
    ("text", "order"), [("31/01/2024", "DMY"), ("01/31/2024", "MDY"), ("01/02/2024", ""), ("2024-01-31", ""), ("31/31/2024", "")]
)
def test_a_date_tells_the_order_only_where_it_has_but_one_reading(text, order):
    assert told_order(text) == order


def test_times_of_day():
    assert [read_clock("9:05"), read_clock("09:05:59"), read_clock("9:05 pm")] == ["09:05", "09:05", "21:05"]
    with pytest.raises(BadValue):
        read_clock("25:00")


@given(
    st.datetimes(min_value=datetime(1890, 1, 1), max_value=datetime(2150, 1, 1)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia"]),
)
@example(datetime(2024, 3, 31, 2, 30), "Europe/Berlin")
@example(datetime(2024, 10, 27, 2, 30), "Europe/Berlin")
@example(datetime(2018, 11, 4, 0, 0), "America/Sao_Paulo")
@example(datetime(2011, 12, 30, 9, 0), "Pacific/Apia")
def test_the_usual_spelling_is_read_as_any_other(moment, zone):
    def told(text):
        try:
            return moment_reader("", ZoneInfo(zone))(text)
        except BadValue as refused:
            return refused.reason

    assert told(f"{moment:%Y-%m-%d %H:%M:%S}") == told(f"{moment:%Y/%m/%d %H:%M:%S}")


def test_the_order_of_a_column_is_asked_for_when_a_day_depends_on_it():
    asked = []
    read = day_reader(lambda: asked.append(1) or "DMY")
    assert (read("2024-01-02"), read("3 Jan 2024"), asked) == ("2024-01-02", "2024-01-03", [])
    assert (read("4/1/2024"), asked) == ("2024-01-04", [1])
