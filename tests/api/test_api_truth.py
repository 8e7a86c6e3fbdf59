"""The API document tells the truth: what it lists works, and what it does not list is refused."""

from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.requests import Request

from tests.fixtures.api_document import Documented, operations
from tests.fixtures.api_requests import (
    GOOD,
    address,
    ask,
    assert_listed,
    bad,
    beside,
    good,
    is_fine,
)
from tests.fixtures.serving import problem_of
from viauma.errors import InvalidInput
from viauma_api.collections import COLLECTIONS
from viauma_api.openapi import Version
from viauma_api.parameters import read_parameters

OPERATIONS = operations(Version.V31)
TRACE = "0af7651916cd43dd8448eb211c80319c"

each = pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.id)
each_kept = pytest.mark.parametrize(
    "one", [one for one in OPERATIONS if "304" in one.said["responses"]], ids=lambda one: one.id
)

COMMON = sorted({*GOOD, "cursor", "lit", "length_km", "population", "unknownQueryParameter12345"})


@each
def test_every_listed_media_type_is_answered(api: httpx.Client, one: Documented) -> None:
    answered = {
        kind: ask(api, one, headers={"accept": kind}, params=limited(one))
        for kind in one.media_types
    }

    assert {kind: response.status_code for kind, response in answered.items()} == dict.fromkeys(
        one.media_types, 200
    )
    for kind, response in answered.items():
        assert bare(response.headers["content-type"]) == bare(kind)


@each
def test_every_listed_choice_works(api: httpx.Client, one: Documented) -> None:
    for name, parameter in one.query.items():
        for choice in parameter["schema"].get("enum", ()) if name in GOOD else ():
            params = {**beside(name, choice), **limited(one), name: choice}
            response = ask(api, one, params=params)
            assert is_fine(one, response), (name, choice, response.text)
            assert response.status_code == 204 or bare(response.headers["content-type"]) in map(
                bare, one.media_types
            )


@each
def test_every_listed_parameter_works(api: httpx.Client, one: Documented) -> None:
    for name, parameter in one.query.items():
        if name == "cursor":
            links = ask(api, one, params={"limit": 1}).json()["links"]
            response = api.get(next(link["href"] for link in links if link["rel"] == "next"))
        else:
            params = {**beside(name), name: good(name, parameter["schema"])}
            response = ask(api, one, params=params)

        assert is_fine(one, response), (name, response.text)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.id)
def test_every_listed_default_may_be_sent(api: httpx.Client, one: Documented) -> None:
    """Programs made from the document send defaults of their own accord."""
    defaults = {
        name: parameter["schema"]["default"]
        for name, parameter in one.query.items()
        if "default" in parameter["schema"]
    }

    assert ask(api, one, params=defaults).status_code == 200


@each
def test_every_listed_parameter_refuses_nonsense(api: httpx.Client, one: Documented) -> None:
    for name, parameter in one.query.items():
        for text in bad(name, parameter["schema"]):
            response = ask(api, one, params={**beside(name), name: text})

            assert problem_of(response, 400)["parameter"] == name, (name, text)


@each
def test_every_other_parameter_is_refused_by_name(api: httpx.Client, one: Documented) -> None:
    """Abstract test A.21, on every path."""
    for name in {*COMMON, ""} - one.query.keys():
        refused = problem_of(ask(api, one, params={name: "1"}), 400)

        assert refused["parameter"] == (name or "(no name)")


@each
def test_the_answer_follows_its_schema(api: httpx.Client, one: Documented) -> None:
    for kind, said in one.said["responses"]["200"]["content"].items():
        if not kind.partition(";")[0].endswith("json"):
            continue
        params = {"limit": 500} if "limit" in one.query else {}
        answered = ask(api, one, headers={"accept": kind}, params=params).json()

        wrong = [
            error.message for error in Draft202012Validator(said["schema"]).iter_errors(answered)
        ]
        assert wrong == [], kind


@each
def test_every_listed_header_comes_with_the_answer(api: httpx.Client, one: Documented) -> None:
    for kind in one.media_types[:1]:
        response = ask(api, one, headers={"accept": kind})

        lacking = one.said["responses"]["200"]["headers"].keys() - headers_of(response)
        assert {name for name in lacking if name.lower() not in headers_of(response)} == set()


@each_kept
def test_a_kept_copy_is_confirmed(api: httpx.Client, one: Documented) -> None:
    tag = ask(api, one).headers["etag"]

    response = ask(api, one, headers={"if-none-match": tag})

    assert response.status_code == 304
    assert {name.lower() for name in one.said["responses"]["304"]["headers"]} <= headers_of(
        response
    )


@each
def test_a_trace_goes_on(api: httpx.Client, one: Documented) -> None:
    response = ask(api, one, headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})

    assert response.headers["traceparent"].split("-")[1] == TRACE


@pytest.mark.parametrize(
    "one", [one for one in OPERATIONS if "406" in one.said["responses"]], ids=lambda one: one.id
)
def test_what_is_not_offered_is_refused_with_a_listed_problem(
    api: httpx.Client, one: Documented
) -> None:
    assert_listed(one, ask(api, one, headers={"accept": "image/png"}), 406)


@each
def test_a_query_that_is_too_long_is_refused_with_a_listed_problem(
    api: httpx.Client, one: Documented
) -> None:
    assert_listed(one, ask(api, one, params={"f": "x" * 45_000}), 414)


@pytest.mark.parametrize(
    "one", [one for one in OPERATIONS if "{" in one.path], ids=lambda one: one.id
)
def test_what_is_not_there_is_a_listed_problem(api: httpx.Client, one: Documented) -> None:
    lost = address(one).rpartition("/")[0] + "/no-such-thing"

    assert_listed(one, api.get(lost), 404)


def test_a_polygon_of_ten_megabytes_is_refused_by_name() -> None:
    ring = ",".join(f"[{20 + n / 1e6:.6f},64]" for n in range(600_000))
    query = f'within={{"type":"Polygon","coordinates":[[{ring}]]}}'.encode()
    request = Request({"type": "http", "headers": [], "query_string": query})

    with pytest.raises(InvalidInput, match="within: is larger than 1 MB"):
        read_parameters(request, COLLECTIONS["places"].filters)


def test_an_address_longer_than_the_server_reads_is_refused(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"))  # httpx sends no such address

    connection.request("GET", f"/collections/places/items?q={'x' * 1_000_000}")

    assert connection.getresponse().status == 414
    connection.close()


def limited(one: Documented) -> dict[str, Any]:
    return {"limit": "3"} if "limit" in one.query else {}


def bare(media_type: str) -> str:
    return media_type.replace(" ", "").removesuffix(";charset=utf-8")


def headers_of(response: httpx.Response) -> set[str]:
    return {name.lower() for name in response.headers}
