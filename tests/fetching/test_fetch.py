"""Against a server on this machine that does what the worst of them do."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

import analystkit as ak
from analystkit.fetching import asking, fetch

pytestmark = pytest.mark.filterwarnings("ignore:.* pages were not fetched")

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry strike ends</title>META</head><body>
<article><h1>Ferry strike ends</h1><p>Crews return on Monday, “and not a day later,” said Senator
Dana Whitfield, who chairs the transport panel at Café Zürich and has followed the talks.</p>
<p>The company and the union declined to say more about the terms, but two officials said that pay
would rise by 4% from July, and that the night boats would run again.</p></article></body></html>"""
HTML = {"Content-Type": "text/html; charset=utf-8"}
BOMB = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB = b"".join(BOMB.compress(b"<p>" + bytes(1_000_000)) for _ in range(30)) + BOMB.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.robots, self.stopped = [], (404, ""), threading.Event()

    def handle_error(self, *_):
        """The client hung up, as it should."""

    def paths(self):
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body=PAGE, status=200, **headers):
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({**HTML, "Content-Length": str(len(body))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked.append((self.path, time.monotonic(), dict(self.headers)))
        what, _, rest = self.path[1:].partition("/")
        if what == "robots.txt":
            status, body = self.server.robots
            self.answer(body, status, Content_Type="text/plain")
        elif what == "status":
            self.answer(status=int(rest))
        elif what == "to":
            self.answer("", 302, Location=unquote(rest))
        elif what == "loop":
            self.answer("", 307, Location="/loop/b" if rest == "a" else "/loop/a")
        elif what == "chain":
            self.answer("", 301, Location=f"/chain/{int(rest) + 1}")
        elif what == "gzip":
            packed = gzip.compress(PAGE[:300].encode()) + gzip.compress(PAGE[300:].encode())
            self.answer(packed, Content_Encoding="gzip")
        elif what == "bomb":
            self.answer(BOMB, Content_Encoding="gzip")
        elif what == "cut":
            self.answer(Content_Length="9999")
            self.close_connection = True
        elif what == "cut-gzip":
            self.answer(gzip.compress(PAGE.encode())[:-90], Content_Encoding="gzip")
        elif what == "brotli":
            self.answer(Content_Encoding="br")
        elif what == "huge":
            self.answer(Content_Length="99999999999")
        elif what == "charset":
            self.answer(PAGE.encode(rest), Content_Type=f"text/html; charset={rest}")
        elif what == "lying":
            self.answer(PAGE, Content_Type="text/html; charset=iso-8859-1")
        elif what == "declared":
            page = PAGE.replace("META", '<meta charset="windows-1252">')
            self.answer(page.encode("cp1252"), Content_Type="text/html")
        elif what == "kind":
            self.answer(Content_Type=rest)
        elif what == "body":
            self.answer({"png": b"\x89PNG\r\n\x1a\n<\0\0\0", "json": "{}", "empty": ""}[rest])
        elif what in ("drip", "drip-head", "endless", "headers"):
            getattr(self, f"send_{what.replace('-', '_')}")()
        elif what == "garbage":
            self.wfile.write(b"\x16\x03\x01 no HTTP at all\r\n\r\n")
            self.close_connection = True
        else:
            self.answer()

    def trickle(self, piece, wait):
        while not self.server.stopped.wait(wait):
            self.wfile.write(piece)
            self.wfile.flush()

    def send_drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
        self.trickle(b"x", 0.02)

    def send_drip_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self.trickle(b"x", 0.02)

    def send_endless(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        self.trickle(b"<p>and on</p>" * 5_000, 0)

    def send_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.trickle(b"X: y\r\n", 0)


def serving(made):
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.stopped.set()
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def server():
    yield from serving(Server())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key, and its certificate for 127.0.0.1 that nobody but itself has signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the command openssl, to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    what = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=wire.example".split()
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(made)]
    subprocess.run([openssl, *what, *names, *files], check=True, capture_output=True)
    return key, made


@pytest.fixture
def safe_server(certificate):
    key, made = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    server = Server()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from serving(server)


@pytest.fixture
def get(server, tmp_path):
    def run(*paths, host="127.0.0.1", **how):
        base = f"http://{host}:{server.server_port}"
        urls = [path if "://" in path[:9] else f"{base}/{path}" for path in paths]
        how = {"allow": ["127.0.0.1"], "delay": 0, "timeout": 3, "max_bytes": 200_000} | how
        return fetch(urls, tmp_path / "pages", **how)

    return run


def test_pages_are_saved_and_load_articles_reads_them_with_their_address(get, server, tmp_path):
    pages = get("2021/06/ferry.html?page=2", "gzip")
    assert pages["status"].tolist() == ["fetched", "fetched"]
    assert pages["problem"].isna().all() and not len(pages.attrs["problems"])
    articles = ak.load_articles(tmp_path / "pages")
    assert not len(articles.attrs["problems"])
    both = articles.merge(pages, on="file", suffixes=("", "_asked"))
    assert len(both) == 2 and (both["url"] == both["url_asked"]).all()
    assert both["text"].str.contains("“and not a day later,” said Senator").all()
    assert {path.suffix for path in (tmp_path / "pages").iterdir()} == {".html"}


def test_what_is_there_is_not_asked_for_again(get, server):
    first = get("a", "status/404", "b")
    again = get("a", "b", "c", "a")
    assert first["status"].tolist() == ["fetched", "failed", "fetched"]
    assert again["status"].tolist() == ["kept", "kept", "fetched", "kept"]
    assert again["file"][0] == first["file"][0] == again["file"][3]
    assert server.paths() == ["/a", "/status/404", "/b", "/c"]


def test_one_bad_address_stops_none_and_each_is_told(get, server):
    with pytest.warns(UserWarning, match="5 of 7 pages were not fetched"):
        pages = get(
            "a", "file:///etc/passwd", "status/404", "status/500", "status/799", "garbage", "z"
        )
    assert pages["status"].tolist() == ["fetched", *["failed"] * 5, "fetched"]
    assert pages["file"].isna().tolist() == [False, *[True] * 5, False]
    said = pages["problem"].tolist()[1:6]
    assert said[0] == "file: addresses are not fetched, only http and https"
    assert said[1:3] == ["HTTP 404: Not Found", "HTTP 500: Internal Server Error"]
    assert said[3] == "HTTP 799"
    assert "broke off" in said[4]
    assert pages.attrs["problems"]["problem"].tolist() == said


def test_a_missing_address_in_a_column_is_a_problem_too(tmp_path):
    articles = ak.load_articles([{"text": "One.", "url": None}])
    assert fetch(articles["url"], tmp_path)["problem"].tolist() == ["not a web address"]


@pytest.mark.parametrize("path", ["drip", "drip-head", "to//drip"])
def test_a_slow_drip_ends_when_time_is_up(get, path):
    start = time.monotonic()
    pages = get(path, timeout=0.3)
    assert pages["problem"][0] == "no whole answer within 0.3 seconds"
    assert time.monotonic() - start < 2.5


def test_a_robots_file_that_drips_ends_too(get, monkeypatch):
    monkeypatch.setattr(Handler, "do_GET", Handler.send_drip)
    pages = get("a", "b", timeout=0.3)
    assert pages["problem"].str.contains("robots.txt of 127.0.0.1 cannot be read: no whole").all()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("endless", "more than 200,000 bytes"),
        ("huge", "it has 99,999,999,999 bytes"),
        ("bomb", "more than 200,000 bytes"),
        ("headers", "broke off"),
        ("cut", "broke off before its end"),
        ("cut-gzip", "broke off before its end"),
        ("brotli", "packed as 'br'"),
        ("body/png", "not a web page"),
        ("body/json", "not a web page"),
        ("body/empty", "it is empty"),
        ("kind/application/pdf", "it is application/pdf, not a web page"),
        ("kind/image/png", "it is image/png"),
    ],
)
def test_answers_that_are_no_page_or_never_end(get, tmp_path, path, why):
    pages = get(path)
    assert why in pages["problem"][0]
    assert list((tmp_path / "pages").iterdir()) == []


