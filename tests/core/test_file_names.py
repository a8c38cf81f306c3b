import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.file_names import LONGEST, clean_file_name, looks_like_program, media_type_of, numbered, safe_file_name


@pytest.mark.parametrize(
    ("written", "shown", "saved"),
    [
        ("Rechnung März.pdf", "Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\Users\\Ada\\photo.jpg", "photo.jpg", "photo.jpg"),
        ("a\x00b\nc.txt", "abc.txt", "abc.txt"),
        ("photo\u202egpj.exe", "photogpj.exe", "photogpj.exe"),
        ("", "attachment", "attachment"),
        ("..", "attachment", "attachment"),
        (".bashrc", ".bashrc", "bashrc"),
        ("what?*.txt", "what?*.txt", "what__.txt"),
        ("CON", "CON", "_CON"),
        ("com1.txt", "com1.txt", "_com1.txt"),
        ("nul .tar.gz", "nul .tar.gz", "_nul .tar.gz"),
        ("ends in a dot. ", "ends in a dot.", "ends in a dot"),
        ("a:b.txt", "a:b.txt", "a_b.txt"),
        ("🎉.png", "🎉.png", "🎉.png"),
    ],
)
def test_names_are_shown_and_saved_without_what_could_harm(written, shown, saved):
    assert (clean_file_name(written), safe_file_name(written)) == (shown, saved)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=400))
def test_any_name_is_one_that_every_system_takes(written):
    for name in (clean_file_name(written), safe_file_name(written)):
        assert name and name == name.strip()
        assert not set(name) & set("/\\\0\n\u202e")
        assert len(name.encode()) <= LONGEST + 1
    safe = safe_file_name(written)
    assert not set(safe) & set('<>:"|?*')
    assert safe[0] != "." and safe[-1] not in ". "
    assert safe_file_name(safe) == safe


def test_a_long_name_keeps_its_ending():
    assert clean_file_name("ü" * 300 + ".pdf").endswith("ü.pdf")
    assert len(clean_file_name("ü" * 300 + ".pdf").encode()) <= LONGEST
    assert numbered("photo.jpg", 2) == "photo (2).jpg"
    assert [numbered("photo.jpg", 1), numbered("README", 3)] == ["photo.jpg", "README (3)"]


@pytest.mark.parametrize("name", ["setup.exe", "SETUP.EXE", "invoice.pdf.scr", "x.exe. . ", "letter.docm", "run.sh", "page.html", "a.lnk"])
def test_what_could_run_is_known_by_its_name(name):
    assert looks_like_program(name)


@pytest.mark.parametrize("name", ["exe", "invoice.pdf", "photo.jpg", "exe.txt", "notes"])
def test_what_cannot_run_is_not(name):
    assert not looks_like_program(name)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("photo.jpg", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("photo.pdf", b"MZ\x90", "application/x-msdownload"),
        ("letter.TXT", b"Dear Ada", "text/plain"),
        ("data.csv", b"a,b", "text/csv"),
        ("scan", b"?", "application/octet-stream"),
        ("x.nobody-knows", b"?", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_beginning_or_else_by_its_name(name, content, kind):
    assert media_type_of(name, content) == kind
