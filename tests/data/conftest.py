import shutil
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.data.contents import contents
from crm_desktop.data.database import Door, LocalStore, execute, open_store, write
from crm_desktop.data.lock import state_folder
from crm_desktop.services.company import FOUNDER, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.conftest import COMPANY, KEY

CUSTOMERS = 3


class Shop(NamedTuple):
    """A closed store in a file."""

    path: Path
    key: bytes | None

    def bytes(self):
        return self.path.read_bytes()

    def contents(self):
        store = LocalStore(self.path, self.key, Door.READ)
        store.connect()
        with closing(store):
            return contents(store)

    def log(self):
        return self.path.with_name(f"{self.path.name}-wal")


def add(name="Ada"):
    return add_customer(CustomerInput(name), FOUNDER)


def make_shop(folder, empty_file, key):
    path = folder / "shop.crm"
    shutil.copy(empty_file, path)
    path.chmod(0o600)
    with open_store(path, key).connection_context():
        found_company(COMPANY)
        for number in range(CUSTOMERS):
            add(f"Customer {number}")
    return Shop(path, key)


@pytest.fixture(scope="session")
def shops(empty_files, tmp_path_factory):
    """Built once, copied for each test."""
    made = {}
    for kind, key in (("plain", None), ("encrypted", KEY)):
        made[kind] = make_shop(tmp_path_factory.mktemp(kind), empty_files / kind, key)
    return made


@pytest.fixture(params=["plain", "encrypted"])
def shop(request, shops, tmp_path):
    """With a company and three customers, plain and encrypted."""
    return copy_of(shops[request.param], tmp_path)


@pytest.fixture
def plain_shop(shops, tmp_path):
    return copy_of(shops["plain"], tmp_path)


def crash(shop, *, using="", statement=None):
    """Leave the files as a program that was killed leaves them: with a log that nobody closed."""
    left = shop.path.with_name("left")
    left.mkdir()
    with open_store(shop.path, shop.key).connection_context():
        if statement is None:
            add("Bob")
        else:
            with write():
                execute(statement)
        for path in (shop.path, shop.log()):
            shutil.copy(path, left / path.name)
    for path in left.iterdir():
        path.replace(shop.path.with_name(path.name))
    left.rmdir()
    if using:
        state_folder(shop.path).mkdir(exist_ok=True)
        (state_folder(shop.path) / f"{using}-0123456789abcdef.lock").touch()


def copy_of(made, folder):
    shutil.copy(made.path, folder / "shop.crm")
    (folder / "shop.crm").chmod(0o600)
    return Shop(folder / "shop.crm", made.key)
