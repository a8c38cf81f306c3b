"""What calendars of other programs say, event by event."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.dates import DAY_MINUTES
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.exchange.calendar_events import Event, Guest, zone_named
from crm_desktop.exchange.calendar_reading import Read, events_of, read_file
from crm_desktop.exchange.calendar_writing import calendar_text
from tests.examples import examples

BERLIN = "Europe/Berlin"
CHANGED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
START = "DTSTART;TZID=Europe/Berlin:20260302T090000"
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*lines, head="", uid="UID:1"):
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}" + event(*lines, uid=uid) + "END:VCALENDAR\n"


def event(*lines, uid="UID:1"):
    return "\n".join(["BEGIN:VEVENT", uid, "SUMMARY:Visit", *lines, "END:VEVENT", ""])


@pytest.fixture
def read(tmp_path):
    def read(text, encoding=""):
        path = tmp_path / "calendar.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        found = Read()
        read_file(path, encoding, BERLIN, found)
        return [seen.event for seen in events_of(found)], found

    return read


@pytest.fixture
def only(read):
    """The one event of a file of which nothing is left out."""

    def only(text, encoding=""):
        (found,), told = read(text, encoding)
        assert told.refused == told.left_out == []
        return found

    return only


@pytest.fixture
def refused(read):
    def refused(text):
        found, told = read(text)
        assert found == []
        return [(row.place.line, row.reason) for row in told.refused]

    return refused


def test_an_event_has_its_words_and_its_wall_time(only):
    found = only(calendar(
        START, "DTEND;TZID=Europe/Berlin:20260302T103000", "LOCATION:Haus 3\\, Köln", "DESCRIPTION:Line one\\nLine two\\; three\\\\",
        "URL:https://meet.example/a?b=c;d", "STATUS:CONFIRMED",
    ))  # fmt: skip
    assert found == Event(
        "1", "Visit", date(2026, 3, 2), "09:00", 90, BERLIN, "Haus 3, Köln", "https://meet.example/a?b=c;d", "Line one\nLine two; three\\",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", BERLIN), ("W. Europe Standard Time", BERLIN), ("US Mountain Standard Time", "America/Phoenix"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", BERLIN),
        ("/mozilla.org/20050126_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ("UTC", "UTC"), ("Customized Time Zone", ""), ("../../etc/passwd", ""), ("", ""),
    ],
)  # fmt: skip
def test_zones_by_their_names_in_calendars(tzid, zone):
    assert zone_named(tzid) == zone


def test_outlooks_series_stays_at_nine_when_the_clocks_change(only):
    found = only(calendar(
        "DTSTART;TZID=W. Europe Standard Time:20260302T090000", "DTEND;TZID=W. Europe Standard Time:20260302T093000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260601T070000Z;INTERVAL=2;BYDAY=MO;WKST=SU", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "CLASS:PUBLIC",
        "PRIORITY:5", "TRANSP:OPAQUE", "SEQUENCE:3", head=OUTLOOK_ZONE,
    ))  # fmt: skip
    assert (found.zone, found.starts_time, found.recurrence) == (BERLIN, "09:00", "FREQ=WEEKLY;UNTIL=20260601;INTERVAL=2;BYDAY=MO;WKST=SU")
    assert found.span(date(2026, 4, 13))[0] == datetime(2026, 4, 13, 7, tzinfo=UTC)


def test_the_end_of_a_series_is_its_last_day_there(only):
    """It ends on the day before, at eleven in the evening here, and that is before nine of the last morning."""
    found = only(calendar(START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260309T220000Z"))
    assert found.recurrence == "FREQ=DAILY;UNTIL=20260309"
    found = only(calendar(START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260309T060000Z"))
    assert found.recurrence == "FREQ=DAILY;UNTIL=20260308"


def test_a_series_that_ends_in_the_year_9999_does_not_end(only):
    assert (
        only(calendar(START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z;INTERVAL=2")).recurrence == "FREQ=DAILY;INTERVAL=2"
    )


def test_a_moment_in_utc_keeps_it(only):
    found = only(calendar("DTSTART:20260302T080000Z", "DTEND:20260302T090000Z"))
    assert (found.zone, found.span()[0]) == ("UTC", datetime(2026, 3, 2, 8, tzinfo=UTC))


def test_a_floating_time_is_the_companys_and_is_told(read):
    (found,), told = read(calendar("DTSTART:20260302T090000", "DTEND:20260302T100000"))
    assert (found.zone, found.starts_time, told.floating) == (BERLIN, "09:00", 1)


def test_an_end_in_another_zone_counts_by_its_moment(only):
    assert only(calendar(START, "DTEND;TZID=Europe/London:20260302T090000")).minutes == 60


def test_a_zone_that_only_the_file_knows_keeps_the_moment_of_a_single_event(read):
    head = OUTLOOK_ZONE.replace("W. Europe Standard Time", "Customized Time Zone").replace("+0100", "+0400").replace("+0200", "+0500")
    (found,), told = read(calendar("DTSTART;TZID=Customized Time Zone:20260302T090000", "DURATION:PT30M", head=head))
    assert (found.zone, found.starts_time, told.moved) == (BERLIN, "06:00", {"Customized Time Zone"})


def test_a_zone_that_only_the_file_knows_may_be_the_companys_by_another_name(only):
    """So Notes and older Outlooks write it, and a series can be kept."""
    head = OUTLOOK_ZONE.replace("W. Europe Standard Time", "Western/Central Europe")
    found = only(calendar("DTSTART;TZID=Western/Central Europe:20260302T090000", "DURATION:PT30M", "RRULE:FREQ=DAILY", head=head))
    assert (found.zone, found.starts_time, found.recurrence) == (BERLIN, "09:00", "FREQ=DAILY")


@pytest.mark.parametrize("more", [[], ["RRULE:FREQ=DAILY"]])
def test_a_zone_nobody_knows_is_refused_by_its_name(refused, more):
    ((line, reason),) = refused(calendar("DTSTART;TZID=Middle Earth:20260302T090000", "DURATION:PT30M", *more))
    assert (line, reason) == (3, "Its time zone “Middle Earth” is not known here.")


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ([], 0), (["DTEND;VALUE=DATE:20260303"], 0), (["DTEND;VALUE=DATE:20260302"], 0),
        (["DTEND;VALUE=DATE:20260305"], 3 * DAY_MINUTES), (["DURATION:P2D"], 2 * DAY_MINUTES),
    ],
)  # fmt: skip
def test_whole_days(only, end, minutes):
    found = only(calendar("DTSTART;VALUE=DATE:20260302", *end))
    assert (found.starts_on, found.starts_time, found.minutes, found.zone) == (date(2026, 3, 2), "", minutes, BERLIN)


def test_who_asks_and_who_is_asked(only):
    found = only(calendar(
        START, "DURATION:PT1H", 'ORGANIZER;CN="Davolio, Nancy":mailto:Nancy@shop.example',
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE;CN=Ada:MAILTO:ada@example.org",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=^'Bob^':invalid:nomail", "ATTENDEE;PARTSTAT=DECLINED:mailto:",
        "ATTENDEE;CN=Ada:mailto:ADA@example.org",
    ))  # fmt: skip
    assert found.organizer == Guest("Davolio, Nancy", "Nancy@shop.example")
    assert found.guests == (Guest("Ada", "ada@example.org", Answer.ACCEPTED), Guest('"Bob"', "", Answer.NONE))


@pytest.mark.parametrize(
    ("trigger", "start", "before"),
    [("TRIGGER:-PT15M", START, 15), ("TRIGGER;RELATED=START:-P1D", START, 1440), ("TRIGGER:PT0S", START, 0),
     ("TRIGGER:-PT15H", "DTSTART;VALUE=DATE:20260302", 24 * 60), ("TRIGGER:P0DT9H0M0S", "DTSTART;VALUE=DATE:20260302", 0)],
)  # fmt: skip
def test_a_reminder_before_the_start(only, trigger, start, before):
    length = [] if "DATE" in start else ["DURATION:PT1H"]
    assert only(calendar(start, *length, "BEGIN:VALARM", "ACTION:DISPLAY", trigger, "END:VALARM")).remind_before == before


@pytest.mark.parametrize("trigger", ["TRIGGER:PT15M", "TRIGGER;RELATED=END:-PT5M", "TRIGGER;VALUE=DATE-TIME:20260302T080000Z"])
def test_a_reminder_that_has_no_place_here_is_told(read, trigger):
    (found,), told = read(
        calendar(START, "DURATION:PT1H", "BEGIN:VALARM", trigger, "END:VALARM", "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM")
    )
    assert found.remind_before == 5
    assert [(row.column, row.place.line) for row in told.left_out] == [("TRIGGER", 9)]


def test_every_value_that_has_no_place_is_told(read):
    _found, told = read(
        calendar(START, "DURATION:PT1H", "RDATE:20260401T090000", "ATTACH:https://x.example/a.pdf", "CATEGORIES:Travel", "STATUS:TENTATIVE")
    )
    assert [(row.column, row.value) for row in told.left_out] == [
        ("STATUS", "TENTATIVE"), ("RDATE", "20260401T090000"), ("ATTACH", "https://x.example/a.pdf"), ("CATEGORIES", "Travel"),
    ]  # fmt: skip


def test_days_on_which_a_series_does_not_come(only):
    found = only(
        calendar(
            START,
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=9",
            "EXDATE;TZID=Europe/Berlin:20260305T090000,20260304T090000",
            "EXDATE:20260306T080000Z",
        )
    )
    assert found.except_days == (date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6))


def test_one_time_of_a_series_that_moved_stands_alone_and_its_day_is_free(read):
    series = event(START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5")
    moved = event("RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000", "DTSTART;TZID=Europe/Berlin:20260310T140000", "DURATION:PT2H")
    gone = event("RECURRENCE-ID:20260316T080000Z", "DTSTART;TZID=Europe/Berlin:20260316T090000", "DURATION:PT1H", "STATUS:CANCELLED")
    found, told = read(f"BEGIN:VCALENDAR\n{moved}{series}{gone}END:VCALENDAR")
    assert told.refused == []
    assert [(each.uid, each.starts_on, each.starts_time, each.minutes, each.except_days) for each in found] == [
        ("1", date(2026, 3, 2), "09:00", 60, (date(2026, 3, 9), date(2026, 3, 16))),
        ("1/20260309", date(2026, 3, 10), "14:00", 120, ()),
    ]


def test_a_change_from_one_time_on_is_refused(refused):
    ((_line, reason),) = refused(calendar("RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T080000Z", START, "DURATION:PT1H"))
    assert "from one time on" in reason


def test_what_is_cancelled_by_its_state_or_by_the_file(only):
    assert only(calendar(START, "DURATION:PT1H", "STATUS:CANCELLED")).state == AppointmentState.CANCELLED
    assert only(calendar(START, "DURATION:PT1H", head="METHOD:CANCEL\n")).state == AppointmentState.CANCELLED


def test_an_answer_is_no_appointment(refused):
    assert "answer to an invitation" in refused(calendar(START, head="METHOD:REPLY\n"))[0][1]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([START, "DURATION:PT1H", "RRULE:FREQ=HOURLY"], "does not go by days"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;BYSETPOS=x"], "does not go by days"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "several rules"), (["DURATION:PT1H"], "when it begins"),
        ([START, "DTEND;TZID=Europe/Berlin:20260301T090000"], "ends before"), ([START, "DURATION:P8D"], "longer than 7 days"),
        ([START, "DTEND;VALUE=DATE:20260303"], "ends on a day"), (["DTSTART:tomorrow"], "no day and no time"),
        ([START, "DURATION:1H"], "no length"),
        ([START, "DURATION:PT1H", "no colon"], "Line 8 cannot be read"), ([START, "DURATION:PT1H", "LOCATION:a\0b"], "U\\+0000"),
        (["DTSTART:00010101T000000Z", "DURATION:PT1H"], "too far out"), (["DTSTART;VALUE=DATE:99991231"], "too far out"),
        ([START, "DURATION:PT1H", "RECURRENCE-ID:00010101T000000Z"], "too far out"),
        (["DTSTART;VALUE=DATE:20260302", "DURATION:P500D"], "longer than 366 days"), (["DTSTART;VALUE=DATE:20261399"], "no day"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_kept_says_why(refused, lines, reason):
    ((line, said),) = refused(calendar(*lines))
    assert line == 3
    assert re.search(reason, said)


def test_a_broken_event_leaves_the_others_alone(read):
    good = event(START, "DURATION:PT1H", uid="UID:2")
    found, told = read(f"BEGIN:VCALENDAR\n{event('DTSTART:never')}{good}BEGIN:VTODO\nSUMMARY:Buy milk\nEND:VTODO\nEND:VCALENDAR")
    assert [each.uid for each in found] == ["2"]
    assert [(row.place.line, row.value) for row in told.refused] == [(2, "Visit"), (13, "Buy milk")]


@pytest.mark.parametrize("end", [40, 75, 90])
def test_a_file_that_is_cut_says_so(refused, end):
    text = calendar(START, "DURATION:PT1H")
    assert any("cut" in reason for _line, reason in refused(text[:-end]))


def test_a_text_that_is_folded_within_a_letter_is_whole(only):
    cut = "SUMMARY:Köln".encode()
    text = calendar(START, "DURATION:PT1H").encode().replace(b"SUMMARY:Visit", cut[:10] + b"\r\n " + cut[10:])
    assert only(text).title == "Köln"


def test_letters_of_another_encoding_are_refused_until_it_is_stated(read, refused, only):
    text = calendar(START, "DURATION:PT1H", "LOCATION:Köln").encode("latin-1")
    assert refused(text) == [(3, "Line 8 holds letters that are not utf-8.")]
    assert only(text, "latin-1").place == "Köln"
    assert only(calendar(START, "DURATION:PT1H", "LOCATION:Köln").encode("utf-16")).place == "Köln"


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCARD\nEND:VCARD\n", b"\0\1\2"])
def test_what_is_no_calendar_is_refused(read, content):
    with pytest.raises(UserError, match="holds no calendar"):
        read(content)


def test_of_two_that_say_they_are_the_same_the_newer_counts(read):
    old, new = event(START, "DURATION:PT1H", "SEQUENCE:1"), event(START, "DURATION:PT2H", "SEQUENCE:2")
    found, told = read(f"BEGIN:VCALENDAR\n{new}{old}{new}END:VCALENDAR")
    assert [each.minutes for each in found] == [120]
    assert len(told.refused) == 1


def test_an_event_without_a_uid_is_the_same_each_time(read):
    one, other = (read(calendar(START, "DURATION:PT1H", uid="X-NOTHING:1"))[0][0].uid for _ in range(2))
    assert one == other
    assert len(one) == 32


LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
LINES = LETTERS.map(str.strip).filter(lambda text: text == text.strip())
NOTES = st.lists(LETTERS | st.just("\t"), max_size=4).map("\n".join).filter(lambda text: not text or text.strip())
DAYS = st.dates(date(1999, 1, 1), date(2050, 1, 1))
ZONES = st.sampled_from([BERLIN, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])
GUESTS = st.lists(
    st.builds(Guest, LINES.filter(bool), st.sampled_from(["", "a@b.example", "Ü,;:\"x@y"]), st.sampled_from(list(Answer))),
    max_size=3, unique_by=(lambda guest: guest.email.casefold() or guest.name),
)  # fmt: skip
ASKS = st.builds(lambda name, email: Guest(name, email), LINES.filter(bool), st.sampled_from(["", "o@b.example"]))
RULES = st.sampled_from(
    ["", "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20401231", "FREQ=DAILY;COUNT=5;INTERVAL=2", "UNTIL=20391231;FREQ=MONTHLY;BYDAY=-1FR"]
)


@st.composite
def events(draw):
    timed, rule = draw(st.booleans()), draw(RULES)
    return Event(
        uid=draw(LINES.filter(bool)), title=draw(LINES.filter(bool)), starts_on=draw(DAYS), zone=draw(ZONES) if timed else BERLIN,
        starts_time=f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}" if timed else "",
        minutes=draw(st.integers(1, 7 * DAY_MINUTES)) if timed else draw(st.sampled_from([0, 2, 30])) * DAY_MINUTES,
        place=draw(LINES), link=draw(LINES), note=draw(NOTES), recurrence=rule,
        except_days=tuple(sorted(set(draw(st.lists(DAYS, max_size=3))))) if rule else (),
        remind_before=draw(st.none() | st.integers(0, 20_000)),
        state=draw(st.sampled_from(list(AppointmentState))), state_reason=draw(LINES),
        organizer=draw(st.none() | ASKS), guests=tuple(draw(GUESTS)),
    )  # fmt: skip


@settings(max_examples=examples(15, 200), deadline=None)
@given(st.lists(events(), min_size=1, max_size=3, unique_by=lambda each: each.uid))
def test_what_is_written_is_read_back_the_same(tmp_path_factory, written):
    path = tmp_path_factory.getbasetemp() / "round-trip.ics"
    text = calendar_text(((each, CHANGED) for each in written), "Hafenhandel")
    path.write_bytes(text)
    found = Read()
    read_file(path, "", BERLIN, found)
    assert (found.refused, found.left_out, found.floating) == ([], [], 0)
    assert [seen.event for seen in events_of(found)] == written
    lines = text.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    assert text.count(b"DTSTAMP:20260102T030405Z") == len(written)


def test_a_backslash_before_an_n_stays_what_somebody_wrote(tmp_path):
    path = tmp_path / "folder.ics"
    path.write_bytes(calendar_text([(Event("0", r"\N in C:\New\notes", date(2026, 3, 2), "", 0, "Europe/Berlin"), CHANGED)]))
    found = Read()
    read_file(path, "", BERLIN, found)
    assert [seen.event.title for seen in events_of(found)] == [r"\N in C:\New\notes"]
