"""What others sent is drawn by a process of its own, in time and with little memory."""

import pytest

from crm_desktop.exchange import drawing_apart, reading_apart
from crm_desktop.exchange.drawing_apart import Drawn, NotDrawn, NotWanted, drawn_apart
from crm_desktop.exchange.reading_apart import Foreign, Held
from tests.torture.hostile_pictures import ENDLESS, good


@pytest.mark.parametrize("width", [600, 60])
def test_the_first_page_comes_back_in_pixels_no_larger_than_asked_for(width):
    drawn = drawn_apart(Held("a.pdf", good()), width, 600)
    assert drawn is not None and drawn.width <= width and drawn.height <= 600
    assert set(drawn.pixels[3::4]) == {255}, "paper is not seen through"
    assert drawn.pixels[:4] == b"\xff\xff\xff\xff" and len(set(drawn.pixels)) > 1


def test_what_is_neither_picture_nor_paper_is_not_drawn():
    assert drawn_apart(Held("a.pdf", b"MZ"), 60, 60) is None


def test_what_never_ends_is_given_up_and_the_next_page_is_drawn_as_ever(monkeypatch):
    monkeypatch.setattr(drawing_apart, "MOST_SECONDS", 0.6)
    with pytest.raises(NotDrawn, match=r"^endless.pdf is not shown here"):
        drawn_apart(Held("endless.pdf", ENDLESS), 60, 60)
    assert not reading_apart._busy
    monkeypatch.undo()
    assert drawn_apart(Held("a.pdf", good()), 60, 60) is not None


def test_nobody_waits_for_what_is_looked_at_no_more():
    with pytest.raises(NotWanted):
        drawn_apart(Held("endless.pdf", ENDLESS), 60, 60, lambda: False)
    assert not reading_apart._busy


@pytest.mark.parametrize("told", [[61, 1, "AAAA" * 61], [2, 2, "AAAA"], [0, 0, ""], [1, 1], ["1", 1, "AAAAAA=="]])
def test_pixels_that_cannot_be_are_not_shown(told, monkeypatch):
    class Taken(Foreign):
        @property
        def head(self):
            return told

        @head.setter
        def head(self, _said):
            pass

    monkeypatch.setattr(drawing_apart, "Foreign", Taken)
    with pytest.raises(NotDrawn):
        drawn_apart(Held("a.pdf", good()), 60, 60)


def test_one_pixel_is_four_bytes():
    assert drawing_apart._is_whole(Drawn(2, 1, bytes(8)), 2, 1) and not drawing_apart._is_whole(Drawn(2, 1, bytes(6)), 2, 1)
