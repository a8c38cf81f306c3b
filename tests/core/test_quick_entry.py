from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.entry_words import ENGLISH, GERMAN, LANGUAGES, Sense, words_for
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.quick_entry import parse
from crm_desktop.core.recurrence import checked_rule
from crm_desktop.core.text import fold

NOW = datetime(2026, 11, 20, 10, 30)  # a Friday, wall time
TODAY = NOW.date()
BOTH = words_for(("en", "de"))


def read(text, now=NOW, words=BOTH, month_first=False):
    return parse(text, now, words, month_first)


def when(text, **options):
    entry = read(text, **options)
    return entry.day, entry.time


def test_one_sentence_is_a_follow_up():
    entry = read("call maria anders monday 9 about replacement")
    assert (entry.verb, entry.channel, entry.who, entry.about) == ("call", "phone", "maria anders", "about replacement")
    assert (entry.day, entry.time, entry.rule) == (date(2026, 11, 23), "09:00", "")
    assert entry.title("Maria Anders") == "Call about replacement"
    assert read("email maria tomorrow").title("Maria Anders") == "Email Maria Anders"


@pytest.mark.parametrize(
    ("said", "day", "time"),
    [
        ("today", TODAY, ""), ("tomorrow", date(2026, 11, 21), ""), ("day after tomorrow", date(2026, 11, 22), ""),
        ("friday", date(2026, 11, 27), ""), ("sun", date(2026, 11, 22), ""), ("on sat 9", date(2026, 11, 21), "09:00"),
        ("next week", date(2026, 11, 23), ""), ("next friday", date(2026, 11, 27), ""), ("next month", date(2026, 12, 1), ""),
        ("in 3 days", date(2026, 11, 23), ""), ("in a week at 9", date(2026, 11, 27), "09:00"), ("in 2 months", date(2027, 1, 20), ""),
        ("in two hours", TODAY, "12:30"), ("in 15 min", TODAY, "10:45"), ("end of week", TODAY, ""),
        ("end of month", date(2026, 11, 30), ""),
        ("14.12.", date(2026, 12, 14), ""), ("14.12", date(2026, 12, 14), ""), ("14.12.27 14.30", date(2027, 12, 14), "14:30"),
        ("2026-12-14 9:30", date(2026, 12, 14), "09:30"), ("14 dec", date(2026, 12, 14), ""), ("dec 14th 9am", date(2026, 12, 14), "09:00"),
        ("1.11.", date(2027, 11, 1), ""), ("29.2.", date(2028, 2, 29), ""), ("14. dezember um 9 uhr", date(2026, 12, 14), "09:00"),
        ("am montag 9:30", date(2026, 11, 23), "09:30"), ("übermorgen 14 uhr", date(2026, 11, 22), "14:00"),
        ("nächste woche", date(2026, 11, 23), ""), ("in drei Tagen", date(2026, 11, 23), ""),
        ("tomorrow noon", date(2026, 11, 21), "12:00"),
        ("9am", date(2026, 11, 21), "09:00"), ("at 11", TODAY, "11:00"), ("12 pm", TODAY, "12:00"), ("12am", date(2026, 11, 21), "00:00"),
        ("monday 30.11. 10:00", date(2026, 11, 30), "10:00"), ("mon 30 nov", date(2026, 11, 30), ""),
        ("monday the 30th at 10", date(2026, 11, 30), "10:00"), ("on monday, 2026-12-07", date(2026, 12, 7), ""),
        ("montag, den 30.11. um 10", date(2026, 11, 30), "10:00"), ("on the 15th", date(2026, 12, 15), ""),
        ("on the 15th of december", date(2026, 12, 15), ""), ("am 15.", date(2026, 12, 15), ""), ("by the 31st", date(2026, 12, 31), ""),
        ("monday 9.10", date(2026, 11, 23), "09:10"), ("9:30", date(2026, 11, 21), "09:30"), ("9", date(2026, 11, 21), "09:00"),
    ],
)  # fmt: skip
def test_days_and_times_are_read_as_people_say_them(said, day, time):
    entry = read(f"call ada lovelace {said} about tea")
    assert (entry.day, entry.time, entry.who, entry.about) == (day, time, "ada lovelace", "about tea")


