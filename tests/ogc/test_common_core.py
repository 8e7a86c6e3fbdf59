"""OGC API Common Part 1, core: how query parameters are spelled, on every operation."""

from typing import Any

import httpx
import pytest

from tests.fixtures.api_document import Documented, operations
from tests.fixtures.api_requests import BESIDE, ask, bad, good, is_fine
from tests.fixtures.serving import problem_of, spoken
from tests.ogc.asking import COLLECTIONS, COMMON_1, Asked, value_of
from viauma_api.openapi import Version

CORE = f"{COMMON_1}core"
OPERATIONS = operations(Version.V30)
ITEMS = [one for one in OPERATIONS if one.path.endswith("/items")]

abstract_test = pytest.mark.abstract_test
each = pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.id)


def parameters_of(one: Documented, kind: str) -> dict[str, dict[str, Any]]:
    return {name: said["schema"] for name, said in one.query.items()
            if said["schema"].get("type") == kind}  # fmt: skip


@abstract_test(CORE, "/conf/core/query-param-name-unknown")
@each
def test_a_name_that_is_not_described_is_refused(api: httpx.Client, one: Documented) -> None:
    response = ask(api, one, params={"unknownQueryParameter12345": "1"})

    assert problem_of(response, 400)["parameter"] == "unknownQueryParameter12345"


@abstract_test(CORE, "/conf/core/query-param-value-invalid")
@each
def test_a_value_that_is_not_described_is_refused(api: httpx.Client, one: Documented) -> None:
    for name, said in one.query.items():
        for text in bad(name, said["schema"])[:3]:
            response = ask(api, one, params={**BESIDE.get(name, {}), name: text})
            assert problem_of(response, 400)["parameter"] == name, (name, text)


@abstract_test(CORE, "/conf/core/query-param-capitalization")
@each
def test_a_name_in_other_letters_is_another_name(api: httpx.Client, one: Documented) -> None:
    for name, said in one.query.items():
        text = good(name, said["schema"])
        params = {**BESIDE.get(name, {}), name: text}
        if name != "cursor":
            assert is_fine(one, ask(api, one, params=params)), (name, text)
        other = ask(api, one, params={name.swapcase(): text})
        assert problem_of(other, 400)["parameter"] == name.swapcase()


@abstract_test(CORE, "/conf/core/query-param-list-delimiter")
def test_commas_separate_the_items_of_a_list(asked: Asked) -> None:
    one, other = asked.ids("places", **{"in": "2480"}), asked.ids("places", **{"in": "2460"})

    assert asked.ids("places", **{"in": "2480,2460"}) == one | other
    assert one != other
    (first, *_) = asked.items("places", properties="name,slug")["features"]
    assert set(first["properties"]) == {"name", "slug"}


@abstract_test(CORE, "/conf/core/query-param-list-escape")
def test_what_an_item_escapes_belongs_to_it(asked: Asked, server: str) -> None:
    """A blank; no list here has items with commas, so that an escaped comma separates too, as
    clients that escape all of them expect. A bare blank in an address is no request at all."""
    names = {
        one["properties"]["name"] for one in asked.every("places") if one["properties"]["name"]
    }
    words = min(name for name in names if name.count(" ") == 1 and "," not in name)

    for text in (words, f"{words},no-such-words"):
        found = asked.items("places", q=text, limit="10000")["features"]
        assert words in {one["properties"]["name"] for one in found}
        assert all(words.casefold() in searched(one) for one in found)
    sent = f"GET /collections/places/items?q={words.split()[0]} x HTTP/1.1\r\nHost: a\r\n\r\n"
    assert spoken(server, sent.encode())[0] == 400
    assert asked.ids("places", **{"in": "2480,2460"}) == {
        one["id"]
        for one in asked.api.get("/collections/places/items?limit=10000&in=2480%2C2460").json()[
            "features"
        ]
    }


def searched(feature: dict[str, Any]) -> str:
    """What q looks in: names, town and slug."""
    names = ("name", "name_sv", "name_en", "city", "slug")
    return " ".join(str(feature["properties"].get(name)) for name in names).casefold()


@abstract_test(CORE, "/conf/core/query-param-list-empty")
@each
def test_nothing_is_a_list_without_items(api: httpx.Client, one: Documented) -> None:
    """Every list here needs items and is described so: one without is refused by name."""
    for name, schema in parameters_of(one, "array").items():
        assert schema["minItems"] >= 1, name
        response = ask(api, one, params={**BESIDE.get(name, {}), name: ""})
        assert problem_of(response, 400)["parameter"] == name


@abstract_test(CORE, "/conf/core/query-param-value-boolean")
@pytest.mark.parametrize("name", COLLECTIONS)
def test_booleans_are_true_and_false(api: httpx.Client, asked: Asked, name: str) -> None:
    (one,) = (one for one in ITEMS if one.path == f"/collections/{name}/items")
    for parameter in parameters_of(one, "boolean"):
        for text, value in {"true": True, "false": False}.items():
            expected = {one["id"] for one in asked.every(name) if value_of(one, parameter) is value}
            assert asked.ids(name, **{parameter: text}) == expected, (parameter, text)
        for text in ("maybe", "2", "yes"):
            response = api.get(one.path, params={parameter: text})
            assert problem_of(response, 400)["parameter"] == parameter


@abstract_test(CORE, "/conf/core/query-param-value-integer")
@pytest.mark.parametrize("name", COLLECTIONS)
def test_integers_are_digits_with_or_without_a_minus(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    (one,) = (one for one in ITEMS if one.path == f"/collections/{name}/items")
    for parameter in parameters_of(one, "integer").keys() - {"limit"}:
        assert asked.ids(name, **{parameter: "-7"}) == set()
        known = [value for one in asked.every(name) if (value := value_of(one, parameter))]
        for value in known[:2]:
            assert asked.ids(name, **{parameter: f"{value}"}) != set()
    for text in ("7", "007"):
        assert len(asked.items(name, limit=text)["features"]) == 7
    for text in ("1e1", "0x7", "7.0", "seven"):
        assert problem_of(api.get(one.path, params={"limit": text}), 400)["parameter"] == "limit"


@abstract_test(CORE, "/conf/core/query-param-value-decimal")
@pytest.mark.parametrize(
    "text", ["20,63.7,20.5,64", "20.0,63.70,20.50,64.", "020.000,63.7,20.5,64"]
)
def test_decimals_may_have_zeroes_or_not(asked: Asked, text: str) -> None:
    assert asked.ids("places", bbox=text) == asked.ids("places", bbox="20,63.7,20.5,64")
    west = asked.ids("places", bbox="-.5,-63.7,20.1,64")
    assert west == asked.ids("places", bbox="-0.5,-63.7,20.1,64.0")
    assert west != asked.ids("places")


@abstract_test(CORE, "/conf/core/query-param-value-double")
@pytest.mark.parametrize("text", ["2e1,6.37e1,2.05e1,640e-1", "20e0,63.7,20.5,0.64e2"])
def test_doubles_may_have_exponents(asked: Asked, text: str) -> None:
    assert asked.ids("places", bbox=text) == asked.ids("places", bbox="20,63.7,20.5,64")


@pytest.mark.parametrize("text", ["1,2,3,4e", "1,2,3,e4", "1,2,3,4e1.5", "1,2,3,1e999"])
def test_an_exponent_is_an_integer(api: httpx.Client, text: str) -> None:
    response = api.get("/collections/places/items", params={"bbox": text})

    assert problem_of(response, 400)["parameter"] == "bbox"
