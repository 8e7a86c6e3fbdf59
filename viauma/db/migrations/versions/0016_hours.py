"""Find quickly which opening hours there are."""

from viauma.db.migrations.sql import run_file

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
