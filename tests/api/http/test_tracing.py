"""Every request has an id, in its answer, in its log lines and in its refusal."""

import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tests.api.http.serving_apps import asking_app
from tests.fixtures.serving import problem_of, spoken
from viauma import log

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PATHS = ("/", "/collections?f=html", "/static/pages.css", "/nothing", "/maps", "/collections?x=1")

ACCESS = re.compile(
    r"(?P<at>\S+) INFO viauma_api\.http\.tracing answered method=(?P<method>\S+) "
    r"path=(?P<path>\S+) status=(?P<status>\d+) bytes=(?P<bytes>\d+) ms=[\d.]+ "
    r"client=(?P<client>\S+) request=(?P<id>\S+)"
)


@pytest.mark.parametrize("path", PATHS)
def test_the_clients_id_comes_back(api: httpx.Client, path: str) -> None:
    asked = {"x-request-id": "Order_7.b-1"}

    response = api.get(path, headers=asked, follow_redirects=False)

    assert response.headers["x-request-id"] == "Order_7.b-1"


@pytest.mark.parametrize("id_", ["", "a b", "x" * 65, "é", "<script>", "a;b", "a,b", "a/b"])
def test_an_odd_id_is_replaced(api: httpx.Client, id_: str) -> None:
    response = api.get("/healthz", headers={"x-request-id": id_.encode()})

    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])


def test_no_two_requests_share_an_id_or_a_trace(api: httpx.Client) -> None:
    answers = [api.get("/healthz").headers for _ in range(20)]

    assert len({headers["x-request-id"] for headers in answers}) == 20
    assert len({headers["traceparent"] for headers in answers}) == 20


def test_without_a_trace_one_begins_and_names_the_request(api: httpx.Client) -> None:
    headers = api.get("/healthz").headers

    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-00", headers["traceparent"])
    assert headers["traceparent"][3:35] == headers["x-request-id"]


@pytest.mark.parametrize(
    ("parent", "flags"),
    [
        (f"00-{TRACE}-{SPAN}-01", "01"),
        (f"00-{TRACE}-{SPAN}-00", "00"),
        (f"00-{TRACE}-{SPAN}-03", "01"),
        (f"cc-{TRACE}-{SPAN}-01", "01"),
        (f"cc-{TRACE}-{SPAN}-01-what-the-future-brings", "01"),
    ],
)
def test_a_trace_is_continued_with_a_span_of_our_own(
    api: httpx.Client, parent: str, flags: str
) -> None:
    version, trace, span, found = (
        api.get("/healthz", headers={"traceparent": parent}).headers["traceparent"].split("-")
    )

    assert (version, trace, found) == ("00", TRACE, flags)
    assert re.fullmatch("[0-9a-f]{16}", span)
    assert span not in {SPAN, "0" * 16}


@pytest.mark.parametrize(
    "parent",
    ["", "00", f"ff-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}", f"00-{'0' * 32}-{SPAN}-01",
     f"00-{TRACE}-{'0' * 16}-01", f"00-{TRACE.upper()}-{SPAN}-01", f"00-{TRACE}-{SPAN}-01-more",
     f"cc-{TRACE}-{SPAN}-01more", f"00-{TRACE}-{SPAN}-0x", f"0-{TRACE}-{SPAN}-01"],
)  # fmt: skip
def test_a_trace_that_is_none_is_begun_anew(api: httpx.Client, parent: str) -> None:
    found = api.get("/healthz", headers={"traceparent": parent}).headers["traceparent"]

    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-00", found)
    assert TRACE not in found


@pytest.mark.parametrize("path", ["/nothing", "/collections?x=1", "/collections/none"])
def test_a_refusal_names_its_instance(api: httpx.Client, path: str) -> None:
    response = api.get(path, headers={"x-request-id": "seven"})

    assert problem_of(response, response.status_code)["instance"] == "urn:request:seven"


@pytest.fixture
def info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "viauma_api.http.tracing")


def written(capsys: pytest.CaptureFixture[str], count: int = 1) -> list[str]:
    """Wait until so many lines are written; they are, many at once, a moment after the answer."""
    deadline = time.monotonic() + 10
    text = ""
    while len(text.splitlines()) < count:
        assert time.monotonic() < deadline, text
        time.sleep(0.01)
        text += capsys.readouterr().err
    return text.splitlines()


