"""Moments of trouble, as they really come: each ends with a sentence, and nothing lost."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from crm_desktop.app import _offered, _said
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.long_look import HowFar, Why
from crm_desktop.data.database import LocalStore, current
from crm_desktop.data.lock import Use, held
from crm_desktop.data.manifest import Backup
from crm_desktop.data.opening import opened
from crm_desktop.queries.customers import customer_card, customer_ids
from crm_desktop.safekeeping import BringingBack
from crm_desktop.services.backups import Restored, back_up
from crm_desktop.services.erasing import erase_customer
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.dialogs.long_look import LongLookDialog
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.welcome import Welcome
from tests.ui.pictures.studio import Shot, Studio


def trouble(studio: Studio) -> Iterator[Shot]:
    with tempfile.TemporaryDirectory() as folder:
        made = back_up(studio.desk.by, Path(folder) / "market-stall backups")
        yield from _refused(studio, Path(folder), made)
        yield from _restored(studio, made)
    yield from _killed_while_typing(studio)
    yield from _looked_through(studio)
    yield from _full_disk(studio)
    yield from _erased(studio)


def _refused(studio: Studio, folder: Path, made: Backup) -> Iterator[Shot]:
    """On the first page: a company that somebody else has open, and one that is damaged."""
    shop = folder / "market-stall.crm"
    shutil.copy(made.path, shop)
    with held(shop, Use.WINDOW):
        yield from _on_first_page(studio, "trouble-opened-twice", shop, window=True)
    content = shop.read_bytes()
    shop.write_bytes(content[: len(content) // 2])
    for backup in (made.path, made.path.with_name(f"{made.path.name}.json")):
        text = backup.read_bytes()
        if backup.suffix == ".json":
            backup.write_bytes(text.replace(f'"store": "{current_stem()}"'.encode(), b'"store": "market-stall"'))
    yield from _on_first_page(studio, "trouble-damaged", shop)


def current_stem() -> str:
    store = current()
    assert isinstance(store, LocalStore)
    return store.path.stem


def _on_first_page(studio: Studio, name: str, shop: Path, *, window: bool = False) -> Iterator[Shot]:
    try:
        with opened(shop, window=window):
            raise AssertionError("it opened")
    except StoreRefused as error:
        page = Welcome()
        page.resize(studio.window.size())
        page.message.say(_said(error), Tone.BAD, _offered(error, lambda _backup: None))
        page.show()
        studio.settle()
        yield Shot(name, page)
        page.close()
        page.deleteLater()


def _restored(studio: Studio, made: Backup) -> Iterator[Shot]:
    studio.page("today")
    bringing = BringingBack(made.path, None)
    bringing._done = Restored(made, Path("market-stall/before-restore-20261121T180000Z/market-stall.crm"))
    studio.desk.say(bringing.said())
    studio.settle()
    yield Shot("trouble-restored")
    studio.window.messages.line.clear()


def _killed_while_typing(studio: Studio) -> Iterator[Shot]:
    """A form is left as a kill leaves it: its draft is in the store, and nobody threw it away."""
    page = studio.page(Entity.CUSTOMER.value)
    first = CustomerDialog(studio.desk, None, page)
    first.show()
    studio.settle()
    first.name.setText("Hafenkontor Lindner")
    first.notes.setPlainText("Wants a call on Friday about the crushed boxes.")
    first.draft.keep()
    studio.settle(0.2)
    first.hide()
    again = CustomerDialog(studio.desk, None, page)
    with studio.form(again):
        studio.settle(0.2)
        yield Shot("trouble-killed-while-typing", again)
    studio.throw(first)


def _looked_through(studio: Studio) -> Iterator[Shot]:
    """A large company that was not closed, half way through the look before it opens."""
    page = Welcome()
    page.resize(studio.window.size())
    page.show_busy("Opening market-stall.crm …")
    page.show()
    dialog = LongLookDialog("market-stall.crm", Why.AFTER_CRASH, parent=page)
    dialog.show_how_far(HowFar(0.42, 37, Why.AFTER_CRASH))
    dialog.show()
    studio.settle(0.2)
    yield Shot("trouble-looked-through", dialog)
    dialog.done(0)
    page.close()
    page.deleteLater()


def _full_disk(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CUSTOMER.value)
    form = CustomerDialog(studio.desk, None, page)
    with studio.form(form), _no_room():
        form.name.setText("Hafenkontor Lindner")
        form.notes.setPlainText("Wants a call on Friday. " * 2_000)
        form.try_save()
        studio.settle(0.3)
        yield Shot("trouble-full-disk", form)


@contextmanager
def _no_room() -> Iterator[None]:
    """SQLite itself refuses to make the file any longer, as it would on a disk without room."""
    store = current()
    assert isinstance(store, LocalStore)
    connected = LocalStore._add_conn_hooks

    def add_hooks(self: LocalStore, connection: object) -> None:
        connected(self, connection)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    store.let_go()
    with patch.object(LocalStore, "_add_conn_hooks", add_hooks):
        yield
    store.let_go()


def _erased(studio: Studio) -> Iterator[Shot]:
    """Somebody who was erased, and is looked for by name."""
    page = studio.page(Entity.CUSTOMER.value)
    name = _erase_somebody(studio)
    page.open_record(name[0])
    studio.settle(0.2)
    yield Shot("trouble-erased")
    search = studio.window.search
    search.start()
    search.setText(name[1])
    search.textEdited.emit(name[1])
    studio.settle(0.4)
    yield Shot("trouble-erased-looked-for")
    search.close_results()
    search.clear()


def _erase_somebody(studio: Studio) -> tuple[int, str]:
    for row_id in customer_ids():
        card = customer_card(row_id)
        if card is None or card.kind != "person" or not card.name:
            continue
        try:
            studio.jobs.changed.emit(erase_customer(row_id, studio.desk.by))
        except UserError:
            continue  # something is under way for them
        return row_id, card.name
    raise AssertionError("everybody has something under way")


TROUBLE = (trouble,)
