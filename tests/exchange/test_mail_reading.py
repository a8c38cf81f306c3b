from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.mail_files import mails_of, read_again
from crm_desktop.exchange.mail_heads import readable
from crm_desktop.exchange.mail_html import text_of_page
from crm_desktop.exchange.mail_reading import DEEPEST, LONGEST_TEXT, MOST_PARTS, WHOLE, read_mail


def mail(head, body="Hello"):
    return f"{head}\n\n{body}".encode("utf-8", "surrogateescape")


def nested(depth, inner="Content-Type: text/plain\n\ninnermost\n"):
    for level in range(depth):
        inner = f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{inner}\n--b{level}--\n"
    return f"From: ada@x.example\nSubject: Deep\nMIME-Version: 1.0\n{inner}".encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?B?R3L832U=?= an alle", "Grüße an alle"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
        ("=?no-such?q?abc?=", "abc"),
        ("=?utf-8?b?!!!?=", "!!!"),
        ("plain =?x", "plain =?x"),
        ("Gr\udcfc\udcdfe", "Grüße"),
        ("Gr\udcc3\udcbc\udcc3\udc9fe", "Grüße"),
        ("=?gb2312?B?1tDOxA==?=", "中文"),
    ],
)
def test_heads_are_read_as_they_were_meant(written, meant):
    assert readable(written) == meant


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        ("Date: Mon, 2 Mar 2026 09:00:00 +0100", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("Date: nonsense\nReceived: by mx; Tue, 3 Mar 2026 10:00:00 +0000", datetime(2026, 3, 3, 10, tzinfo=UTC)),
        ("Date: Mon, 2 Mar 1026 09:00:00 +0100", None),
        ("Date: Mon, 2 Mar 2026 09:00:00 +9999", None),
        ("Date: \udcff\udcfe", None),
        ("Subject: none", None),
    ],
)
def test_a_date_is_read_or_missing_and_never_guessed(head, moment):
    assert read_mail(mail(head)).sent_at == moment


@pytest.mark.parametrize("depth", [DEEPEST + 1, 400])
def test_a_mail_nested_too_deeply_comes_whole_as_a_file(depth):
    content = nested(depth)
    found = read_mail(content)

    assert found.subject == "Deep"
    assert [(file.name, file.content) for file in found.files] == [(WHOLE, content)]
    assert "too deeply" in found.told[0]


def test_a_mail_that_is_nested_within_reason_is_read():
    assert read_mail(nested(DEEPEST - 1)).text == "innermost"


def test_thousands_of_parts_come_whole_as_a_file():
    parts = "".join(f"--b\nContent-Type: image/png; name={number}.png\n\nx\n" for number in range(MOST_PARTS + 1))
    content = f"Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n".encode()
    assert [file.content for file in read_mail(content).files] == [content]


def test_of_two_ways_to_say_the_same_the_plain_one_counts():
    body = "--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<b>page</b>\n--b--"
    assert read_mail(mail("Content-Type: multipart/alternative; boundary=b", body)).text == "plain"
    empty = body.replace("\nplain\n", "\n \n")
    assert read_mail(mail("Content-Type: multipart/alternative; boundary=b", empty)).text == "page"


def test_a_page_becomes_text_that_can_be_read():
    page = """<html><head><title>T</title><style>b{}</style></head><body><h1>Hello&nbsp;Ada</h1><p>It is
        <a href="https://track.example/1">here</a>.</p><ul><li>one<li>two</ul><script>alert(1)</script>
        <img src="http://evil.example/x.png" alt="a lamp"><![if mso]>x<![endif]><a href="http://a.example">a.example</a></body></html>"""
    assert text_of_page(page) == "Hello Ada\n\nIt is here (https://track.example/1).\n\n• one\n• two\n\na lampxa.example"


@pytest.mark.parametrize("page", ["<!--" * 50_000, "<" * 200_000, "<a " * 50_000, "&" * 200_000, "<![CDATA[" * 1_000, "<style>x"])
def test_no_page_takes_long(page):
    assert isinstance(text_of_page(page), str)


