"""`viauma db`: the database as an operator sees it: start, stop, keep, bring back."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from viauma.db.cluster import Cluster, dump
from viauma.db.cluster.clients import words_for_client
from viauma.db.cluster.programs import client_programs
from viauma.errors import ClusterFault, InvalidInput
from viauma.settings import Settings

app = typer.Typer(
    help="Start, stop, look after and back up the database.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup's file.")]


@app.command()
def start() -> None:
    """Start the private cluster, making it the first time."""
    cluster = _own_cluster(Settings(), "starts none of its own")
    ran = cluster.status().running
    cluster.ensure_running()
    found = cluster.status()
    word = "was running already" if ran else "is running"
    typer.echo(f"PostgreSQL {found.server_version} {word}, with its data in {found.folder}.")
    typer.echo(_advice(cluster.url))


@app.command()
def stop() -> None:
    """Stop the private cluster; the data stay."""
    stopped = _own_cluster(Settings(), "it is not ours to stop").stop()
    typer.echo("PostgreSQL is stopped." if stopped else "PostgreSQL was not running.")


@app.command()
def status() -> None:
    """Tell whether the private cluster runs, and what it is; exit code 1 when it does not."""
    settings = Settings()
    if settings.database.url is not None:
        typer.echo("VIAUMA_DATABASE__URL is set; `viauma check` tells how that database is.")
        return
    cluster = Cluster.of(settings)
    found = cluster.status()
    if not found.running:
        there = f"Its data are in {found.folder}." if found.exists else "There are no data yet."
        typer.echo(f"PostgreSQL is not running. {there} Start it with: viauma db start")
        raise typer.Exit(1)
    typer.echo(f"running  PostgreSQL {found.server_version}, process {found.pid}")
    typer.echo(f"PostGIS  {found.postgis_version}")
    typer.echo(f"data     {found.folder}, {_megabytes(found.size_bytes or 0)}")
    typer.echo(f"socket   {found.sockets}")
    typer.echo(f"schema   {_standing(cluster.url)}")


@app.command()
def shell() -> None:
    """Open psql on the database."""
    from viauma.db.engine import connect_url

    settings = Settings()
    program = client_programs(settings.cluster.bin_dir).path("psql")
    target, environment = words_for_client(connect_url(settings))
    sys.stdout.flush()
    os.execve(program, [program, target], environment)  # noqa: S606 - psql takes our place


@app.command()
def migrate() -> None:
    """Bring the schema to the shape this program expects."""
    from viauma.db import migrate as steps
    from viauma.db.engine import connect_url

    url = connect_url(Settings())
    before = steps.state(url)
    steps.upgrade(url)
    if before.standing == "current":
        typer.echo(f"The schema was at {before.head} already.")
    else:
        typer.echo(f"The schema went from {before.current or 'nothing'} to {before.head}.")


@app.command()
def rebuild() -> None:
    """Make the published places anew from the register."""
    from viauma.db.session import unit_of_work
    from viauma.places.actions import rebuild_published_places

    reason = "viauma db rebuild"
    with unit_of_work(Settings(), actor="cli:db rebuild", reason=reason) as session:
        count = rebuild_published_places(session)
    typer.echo(f"{count} places are published, all made anew.")


@app.command()
def reset(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    no_backup: Annotated[bool, typer.Option("--no-backup", help="Keep no copy.")] = False,
) -> None:
    """Empty the database; what was in it is kept in a file."""
    cluster = _own_cluster(Settings(), "Via Uma does not empty it")
    if not yes:
        _ask("empty the database" + (" and keep no copy" if no_backup else ""))
    kept = cluster.reset(keep_backup=not no_backup)
    typer.echo("The database is empty.")
    _tell_kept(kept)
    typer.echo("Next: viauma db migrate")


@app.command()
def upgrade() -> None:
    """Move the data to the newest installed PostgreSQL, and the schema to this program's."""
    settings = Settings()
    if settings.database.url is not None:
        migrate()
        return
    cluster = Cluster.of(settings)
    kept = cluster.upgrade()
    typer.echo(
        f"PostgreSQL {cluster.status().server_version} runs; schema {_standing(cluster.url)}."
    )
    if kept:
        typer.echo(f"The former data directory is kept in {kept}; remove it when all is well.")


@app.command()
def backup(file: File) -> None:
    """Write the database to FILE, whole or not at all."""
    from viauma.db.engine import connect_url

    settings = Settings()
    programs = client_programs(settings.cluster.bin_dir)
    dump.write_backup(programs, connect_url(settings), file)
    typer.echo(f"The database is in {file}, {_megabytes(file.stat().st_size)}.")
    typer.echo(f"Bring it back with: viauma db restore {file}")


@app.command()
def restore(
    file: File,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Replace the database by what FILE holds; what was in it is kept in a file."""
    cluster = _own_cluster(Settings(), "restore into it with pg_restore")
    dump.require_file(file)
    if not yes:
        _ask(f"replace the database by what {file} holds")
    kept = cluster.restore(file)
    typer.echo(f"The database is as {file} has it; schema {_standing(cluster.url)}.")
    _tell_kept(kept)


def _own_cluster(settings: Settings, consequence: str) -> Cluster:
    if settings.database.url is not None:
        raise ClusterFault(f"VIAUMA_DATABASE__URL names a database of yours: {consequence}.")
    return Cluster.of(settings)


def _ask(what: str) -> None:
    if not sys.stdin.isatty():
        raise InvalidInput("--yes", f"is needed to {what} when nobody is there to be asked")
    typer.confirm(f"This will {what}. Go on?", abort=True)


def _tell_kept(file: Path | None) -> None:
    if file is not None:
        typer.echo(f"What was in it is kept in {file}; viauma db restore brings it back.")


def _standing(url: str) -> str:
    from viauma.db.migrate import state

    found = state(url)
    return {
        "current": f"{found.head}, current",
        "empty": "none yet (viauma db migrate makes it)",
        "older": f"{found.current}, older than {found.head} (viauma db migrate brings it there)",
        "newer": f"{found.current}, newer than this program's {found.head} (update Via Uma)",
    }[found.standing]


def _advice(url: str) -> str:
    from viauma.db.migrate import state

    return {
        "current": "The schema is current. Next: viauma serve",
        "newer": "The schema is newer than this program: update Via Uma.",
    }.get(state(url).standing, "Next: viauma db migrate")


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"
