"""The mark that names abstract tests, and what their fixtures share."""

from typing import Any

import httpx
import pytest

from tests.ogc.asking import Asked
from tests.ogc.filtering import Filters


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "abstract_test(class_uri, *test_ids): an OGC abstract test, or several"
    )


@pytest.fixture(scope="session")
def conforms_to(api: httpx.Client) -> list[str]:
    response = api.get("/conformance", headers={"accept": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    found: list[str] = response.json()["conformsTo"]
    return found


@pytest.fixture(scope="session")
def asked(api: httpx.Client) -> Asked:
    """What has been asked before, so that two tests need not ask it twice."""
    return Asked(api)


@pytest.fixture(scope="session")
def document(api: httpx.Client) -> dict[str, Any]:
    """The API document in OpenAPI 3.0, its references followed."""
    from tests.fixtures.api_document import _followed

    link = next(one for one in api.get("/").json()["links"] if one["rel"] == "service-desc")
    response = api.get(link["href"], headers={"accept": link["type"]})
    assert response.status_code == 200
    whole = response.json()
    found: dict[str, Any] = _followed(whole, whole)
    return found


@pytest.fixture(scope="session")
def filters(asked: Asked) -> Filters:
    """Filters through items, each evaluated once."""
    return Filters(asked)
