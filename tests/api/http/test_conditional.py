"""What has not changed is not sent again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from tests.api.http.serving_apps import asking_app
from viauma import clock
from viauma_api.http.conditional import conditional, entity_tag, not_modified_since
from viauma_api.responses import geojson_response

PATHS = ("/", "/conformance?f=html", "/collections", "/collections/places", "/api", "/api/docs",
         "/static/pages.css", "/maps/")  # fmt: skip
CHANGED_AT = datetime(2026, 3, 1, 12, 30, 15, 600_000, UTC)
SPELLED = "Sun, 01 Mar 2026 12:30:15 GMT"
PLAIN = {"accept-encoding": "identity"}


def asked(method: str = "GET", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Request({"type": "http", "method": method, "headers": raw})


def answered(request: Request, body: bytes = b"{}", **more: Any) -> Response:
    return conditional(request, body, "application/json", **more)


TAG = entity_tag(b"{}", "application/json")


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_has_an_etag_and_says_how_long_it_may_be_kept(
    api: httpx.Client, path: str
) -> None:
    response = api.get(path, headers=PLAIN)

    assert response.headers["etag"].startswith('"')
    assert response.headers["cache-control"].startswith("public, ")
    assert "Accept-Encoding" in response.headers["vary"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a,b" , W/{}', "*", '{} ,, "x"'])
def test_who_has_it_already_gets_304_and_no_body(api: httpx.Client, path: str, form: str) -> None:
    first = api.get(path, headers=PLAIN)

    again = api.get(path, headers=PLAIN | {"if-none-match": form.format(first.headers["etag"])})

    assert again.status_code == 304
    assert again.content == b""
    for name in ("etag", "cache-control", "vary", "last-modified"):
        assert again.headers.get(name) == first.headers.get(name)
    assert "content-type" not in again.headers
    assert again.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("tag", ['"other"', "", "W/", '"', "x", '""', "*,"])
def test_who_has_something_else_gets_it(api: httpx.Client, path: str, tag: str) -> None:
    assert api.get(path, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["/collections", "/static/pages.css"])
def test_head_is_conditional_too(api: httpx.Client, path: str) -> None:
    tag = api.get(path).headers["etag"]

    assert api.head(path, headers={"if-none-match": tag}).status_code == 304


def test_representations_of_one_thing_have_etags_of_their_own(api: httpx.Client) -> None:
    tags = {api.get("/collections", params={"f": f}).headers["etag"] for f in ("json", "html")}

    assert len(tags) == 2
    assert entity_tag(b"{}", "application/json") != entity_tag(b"{}", "application/geo+json")


def test_the_same_document_at_another_address_has_another_etag(api: httpx.Client) -> None:
    tags = {api.get("/conformance", headers={"host": host}).headers["etag"] for host in "ab"}

    assert len(tags) == 2


def test_health_is_never_kept(api: httpx.Client) -> None:
    assert api.get("/healthz").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/nothing", "/collections?x=1", "/collections/none?f=html"])
def test_a_refusal_is_never_kept(api: httpx.Client, path: str) -> None:
    response = api.get(path, headers={"if-none-match": "*"})

    assert response.status_code in {400, 404}
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


def test_geojson_says_its_reference_system_also_when_unchanged() -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/3006"
    first = geojson_response(b"{}", asked(), crs=crs, last_modified=CHANGED_AT)

    again = geojson_response(b"{}", asked(if_none_match=first.headers["etag"]), crs=crs)

    assert first.headers["content-crs"] == again.headers["content-crs"] == f"<{crs}>"
    assert first.headers["last-modified"] == SPELLED
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (SPELLED, 304),
        ("Sun, 01 Mar 2026 12:30:16 GMT", 304),
        ("Sun, 01 Mar 2026 12:30:14 GMT", 200),
        ("Sunday, 01-Mar-26 12:30:15 GMT", 304),
        ("Sun Mar  1 12:30:15 2026", 304),
        ("Sun, 01 Mar 2026 13:30:15 +0100", 304),
        ("Sun, 01 Mar 2026 12:30:15", 304),
        ("", 200),
        ("yesterday", 200),
        ("2026-03-01T12:30:15Z", 200),
        ("Sun, 32 Mar 2026 12:30:15 GMT", 200),
        ("Sun, 01 Mar 2026 25:30:15 GMT", 200),
        ("Sun, 01 Mar 99999999999 12:30:15 GMT", 200),
        ("Sun, 01 Mar 2026 12:30:15 +99999999999999", 200),
    ],
)
def test_a_date_is_compared_to_the_second_and_a_bad_one_ignored(since: str, status: int) -> None:
    request = asked(if_modified_since=since)

    assert answered(request, last_modified=CHANGED_AT).status_code == status
    assert (not_modified_since(request, CHANGED_AT) is None) == (status == 200)


@given(text=st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ [\d:]+ .*"))
@example(text="Mon, 01 Jan 2020 00:00:00 -9999999999999999999999")
@example(text="Mon, 01 Jan 0000 00:00:00 GMT")
@example(text="Fri, 31 Dec 9999 23:59:59 -2359")
def test_no_date_makes_it_stumble(text: str) -> None:
    raw = [(b"if-modified-since", text.encode("utf-8", "replace"))]
    request = Request({"type": "http", "method": "GET", "headers": raw})

    assert answered(request, last_modified=CHANGED_AT).status_code in {200, 304}


def test_an_etag_beats_a_date() -> None:
    request = asked(if_none_match='"other"', if_modified_since=SPELLED)

    assert answered(request, last_modified=CHANGED_AT).status_code == 200
    assert not_modified_since(request, CHANGED_AT) is None


def test_without_a_date_of_ours_theirs_says_nothing() -> None:
    assert answered(asked(if_modified_since=SPELLED)).status_code == 200


def test_unchanged_is_said_before_anything_is_looked_up() -> None:
    response = not_modified_since(asked(if_modified_since=SPELLED), CHANGED_AT, {"x": "y"})

    assert response is not None
    assert response.status_code == 304
    assert response.headers["last-modified"] == SPELLED
    assert response.headers["cache-control"] == "public, no-cache"
    assert response.headers["x"] == "y"


def test_what_changed_this_second_has_no_date_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two edits in one second would share it, and a copy of the first be confirmed for ever."""
    monkeypatch.setattr(clock, "now", lambda: CHANGED_AT + timedelta(seconds=0.3))
    young = answered(asked(), last_modified=CHANGED_AT)
    monkeypatch.setattr(clock, "now", lambda: CHANGED_AT + timedelta(seconds=1))
    settled = answered(asked(), last_modified=CHANGED_AT)

    assert "last-modified" not in young.headers
    assert settled.headers["last-modified"] == SPELLED


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_conditional_on_what_the_reader_has(method: str) -> None:
    response = answered(asked(method, if_none_match=TAG, if_modified_since=SPELLED))

    assert response.status_code == 200
    request = asked(method, if_modified_since=SPELLED)
    assert not_modified_since(request, CHANGED_AT) is None


@pytest.fixture(scope="module")
def dated() -> Iterator[httpx.Client]:
    async def data(request: Request) -> Response:
        return geojson_response(b'{"a":1}', request, last_modified=CHANGED_AT)

    with asking_app(data=data) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_cache_that_keeps_dates_is_served_over_the_wire(dated: httpx.Client, method: str) -> None:
    first = dated.request(method, "/data")
    later = format_datetime(CHANGED_AT + timedelta(days=1), usegmt=True)

    again = dated.request(method, "/data", headers={"if-modified-since": later})

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.headers["content-crs"] == first.headers["content-crs"]
    assert again.headers["etag"] == first.headers["etag"]
