"""What a request may bring in its body is what the API document says, and nothing else."""

import httpx
import pytest

from tests.fixtures.api_document import Documented, operations
from tests.fixtures.api_requests import GOOD, ask, assert_listed, beside
from tests.fixtures.serving import problem_of
from viauma_api.openapi import Version

each = pytest.mark.parametrize(
    "one",
    [one for one in operations(Version.V31) if "requestBody" in one.said],
    ids=lambda one: one.id,
)


@each
def test_every_member_of_a_body_works(api: httpx.Client, one: Documented) -> None:
    members = one.said["requestBody"]["content"]["application/json"]["schema"]["properties"]
    for name in members.keys() - {"cursor"}:
        response = ask(api, one, json={**beside(name), name: GOOD[name]})

        assert response.status_code == 200, (name, response.text)


@each
def test_a_body_takes_json_where_an_address_takes_its_text(
    api: httpx.Client, one: Documented
) -> None:
    by_text = ask(api, one, json={"filter": "name LIKE 'B%'", "limit": 100})
    by_json = ask(
        api, one,
        json={"filter": {"op": "like", "args": [{"property": "name"}, "B%"]}, "limit": 100},
    )  # fmt: skip

    assert by_text.json()["features"] == by_json.json()["features"]


@each
def test_an_unknown_member_of_a_body_is_refused(api: httpx.Client, one: Documented) -> None:
    refused = problem_of(ask(api, one, json={"unknownQueryParameter12345": 1}), 400)

    assert refused["parameter"] == "unknownQueryParameter12345"


@each
def test_bodies_of_another_type_or_size_are_refused_with_a_listed_problem(
    api: httpx.Client, one: Documented
) -> None:
    text = {"json": None, "content": b"<a/>", "headers": {"content-type": "application/xml"}}
    assert_listed(one, ask(api, one, **text), 415)
    assert_listed(one, ask(api, one, json={"q": "x" * 2_000_000}), 413)
