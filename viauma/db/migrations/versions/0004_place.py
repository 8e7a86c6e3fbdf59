"""Create place."""

from viauma.db.migrations.sql import run_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
