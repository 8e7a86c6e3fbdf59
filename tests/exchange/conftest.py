"""The region's features as they are published."""

import psycopg
import pytest


@pytest.fixture(scope="session")
def published(template_url) -> dict[str, list[bytes]]:
    with psycopg.connect(template_url.replace("+psycopg", "")) as connection:
        return {
            kind: [
                text.encode()
                for (text,) in connection.execute(
                    f"select feature from viauma.published_{kind} order by key, id"
                )
            ]
            for kind in ("place", "municipality", "project")
        }


@pytest.fixture(scope="session")
def places(published) -> list[bytes]:
    return published["place"]