@pytest.mark.parametrize(
    ("said", "rule", "day", "time"),
    [
        ("every monday", "FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 23), ""),
        ("every friday 9", "FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 27), "09:00"),
        ("every friday at 11", "FREQ=WEEKLY;BYDAY=FR", TODAY, "11:00"),
        ("every mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH", date(2026, 11, 23), ""),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", TODAY, ""),
        ("every other week tomorrow", "FREQ=WEEKLY;INTERVAL=2", date(2026, 11, 21), ""),
        ("every workday 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", date(2026, 11, 23), "09:00"),
        ("daily until 30.11.", "FREQ=DAILY;UNTIL=20261130", TODAY, ""),
        ("jeden montag um 9", "FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 23), "09:00"),
        ("monatlich", "FREQ=MONTHLY", TODAY, ""),
    ],
)
def test_repetitions_begin_on_their_first_day(said, rule, day, time):
    entry = read(f"call ada {said}")
    assert (entry.rule, entry.day, entry.time, entry.who) == (rule, day, time, "ada")


def test_a_weekday_that_is_not_the_dates_stays_in_words_and_the_date_counts():
    entry = read("call ada monday 1.12.")
    assert (entry.day, entry.who) == (date(2026, 12, 1), "ada monday")


def test_which_comes_first_of_day_and_month_is_the_companys_way():
    assert when("call ada 3/4") == (date(2027, 4, 3), "")
    assert when("call ada 3/4", month_first=True) == (date(2027, 3, 4), "")


def test_what_it_is_about_may_hold_numbers_and_ends_with_a_time_at_most():
    assert read("call ada monday about 3 chairs of order 9").about == "about 3 chairs of order 9"
    entry = read("call ada about the monday offer tomorrow at 9")
    assert (entry.about, entry.day, entry.time) == ("about the monday offer", date(2026, 11, 21), "09:00")


def test_names_that_are_days_are_names_where_no_time_follows_and_in_quotation_marks():
    assert (read("call sun ltd monday").who, read("call sun ltd monday").day) == ("sun ltd", date(2026, 11, 23))
    assert read('call "Friday 9" tomorrow').who == "Friday 9"


def test_the_verb_may_end_the_line_as_in_german():
    entry = parse("Maria Anders anrufen Montag 9 wegen Ersatz", NOW, GERMAN)
    assert (entry.channel, entry.who, entry.title("Maria")) == ("phone", "Maria Anders", "Anrufen wegen Ersatz")


def test_without_such_a_verb_everything_is_the_title_and_who_follows_to_or_for():
    entry = read("send the offer to maria anders friday")
    assert (entry.verb, entry.who, entry.title("Maria Anders"), entry.day) == ("", "maria anders", "Send the offer to maria anders",
                                                                               date(2026, 11, 27))  # fmt: skip
    assert read("tidy the shelf").who == ""


def test_a_second_day_is_only_words():
    assert read("call ada monday tuesday").who == "ada tuesday"


PIECES = sorted({word for table in BOTH.values() for word in table} | {"9", "99", "0", "14.12.", "3/4", '"', "ada"})


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_is_understood_or_left_alone(text):
    entry = read(text)
    assert entry.time == "" or datetime.strptime(entry.time, "%H:%M")
    assert not (entry.rule or entry.time) or entry.day is not None
    assert checked_rule(entry.rule) == entry.rule
    assert entry.day is None or TODAY - timedelta(366 * 101) < entry.day < TODAY + timedelta(366 * 101)


@given(
    st.sampled_from(sorted(ENGLISH[Sense.VERB])),
    st.sampled_from(["ada", "maria anders", "müller & söhne", "o'neil"]),
    st.dates(TODAY, date(2035, 1, 1)),
    st.times(),
    st.booleans(),
)
def test_what_is_written_out_is_read_back(verb, name, day, time, is_german):
    written = f"{day:%d.%m.%Y}" if is_german else day.isoformat()
    entry = read(f"{verb} {name} {written} {time:%H:%M} about the thing")
    assert (entry.verb, entry.who, entry.day, entry.time, entry.about) == (verb, name, day, f"{time:%H:%M}", "about the thing")


def test_the_tables_are_whole_and_folded():
    for table in LANGUAGES.values():
        assert set(table) == set(Sense)
        assert all(word == fold(word) for words in table.values() for word in words)
        assert set(table[Sense.VERB].values()) <= set(ChannelKind)
    assert words_for(["fr"]) == ENGLISH
