"""Work that goes over several steps: a call, an import."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crm_desktop.core.changes import Entity
from crm_desktop.queries.ordering import find_products
from crm_desktop.queries.orders import order_ids, order_sheet
from crm_desktop.ui.pages.import_bar import COLUMNS, DONE, TRIAL
from tests.ui.pictures.studio import Shot, Studio

CUSTOMERS = """No;Company;Contact;Street;Postcode;Town;Country;Phone;E-mail;Since;Private
K-1;Hafen & Söhne;Jonas Petersen;Am Kai 4;20457;Hamburg;DE;040 555 0101;jonas@hafen.example;14.02.2019;no
K-2;Bäckerei Lindner;Ute Lindner;Marktplatz 9;01067;Dresden;DE;0351 555 0133;ute@lindner.example;03.11.2021;no
K-3;;Maria Anders;Obere Str. 57;12209;Berlin;DE;030 555 0174;maria@anders.example;31.06.2022;yes
K-4;Café Olivier;Claire Olivier;24 rue Clerc;75007;Paris;FR;+33 1 55 50 12 34;claire@olivier;09.09.2023;no
K-5;Trattoria Bassi;Paolo Bassi;Via Roma 12;10121;Torino;IT;+39 011 555 0142;paolo@bassi.example;17.05.2020;no
"""


def call(studio: Studio) -> Iterator[Shot]:
    page = studio.page("log")
    yield Shot("call-nobody-yet")
    page.open_record(_with_parcels(), Entity.CUSTOMER)
    studio.settle(0.1)
    view = page.view
    view.form.summary.setText("24 boxes arrived crushed")
    view.form.notes.setPlainText("Outer carton wet. Photos by e-mail.\nWants a replacement before Friday, no refund.")
    view.steps.open("follow_ups")
    studio.settle()
    view.steps.promised.title.setText("Call back: replacement on its way")
    yield Shot("call-follow-up")
    view.steps.promised.another.click()
    studio.settle(0.1)
    yield Shot("call-two-follow-ups")
    view.steps.open("returns")
    studio.settle()
    _choose_order(view)
    studio.settle(0.1)
    yield Shot("call-return")
    for name in ("orders", "appointments"):
        for switch in view.steps.switches.values():
            switch.setChecked(False)
        view.steps.open(name)
        studio.settle()
        if name == "orders":
            for product in find_products("la")[:2]:
                view.steps.ordered.lines.model.add(product)
        studio.settle(0.1)
        yield Shot(f"call-{name.removesuffix('s')}")
    page.take_another()
    studio.settle()
    page.view.side.new.setChecked(True)
    page.view.side.new_caller.name.setText("Maria Anders")
    studio.settle()
    yield Shot("call-second-new-caller")
    for each in page.calls():
        each.drop()
    studio.settle()


def imports(studio: Studio) -> Iterator[Shot]:
    page = studio.page("import")
    wizard = page.wizard
    yield Shot("import-1-file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_text(CUSTOMERS, encoding="utf-8")
        wizard.take([path])
        studio.wait(lambda: wizard.stack.currentIndex() == COLUMNS)
        studio.settle(0.3)
        yield Shot("import-2-columns")
        for step, name in ((TRIAL, "import-3-trial"), (DONE, "import-4-done")):
            wizard.bar.next.click()
            studio.wait(lambda step=step: wizard.stack.currentIndex() == step)
            studio.settle(0.2)
            yield Shot(name)
        wizard.undo.click()
        studio.wait(lambda: wizard.undo.isHidden())
        wizard.bar.next.click()
        studio.settle()


def _with_parcels() -> int:
    """Somebody whose latest order is on its way, so that something can come back."""
    sheets = (order_sheet(order_id) for order_id in order_ids())
    return next(sheet.customer_id for sheet in sheets if sheet is not None and any(line.shipped > line.returned for line in sheet.lines))


def _choose_order(view: Any) -> None:
    box = view.steps.returned.order
    if box.count() > 1:
        view.steps.returned.choose_order(box.itemData(1))


WORK = call, imports
