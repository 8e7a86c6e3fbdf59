"""Create the public views of categories, municipalities and projects."""

from viauma.db.migrations.sql import run_file

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the statements beside this file."""
    run_file(__file__)
