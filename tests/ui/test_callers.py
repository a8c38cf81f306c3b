import socket

import pytest
from PySide6.QtGui import QGuiApplication

from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.ui.caller_hook import Address, CallerHook, caller_of
from crm_desktop.ui.callers import Incoming, incoming_of
from crm_desktop.ui.widgets.caller_settings import CallerSettings

HOME = Address(4711, "secret")
GOOD = "GET /secret/call?number=%2B4930123456 HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n"


@pytest.fixture
def hook(qapp):
    change_settings(caller_hook="off", caller_port="", caller_token="")
    hook = CallerHook()
    yield hook
    hook.switch_off()
    hook.deleteLater()


@pytest.fixture
def ask(qtbot, hook):
    """What a program gets that sends these bytes: an answer, or nothing."""

    def ask(request):
        with socket.create_connection(("127.0.0.1", hook.address().port), timeout=0.05) as other:
            other.sendall(request.encode())
            heard = []

            def answered():
                try:
                    heard.append(other.recv(1000))
                except TimeoutError:
                    return False
                except ConnectionError:
                    heard.append(b"")
                return True

            qtbot.waitUntil(answered)
            return heard[-1]

    return ask


@pytest.mark.parametrize("host", ["127.0.0.1:4711", "localhost:4711", "[::1]:4711"])
def test_a_telephone_program_says_who_rings(host):
    assert caller_of(GOOD.replace("127.0.0.1:4711", host).encode(), HOME) == Incoming("+4930123456")


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("GET", "POST"),
        ("GET", "HEAD"),
        ("secret", "guessed"),
        ("/secret/call", "/call"),
        ("/secret/call", "/secret/call/"),
        ("127.0.0.1:4711", "127.0.0.1"),
        ("127.0.0.1:4711", "evil.example:4711"),
        ("127.0.0.1:4711", "127.0.0.1:4711\r\nHost: 127.0.0.1:4711"),
        ("Host: 127.0.0.1:4711", "Accept: */*"),
        ("\r\n\r\n", "\r\nOrigin: http://127.0.0.1:4711\r\n\r\n"),
        ("\r\n\r\n", "\r\nOrigin: null\r\n\r\n"),
        ("\r\n\r\n", "\r\nSec-Fetch-Site: cross-site\r\n\r\n"),
        ("%2B4930123456", "%3Cscript%3E"),
        ("%2B4930123456", "9" * 41),
        ("number=%2B4930123456", ""),
        ("HTTP/1.1", "HTTP/2"),
        ("GET /", "GET  /"),
    ],
)
def test_whatever_is_not_exactly_right_is_nothing(given, instead):
    assert caller_of(GOOD.replace(given, instead, 1).encode(), HOME) is None


@pytest.mark.parametrize(
    "request_bytes", [b"", b"\xff\xfe\r\n\r\n", b"GET\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", b"\x00" * 100 + b"\r\n\r\n"]
)
def test_bytes_that_are_no_request_are_nothing(request_bytes):
    assert caller_of(request_bytes, HOME) is None


def test_it_is_off_until_somebody_switches_it_on_and_keeps_its_address(hook, qapp):
    hook.start()
    assert hook.address() is None
    hook.switch_on()
    address = hook.address()
    again = CallerHook()
    again.start()
    assert again.address() is None and again.is_missing(), "the port is taken"
    hook._close()
    again.start()
    assert again.address() == address
    again._close()


def test_who_rings_is_heard_and_gets_no_answer_but_that(hook, ask, qtbot):
    hook.switch_on()
    heard = []
    hook.asked.connect(heard.append)
    host = f"127.0.0.1:{hook.address().port}"
    good = GOOD.replace("secret", hook.address().token).replace("127.0.0.1:4711", host)
    assert ask(good).startswith(b"HTTP/1.1 204 ")
    assert ask(good.replace("Host:", "Origin: x\r\nHost:")) == b""
    assert ask("GET / HTTP/1.1\r\n\r\n") == b""
    assert ask("x" * 5_000) == b""
    assert [incoming_of(link) for link in heard] == [Incoming("+4930123456")]


def test_only_this_computer_is_listened_to(hook):
    hook.switch_on()
    assert all(server.serverAddress().isLoopback() for server in hook._servers)


def test_whoever_asks_too_often_is_cut_off(hook, ask, monkeypatch):
    hook.switch_on()
    bad = "GET / HTTP/1.1\r\n\r\n"
    good = GOOD.replace("secret", hook.address().token).replace("4711", str(hook.address().port))
    for _time in range(29):
        hook._times.append(__import__("time").monotonic())
    assert ask(good).startswith(b"HTTP/1.1 204")
    assert ask(good) == b"" and ask(bad) == b""


def test_a_new_address_silences_the_old_one(hook, ask):
    hook.switch_on()
    old = GOOD.replace("secret", hook.address().token).replace("4711", str(hook.address().port))
    hook.renew()
    assert ask(old) == b""
    assert load_settings().caller_token == hook.address().token


def test_the_settings_switch_it_show_its_address_and_copy_it(hook, qtbot):
    shown = CallerSettings(hook)
    qtbot.addWidget(shown)
    shown.show()
    assert not shown.on.isChecked() and not shown.detail.isVisible()
    shown.on.click()
    assert shown.address.text() == hook.address().url()
    shown.copy.click()
    assert QGuiApplication.clipboard().text() == hook.address().url()
    before = shown.address.text()
    shown.renew.click()
    assert shown.address.text() != before
    shown.on.click()
    assert hook.address() is None


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("crm-desktop:call?number=%2B49%2030%20123456", "+49 30 123456"),
        ("crm-desktop://call?number=030123456", "030123456"),
        ("CRM-DESKTOP://call/?number=tel:030123456", "030123456"),
    ],
)
def test_a_link_says_who_rings(link, number):
    assert incoming_of(link) == Incoming(number)


@pytest.mark.parametrize(
    "link",
    [
        "crm-desktop:call",
        "crm-desktop:erase?number=1234",
        "http://call?number=1234",
        "crm-desktop:call?number=<b>1</b>",
        "",
        "crm-desktop:call?number=abc",
        "crm-desktop:call?" + "x=1&" * 400,
        "crm-desktop:call?number=%00",
        "crm-desktop:call?number=%FF%FE12",
        "crm-desktop:call?number=%E2%80%AE12",
        "crm-desktop:call?number=" + "1" * 41,
        "crm-desktop:call?number=1234\x1b[31m",
        "crm-desktop://[call?number=1234",
        "crm-desktop://a]b/call?number=1234",
        "crm-desktop:../../call?number=1234",
    ],
)
def test_any_other_link_says_nothing(link):
    assert incoming_of(link) is None


@pytest.mark.parametrize("link", ["crm-desktop:erase?number=1234", "crm-desktop://[call", "crm-desktop:call?" + "x=1&" * 400])
def test_a_link_that_asks_for_nothing_known_is_told_in_a_sentence_and_nothing_is_done(window, link):
    page = window.current_page().name
    window.ask(link)
    said = window.message.text()
    if "call?" in link:
        assert said == "Another program wanted to show a caller, but said no number."
    else:
        assert said == "Another program asked for something that is not known here. Nothing was done."
        assert window.current_page().name == page
