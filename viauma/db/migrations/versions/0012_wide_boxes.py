"""Let boxes with many places be read along the curve: expected matches, and what is no point."""

from viauma.db.migrations.sql import run_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
