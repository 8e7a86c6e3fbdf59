"""Keep sources with their trust, and what each of several sources says of one place."""

from viauma.db.migrations.sql import run_file

revision = "0022"
down_revision = "0020"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
