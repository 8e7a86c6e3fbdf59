"""Tell every process at once what changed in what is published, and where."""

from viauma.db.migrations.sql import run_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
