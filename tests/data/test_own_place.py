import pytest

from crm_desktop.data.database import create_file
from crm_desktop.data.opening import opened
from crm_desktop.data.own_place import SharedPlace
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER


def test_a_company_in_a_synchronised_folder_is_refused_left_as_it_is_and_may_be_moved(shop, tmp_path, monkeypatch):
    place = shop.path.parent
    monkeypatch.setenv("OneDrive", str(place))
    before, files = shop.bytes(), sorted(place.iterdir())
    with pytest.raises(SharedPlace, match=r"OneDrive.*left as it is"), opened(shop.path, shop.key):
        pass
    assert (shop.bytes(), sorted(place.iterdir())) == (before, files)
    monkeypatch.setenv("OneDrive", str(tmp_path / "elsewhere"))
    with opened(shop.path, shop.key):
        back_up(FOUNDER, tmp_path / "elsewhere" / "backups")


def test_no_company_is_made_or_brought_back_in_a_synchronised_folder(plain_shop, tmp_path, monkeypatch):
    with opened(plain_shop.path):
        made = back_up(FOUNDER)
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    with pytest.raises(SharedPlace, match="Dropbox"):
        create_file(cloud / "new.crm")
    with pytest.raises(SharedPlace, match="Dropbox"):
        restore_backup(cloud / "shop.crm", made.path, FOUNDER)
    assert list(cloud.iterdir()) == []
