import pyotp
import pytest

from crm_desktop.commands import signing_in
from crm_desktop.core.sign_in import SecondFactor
from crm_desktop.reports import qr
from crm_desktop.services import sign_in
from tests.commands.conftest import crm, done

NANCYS, OWNERS = "nancys own", "the owner's long one"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def files(tmp_path):
    for name, word in (("nancy", NANCYS), ("owner", OWNERS), ("wrong", "something else"), ("new", "another of mine")):
        (tmp_path / name).write_text(f"{word}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def guarded(shop, files):
    done("password", "nancy", "--new-password-file", files / "nancy")
    done("password", "--new-password-file", files / "owner")
    return shop


def test_before_an_owner_has_a_password_nobody_is_asked(shop, files):
    assert "begins when an owner has one" in done("password", "nancy", "--new-password-file", files / "nancy")
    assert done("--as", "nancy", "list", "customers", "--count") == "1\n"


def test_who_acts_signs_in(guarded, files):
    assert done("--as", "nancy", "--password-file", files / "nancy", "list", "customers", "--count") == "1\n"
    assert "wrong" in crm("--as", "nancy", "--password-file", files / "wrong", "list", "customers").err
    assert "--as" in crm("list", "customers").err
    assert "--password-file" in crm("--as", "nancy", "list", "customers").err


def test_the_environment_names_the_file_too(guarded, files, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_PASSWORD_FILE", str(files / "nancy"))
    done("--as", "nancy", "do", "add-customer", "name=Ben")
    assert "nancy  Added customer" in done("--as", "nancy", "history", "--limit", "1")


def test_an_owner_without_a_second_factor_is_told_where_to_set_it_up(guarded, files):
    assert "second factor" in crm("--as", "owner", "--password-file", files / "owner", "list", "customers").err


def test_at_a_terminal_an_owner_sets_it_up_on_the_way(guarded, files, monkeypatch):
    monkeypatch.setattr(signing_in, "may_ask", lambda: True)
    monkeypatch.setattr(sign_in, "new_second_factor", lambda: SecondFactor(SECRET))
    asked = "--as", "owner", "--password-file", files / "owner", "list", "customers", "--count"
    found = crm(*asked, text=f"000000\n{pyotp.TOTP(SECRET).now()}\n")
    assert (found.status, found.out) == (0, "1\n"), "what was asked for, and nothing else"
    assert SECRET in found.err and "not the code" in found.err and "█" in found.err
    codes = found.err.splitlines()[-10:]
    assert done(*asked, text=f"{codes[0].strip()}\n").endswith("1\n")
    assert crm(*asked, text=f"{codes[0].strip()}\n").status == 1, "each is good once"


def test_the_code_for_a_terminal_is_the_one_for_the_window():
    text = "otpauth://totp/Hafenhandel:owner?secret=" + SECRET
    drawn = [line.removeprefix("\x1b[30;107m").removesuffix("\x1b[0m") for line in qr.lines(text)]
    rows = [[sign in pair for sign in line] for line in drawn for pair in ("▀█", "▄█")]
    side = len(qr.squares(text))
    assert [row[4 : 4 + side] for row in rows[4 : 4 + side]] == qr.squares(text)
    assert not any(any(row) for row in rows[:4] + rows[4 + side :])


def test_one_s_own_is_changed_with_the_old_one(guarded, files):
    done("--as", "nancy", "--password-file", files / "nancy", "password", "--new-password-file", files / "new")
    assert crm("--as", "nancy", "--password-file", files / "nancy", "list", "customers").status == 1
    assert done("--as", "nancy", "--password-file", files / "new", "list", "customers", "--count") == "1\n"


def test_only_who_may_gives_others_a_password_or_stops_it(guarded, files):
    as_nancy = "--as", "nancy", "--password-file", files / "nancy", "password"
    assert "edit staff" in crm(*as_nancy, "owner", "--new-password-file", files / "owner").err
    assert "edit staff" in crm(*as_nancy, "--stop").err
