from email.message import EmailMessage

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.data.models import Address, Attachment, Customer, FollowUp, ImportRun, Interaction, Order
from crm_desktop.exchange.saved_mappings import own_folder
from crm_desktop.ui.pages.import_bar import COLUMNS, DONE, FILE, TRIAL

ORDERS = """No,Date,Customer,Product,Quantity,Unit price
1,31/12/2024,Ada,Pen,2,1.50
1,31/12/2024,Ada,Ink,1,3
2,30/12/2024,Grace,Pen,oops,1.50
"""
TASKS = "Task,Due date,Priority\nCall Ada,3/4/2024,urgent\nWrite,3/5/2024,dringend\n"


@pytest.fixture
def wizard(window, settle):
    page = window.show_page("import")
    page.start()
    settle()
    return page.wizard


@pytest.fixture
def drop(wizard, tmp_path, settle):
    """A file lands on the page."""

    def drop(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        told = QMimeData()
        told.setUrls([QUrl.fromLocalFile(str(path))])
        actions, no_key = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        wizard.dropEvent(QDropEvent(QPointF(10, 10), actions, told, Qt.MouseButton.LeftButton, no_key))
        settle()
        if at(wizard) == COLUMNS:
            wizard.columns.changed.emit()
            settle()
        return path

    return drop


@pytest.fixture
def keys(press, qtbot, settle):
    """A button by its keys: Qt shows it pressed for a moment before it acts."""

    def keys(button, key, modifier):
        with qtbot.waitSignal(button.clicked):
            press(key, modifier)
        settle()

    return keys


@pytest.fixture
def on(wizard, keys):
    return lambda: keys(wizard.bar.next, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def at(wizard):
    return wizard.stack.currentIndex()


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def test_a_shops_orders_come_in_by_the_keyboard_and_go_out_again(wizard, drop, on, keys):
    drop("orders.csv", ORDERS)
    assert at(wizard) == COLUMNS
    assert wizard.columns.keep.accessibleName() == "Remember these columns under this name"
    assert wizard.columns.grid.boxes["No"].currentText() == "Order · number"
    assert "31/12/2024 → 31 Dec 2024" in texts(wizard.columns.grid)

    on()
    assert at(wizard) == TRIAL and not Order.select().exists()
    assert {"new orders", "new customers", "2"} <= set(texts(wizard.tried))
    assert wizard.tried.model.rowCount() == 1
    assert wizard.tried.model.index(0, 4).data() == "This is not a number."

    on()
    assert at(wizard) == DONE
    assert Order.get(number="1").customer.name == "Ada"

    keys(wizard.undo, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    assert not Order.select().exists() and not Customer.select().exists()
    assert "taken out" in wizard.message.text()


def test_what_came_in_is_shown_in_its_list(wizard, drop, on, settle, window, make_order):
    make_order()
    drop("orders.csv", ORDERS)
    on()
    on()
    wizard.see.click()
    settle()
    page = window.current_page()
    assert page.name == "order" and page.model.rowCount() == 1


def test_a_day_and_a_word_that_could_mean_two_things_are_asked_for(wizard, drop, on, settle):
    drop("tasks.csv", TASKS)
    on()
    assert at(wizard) == COLUMNS and "3/4/2024 in “Due date” is" in wizard.message.text()

    days = wizard.columns.questions.box("dates", "Due date")
    assert days.itemText(1).startswith("3 Apr 2024") and days.itemText(2).startswith("4 Mar 2024")
    days.setCurrentIndex(1)
    word = wizard.columns.questions.box("words", "Priority", "dringend")
    word.setCurrentIndex(word.findText("High"))
    settle()
    on()
    assert at(wizard) == TRIAL
    on()
    assert [(each.title, f"{each.due_on:%m-%d}", each.priority) for each in FollowUp.select().order_by(FollowUp.id)] == [
        ("Call Ada", "04-03", "urgent"),
        ("Write", "05-03", "high"),
    ]


def test_what_no_column_says_is_chosen_for_all_rows(wizard, drop, on, settle):
    drop("calls.csv", "Datum,Betreff\n2024-03-01,Asked for a price\n")
    on()
    assert at(wizard) == COLUMNS
    channel = wizard.columns.questions.box("constant", "interaction.channel")
    channel.setCurrentIndex(1)
    name = channel.currentText()
    settle()
    on()
    on()
    assert Interaction.get().channel.name == name


def test_back_keeps_what_was_chosen(wizard, drop, on, keys):
    drop("customers.csv", "Firma,Ort,Branche\nÄhre,Köln,Brot\n")
    box = wizard.columns.grid.boxes["Branche"]
    box.setCurrentIndex(box.findText("(keep as a further field)"))
    on()
    keys(wizard.bar.back, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert at(wizard) == COLUMNS
    assert wizard.columns.grid.boxes["Branche"].currentText() == "(keep as a further field)"
    on()
    on()
    assert "Brot" in Customer.get().custom


def test_stopping_leaves_nothing_and_the_trial_where_it_was(wizard, drop, on, monkeypatch):
    drop("orders.csv", ORDERS)
    on()
    begin = wizard.bar.begin

    def begin_and_stop(doing, *, measured=True):
        begin(doing, measured=measured)
        wizard.bar.stop.click()

    monkeypatch.setattr(wizard.bar, "begin", begin_and_stop)
    on()
    assert at(wizard) == TRIAL and "Nothing was imported" in wizard.message.text()
    assert not ImportRun.select().exists() and not Order.select().exists()


def test_columns_are_remembered_under_a_name(wizard, drop, on, settle):
    drop("lieferanten.csv", "Firma,Ort\nÄhre,Köln\n")
    wizard.columns.name.setText("Mein Laden")
    wizard.columns.keep.setChecked(True)
    on()
    on()
    saved = own_folder() / "mein-laden.toml"
    try:
        assert 'source = "mein-laden"' in saved.read_text(encoding="utf-8")
        on()
        drop("neu.csv", "Firma,Ort\nZange,Wien\n")
        assert wizard.columns.ways.currentText() == "mein-laden"
    finally:
        saved.unlink()


def test_rows_that_stay_out_are_saved_as_a_table(wizard, drop, on, tmp_path, settle):
    drop("orders.csv", ORDERS)
    on()
    wizard.tried.save_to(str(tmp_path / "left.csv"))
    settle()
    assert "orders.csv,4,Quantity,oops,This is not a number." in (tmp_path / "left.csv").read_text(encoding="utf-8-sig")


def test_an_import_of_before_can_be_taken_out_on_the_first_page(wizard, drop, on, settle):
    drop("orders.csv", ORDERS)
    on()
    on()
    on()
    settle()
    assert at(wizard) == FILE
    (undo,) = [each for each in wizard.file.findChildren(QPushButton) if each.text() == "Take out"]
    undo.click()
    settle()
    assert not Order.select().exists()


@pytest.mark.parametrize(("answer", "code"), [(1, "01067"), (2, "1067")])
def test_a_lost_zero_is_given_back_or_not_as_somebody_says(wizard, drop, on, settle, answer, code):
    drop("kunden.csv", "Firma,PLZ\nÄhre,10115\nZange,50667\nElbe,1067\n")
    on()
    assert at(wizard) == COLUMNS
    wizard.columns.questions.box("codes", "PLZ").setCurrentIndex(answer)
    settle()
    on()
    on()
    assert {each.postal_code for each in Address.select()} == {"10115", "50667", code}


def test_what_is_no_table_or_lacks_something_is_said_and_an_address_book_needs_no_matching(wizard, drop, on):
    drop("x.pdf.csv", b"%PDF-1.4")
    assert at(wizard) == FILE and "is not a table" in wizard.message.text()

    drop("x.csv", "Ort\nKöln\n")
    on()
    assert at(wizard) == COLUMNS and "Customer · name" in wizard.message.text()

    drop("me.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEMAIL:ada@example.org\nEND:VCARD\n")
    on()
    on()
    assert at(wizard) == DONE and Customer.get().name == "Ada Lovelace"


def test_a_file_of_companies_and_people_comes_in_whole(wizard, drop, on):
    drop("customers.csv", "Kundennummer;Firma;Vorname;Nachname\n1;Nordwind GmbH;Maria;Anders\n2;;Jonas;Bergmann\n")
    on()
    assert any("everything is clear" in each.text() for each in wizard.findChildren(QLabel))
    on()
    assert {row.name: row.kind for row in Customer.select()} == {"Nordwind GmbH": "company", "Jonas Bergmann": "person"}


def nested(depth):
    inner = "Content-Type: text/plain\n\nfar inside"
    for level in range(depth):
        inner = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{inner}\n--b{level}--\n'
    return f"From: a@b.example\nTo: desk@here.example\nSubject: Nested\nDate: Mon, 3 Mar 2025 10:00:00 +0100\nMessage-ID: <n@b>\n{inner}"


def attached():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ada@shop.example", "desk@here.example", "A file"
    mail["Date"], mail["Message-ID"] = "Mon, 3 Mar 2025 10:00:00 +0100", "<file@shop>"
    mail.set_content("See the file.")
    mail.add_attachment(b"hello", maintype="text", subtype="plain", filename="../../x")
    return mail.as_bytes()


PLAIN = (
    "From: ada@shop.example\nTo: desk@here.example\nSubject: {}\nMessage-ID: <{}@shop>\nDate: {}\nContent-Type: text/plain; charset={}\n\n"
)
DATED = "Mon, 3 Mar 2025 10:00:00 +0100"


@pytest.mark.parametrize(
    ("name", "mail", "summary"),
    [
        ("nested.eml", nested(60), "Nested"),
        ("date.eml", PLAIN.format("No such day", "d", "Mon, 99 Foo 2025 25:61", "utf-8") + "Hello", "No such day"),
        ("charset.eml", PLAIN.format("Charset", "c", DATED, "klingon").encode() + b"caf\xe9", "Charset"),
        ("file.eml", attached(), "A file"),
    ],
)
def test_a_mail_that_is_odd_comes_in_whole_or_says_why_not(wizard, drop, on, tmp_path, name, mail, summary):
    drop(name, mail)
    on()
    assert at(wizard) == TRIAL, texts(wizard)
    told = [wizard.tried.model.index(row, 4).data() for row in range(wizard.tried.model.rowCount())]
    if told:
        assert all(each.strip().endswith((".", ")")) for each in told), told
    else:
        on()
        assert at(wizard) == DONE
        assert Interaction.get().summary == summary
    for kept in Attachment.select():
        assert "/" not in kept.file_name and ".." not in kept.file_name
    assert not (tmp_path.parent / "x").exists() and not (tmp_path / "x").exists()
