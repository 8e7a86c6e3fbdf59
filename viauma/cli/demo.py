"""`viauma demo`: from nothing to a running region; from something, straight to the server."""

import time
from collections.abc import Callable
from typing import TypeVar

import typer

from viauma.cli.load import load_region, told
from viauma.cli.maps import ensure_built
from viauma.cli.serve import free_socket, run
from viauma.db import migrate
from viauma.db.engine import connect_url
from viauma.settings import Settings

T = TypeVar("T")


def demo() -> None:
    """Start the database, migrate, load the region, build the maps and serve them all."""
    settings = Settings()
    url = _step("Database", lambda: connect_url(settings), lambda _: "running")
    before = migrate.state(url).standing
    if before != "current":
        _step("Schema", lambda: migrate.upgrade(url), lambda _: "brought up to date")
    _step("Region", lambda: load_region(settings), told)
    _step("Maps", lambda: ensure_built(settings), lambda sentence: sentence)
    run(settings, free_socket(settings.server.host, settings.server.port))


def _step(name: str, do: Callable[[], T], tell: Callable[[T], str]) -> T:
    started = time.monotonic()
    done = do()
    typer.echo(f"{name:<10} {tell(done)} ({time.monotonic() - started:.1f} s)")
    return done
