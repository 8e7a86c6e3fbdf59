"""The schema as migrations make it is the schema as the models declare it."""

import ast
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine, text

import viauma.duplicates.models
import viauma.history.models
import viauma.imports.models
import viauma.places.models
import viauma.projects.models
import viauma.provenance.models  # noqa: F401 - importing declares the tables
from viauma.db import migrate, migrations
from viauma.db.base import SCHEMA, Base
from viauma.errors import SchemaMismatch


def _in_our_schema(obj, name, type_, reflected, compare_to) -> bool:
    return getattr(obj, "schema", SCHEMA) == SCHEMA and name != "schema_version"


def test_migrations_from_zero_equal_the_declared_metadata(empty_database_url):
    # Role and schema share a name, so "$user" would make our schema the nameless default one.
    engine = create_engine(empty_database_url, connect_args={"options": "-c search_path=public"})
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_name": lambda name, type_, parents: type_ != "schema" or name == SCHEMA,
                "include_object": _in_our_schema,
                "compare_type": True,
                "compare_server_default": False,
                "version_table": "schema_version",
                "version_table_schema": SCHEMA,
                "render_item": alembic_helpers.render_item,
            },
        )
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_check_constraints_in_the_database_are_the_declared_ones(empty_database_url):
    declared = {
        f"{constraint.name}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    with psycopg.connect(empty_database_url) as connection:
        rows = connection.execute(
            "select conname from pg_constraint "
            "where contype = 'c' and connamespace = %s::regnamespace",
            [SCHEMA],
        ).fetchall()

    assert {name for (name,) in rows} == declared


def test_every_column_has_a_comment_or_is_a_plain_key():
    silent = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if not column.comment and column.name != "id"
    ]

    assert silent == []


def test_every_migration_says_in_one_line_what_it_does():
    files = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))
    silent = [file.name for file in files if not ast.get_docstring(ast.parse(file.read_text()))]

    assert files
    assert silent == []


def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty_database_url):
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("update viauma.schema_version set version_num = '9999'")

    with pytest.raises(SchemaMismatch, match="newer than this program"):
        migrate.upgrade(empty_database_url)

    assert migrate.state(empty_database_url).current == "9999"


def test_a_database_of_an_older_program_asks_to_be_migrated(empty_database_url):
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("update viauma.schema_version set version_num = '0003'")

    with pytest.raises(SchemaMismatch, match="viauma db migrate"):
        migrate.require_current(migrate.state(empty_database_url))


def test_an_empty_database_is_told_apart(bare_database_url):
    assert migrate.state(bare_database_url).standing == "empty"


def test_migrating_twice_changes_nothing(empty_database_url):
    migrate.upgrade(empty_database_url)

    assert migrate.state(empty_database_url).standing == "current"


def test_migrations_and_models_agree_after_a_session_has_used_them(empty_database_url):
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(text(f"select * from {table.fullname} limit 0"))
    engine.dispose()
