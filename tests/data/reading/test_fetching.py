"""Files from the web: bounded, and not from one's own network unless that is allowed."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from viauma.errors import InvalidInput
from viauma_data.reading import Limits, open_tables

CSV = b"namn,lat\nA,64\n"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/endless":
            self._send(b"x,y\n" * 500_000)
        elif self.path.startswith("/loop"):
            self._send(b"", status=302, Location=f"{self.path}x")
        elif self.path == "/file":
            self._send(b"", status=302, Location="file:///etc/passwd")
        elif self.path == "/moved":
            self._send(b"", status=302, Location="/places.csv")
        elif self.path == "/short":
            self._send(CSV, length=500)
        elif self.path == "/packed.csv":
            self._send(gzip.compress(CSV), **{"Content-Encoding": "gzip"})
        elif self.path == "/places.csv":
            self._send(CSV)
        else:
            self.send_error(404)

    def _send(self, body, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Be silent."""


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def refusal(where, **options):
    options = {"allow_private": True, **options}
    with pytest.raises(InvalidInput) as caught, open_tables(where, **options):
        pass
    return caught.value.message


@pytest.mark.parametrize("path", ["places.csv", "moved", "packed.csv"])
def test_an_address_is_read_like_a_file(site, path):
    with open_tables(f"{site}/{path}", allow_private=True) as [table]:
        assert [row.values["namn"] for row in table.read()] == ["A"]


def test_a_private_network_is_not_asked_unless_allowed(site):
    assert "lies in a private network" in refusal(f"{site}/places.csv", allow_private=False)
    assert "PRIVATE_ADDRESSES" in refusal(
        site.replace("127.0.0.1", "localhost"), allow_private=False
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing", "answers with 404"),
        ("loop", "answers with 302"),
        ("file", "answers with 302"),
        ("short", "broke off"),
    ],
)
def test_what_does_not_come_whole_is_refused(site, path, said):
    assert said in refusal(f"{site}/{path}")


def test_more_than_the_bounds_allow_is_not_taken(site):
    limits = Limits(file_bytes=1 << 20)

    assert "sends more than 1 megabytes" in refusal(f"{site}/endless", limits=limits)


@pytest.mark.parametrize("where", ["ftp://example.org/a.csv", "file:///etc/passwd", "s3://b/a"])
def test_other_schemes_are_refused(where):
    assert "Addresses of http and https are read" in refusal(where)


def test_an_address_where_nobody_answers_is_refused():
    assert "cannot be fetched" in refusal("http://127.0.0.1:9/a.csv")
