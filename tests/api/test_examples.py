"""The examples of the API document are true and short, and follow their schemas.

To add one, write its request into api/viauma_api/examples.json by the id of its operation, as in
``"getX": {"request": "/x"}``, and have the answers written:
``VIAUMA_WRITE_EXAMPLES=1 pytest tests/api/test_examples.py``.
"""

import json
import os
import re
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator, oas30_format_checker

import viauma_api
from tests.fixtures.api_document import document, operations
from viauma_api.examples import BASE, examples
from viauma_api.openapi import Version

FILE = Path(viauma_api.__file__).with_name("examples.json")
SHORT = {
    "collections": 1, "conformsTo": 3, "crs": 2, "codes": 2, "counts": 2, "functions": 1,
    "paths": 1, "@graph": 2, "offered": 3, "enum": 3, "info": 2,
    "tileMatrices": 1, "tileMatrixSetLimits": 1, "layers": 1, "tilesets": 1,
}  # fmt: skip
LEFT_OUT = frozenset(("components", "tags", "equivalents"))
MOST_LINKS = 4
CHANGING = frozenset(("updated_at", "instance", "cursor"))
"""Differs from one installation to the next."""
DRAWN = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=cursor=)[^&]+")
"""Ids of projects are drawn when they are loaded, and cursors are signed."""

JSON_200 = [
    (one, media_type, said)
    for one in operations(Version.V31)
    for media_type, said in one.said["responses"]["200"]["content"].items()
    if "examples" in said
]


@pytest.fixture(scope="module", autouse=True)
def written(api: httpx.Client, server: str) -> None:
    """Write the examples anew, if that is asked for."""
    if os.environ.get("VIAUMA_WRITE_EXAMPLES"):
        found = {
            name: {**one, "value": shortened(answer(api, one, server))} if "request" in one else one
            for name, one in examples().items()
        }
        FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.skip("the examples have been written; run the tests again")


@pytest.mark.parametrize(
    "name", sorted(name for name, one in examples().items() if "request" in one)
)
def test_an_example_is_what_its_request_answers(api: httpx.Client, server: str, name: str) -> None:
    one = examples()[name]

    assert differences(one["value"], answer(api, one, server)) == []


@pytest.mark.parametrize("one", JSON_200, ids=lambda one: f"{one[0].id} {one[1]}")
def test_an_example_follows_its_schema(one: tuple[Any, str, dict[str, Any]]) -> None:
    said = one[2]
    value = said["examples"]["answer"]["value"]

    assert list(Draft202012Validator(said["schema"]).iter_errors(value)) == []


@pytest.mark.parametrize("one", operations(Version.V30), ids=lambda one: one.id)
def test_an_example_follows_its_schema_in_openapi_3_0(one: Any) -> None:
    responses = [said for response in one.said["responses"].values()
                 for said in response.get("content", {}).values()]  # fmt: skip
    body = one.said.get("requestBody", {"content": {}})["content"].values()
    for said in (*responses, *body):
        for example in said.get("examples", {}).values():
            checked = OAS30Validator(said["schema"], format_checker=oas30_format_checker)
            assert list(checked.iter_errors(example["value"])) == []


def test_every_plain_json_answer_and_body_has_an_example() -> None:
    """Rule DOK.15 of the Swedish REST API profile."""
    lacking = [
        one.id
        for one in operations()
        for said in (*one.said["responses"].values(), one.said.get("requestBody", {}))
        if "examples" not in said.get("content", {}).get("application/json", {"examples": 1})
    ]

    assert lacking == []


def test_no_example_is_left_over() -> None:
    pointed_to = set(re.findall('"#/components/examples/([^"]+)"', json.dumps(document())))

    assert pointed_to == set(document()["components"]["examples"])


def test_an_example_is_short() -> None:
    long = {name: size for name, one in examples().items() if (size := len(str(one))) > 3_500}

    assert long == {}


def test_a_wrong_example_would_be_noticed() -> None:
    answered = {"total": 2, "links": [{"rel": "self"}, {"rel": "next"}], "updated_at": "now"}

    assert differences({"links": [{"rel": "next"}], "updated_at": "then"}, answered) == []
    assert differences({"total": 3}, answered) == ["$.total: 3, not 2"]
    assert differences({"count": 2}, answered) == ["$.count is not answered"]
    assert differences({"links": [{"rel": "up"}]}, answered) == ["$.links[0] is not answered"]


def answer(api: httpx.Client, example: dict[str, Any], server: str) -> Any:
    """Ask the request of an example; the answer names the server as the file does."""
    headers = {"accept": example.get("accept", "application/json")}
    if "body" in example:
        response = api.post(example["request"], json=example["body"], headers=headers)
    else:
        response = api.get(example["request"], headers=headers)
    assert response.status_code == example.get("status", 200), response.text
    return json.loads(response.text.replace(server, BASE))


def shortened(value: Any, key: str = "") -> Any:
    """Keep the beginning of long lists, and what leads to the next page."""
    match value:
        case list() if key == "links":
            following = [link for link in value[MOST_LINKS:] if link["rel"] == "next"]
            return [*value[:MOST_LINKS], *following]
        case list():
            return [shortened(one) for one in value[: SHORT.get(key)]]
        case {"$schema": _, "properties": properties}:
            named = {name: shortened(properties[name]) for name in islice(properties, 3)}
            return {**value, "properties": named}
        case dict():
            kept = [name for name in value if name not in LEFT_OUT][: SHORT.get(key)]
            return {name: shortened(value[name], name) for name in kept}
        case _:
            return value


def differences(part: Any, whole: Any, where: str = "$") -> list[str]:
    """List where a shortened answer says something else than the whole one."""
    match part, whole:
        case dict(), dict():
            return [
                difference
                for name, one in part.items()
                for difference in (
                    differences(one, whole[name], f"{where}.{name}")
                    if name in whole else [f"{where}.{name} is not answered"]
                )
                if name not in CHANGING
            ]  # fmt: skip
        case list(), list() if len(part) != len(whole):
            return [
                f"{where}[{at}] is not answered"
                for at, one in enumerate(part)
                if not any(differences(one, other) == [] for other in whole)
            ]
        case list(), list():
            return [difference for at, pair in enumerate(zip(part, whole, strict=True))
                    for difference in differences(*pair, f"{where}[{at}]")]  # fmt: skip
        case str(), str():
            same = DRAWN.sub("", part) == DRAWN.sub("", whole)
            return [] if same else [f"{where}: {part}, not {whole}"]
        case _:
            return [] if part == whole else [f"{where}: {part}, not {whole}"]