@pytest.mark.usefixtures("info")
def test_a_request_leaves_one_line_with_its_fields(
    api: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    response = api.get(
        "/collections?f=json",
        headers={"x-request-id": "seven", "x-forwarded-for": "203.0.113.9",
                 "accept-encoding": "identity"},
    )  # fmt: skip

    (line,) = written(capsys)
    found = ACCESS.fullmatch(line)
    assert found is not None, line
    assert found.groupdict() == {
        "at": found["at"],
        "method": "GET",
        "path": "/collections",
        "status": "200",
        "bytes": str(len(response.content)),
        "client": "203.0.113.9",
        "id": "seven",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found["at"])


@pytest.mark.usefixtures("info")
def test_what_was_asked_for_stays_out_of_the_log(
    api: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    api.get("/collections/places/items", params={"q": "private-matter"})

    (line,) = written(capsys)
    assert "path=/collections/places/items " in line
    assert "private-matter" not in line


@pytest.mark.usefixtures("info")
def test_a_path_cannot_write_lines_of_its_own(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = b"/a%0d%0a2026%20INFO%20forged\x1b[31m"
    spoken(server, b"GET %b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % target)
    spoken(server, b"GET /a%0aforged HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    lines = written(capsys)
    assert all(ACCESS.fullmatch(line) for line in lines)
    assert "\x1b" not in "".join(lines)


def test_above_info_there_are_no_lines(
    api: httpx.Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "viauma_api.http.tracing")

    api.get("/healthz")
    time.sleep(2 * log.WRITTEN_WITHIN_S)

    assert capsys.readouterr().err == ""


def test_lines_keep_their_order_among_others(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import asyncio, logging\n"
        "from viauma import clock, log\n"
        "log.configure('INFO')\n"
        "logger = logging.getLogger('room')\n"
        "async def main():\n"
        "    for number in range(600):\n"
        "        log.tell(logger, clock.now(), f'event={number}')\n"
        "        if number % 100 == 0:\n"
        "            logger.info('event=%d', -number)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, timeout=60
    )

    found = [int(one) for one in re.findall(r" INFO room event=(-?\d+)\n", done.stderr)]
    expected = [
        number for at in range(600) for number in ([at, -at] if at % 100 == 0 else [at])
    ]  # fmt: skip
    assert found == expected


def test_a_line_of_any_room_names_the_request() -> None:
    record = logging.LogRecord("viauma.db", logging.INFO, "", 0, "connection lost", None, None)
    token = log.request_id.set("seven")
    log.NamesTheRequest().filter(record)
    log.request_id.reset(token)

    assert logging.Formatter(log.FORMAT).format(record).endswith("connection lost request=seven")


def test_a_line_outside_of_requests_names_none() -> None:
    record = logging.LogRecord("viauma.db", logging.INFO, "", 0, "started", None, None)
    log.NamesTheRequest().filter(record)

    assert logging.Formatter(log.FORMAT).format(record).endswith("started")


@pytest.mark.parametrize(
    ("levels", "lines"), [(["info"], 2), (["warning"], 1), (["warning", "info"], 2), (["error"], 0)]
)
def test_the_level_is_set_at_a_door_and_may_be_set_again(levels: list[str], lines: int) -> None:
    program = (
        "import logging; from viauma import log; "
        f"[log.configure(level) for level in {levels}]; "
        "log.request_id.set('seven'); logger = logging.getLogger('room'); "
        "logger.info('one'); logger.warning('two')"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    found = done.stderr.decode().splitlines()
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING) room (one|two) request=seven"
    assert len(found) == lines
    assert all(re.fullmatch(form, line) for line in found)


@pytest.fixture(scope="module")
def faulty() -> Iterator[httpx.Client]:
    async def fault(_: Request) -> Response:
        raise RuntimeError("secret of the house")

    async def half(_: Request) -> Response:
        async def parts() -> object:
            yield b"x" * 10
            raise RuntimeError("secret of the house")

        return StreamingResponse(parts(), media_type="text/csv")

    with asking_app(fault=fault, half=half) as client:
        yield client


def test_a_fault_of_ours_is_a_problem_that_any_script_may_read(
    faulty: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = faulty.get("/fault", headers={"x-request-id": "seven"})

    found = problem_of(response, 500)
    assert found["instance"] == "urn:request:seven"
    assert "secret" not in response.text
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-request-id"] == "seven"
    (record,) = [one for one in caplog.records if one.name == "viauma_api.problems"]
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "secret of the house"


def test_half_an_answer_is_not_taken_for_a_whole_one(faulty: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        faulty.get("/half", headers={"accept-encoding": "identity"})
