import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.charts import Chart, ChartKind, Pattern, Series, layout

WIDTH, HEIGHT = 500.0, 120.0


def measure(text, size):
    return len(text) * size * 0.6


def series(name, *values):
    return Series(name, values, tuple(map(str, values)))


def bars(*values, quiet=frozenset()):
    return Chart(ChartKind.BARS, "Per day", tuple(map(str, range(1, len(values) + 1))), (series("n", *values),), quiet=quiet)


def texts(picture):
    return [label.text for label in picture.labels]


EVERY_KIND = [
    bars(3, 0, 12),
    bars(*range(100_000, 100_040)),
    Chart(ChartKind.STACKED, "s", ("1", "2"), (series("Phone", 3, 4), series("Chat", 1, 0), series("Fax", 9, 9)), totals=("13", "13")),
    Chart(
        ChartKind.RANKED,
        "r",
        ("Late delivery " * 20, "Invoice"),
        (series("n", 9, 0),),
        notes=(("1 %", "x"), ("", "")),
        note_heads=("Share", ""),
    ),
    Chart(
        ChartKind.HEAT, "h", ("9", "10"), (series("Mon", 1, 2), series("Tue", 0, 30_000)), outlined=((0, 0, 1.5),), totals=("3", "30000")
    ),
]


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_nothing_is_drawn_outside_the_picture(chart):
    picture = layout(chart, WIDTH, HEIGHT, measure)

    assert picture.boxes
    for box in picture.boxes:
        assert box.x >= -0.01 and box.x + box.width <= WIDTH + 0.01
        assert box.y >= -0.01 and box.y + box.height <= picture.height + 0.01
        assert 0 <= box.shade <= 1
    assert all(0 <= label.y <= picture.height for label in picture.labels)


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_every_bar_prints_its_number(chart):
    shown = texts(layout(chart, WIDTH, HEIGHT, measure))

    wanted = (
        chart.totals if chart.kind is ChartKind.STACKED else [t for s in chart.series for t, v in zip(s.texts, s.values, strict=True) if v]
    )
    assert set(wanted) <= set(shown)


def test_bars_are_as_tall_as_their_values_and_open_what_they_stand_for():
    low, high = layout(bars(5, 0, 20, quiet=frozenset({2})), WIDTH, HEIGHT, measure).boxes

    assert high.height == pytest.approx(4 * low.height)
    assert (low.opens, high.opens) == ((0,), (2,))
    assert high.shade < low.shade


def test_numbers_that_are_wider_than_their_bar_stand_upright():
    crowded = layout(bars(*range(10_000, 10_060)), WIDTH, HEIGHT, measure)

    assert all(label.upright for label in crowded.labels if label.text.startswith("100"))


def test_names_that_would_touch_are_left_out_in_turn():
    names = tuple(f"{day} October" for day in range(30))
    chart = Chart(ChartKind.BARS, "", names, (series("n", *range(30)),))

    shown = [label for label in layout(chart, WIDTH, HEIGHT, measure).labels if "October" in label.text]
    assert shown[0].text == "0 October"
    assert all(b.x - a.x > measure(a.text, a.size) for a, b in itertools.pairwise(shown))


def test_layers_differ_without_colour():
    layers = tuple(series(f"Channel {n}", 5) for n in range(6))
    picture = layout(Chart(ChartKind.STACKED, "", ("1",), layers, totals=("30",)), WIDTH, HEIGHT, measure)

    looks = {(box.pattern, box.shade if box.pattern is Pattern.PLAIN else 0) for box in picture.boxes if box.opens}
    assert len(looks) == 6
    assert {f"Channel {n}" for n in range(6)} <= set(texts(picture))


def test_opening_hours_are_outlined_once_where_rows_are_alike():
    rows = (series("Mon", 1, 1), series("Tue", 1, 1))
    together = Chart(ChartKind.HEAT, "", ("9", "10"), rows, outlined=((0, 0, 2), (1, 0, 2)))
    apart = Chart(ChartKind.HEAT, "", ("9", "10"), rows, outlined=((0, 0, 2), (1, 0, 1.5)))

    assert len(layout(together, WIDTH, 0, measure).rules) == 6
    assert len(layout(apart, WIDTH, 0, measure).rules) == 8


@pytest.mark.parametrize("chart", [bars(), Chart(ChartKind.HEAT, "", (), ())])
def test_a_chart_of_nothing_is_an_empty_picture(chart):
    assert layout(chart, WIDTH, HEIGHT, measure).height == 0


def test_bars_of_nought_have_no_box():
    assert layout(bars(0, 0), WIDTH, HEIGHT, measure).boxes == ()


def ranked(count, heads=("Share",)):
    names = tuple(f"Colleague {n}" for n in range(count))
    return Chart(ChartKind.RANKED, "r", names, (series("n", *range(count)),), notes=tuple(heads for _name in names), note_heads=heads)


@given(st.integers(1, 80), st.integers(30, 400))
def test_rows_that_go_on_where_a_page_ends_are_all_there_once_by_the_same_scale_under_the_same_heads(count, page):
    whole = layout(ranked(count), WIDTH, HEIGHT, measure)
    rest, pages = whole, []
    while divided := rest.divided(page):
        part, rest = divided
        pages.append(part)
    pages.append(rest)

    assert all(part.height <= page for part in pages)
    assert [box.width for part in pages for box in part.boxes] == [box.width for box in whole.boxes]
    assert all(0 <= mark.y <= part.height for part in pages for mark in (*part.boxes, *part.labels))
    named = [text for part in pages for text in texts(part)]
    assert named.count("Share") == len(pages) + count
    assert [text for text in named if text.startswith("Colleague")] == [f"Colleague {n}" for n in range(count)]


def test_what_has_no_rows_stays_in_one_piece():
    assert layout(bars(3, 0, 12), WIDTH, HEIGHT, measure).divided(50) is None
    assert layout(ranked(3), WIDTH, HEIGHT, measure).divided(20) is None
