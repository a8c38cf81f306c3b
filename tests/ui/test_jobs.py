import gc
import weakref
from contextlib import nullcontext
from threading import Event

import pytest
from PySide6.QtCore import QLineF, QObject, QRectF
from PySide6.QtGui import QTransform

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import AlreadyDone, UserError
from crm_desktop.core.memory import give_back
from crm_desktop.data.database import current, fetch
from crm_desktop.ui.jobs import Jobs

CHANGE = Change({Entity.CUSTOMER: frozenset({1})}, frozenset(), 7)


@pytest.fixture
def owner(qapp):
    made = QObject()
    yield made
    made.deleteLater()


class Asked:
    def answer(self):
        return 1

    def take(self, _answer):
        pass


def raising(error):
    def work():
        raise error

    return work


def test_only_the_newest_of_a_kind_answers(jobs, owner, settle):
    gate, answers = Event(), []

    def slow():
        gate.wait(5)
        return "slow"

    jobs.read(owner, slow, answers.append, newest="search")
    jobs.read(owner, lambda: "newer", answers.append, newest="search")
    jobs.read(owner, lambda: "other", answers.append, newest="something else")
    gate.set()
    settle()
    assert sorted(answers) == ["newer", "other"]


def test_a_read_that_is_not_wanted_any_more_is_not_begun(jobs, owner, settle):
    gate, done = Event(), []
    for _each in range(3):  # every reader is busy
        jobs.read(owner, lambda: gate.wait(5), done.append)
    began = []
    jobs.read(owner, lambda: began.append("old"), done.append, newest="search")
    jobs.read(owner, lambda: began.append("new"), done.append, newest="search")
    gate.set()
    settle()
    assert began == ["new"]


def test_a_read_that_is_not_wanted_any_more_is_broken_off(jobs, owner, settle):
    begun, answers = Event(), []

    def endless():
        current().connection().create_function("begun", 1, lambda number: begun.set() or number)
        return fetch("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT begun(i) + 1 FROM n) SELECT count(*) FROM n")

    jobs.read(owner, endless, answers.append, newest="search")
    assert begun.wait(5)
    jobs.read(owner, lambda: "newer", answers.append, newest="search")
    settle()
    assert answers == ["newer"]


def test_an_owner_that_is_gone_gets_no_answer(jobs, qapp, settle):
    from PySide6.QtCore import QCoreApplication, QEvent

    owner, answers = QObject(), []
    jobs.read(owner, lambda: 1, answers.append)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    settle()
    assert answers == []


def test_a_change_is_told_to_all_before_the_page_that_made_it(jobs, owner, settle):
    told = []
    jobs.changed.connect(lambda change: told.append("all"))
    jobs.write(owner, lambda: CHANGE, lambda change: told.append("page"), told.append)
    settle()
    assert told == ["all", "page"]


def test_what_was_done_before_counts_as_done(jobs, owner, settle):
    answers, refused = [], []
    jobs.write(owner, raising(AlreadyDone(CHANGE)), answers.append, refused.append)
    settle()
    assert (answers, refused) == ([CHANGE], [])


def test_a_refusal_goes_to_the_form_alone_and_a_bug_to_the_frame_too(jobs, owner, settle):
    refused, failed = [], []
    jobs.failed.connect(failed.append)
    bad_input, bug = UserError("no"), ZeroDivisionError()
    jobs.write(owner, raising(bad_input), print, refused.append)
    jobs.write(owner, raising(bug), print, refused.append)
    settle()
    assert (refused, failed) == ([bad_input, bug], [bug])


def test_saving_is_said_until_the_last_write_is_done(jobs, owner, settle):
    said = []
    jobs.saving.connect(said.append)
    jobs.write(owner, lambda: CHANGE, lambda change: None, print)
    jobs.write(owner, lambda: CHANGE, lambda change: None, print)
    settle()
    assert said[-1] is False and said.count(True) >= 2


def test_a_note_is_written_without_telling_anybody(jobs, owner, settle):
    told, done = [], []
    jobs.changed.connect(told.append)
    jobs.note(owner, lambda: CHANGE, done.append)
    settle()
    assert (told, done) == ([], [CHANGE])


def test_what_a_job_worked_with_is_let_go_when_it_is_done(jobs, owner, settle):
    """The pool of threads may keep the job itself: it must not keep a closed form with it."""
    held = [Asked() for _each in range(20)]
    gone = [weakref.ref(each) for each in held]
    for each in held:
        jobs.read(owner, each.answer, each.take)
    held.clear()
    del each
    settle()
    gc.collect()
    assert [ref() for ref in gone] == [None] * 20


def test_nothing_is_left_of_a_job_though_other_things_take_its_place_in_memory(jobs, owner, settle):
    """In a long life they do: each job of Python's own kind that was not followed by another at its address stayed for ever."""
    taken = []

    def read_some():
        for _each in range(200):
            jobs.read(owner, lambda: 1, lambda _one: None)
            jobs.drain()
            taken.extend(make() for make in (QLineF, QRectF, QTransform, QObject) for _copy in range(4))
        settle()
        gc.collect()
        return sum(type(each) in (list, dict) for each in gc.get_objects())

    before = read_some()
    read_some()
    assert read_some() - before < 5


def test_memory_goes_back_to_the_system_once_nothing_was_asked_for_a_while(jobs, owner, settle, monkeypatch):
    given_back, gate, answers = [], Event(), []
    monkeypatch.setattr("crm_desktop.ui.jobs.give_back", lambda: given_back.append(True))
    jobs.read(owner, lambda: gate.wait(5), answers.append)
    jobs._rest.timeout.emit()
    gate.set()
    settle()
    assert (given_back, answers) == ([], [True])
    assert jobs._rest.isActive()
    jobs._rest.timeout.emit()
    settle()
    assert given_back == [True]
    give_back()


def test_what_comes_by_the_clock_does_not_put_the_rest_off(jobs, owner, settle):
    """The store is looked at every two seconds: memory was never given back while a window was open."""
    jobs.read(owner, list, lambda _found: None, is_routine=True)
    settle()
    assert not jobs._rest.isActive()


def test_connections_at_rest_are_let_go_with_memory(qapp, owner, monkeypatch):
    let_go, gone = Event(), Event()
    monkeypatch.setattr("crm_desktop.ui.jobs.give_back", gone.set)
    jobs = Jobs(nullcontext, owner, at_rest=let_go.set)
    jobs._rest.timeout.emit()
    jobs.drain()
    assert let_go.is_set() and gone.is_set()
