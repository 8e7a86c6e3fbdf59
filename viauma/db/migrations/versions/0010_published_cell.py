"""Keep counts of public places in a grid per zoom, for tiles that show a whole region at once."""

from viauma.db.migrations.sql import run_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
