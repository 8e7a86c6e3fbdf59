"""Keep what imports set aside: rows that wait for somebody, and proposals to close a place."""

from viauma.db.migrations.sql import run_file

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
