"""Who looked at whom: written down once in a while, told to owners and auditors, and in the person's own dossier without names."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.retention import Kept
from crm_desktop.data.models import AccessLog
from crm_desktop.queries.access import access_rows, access_to
from crm_desktop.queries.dossiers import dossier
from crm_desktop.services.access import LOOKED, note_look
from crm_desktop.services.documents import note_printing
from crm_desktop.services.retention import apply_retention, set_retention
from crm_desktop.services.sign_in import SignInRefused, set_password, sign_in

NOW = utc_now()


def test_a_look_is_written_down_once_and_again_after_a_while(make_customer, nancy, owner):
    ada = make_customer("Ada")

    assert note_look(ada.id, nancy, NOW)
    assert not note_look(ada.id, nancy, NOW + timedelta(minutes=5))
    assert note_look(ada.id, nancy, NOW + timedelta(minutes=11))
    assert note_look(ada.id, owner, NOW)
    assert not note_look(99, nancy, NOW)
    latest = access_to(ada.id, owner, 10)[0]
    assert (latest.who, latest.action, latest.whom) == ("Nancy Davolio", "look", f"{ada.number} Ada")
    assert AccessLog.select().count() == 3


def test_owners_and_auditors_see_it_by_customer_and_by_colleague_and_others_do_not(make_customer, nancy, owner):
    ada, zoe = make_customer("Ada"), make_customer("Zoe")
    note_look(ada.id, nancy)
    note_look(zoe.id, owner)
    note_printing("dossier", (ada.number,), nancy)
    auditor = replace(nancy, role=Role.AUDITOR)

    assert [row.action for row in access_to(ada.id, auditor, 10)] == ["print", "look"]
    assert len(access_rows(owner, 10)) == 3
    assert {row.who for row in access_rows(owner, 10, nancy.id)} == {"Nancy Davolio"}
    for work in (lambda: access_rows(nancy, 10), lambda: access_to(ada.id, nancy, 10)):
        with pytest.raises(NotAllowed):
            work()


def test_the_dossier_says_when_and_what_and_never_who(make_customer, nancy):
    ada = make_customer("Ada")
    note_look(ada.id, nancy)
    note_printing("dossier", (ada.number,), nancy)

    (table,) = [table for table in dossier(ada.number).tables if table.table == "access_log"]
    assert [(row.values["action"], row.values["what"]) for row in table.rows] == [("look", "customer"), ("print", "dossier")]
    assert "nancy" not in str(table).lower()


def test_sign_ins_are_written_down_and_vain_ones_too_without_what_was_typed(nancy, owner):
    set_password(nancy.id, "quiet lamps at noon 7", owner)
    sign_in("nancy", "quiet lamps at noon 7")
    for login in ("nancy", "quiet lamps"):
        with pytest.raises(SignInRefused):
            sign_in(login, "wrong")

    told = [(row.staff_id, row.action, row.detail) for row in AccessLog.select().order_by(AccessLog.id)]
    assert told == [(nancy.id, "sign-in", ""), (nancy.id, "failed sign-in", ""), (0, "failed sign-in", "")]


def test_it_is_kept_as_long_as_the_company_says(make_customer, nancy, owner):
    ada = make_customer("Ada")
    note_look(ada.id, nancy, NOW - timedelta(days=800))
    note_look(ada.id, nancy)
    set_retention(Kept.ACCESS, 24, owner)
    apply_retention(owner, sure=True)

    assert AccessLog.select().where(AccessLog.action == LOOKED).count() == 1
