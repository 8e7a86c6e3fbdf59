"""Fold what places are found by, and index what their names begin with."""

from viauma.db.migrations.sql import run_file

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
