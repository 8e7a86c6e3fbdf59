"""Make history and the read model cheap for many rows at once, and steady for one."""

from viauma.db.migrations.sql import run_file

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
