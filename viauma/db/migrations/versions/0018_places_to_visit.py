"""Count in the cells what can be visited, so that the visitor's map needs no counting."""

from viauma.db.migrations.sql import run_file

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
