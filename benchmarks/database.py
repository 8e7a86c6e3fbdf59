"""The benchmark's own cluster and its million places, filled once through the one write path."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pydantic import SecretStr

from benchmarks.synthetic import synthetic_places
from viauma.cli.progress import shown
from viauma.db import migrate
from viauma.db.cluster import Cluster
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.settings import ClusterSettings, DatabaseSettings, Settings, default_data_dir
from viauma_data.region.load import load_region


def home() -> Path:
    """Find the folder of the benchmark's clusters: beside the product's, or where one says."""
    return Path(os.environ.get("VIAUMA_BENCHMARKS") or default_data_dir())


@contextmanager
def running(name: str) -> Iterator[str]:
    """Run a private cluster of the benchmark's own, kept for the next time; yield its URL."""
    settings = ClusterSettings(data_dir=home() / name)
    cluster = Cluster.of(Settings(_env_file=None, cluster=settings))
    cluster.ensure_running()
    try:
        yield cluster.url
    finally:
        cluster.stop()


def settings_for(url: str) -> Settings:
    """Settings that name a database and are deaf to the environment's own."""
    return Settings(_env_file=None, database=DatabaseSettings(url=SecretStr(url)))


def fill(url: str, rows: int) -> dict[str, float]:
    """Bring the schema up to date and, the first time, store the region and synthetic places."""
    migrate.upgrade(url)
    with psycopg.connect(url) as connection:
        known = connection.execute("select count(*) from viauma.published_place").fetchone()
    if known and known[0] > rows:
        return {}
    load_region(settings_for(url))
    if not rows:
        return {}
    print(f"Storing {rows:,} places …", flush=True)
    started = time.monotonic()
    reason = "Synthetic places"
    with (
        shown(rows) as progress,
        unit_of_work(settings_for(url), actor="benchmark", reason=reason) as session,
    ):
        drafts = synthetic_places(rows)
        store_places(session, drafts, progress=progress, readers_may_wait=True)
    seconds = time.monotonic() - started
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze viauma.published_place")
    print(f"  {seconds:.0f} s, {rows / seconds:,.0f} rows/s with checks, history and read model")
    return {"stored_rows_per_s": rows / seconds}
