import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analystkit.fetching.addresses import RefusedError, is_open, read_address, sockets_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://wire.example", "http://wire.example/"),
        (" HTTPS://WIRE.example:443/a?b=c d#e ", "https://wire.example/a?b=c%20d"),
        ("http://wire.example:8080/é", "http://wire.example:8080/%C3%A9"),
        ("http://wire.example./a%2Fb", "http://wire.example/a%2Fb"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://[2001:DB8::1]:81/x", "http://[2001:db8::1]:81/x"),
        ("http://wire.example/a\r\nHost: evil", "http://wire.example/aHost:%20evil"),
    ],
)
def test_addresses_are_read_as_browsers_do(written, read):
    assert read_address(written).url == read
    assert read_address(read).url == read


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("file:///etc/passwd", "file: addresses are not fetched, only http and https"),
        ("ftp://wire.example/", "ftp: addresses"),
        ("javascript:alert(1)", "javascript: addresses"),
        ("wire.example/ferry", "without http:// it is not fetched"),
        ("", "without http://"),
        ("http://", "'' is not the name of a host"),
        ("http://a b/", "'a b' is not the name of a host"),
        ("http://a..b/", r"'a\.\.b' is not the name of a host"),
        ("http://[::1/", "not a web address"),
        ("http://wire.example:99999/", "not a web address"),
        ("http://ana:secret@wire.example/", "user name or password"),
    ],
)
def test_what_is_no_web_address_is_refused(written, why):
    with pytest.raises(RefusedError, match=why):
        read_address(written)


@settings(max_examples=60)
@given(st.text(st.sampled_from("ab1.-:/?#[]@%<>\"' \n\0é。中\ud800"), max_size=30))
def test_any_text_is_an_address_or_refused(text):
    for written in (text, f"http://{text}", f"http://wire.example/{text}"):
        try:
            address = read_address(written)
        except RefusedError:
            continue
        assert address.scheme in ("http", "https")
        assert address.url.isascii() and not set(address.url) & set(" \r\n\t<>\"'") - {"'"}


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:a:b::1"),
    ],
)
def test_addresses_inside_a_network_are_not_open_however_they_are_wrapped(number):
    assert not is_open(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_others_are_open(number):
    assert is_open(number)


def found(*numbers):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in numbers]


def test_a_host_with_one_foot_inside_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found("8.8.8.8", "10.0.0.7"))
    address = read_address("http://wire.example/")
    with pytest.raises(RefusedError, match=r"wire\.example stands at 10\.0\.0\.7.*allow=\['wire"):
        sockets_of(address, [])
    assert len(sockets_of(address, ["wire.example"])) == 2
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found("8.8.8.8"))
    assert sockets_of(address, []) == [(socket.AF_INET, ("8.8.8.8", 80))]


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost", "[::1]"])
def test_this_machine_is_refused_in_every_spelling(host):
    with pytest.raises(RefusedError, match=r"not on the open web|no host"):
        sockets_of(read_address(f"http://{host}/"), [])
