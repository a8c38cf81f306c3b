import pytest

from crm_desktop.ui.widgets.zone_box import ZoneBox


@pytest.fixture
def box(qtbot):
    box = ZoneBox()
    box.choose("Europe/Dublin")
    qtbot.addWidget(box)
    return box


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("berl", "Europe/Berlin"), ("New York", "America/New_York"), ("europe/lis", "Europe/Lisbon"), ("paris", "Europe/Paris")],
)
def test_a_city_is_enough_to_say_which_zone_is_meant(box, typed, meant):
    box.setEditText(typed)
    box.take()
    assert (box.currentData(), box.currentText()) == (meant, meant.replace("_", " "))


@pytest.mark.parametrize("typed", ["", "Atlantis"])
def test_what_is_no_place_gives_way_to_the_one_before(box, typed):
    box.setEditText(typed)
    box.take()
    assert (box.currentData(), box.currentText()) == ("Europe/Dublin", "Europe/Dublin")


def test_a_zone_that_this_computer_does_not_know_is_kept(box):
    box.choose("Mars/Olympus_Mons")
    box.take()
    assert box.currentData() == "Mars/Olympus_Mons"
