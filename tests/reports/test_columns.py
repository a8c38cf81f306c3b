"""Short texts in columns: none is lost, none stands over another or over the end of a page."""

from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Flowable

from crm_desktop.reports.columns import InColumns

PAGE = 100.0


class Box(Flowable):
    def __init__(self, name, tall, placed):
        super().__init__()
        self.name, self.tall, self.placed = name, tall, placed

    def wrap(self, width, _height):
        return width, self.tall

    def drawOn(self, _canvas, x, y, *_more):
        self.placed.append((self.name, x, y, self.tall))


@given(st.lists(st.integers(1, 90), min_size=1, max_size=40), st.integers(0, 100))
def test_everything_is_drawn_once_within_its_page_and_nothing_over_another(heights, left):
    room, drawn = float(left), []
    rest = [InColumns([Box(name, tall, []) for name, tall in enumerate(heights)])]
    for _page in range(100):
        if not rest:
            break
        part = rest.pop(0)
        _width, tall = part.wrap(200, room)
        if tall > room:
            rest = [*(part.split(200, room) or [part]), *rest]
            if len(rest) == 1 or rest[0] is part:
                room = PAGE
                continue
            part = rest.pop(0)
            _width, tall = part.wrap(200, room)
        assert tall <= room + 1e-6
        placed = []
        for box in part._entries:
            box.placed = placed
        part.canv = None
        part.draw()
        for name, x, y, height in placed:
            assert y >= -1e-6 and y + height <= tall + 1e-6
            assert not [other for other in placed if other[0] != name and other[1] == x and abs(other[2] - y) < min(height, other[3])]
            drawn.append(name)
        room = PAGE
    assert sorted(drawn) == list(range(len(heights))) == drawn
