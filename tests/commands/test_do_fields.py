"""Further fields, tags and attached files by commands alone, read back by `list`."""

import json

import pytest

from tests.commands.conftest import crm, done


def listed(what, *where):
    return json.loads(done("list", what, "--json", *where))["records"]


def only(what, *where):
    (record,) = listed(what, *where)
    return record


@pytest.fixture
def sizes(shop):
    done("do", "add-custom-field", "table=customer", "name=size", "label=Shoe size", "kind=number")
    done("do", "add-custom-field", "table=order", "name=wrapping", "kind=choice", "choice=Paper", "choice=Box")
    return shop


def test_a_further_field_is_filled_listed_and_retired(sizes):
    done("do", "change-customer", "customer=CU-00001", "custom.size=42.50")
    done("do", "add-customer", "name=Ben", 'custom={"size": 7}')
    done("do", "change-custom-values", "record=SO-00001", "custom.wrapping=box")

    assert [(row["name"], row["custom"], row["custom.size"]) for row in listed("customers", "--sort", "-custom.size")] == [
        ("Müller & Søn", {"size": "42.5"}, 42.5), ("Ben", {"size": "7"}, 7),
    ]  # fmt: skip
    assert done("list", "customers", "--sum", "custom.size") == "49.5\n"
    assert only("orders", "--where", "custom.wrapping", "=", "Box")["custom.wrapping"] == "Box"
    assert done("list", "orders").splitlines()[0].endswith("custom.wrapping")
    assert [(row["table"], row["name"], row["label"], row["choices"]) for row in listed("custom-fields")] == [
        ("customer", "size", "Shoe size", []), ("order", "wrapping", "wrapping", ["Paper", "Box"]),
    ]  # fmt: skip

    done("do", "change-custom-field", "custom_field=wrapping", "label=Wrapping")
    done("do", "retire-custom-field", "custom_field=customer.size")
    assert [(row["label"], row["active"], row["choices"]) for row in listed("custom-fields")] == [
        ("Shoe size", False, []), ("Wrapping", True, ["Paper", "Box"]),
    ]  # fmt: skip
    assert "custom.size" not in only("customers", "--where", "name", "=", "Ben")
    done("do", "change-customer", "customer=CU-00001", "notes=Rings twice")
    assert only("customers", "--where", "number", "=", "CU-00001")["custom"] == {"size": "42.5"}


def test_a_value_is_taken_away_by_an_empty_one(sizes):
    done("do", "change-customer", "customer=CU-00001", "custom.size=42")
    done("do", "change-customer", "customer=CU-00001", "custom.size=")

    assert only("customers")["custom"] == {}


WRONG = (
    (["add-customer", "name=x", "custom.size=big"], "Shoe size: “big” is not a number"),
    (["add-customer", "name=x", "custom.colour=red"], "no further field “colour”. There are: size"),
    (["add-customer", "name=x", "custom=red"], "custom.NAME=VALUE"),
    (["add-customer", "name=x", 'custom={"size": [1]}'], "is not a number"),
    (["add-customer", "name=x", 'custom={"size": NaN}'], "no JSON"),
    (["change-custom-values", "record=SO-00001", "custom.wrapping=Silk"], "not one of: Paper, Box"),
    (["change-custom-values", "record=SO-9", "custom.wrapping=Box"], "no record “SO-9”"),
    (["change-custom-values", "record=follow-up:F-00001", "custom.wrapping=Box"], "no further fields"),
    (["retire-custom-field", "custom_field=colour"], "no “colour” here; give a further field: its table"),
    (["add-custom-field", "table=staff", "name=x"], "not one of: customer, contact, product, order, interaction"),
    (["add-custom-field", "table=customer", "name=a.b"], "cannot name a field"),
)


def test_a_wrong_value_is_one_sentence_and_nothing_is_changed(sizes):
    before = done("history")

    for arguments, words in WRONG:
        refused = crm("do", *arguments)
        assert (refused.status, refused.err.count("\n")) == (1, 1), arguments
        assert words in refused.err
    assert done("history") == before
    assert crm("--as", "nancy", "do", "add-custom-field", "table=order", "name=x").status == 1


def test_the_fields_of_a_list_are_those_of_the_company(sizes):
    assert "custom.size" in done("list", "customers", "--fields")
    assert "There is no field “custom.colour” in customers." in crm("list", "customers", "--where", "custom.colour", "=", "x").err


def test_a_file_is_attached_listed_saved_and_taken_away(shop, tmp_path):
    letter = tmp_path / "Letter: März.txt"
    letter.write_bytes("Lieber Søn …".encode())
    assert done("do", "attach", "record=SO-00001", f"file={letter}") == "Attached a file to SO-00001\n"

    found = only("attachments", "--where", "record", "=", "SO-00001")
    assert (found["attachment"], found["kind"], found["file_name"], found["media_type"], found["size"]) == (
        1, "order", "Letter: März.txt", "text/plain", 15,
    )  # fmt: skip
    (tmp_path / "out").mkdir()
    for _again in range(2):
        done("save-attachment", "1", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["Letter_ März (2).txt", "Letter_ März.txt"]
    assert (tmp_path / "out" / "Letter_ März.txt").read_bytes() == letter.read_bytes()
    assert "is there already" in crm("save-attachment", "1", letter).err
    assert "There is no folder" in crm("save-attachment", "1", tmp_path / "none" / "a.txt").err

    assert done("do", "detach", "attachment=1") == "Took a file from SO-00001\n"
    assert listed("attachments") == []
    assert "There is no attachment 1" in crm("save-attachment", "1").err
    done("undo")
    assert only("attachments")["hash"] == found["hash"]
    assert done("check", "--deep").count("\n") > 0


def test_what_could_be_a_program_is_kept_and_said_so_when_it_goes_out(shop, tmp_path):
    (tmp_path / "invoice.pdf.exe").write_bytes(b"MZ")
    done("do", "attach", "record=CU-00001", f"file={tmp_path / 'invoice.pdf.exe'}")

    saved = crm("save-attachment", "1", tmp_path / "again.exe")
    assert (saved.status, "looks like a program" in saved.err) == (0, True)
    assert (tmp_path / "again.exe").stat().st_mode & 0o111 == 0


def test_the_logo_is_a_picture_of_the_company(shop, tmp_path):
    from PIL import Image

    Image.new("RGB", (64, 64), "navy").save(tmp_path / "logo.png")
    assert done("do", "set-logo", f"file={tmp_path / 'logo.png'}") == "Changed the company's logo\n"
    assert only("attachments")["kind"] == "company"
    assert done("do", "remove-logo") == "Removed the company's logo\n"
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    assert "no whole PNG or JPEG" in crm("do", "set-logo", f"file={tmp_path / 'logo.gif'}").err
    assert "is the company's own file" in crm("do", "set-logo", f"file={shop}").err
    assert "There is no file" in crm("do", "set-logo", "file=none.png").err
