import pytest

from tests.commands.conftest import crm, done

NANCYS, OWNERS = "nancys own", "the owner's long one"


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


def test_an_owner_without_a_second_factor_is_sent_to_the_window(guarded, files):
    assert "second factor" in crm("--as", "owner", "--password-file", files / "owner", "list", "customers").err


def test_one_s_own_is_changed_with_the_old_one(guarded, files):
    done("--as", "nancy", "--password-file", files / "nancy", "password", "--new-password-file", files / "new")
    assert crm("--as", "nancy", "--password-file", files / "nancy", "list", "customers").status == 1
    assert done("--as", "nancy", "--password-file", files / "new", "list", "customers", "--count") == "1\n"


def test_only_who_may_gives_others_a_password_or_stops_it(guarded, files):
    as_nancy = "--as", "nancy", "--password-file", files / "nancy", "password"
    assert "edit staff" in crm(*as_nancy, "owner", "--new-password-file", files / "owner").err
    assert "edit staff" in crm(*as_nancy, "--stop").err
