import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import Settings, change_settings, load_settings


def test_what_was_chosen_is_there_again(tmp_path):
    file = tmp_path / "new" / "settings.json"
    change_settings(file, theme="dark")
    change_settings(file, last_store="/shop.crm")
    assert load_settings(file) == Settings(theme="dark", last_store="/shop.crm")
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"theme": "purple", "density": 7, "unheard": "of"}', "null"])
def test_a_broken_file_means_the_defaults(tmp_path, content):
    file = tmp_path / "settings.json"
    file.write_text(content)
    assert load_settings(file) == Settings()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="could not be kept"):
        change_settings(tmp_path / "file" / "settings.json", theme="dark")
