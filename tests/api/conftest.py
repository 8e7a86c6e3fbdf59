"""One server for all tests that only read."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session

from tests.api.serving import serving
from tests.fixtures.database import _clone_of, _drop, settings_for
from viauma.db.cluster import Cluster
from viauma.db.session import reading

MAP_PAGE = "<!doctype html><html lang='en'><title>Maps</title><h1>Maps</h1></html>"


@pytest.fixture(scope="session")
def built_maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    (folder / "index.html").write_text(MAP_PAGE)
    return folder


@pytest.fixture(scope="session")
def region_url(cluster: Cluster, template_url: str) -> Iterator[str]:
    """The region's data for reading. Not the template: a server's connections hinder cloning it."""
    yield _clone_of("template_region", "region_of_api_tests", cluster)
    _drop("region_of_api_tests", cluster)


@pytest.fixture(scope="session")
def server(region_url: str, built_maps: Path) -> Iterator[str]:
    with serving(settings_for(region_url, built_maps)) as base:
        yield base


@pytest.fixture(scope="session")
def api(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def session(region_url: str) -> Iterator[Session]:
    with reading(settings_for(region_url)) as opened:
        yield opened
