"""People sign in, in the window."""

import pyotp
import pytest

from crm_desktop.core.actors import FOUNDER, Role
from crm_desktop.data.opening import opened
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.sign_in import set_password
from crm_desktop.ui.dialogs.second_factor import SecondFactorDialog
from crm_desktop.ui.dialogs.sign_in import SignInDialog
from crm_desktop.ui.system_lock import SystemLock
from tests.ui.test_app import PATIENCE, own_places, program  # noqa: F401
from tests.ui.test_protection import dialog_of

OWNERS, NANCYS = "the owner's long one", "nancys own"


@pytest.fixture
def guarded(company_file):
    path = company_file(name="guarded.crm")
    with opened(path):
        add_staff(StaffInput("Nancy Davolio", "nancy", Role.SUPERVISOR), FOUNDER)
        set_password(2, NANCYS, FOUNDER)
        set_password(FOUNDER.id, OWNERS, FOUNDER)
    return path


def typed(dialog, login, password, qtbot):
    dialog.login.setText(login)
    dialog.password.setText(password)
    dialog.go.click()


def test_nothing_is_shown_before_somebody_signed_in_and_they_are_who_acts(program, guarded, qtbot):  # noqa: F811
    program.start(str(guarded))
    dialog = dialog_of(SignInDialog, qtbot)
    assert program.window is None and program.jobs is None
    typed(dialog, "nancy", "something else", qtbot)
    qtbot.waitUntil(dialog.isEnabled, timeout=PATIENCE)
    assert "Login or password is wrong" in dialog.form.rows[1].note.text()
    typed(dialog, "nancy", NANCYS, qtbot)
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert (program.desk.by.login, program.desk.by.role) == ("nancy", Role.SUPERVISOR)
    qtbot.waitUntil(lambda: program.idle is not None, timeout=PATIENCE)
    before = program.window.grab().toImage()
    program.idle.findChild(SystemLock).left.emit()
    assert program.window.grab().toImage() != before and program.window.windowTitle() == "Locked"
    program.idle.dialog.word.setText(OWNERS)
    program.idle.dialog.go.click()
    qtbot.waitUntil(program.idle.dialog.isEnabled, timeout=PATIENCE)
    assert "not your password" in program.idle.dialog.form.rows[0].note.text()
    program.idle.dialog.word.setText(NANCYS)
    program.idle.dialog.go.click()
    qtbot.waitUntil(lambda: not program.idle.is_locked, timeout=PATIENCE)
    assert "Hafenhandel" in program.window.windowTitle()


def test_an_owner_sets_up_a_second_factor_on_the_way(program, guarded, qtbot):  # noqa: F811
    program.start(str(guarded))
    typed(dialog_of(SignInDialog, qtbot), "owner", OWNERS, qtbot)
    factor = dialog_of(SecondFactorDialog, qtbot)
    secret = factor.secret.text().replace(" ", "")
    assert not factor.picture.pixmap().isNull()
    factor.code.setText("000000")
    factor.go.click()
    qtbot.waitUntil(factor.isEnabled, timeout=PATIENCE)
    assert "not the code" in factor.form.rows[0].note.text()
    factor.code.setText(pyotp.TOTP(secret).now())
    factor.go.click()
    qtbot.waitUntil(factor.isEnabled, timeout=PATIENCE)
    assert len(factor.secret.text().splitlines()) == 10 and program.window is None
    factor.reject()
    factor.go.click()
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE)
    assert program.desk.by == FOUNDER


def test_who_does_not_sign_in_leaves_the_company_closed(program, guarded, qtbot):  # noqa: F811
    program.start(str(guarded))
    dialog_of(SignInDialog, qtbot).cancel.click()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.isVisible(), timeout=PATIENCE)
    assert "Nobody signed in" in program.welcome.message.text()
    with opened(guarded, alone=True):
        pass
