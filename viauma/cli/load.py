"""`viauma load`: the region's own data set."""

import typer

from viauma.db.engine import connect_url
from viauma.db.migrate import require_current, state
from viauma.places.rules import Stored
from viauma.settings import Settings


def load() -> None:
    """Load the region's data set; loading it again changes nothing."""
    settings = Settings()
    require_current(state(connect_url(settings)))
    typer.echo(told(load_region(settings)))


def load_region(settings: Settings) -> Stored:
    """Load the region; imported late because it reads large files."""
    from viauma.cli.progress import shown
    from viauma_data.region.load import load_region as stored

    with shown() as progress:
        return stored(settings, progress)


def told(stored: Stored) -> str:
    """Say what became of the rows."""
    return (
        f"{stored.total} places: {stored.created} new, {stored.updated} changed, "
        f"{stored.unchanged} as before"
    )
