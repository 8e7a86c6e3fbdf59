"""Index places of several points with lines and polygons: their key is of one point alone."""

from viauma.db.migrations.sql import run_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