def test_a_bomb_is_never_unpacked_as_a_whole():
    assert len(BOMB) < 100_000
    pieces = asking._unpacked(iter([BOMB]), 1_000)
    assert len(next(pieces)) == 1_001


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("file:///etc/passwd", "redirects to 'file:///etc/passwd': file: addresses are not"),
        ("http://169.254.169.254/latest", "stands at 169.254.169.254, which is not on the open"),
        ("//[::ffff:10.0.0.1]/", "which is not on the open web"),
        ("http://localhost:PORT/a", "localhost stands at"),
        ("http://a b/", "is not the name of a host"),
    ],
)
def test_redirects_are_looked_at_before_they_are_followed(get, server, where, why):
    pages = get(f"to/{where}".replace("PORT", str(server.server_port)))
    assert pages["status"][0] == "failed"
    assert why in pages["problem"][0]
    assert len(server.paths()) == 1


def test_redirects_end(get, server):
    pages = get("loop/a", "chain/0", "to//a")
    assert "in a circle" in pages["problem"][0]
    assert "more than 5 redirects" in pages["problem"][1]
    assert pages["status"][2] == "fetched"


def test_a_certificate_that_is_not_trusted_is_a_problem_with_its_address(
    get, safe_server, certificate, monkeypatch
):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    place = f"127.0.0.1:{safe_server.server_port}"
    pages = get(f"https://{place}/a")
    (problem,) = pages.attrs["problems"].itertuples(index=False)
    assert problem.url == f"https://{place}/a"
    assert f"the certificate of {place} is not trusted (self" in problem.problem
    assert "as SSL_CERT_FILE" in problem.problem
    assert safe_server.asked == []
    # in the same session, as the problem advises
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    assert get(f"https://{place}/a")["status"].tolist() == ["fetched"]


