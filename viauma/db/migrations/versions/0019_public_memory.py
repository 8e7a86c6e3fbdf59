"""Let strangers see what became of a place that was public, and inhabitants by year."""

from viauma.db.migrations.sql import run_file

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
