"""`viauma publish`: the region as a folder that any web server or CDN can serve."""

from pathlib import Path
from typing import Annotated

import typer

from viauma.cli.export import USUAL_LAST_ZOOM, checked_base
from viauma.settings import Settings


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; replaced as a whole.")],
    *,
    base_url: Annotated[
        str, typer.Option(help="Where it will be served; without it no catalogue is written.")
    ] = "",
    licence: Annotated[str, typer.Option(help="open: only rows that may be passed on.")] = "any",
    max_zoom: Annotated[
        int, typer.Option(min=0, max=22, help="Last level of the tiles.")
    ] = USUAL_LAST_ZOOM,
) -> None:
    """Write maps, data files, tiles, catalogue and checksums into a folder."""
    from viauma.cli.exporting.bundle import Plan
    from viauma.cli.exporting.bundle import publish as write
    from viauma.db.session import as_of_now, reading

    settings = Settings()
    plan = Plan(base_url=checked_base(base_url), licence=licence, last_zoom=max_zoom)
    with reading(settings) as session:
        as_of_now(session)
        files = write(session, folder, plan, settings)
    size = sum(one.size for one in files) / 1e6
    typer.echo(f"{folder}: {len(files)} files, {size:,.1f} MB; index.html leads to all of them")
    if not base_url:
        typer.echo("No catalogue: give --base-url to have one (dcat.rdf, dcat.jsonld)")
