"""Give published rows the columns that filters and sort orders name."""

from viauma.db.migrations.sql import run_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
