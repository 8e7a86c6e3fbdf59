"""Create the read model published_place and the triggers that keep it."""

from viauma.db.migrations.sql import run_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