def test_a_page_by_https_from_a_server_that_is_trusted(
    get, safe_server, certificate, tmp_path, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    url = f"https://127.0.0.1:{safe_server.server_port}/ferry"
    assert get(url)["status"].tolist() == ["fetched"]
    assert ak.load_articles(tmp_path / "pages")["url"].tolist() == [url]
    named = get(f"https://localhost:{safe_server.server_port}/a", allow=["localhost"])
    assert "Hostname mismatch" in named["problem"][0]
    assert "SSL_CERT_FILE" not in named["problem"][0]
    assert safe_server.paths() == ["/ferry"]


def test_a_server_that_speaks_no_https_is_a_problem(get, server):
    pages = get(f"https://127.0.0.1:{server.server_port}/a")
    assert "no safe connection (" in pages["problem"][0]


def test_a_redirect_from_https_to_http_is_followed_and_the_file_names_where_it_led(
    get, server, safe_server, certificate, tmp_path, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    plain = f"http://127.0.0.1:{server.server_port}"
    safe = f"https://127.0.0.1:{safe_server.server_port}"
    assert get(f"{safe}/to/{plain}/a")["status"].tolist() == ["fetched"]
    assert ak.load_articles(tmp_path / "pages")["url"].tolist() == [f"{plain}/a"]
    server.robots = (200, "User-agent: *\nDisallow: /")
    pages = get(f"{safe}/to/{plain}/b")
    assert pages["problem"][0] == "the robots.txt of 127.0.0.1 asks not to fetch it"


def test_this_machine_is_refused_unless_it_is_allowed_by_name(get, server):
    pages = get("a", allow=[])
    assert "127.0.0.1 stands at 127.0.0.1" in pages["problem"][0]
    assert "allow=['127.0.0.1']" in pages["problem"][0]
    assert server.asked == []
    assert get("a", allow="127.0.0.1")["status"][0] == "fetched"


def test_a_name_is_looked_up_once_and_the_place_looked_at_is_the_one_asked(
    get, server, monkeypatch
):
    looked, real = [], socket.getaddrinfo

    def turning(host, port, *rest, **how):
        """The first answer for each request is this machine, any further one elsewhere."""
        looked.append(host)
        return real("127.0.0.1", port, *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    assert get("a", host="wire.example", allow=["wire.example"])["status"][0] == "fetched"
    assert looked == ["wire.example"] * 2  # robots.txt and the page
    assert [headers["Host"] for _, _, headers in server.asked] == [
        f"wire.example:{server.server_port}"
    ] * 2
    refused = get("b", host="turned.example", allow=["wire.example"])
    assert "turned.example stands at 127.0.0.1" in refused["problem"][0]


@pytest.mark.parametrize("path", ["charset/cp1252", "charset/utf-16", "lying", "declared", "kind/"])
def test_the_words_are_right_whatever_is_said_of_the_encoding(get, tmp_path, path):
    assert get(path)["status"].tolist() == ["fetched"]
    article = ak.load_articles(tmp_path / "pages").iloc[0]
    assert "“and not a day later,” said Senator" in article["text"].replace("\n", " ")
    assert "Café Zürich" in article["text"]
    assert article["url"].endswith(path)


def test_robots_rules_are_kept(get, server):
    server.robots = (200, "User-agent: *\nDisallow: /private\n\nUser-agent: else\nDisallow: /")
    pages = get("private/a", "open", "to//private/b")
    assert pages["status"].tolist() == ["failed", "fetched", "failed"]
    assert pages["problem"][0] == "the robots.txt of 127.0.0.1 asks not to fetch it"
    assert server.paths() == ["/open", "/to//private/b"]
    assert [path for path, _, _ in server.asked].count("/robots.txt") == 1


def test_robots_rules_for_us_by_name(get, server):
    server.robots = (200, "User-agent: analystkit\nDisallow: /")
    assert get("a")["status"][0] == "failed"
    assert server.paths() == []
    assert server.asked[0][2]["User-Agent"].startswith("analystkit/")


@pytest.mark.parametrize(
    ("status", "fetched"), [(404, True), (410, True), (403, False), (503, False)]
)
def test_a_robots_file_that_cannot_be_read_is_respected(get, server, status, fetched):
    server.robots = (status, "")
    assert (get("a")["status"][0] == "fetched") is fetched


def test_there_is_time_between_two_requests_and_more_where_it_is_asked_for(get, server):
    get("a", "b", delay=0.15)
    times = [when for _, when, _ in server.asked]
    assert all(later - sooner >= 0.15 for sooner, later in pairwise(times))
    server.robots = (200, "User-agent: *\nCrawl-delay: 1")
    server.asked.clear()
    get("c", delay=0)
    assert server.asked[1][1] - server.asked[0][1] >= 1


def test_a_host_that_says_too_many_is_left_alone(get, server):
    pages = get("a", "status/429", "b")
    assert pages["status"].tolist() == ["fetched", "failed", "failed"]
    assert (
        pages["problem"][2]
        == "not asked: 127.0.0.1 said too many requests (429); run it again later"
    )
    assert server.paths() == ["/a", "/status/429"]


def test_a_host_that_is_not_there_is_asked_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # nobody listens
        urls = [f"http://127.0.0.1:{port}/{name}" for name in "ab"]
        pages = fetch(urls, tmp_path, allow=["127.0.0.1"], delay=0, timeout=2)
    assert pages["problem"].str.contains("no connection to 127.0.0.1").all()


@pytest.mark.parametrize(
    "wrong", [{"delay": -1}, {"timeout": 0}, {"max_bytes": 0}, {"timeout": "x"}, {"allow": [3]},
              {"allow": ["http://a/"]}, {"delay": float("nan")}],
)  # fmt: skip
def test_arguments_are_checked_first(tmp_path, wrong):
    with pytest.raises(ValueError, match=f"fetch: {next(iter(wrong))}="):
        fetch(["http://127.0.0.1/"], tmp_path, **wrong)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "pages").write_text("")
    with pytest.raises(ValueError, match=r"no folder .* can be made"):
        fetch([], tmp_path / "pages")


def test_no_other_module_opens_a_connection_or_fetches():
    package = Path(ak.__file__).parent
    for path in package.rglob("*.py"):
        room = path.relative_to(package).parts[0]
        if room not in ("fetching", "serve", "training"):
            source = path.read_text("utf-8")
            for word in ("import socket", "http.client", "urllib.request", "import requests",
                         "httpx", "urlopen", "fetching import fetch"):  # fmt: skip
                assert word not in source or path.name == "__init__.py", (path, word)
