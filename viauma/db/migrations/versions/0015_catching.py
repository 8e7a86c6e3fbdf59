"""Keep functions that catch faults out of parallel queries."""

from viauma.db.migrations.sql import run_file

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
