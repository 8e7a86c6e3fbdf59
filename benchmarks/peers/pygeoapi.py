"""pygeoapi: Flask and SQLAlchemy in front of providers, here its PostgreSQL provider."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy.engine import make_url

from benchmarks.load import CONNECTIONS, NO_HELPERS
from benchmarks.peers.installation import installed
from benchmarks.questions import REGION, filter_text, spelled_box
from benchmarks.serving import Running, started
from benchmarks.wishes import Wish

NAME = "pygeoapi"
ITEMS = "/collections/places/items"


@contextmanager
def serving(url: str, *, workers: int = 1) -> Iterator[Running]:
    """Serve the peers' table, each worker with a thread for each connection."""
    bin_dir = installed(NAME)
    with tempfile.TemporaryDirectory() as folder:
        config, document = Path(folder, "config.yml"), Path(folder, "openapi.yml")
        # Every JSON document is a YAML document.
        config.write_text(json.dumps(configuration(url)))
        environment = {
            "PYGEOAPI_CONFIG": str(config),
            "PYGEOAPI_OPENAPI": str(document),
            "PGOPTIONS": f"-c {NO_HELPERS}=0",
        }
        subprocess.run(
            [bin_dir / "pygeoapi", "openapi", "generate", config, "-of", document],
            check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        command = (
            bin_dir / "gunicorn", "--workers", str(workers), "--threads", str(CONNECTIONS),
            "--bind", "127.0.0.1:{port}", "--log-level", "warning", "pygeoapi.flask_app:APP",
        )  # fmt: skip
        with started(command, environment, ready="/conformance") as running:
            yield running


def configuration(url: str) -> dict[str, Any]:
    """Compose the configuration for one collection."""
    database = make_url(url)
    provider = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": {
            "host": database.query["host"],
            "port": database.query["port"],
            "dbname": database.database,
            "user": database.username,
            "password": "",
            "search_path": ["peers"],
        },
        "id_field": "id",
        "table": "place",
        "geom_field": "geom",
    }
    contact = {"name": "none", "url": "http://127.0.0.1"}
    described = {"title": "Places", "description": "Places", "keywords": ["places"]}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 80},
            "url": "http://127.0.0.1",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en"],
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "http://127.0.0.1", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**described, "terms_of_service": "none", "url": contact["url"]},
            "license": contact,
            "provider": contact,
            "contact": contact,
        },
        "resources": {
            "places": {
                "type": "collection",
                **described,
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": [REGION.west, REGION.south, REGION.east, REGION.north],
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    }
                },
                "providers": [provider],
            }
        },
    }


def address(wish: Wish) -> str | None:
    """Spell a wish; None for what pygeoapi does not answer."""
    if wish.is_known or wish.is_cached:
        return None
    if wish.item:
        return f"{ITEMS}/{wish.item}?f=json"
    if wish.near or wish.is_count or wish.tile:
        return None
    given = {"f": "json", "limit": str(wish.limit)}
    # Its filter language is the older ECQL, where the same question is spelled without S_.
    filter_ = filter_text(wish).replace("S_INTERSECTS(geometry", "INTERSECTS(geom")
    if wish.box:
        given["bbox"] = spelled_box(wish.box)
    if filter_:
        given |= {"filter": filter_, "filter-lang": "cql-text"}
    elif wish.category:
        given |= {"category": wish.category, "municipality": wish.municipality}
    if wish.sort_by:
        given["sortby"] = wish.sort_by
    if wish.depth:
        given["offset"] = str(wish.depth)
    return f"{ITEMS}?{urlencode(given, safe=',', quote_via=quote)}"
