"""The tree of commands; each branch has a file of its own."""

from typing import Annotated

import typer

from viauma import __version__
from viauma.cli import (
    check,
    db,
    demo,
    duplicates,
    export,
    import_,
    imports,
    load,
    maps,
    places,
    projects,
    proposals,
    publish,
    quarantine,
    serve,
    sources,
)

app = typer.Typer(
    help="Via Uma: the geographic database of tourism sites and municipal facilities.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("places")(places.places)
app.add_typer(projects.app, name="projects")
app.add_typer(maps.app, name="maps")
app.add_typer(export.app, name="export")
app.command("publish")(publish.publish)
app.command("import")(import_.import_)
app.add_typer(imports.app, name="imports")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(proposals.app, name="proposals")
app.command("load")(load.load)
app.add_typer(sources.app, name="sources")
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(db.app, name="db")
app.command("check")(check.check)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - the shape typer's callbacks have
    if wanted:
        typer.echo(f"viauma {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None:
    """Hold the options that stand before any command."""
