"""One request and its answer, within a time and a size that nothing the server does can exceed."""

import io
import os
import socket
import ssl
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from email.message import Message
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from importlib.metadata import version
from time import monotonic
from typing import Any, NamedTuple

from analystkit.fetching.addresses import Address, sockets_of

NAME = "analystkit"  # as robots.txt files may call it
_UNKNOWN_ISSUER = {18, 19, 20, 21}  # as OpenSSL numbers what is wrong with a certificate
_TRUSTED = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # OpenSSL reads them when a context is made
_AT_ONCE = 65_536  # bytes
_PACKED = {"gzip", "x-gzip", "deflate"}
_EITHER = 32 + zlib.MAX_WBITS  # gzip and zlib, told by their first bytes


class FailedError(Exception):
    """No answer that is of use, and why."""


class Limits(NamedTuple):
    """What one answer may cost."""

    seconds: float
    size: int  # bytes, as sent and as unpacked


class Answer(NamedTuple):
    """What a server said; the body only where its status is 200."""

    status: int
    headers: Message
    body: bytes


def ask(address: Address, limits: Limits, *, allow: Collection[str] = ()) -> Answer:
    """GET this address from the very place that was checked, so that DNS cannot turn it later."""
    end = monotonic() + limits.seconds
    try:
        with closing(_connected(address, allow, end)) as sock:
            connection = HTTPConnection(address.host, address.port)
            connection.auto_open = 0  # type: ignore[misc]
            connection.sock = _Wire(sock, end)  # type: ignore[assignment]
            connection.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
            for name, value in (
                ("Host", address.place),
                ("User-Agent", f"{NAME}/{version(NAME)}"),
                ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"),
                ("Accept-Encoding", "gzip"),
                ("Connection", "close"),
            ):
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            body = _body(response, limits.size) if response.status == 200 else b""
            return Answer(response.status, response.headers, body)
    except TimeoutError:
        raise FailedError(f"no whole answer within {limits.seconds:g} seconds") from None
    except ssl.SSLCertVerificationError as error:
        known = (
            "; where you do trust it, name a file that holds it as SSL_CERT_FILE in the environment"
        )
        raise FailedError(
            f"the certificate of {address.place} is not trusted ({error.verify_message})"
            + (known if error.verify_code in _UNKNOWN_ISSUER else "")
        ) from None
    except ssl.SSLError as error:
        raise FailedError(f"no safe connection ({error.reason or error})") from None
    except (OSError, HTTPException, zlib.error) as error:
        raise FailedError(f"the answer broke off ({_said(error)})") from None


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _connected(address: Address, allow: Collection[str], end: float) -> socket.socket:
    failed: OSError = OSError("it has no address")
    for family, place in sockets_of(address, allow):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_left(end))
            sock.connect(place)
            if address.scheme == "https":
                sock.settimeout(_left(end))
                trusted = map(os.environ.get, _TRUSTED)
                sock = _context(*trusted).wrap_socket(sock, server_hostname=address.host)
            return sock
        except OSError as error:
            sock.close()
            failed = error
    if isinstance(failed, (TimeoutError, ssl.SSLError)):
        raise failed
    raise FailedError(f"no connection to {address.place} ({_said(failed)})")


@lru_cache
def _context(*trusted: str | None) -> ssl.SSLContext:
    """A context with the certificates that the system trusts, or those `_TRUSTED` names."""
    return ssl.create_default_context()


def _left(end: float) -> float:
    if (left := end - monotonic()) <= 0:
        raise TimeoutError
    return left


class _Wire:
    """What `HTTPConnection` needs of a socket, each call of which ends when time is up."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self.sock, self.end = sock, end

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(_left(self.end))
        self.sock.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self.sock, self.end))

    def close(self) -> None:
        """Nothing: `ask` closes the socket when the body is read."""


class _Incoming(io.RawIOBase):
    def __init__(self, sock: socket.socket, end: float) -> None:
        self.sock, self.end = sock, end

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self.sock.settimeout(_left(self.end))  # a server may send one byte at a time for ever
        return self.sock.recv_into(into)


def _body(response: HTTPResponse, most: int) -> bytes:
    """The body, unpacked, of at most so many bytes packed and unpacked."""
    if (response.length or 0) > most:
        raise FailedError(f"it has {response.length:,} bytes; more than {most:,} are not read")
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", *_PACKED}:
        raise FailedError(f"it is packed as {packing[:40]!r}, which is not read")
    pieces = _counted(_sent(response), most)
    if packing in _PACKED:
        pieces = _counted(_unpacked(pieces, most), most)
    return b"".join(pieces)


def _sent(response: HTTPResponse) -> Iterator[bytes]:
    while piece := response.read(_AT_ONCE):
        yield piece
    if response.length:  # of what its header promised, so much is missing
        raise FailedError("the answer broke off before its end")


def _counted(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise FailedError(f"it has more than {most:,} bytes; more are not read")
        yield piece


def _unpacked(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """Never more at once than may be read at all, however small it was packed."""
    unpacker = zlib.decompressobj(_EITHER)
    for piece in pieces:
        while piece:
            if unpacker.eof:  # several packings, one after the other, are one
                unpacker = zlib.decompressobj(_EITHER)
            yield unpacker.decompress(piece, most + 1)
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise FailedError("the answer broke off before its end")
