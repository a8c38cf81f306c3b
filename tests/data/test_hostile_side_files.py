"""What lies beside a store may have been written by anybody: it is refused in a sentence, or counts as nothing."""

import json

import pytest

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.read_json import read_json
from crm_desktop.core.settings import Settings, load_settings
from crm_desktop.core.store_files import key_file
from crm_desktop.data import erased, keys, manifest, signing
from crm_desktop.data.lock import checked_file
from crm_desktop.data.opening import opened
from crm_desktop.data.signing import signed_file

DEEP = "[" * 200_000 + "]" * 200_000
FORMS = [DEEP, '{"kind":' * 100_000, "[]", "7", "null", '{"kind": "crm-desktop key", "form": 1}', ""]


@pytest.mark.parametrize("text", FORMS, ids=["deep", "deeper", "list", "number", "null", "half", "empty"])
def test_what_is_none_of_ours_is_refused_in_a_sentence(text, tmp_path):
    path = tmp_path / "other.crm"
    key_file(path).write_text(text)
    (tmp_path / "erased").write_text(text)
    (tmp_path / "settings").write_text(text)
    signed_file(path).parent.mkdir(parents=True, exist_ok=True)
    signed_file(path).write_text(text)

    with pytest.raises(StoreRefused, match="cannot be read"):
        keys.read_keys(path)
    with pytest.raises(UserError, match="cannot be read"):
        erased.read(tmp_path / "erased")
    with pytest.raises(ValueError):
        manifest.Manifest.from_json(text)
    assert signing.records(path) == []
    assert load_settings(tmp_path / "settings") == Settings()


def test_a_note_about_the_last_check_is_believed_where_it_is_one(company_file):
    path = company_file()
    checked_file(path).parent.mkdir(parents=True, exist_ok=True)
    checked_file(path).write_text(DEEP)
    with opened(path):
        pass


@pytest.mark.parametrize("change", [{"salt": ""}, {"salt": "AA=="}, {"memory": 1}, {"lanes": 0}, {"time": -1}, {"memory": 10**30}])
def test_a_key_file_that_asks_for_what_cannot_be_opens_nothing(change, tmp_path):
    _key, made, _recovery = keys.made_keys("three small dogs")
    stated = made.stated()
    stated["argon2id"] |= change
    key_file(tmp_path / "other.crm").write_text(json.dumps(stated))
    with pytest.raises(StoreRefused):
        keys.by_passphrase(keys.read_keys(tmp_path / "other.crm"), "three small dogs")


def test_depth_is_no_value():
    with pytest.raises(ValueError, match=r"^\[\["):
        read_json(DEEP)
    assert read_json('{"a": [1]}') == {"a": [1]}