def test_letters_of_another_charset_than_stated_are_told():
    found = read_mail(b"Content-Type: text/plain; charset=ascii\n\n" + "Grüße".encode("cp1252"))
    assert found.text == "Grüße"
    assert "charset" in found.told[0]


def test_a_long_text_is_attached_whole():
    found = read_mail(mail("Subject: Long", "word " * LONGEST_TEXT))
    assert len(found.text) == LONGEST_TEXT
    assert len(found.files[0].content) == 5 * LONGEST_TEXT - 1


@pytest.mark.parametrize("name", ["../../x.txt", "C:\\x.txt", "/etc/x.txt", "x.txt\u202e"])
def test_a_file_s_name_is_no_path(name):
    head = f'Content-Type: text/plain; name="{name}"\nContent-Disposition: attachment'
    assert read_mail(mail(head)).files[0].name == "x.txt"


def test_a_mail_sent_along_is_a_file():
    found = read_mail(mail("Content-Type: message/rfc822", "Subject: Inner: a/b\n\nText"))
    (file,) = found.files
    assert (file.name, file.content) == ("b.eml", b"Subject: Inner: a/b\n\nText")


def test_an_mbox_is_parted_where_its_mails_begin(tmp_path):
    path = tmp_path / "x.mbox"
    path.write_bytes(
        b"From ada  Mon Mar  2 09:00:00 2026\nSubject: 1\n\nFrom here on.\n>From there.\n\n"
        b"From bob@x Tue Mar  3 09:00:00 2026 +0100\r\nSubject: 2\r\n\r\nText\r\n"
    )
    first, second = mails_of(path)

    assert read_mail(first.content).text == "From here on.\nFrom there."
    assert (first.line, second.line) == (1, 7)
    assert read_mail(second.content, second.stamp).sent_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert [read_again(path, raw.start, raw.end) for raw in (first, second)] == [first.content, second.content]


def test_a_mail_that_is_too_large_is_passed_over_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("crm_desktop.exchange.mail_files.MOST_BYTES", 100)
    path = tmp_path / "x.mbox"
    part = "From ada  Mon Mar  2 09:00:00 2026\nSubject: {}\n\n{}\n\n"
    path.write_text(part.format(1, "long\n" * 100) + part.format(2, "short"))
    assert [raw.content and read_mail(raw.content).subject for raw in mails_of(path)] == [None, "2"]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail_of_some_kind(content):
    found = read_mail(content)
    assert isinstance(found.key(), str)


_PIECES = st.sampled_from(
    [
        b"From: ", b"Date: ", b"Subject: ", b"References: <", b"Content-Type: multipart/mixed; boundary=b\n\n", b"\n--b\n", b"\n--b--\n",
        b"Content-Type: text/html; charset=\"\xff\x00\"\n\n", b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n", b"begin 644 x\n", b"Content-Disposition: attachment; filename*=x''%ff%00\n",
        b"Content-Disposition: attachment; filename*0*=utf-9'a'%ff; filename*1=b\n",
        b"=?utf-8?b?w?=", b"=?x?q?=ZZ?=", b"\n\n", b"\r", b"\xe9",
        b"<a@b>", b"\"a\" <", b",;:(", b"Message-ID: <", b"Content-Type: message/delivery-status\n\n", b"Content-Type: /\n", b"\x00",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14))
def test_any_mixture_of_what_mails_are_made_of_is_read(pieces):
    found = read_mail(b"".join(pieces))
    assert "\x00" not in found.text + found.subject


def test_a_report_of_delivery_with_heads_that_cannot_be_written_again_is_read():
    """A control character within an address, and one in a mail that was sent along."""
    status = b"Content-Type: message/delivery-status\n\nStatus: 5.0.0\nTo: a <e@\x1e.de>\n\n"
    assert "Status: 5.0.0" in read_mail(status).text
    within = read_mail(b"Content-Type: message/rfc822\n\nSubject: in\nTo: a <e@\x1e.de>\n\nx")
    assert within.files
