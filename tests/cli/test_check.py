"""`viauma check`: a line per finding, and a remedy beside each that is wrong."""

from collections.abc import Callable

import psycopg
import pytest
from typer.testing import CliRunner, Result

from tests.fixtures.database import Clone
from viauma.cli import app

Check = Callable[[str], Result]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run the doctor on a database."""

    def run(url: str) -> Result:
        monkeypatch.setenv("VIAUMA_DATABASE__URL", url)
        return CliRunner().invoke(app, ["check"])

    return run


def wrong_lines(result: Result) -> list[str]:
    """Keep what needs attention, apart from what depends on the build of this checkout."""
    lines = result.output.splitlines()
    return [line for line in lines if line.startswith("WRONG") and "browser assets" not in line]


def change(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def test_a_loaded_database_is_in_order(check: Check, database_url: str) -> None:
    result = check(database_url)

    assert wrong_lines(result) == []
    assert "places are published" in result.output


def test_an_empty_database_asks_to_be_loaded(check: Check, empty_database_url: str) -> None:
    result = check(empty_database_url)

    assert result.exit_code == 1
    assert wrong_lines(result) == [
        "WRONG  data                  0 places: load the region with `viauma demo`"
    ]


def test_a_database_without_schema_asks_to_be_migrated(
    check: Check, bare_database_url: str
) -> None:
    result = check(bare_database_url)

    assert result.exit_code == 1
    assert "viauma db migrate" in result.output


def test_a_newer_schema_asks_for_a_newer_program(check: Check, empty_database_url: str) -> None:
    change(empty_database_url, "update viauma.schema_version set version_num = '9999'")

    assert "Update Via Uma" in check(empty_database_url).output


def test_a_lost_published_place_asks_for_a_rebuild(check: Check, database_url: str) -> None:
    change(
        database_url,
        "delete from viauma.published_place where id = (select min(id::text)::uuid"
        " from viauma.published_place)",
    )

    (line,) = wrong_lines(check(database_url))
    assert "viauma db rebuild" in line


def test_a_hole_in_the_wall_is_named(check: Check, database_url: str) -> None:
    change(database_url, "grant select (slug) on viauma.place to viauma_public")

    (line,) = wrong_lines(check(database_url))
    assert "the public role reaches place" in line
    assert "revoke all" in line


def test_an_index_that_cannot_be_used_is_named(check: Check, database_url: str) -> None:
    superuser = database_url.replace("viauma@", "postgres@")
    change(
        superuser,
        "update pg_index set indisvalid = false"
        " where indexrelid = 'viauma.published_place_geom_gist'::regclass",
    )

    (line,) = wrong_lines(check(database_url))
    assert "published_place_geom_gist cannot be used" in line


def test_a_database_without_postgis_says_how_to_get_it(check: Check, clone: Clone) -> None:
    url = clone("postgres")

    (line,) = wrong_lines(check(url))[:1]
    assert "create extension postgis" in line
