from tests.benchmarks.late_bench import dialogs, left_by

NAMES = [
    "the customer's form",
    "the order's form",
    "the follow-up's form",
    "the appointment's form",
    "the product's form",
    "the keyboard's dialog",
    "About",
]


def test_dialogs_that_are_opened_and_closed_leave_no_object_behind(desk, window, jobs):
    made = dialogs(desk, window)
    assert [*made] == NAMES
    assert {name: left_by(make, 2, jobs) for name, make in made.items()} == dict.fromkeys(NAMES, 0)
