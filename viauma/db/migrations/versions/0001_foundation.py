"""Lay the ground: schema, public role, UUID version 7."""

from viauma.db.migrations.sql import run_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
