"""Create the ledger of imports."""

from viauma.db.migrations.sql import run_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
