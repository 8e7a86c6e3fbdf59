"""Create revision and change, and put the reference tables under history."""

from viauma.db.migrations.sql import run_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
