from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from crm_desktop.ui.window_places import first_place

SCREENS = st.builds(QRect, st.integers(-3_000, 3_000), st.integers(-2_000, 2_000), st.integers(800, 4_000), st.integers(600, 2_500))
SEATS = st.integers(1, 9)


@given(SCREENS, SEATS)
def test_a_window_that_was_never_placed_lies_within_its_screen_with_its_frame(screen, seat):
    place = first_place(screen, seat)
    assert screen.contains(place.adjusted(0, 0, 0, 32))


@given(SEATS)
def test_on_a_large_screen_it_has_the_usual_size_and_each_lies_a_step_further(seat):
    screen = QRect(0, 0, 2_560, 1_440)
    place, following = first_place(screen, seat), first_place(screen, seat + 1)
    assert (place.width(), place.height()) == (1_280, 800)
    assert following.x() - place.x() == following.y() - place.y() == 32
