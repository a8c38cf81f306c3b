import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.meeting_links import SCHEMES, meeting_link


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        (" https://meet.example.org/room?pwd=1 ", "https://meet.example.org/room?pwd=1"),
        ("meet.example.org/room", "https://meet.example.org/room"),
        ("zoommtg://zoom.us/join?confno=1", "zoommtg://zoom.us/join?confno=1"),
        ("msteams://teams.microsoft.com/l/meetup", "msteams://teams.microsoft.com/l/meetup"),
        ("tel:+49301234", "tel:+49301234"),
        ("sip:room@example.org", "sip:room@example.org"),
    ],
)
def test_addresses_of_the_web_and_of_meeting_programs_are_opened(typed, opened):
    assert meeting_link(typed) == opened


@pytest.mark.parametrize(
    "typed",
    ["", "file:///etc/passwd", "javascript:alert(1)", "smb://server/share", "C:\\run.exe", "data:text/html,x", "room 5", "https://", "http://[",
     "ms-settings:display", "vbscript:x", "https://a b.example", "ssh://host", "Room", "\\\\server\\share"],
)  # fmt: skip
def test_nothing_else_ever_is(typed):
    assert meeting_link(typed) == ""


@given(st.text())
def test_whatever_is_opened_has_a_scheme_of_the_list(text):
    found = meeting_link(text)
    assert not found or found.partition(":")[0].lower() in SCHEMES
