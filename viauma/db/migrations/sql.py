"""Runs the SQL file that stands beside a migration: DDL reads better as SQL than as Python."""

from pathlib import Path

from alembic import op


def run_file(migration: str) -> None:
    """Execute the .sql file named like the migration, in the migration's transaction."""
    statements = Path(migration).with_suffix(".sql").read_text(encoding="utf-8")
    # Straight to the driver: percent signs in functions are not placeholders.
    driver_connection = op.get_bind().connection.driver_connection
    assert driver_connection is not None  # noqa: S101 - a connection in use has a driver
    driver_connection.execute(statements)
