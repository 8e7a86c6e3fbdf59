"""Remember which source no longer has what it said, and which import found a likely pair."""

from viauma.db.migrations.sql import run_file

revision = "0027"
down_revision = "0023"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
