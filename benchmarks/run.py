"""`make bench`: every question over HTTP beside the bare statement it wraps, in one run."""

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import report, serving
from benchmarks.cases import cases
from benchmarks.chosen import chosen_on_the_command_line
from benchmarks.database import fill, running, settings_for
from benchmarks.freshness import freshness
from benchmarks.goals import ONCE, OWN, judged, own_row
from benchmarks.importing import imported
from benchmarks.load import require_wrk
from benchmarks.measuring import Effort, Row, measured
from benchmarks.own import own_contender
from benchmarks.starting import start_times
from benchmarks.streaming import FORMATS, streamed, streaming_table
from benchmarks.wishes import MEMORY, STREAMING
from viauma.db.session import reading


def main() -> None:
    """Run the benchmark and write the tables."""
    chosen = chosen_on_the_command_line(__doc__)
    require_wrk()
    with running(f"bench-{chosen.rows}") as url:
        fill(url, chosen.rows)
        facts = report.circumstances(chosen.rows, workers=chosen.workers)
        rows, memory = asked(url, chosen.effort, chosen.workers)
        with serving.viauma(url, workers=chosen.workers) as server:
            files = [streamed(server, key) for key in FORMATS]
        with serving.viauma(url, workers=chosen.workers, is_caching=True) as server:
            fresh = freshness(url, server)
    with running("bench-region") as url:
        fill(url, 0)
        build = map_build(url)
    once = [memory, largest_of(files), fresh, start_times(), imported(chosen.rows)]
    facts["load_after"] = round(os.getloadavg()[0], 1)
    document = {"circumstances": facts, "rows": rows, "once": once}
    document |= {"streaming": files, "map_build": build}
    report.write("latest", told(document), document, is_full=chosen.rows == report.FULL_ROWS)


def told(document: dict[str, Any]) -> str:
    """Spell everything that a run found."""
    rows, build = document["rows"], document["map_build"]
    built, bare = build["seconds"], build["bare_seconds"]
    maps = (
        f"All maps of the region are built in {built:.2f} s; all Features are read in {bare:.3f} s."
    )
    parts = [
        report.own_table(rows),
        judged([*OWN, *ONCE], [*rows, *document["once"]]),
        streaming_table(document["streaming"]),
        maps,
        report.noise(rows),
        report.told(document["circumstances"]),
    ]
    return "\n\n".join(parts)


def asked(url: str, effort: Effort, workers: int) -> tuple[list[Row], Row]:
    """Ask every question over HTTP and as bare SQL; tell the memory of a worker afterwards."""
    rows = []
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        own = own_contender(stack, url, workers)
        for case in cases(connection, is_cached=bool(serving.NO_CACHES)):
            rows.append(measured(case, [own], url, effort))
            print(report.own_row(rows[-1]), flush=True)
        return rows, own_row(MEMORY, mb=round(own.worker_mb))


def largest_of(files: list[dict[str, Any]]) -> Row:
    """Find the most memory that any file format took."""
    return own_row(STREAMING, mb=max(max(one["server_mb"], one["helper_mb"]) for one in files))


def map_build(url: str) -> dict[str, Any]:
    """Build the maps of the region's own places, beside the bare query for their Features."""
    from viauma_maps.build import build_maps
    from viauma_maps.recipes import shipped_recipes

    settings = settings_for(url)
    with tempfile.TemporaryDirectory() as folder, reading(settings) as session:
        started = time.monotonic()
        build_maps(session, shipped_recipes(), Path(folder) / "maps", settings)
        built = time.monotonic() - started
    with psycopg.connect(url) as connection:
        started = time.monotonic()
        connection.execute("select feature from viauma.published_place").fetchall()
        bare = time.monotonic() - started
    return {"seconds": built, "bare_seconds": bare}


if __name__ == "__main__":
    main()
