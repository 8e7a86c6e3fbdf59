"""Remember pairs of places that may be one, and let no merger go in a circle."""

from viauma.db.migrations.sql import run_file

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
