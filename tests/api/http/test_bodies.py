"""A request's body is of a known type, and never more than was agreed."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.api.http.serving_apps import asking_app
from tests.fixtures.serving import problem_of
from viauma_api.http.bodies import body_of

TYPES = ("application/json", "text/cql2")
MOST = 100_000


@pytest.fixture(scope="module")
def reader() -> Iterator[httpx.Client]:
    async def read(request: Request) -> Response:
        body = await body_of(request, TYPES, MOST)
        return JSONResponse([body.media_type, len(body.content)])

    with asking_app(read=read) as client:
        yield client


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; Charset=UTF-8", "application/json"),
        ('text/cql2;charset="utf-8"', "text/cql2"),
        ("text/cql2 ; x=y", "text/cql2"),
    ],
)
def test_a_body_of_a_known_type_is_read(reader: httpx.Client, stated: str, kind: str) -> None:
    response = reader.post("/read", content=b"{}", headers={"content-type": stated})

    assert response.json() == [kind, 2]


@pytest.mark.parametrize(
    "stated",
    [None, "", "text/plain", "application/xml", "application/json, text/cql2", ";", "json",
     "application/json;charset=iso-8859-1", "application/jsonx", "\xff"],
)  # fmt: skip
def test_another_type_is_415_and_hears_which_are_read(
    reader: httpx.Client, stated: str | None
) -> None:
    headers = {} if stated is None else {"content-type": stated.encode("latin-1")}

    response = reader.post("/read", content=b"{}", headers=headers)

    assert "application/json or text/cql2" in problem_of(response, 415)["detail"]
    assert response.headers["accept"] == "application/json, text/cql2"


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, gzip"])
def test_a_coded_body_is_415(reader: httpx.Client, coding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": coding}

    problem_of(reader.post("/read", content=b"{}", headers=headers), 415)


@pytest.mark.parametrize(("size", "status"), [(0, 200), (MOST, 200), (MOST + 1, 413)])
def test_a_body_has_a_bound(reader: httpx.Client, size: int, status: int) -> None:
    headers = {"content-type": "application/json"}

    response = reader.post("/read", content=b"x" * size, headers=headers)

    assert response.status_code == status
    if status == 413:
        assert str(MOST) in problem_of(response, 413)["detail"]


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(reader: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(2_000):
            yield b"x" * 65_536

    headers = {"content-type": "application/json"}
    response = reader.post("/read", content=endless(), headers=headers)

    problem_of(response, 413)


def test_a_lie_about_the_length_is_no_fault_of_ours(reader: httpx.Client) -> None:
    headers = {"content-type": "application/json", "content-length": "9" * 30}

    with pytest.raises(httpx.TransportError):
        reader.post("/read", content=b"{}", headers=headers)

    assert reader.get("/read").status_code == 415
