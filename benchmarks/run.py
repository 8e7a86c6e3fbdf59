"""`make bench`: every question over HTTP beside the bare statement it wraps, in one run.

Rounds are interleaved and medians are quoted, because machines are shared and noisy; only the
ratio between two figures of one run says anything.
"""

import argparse
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg
from pydantic import SecretStr
from questions import Case, cases
from synthetic import synthetic_places

from viauma.db import migrate
from viauma.db.cluster import Cluster
from viauma.db.cluster.programs import client_programs
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.settings import ClusterSettings, DatabaseSettings, Settings, default_data_dir
from viauma_data.region.load import load_region

RESULTS = Path(__file__).parent / "results"
CONNECTIONS = 8


def main() -> None:
    """Run the benchmark and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("The load driver wrk is missing. On Debian and Ubuntu: apt-get install wrk")
    with running(f"bench-{chosen.rows}") as url:
        filled = fill(url, chosen.rows)
        rows = measure(url, chosen.rounds, chosen.seconds)
    with running("bench-region") as url:
        fill(url, 0)
        rows.append(map_build(url))
    report(rows, filled | facts(chosen.rows))


@contextmanager
def running(name: str) -> Iterator[str]:
    """Run a private cluster of the benchmark's own, kept for the next time; yield its URL."""
    settings = ClusterSettings(data_dir=default_data_dir() / name)
    cluster = Cluster.of(Settings(_env_file=None, cluster=settings))
    cluster.ensure_running()
    try:
        yield cluster.url
    finally:
        cluster.stop()


def fill(url: str, rows: int) -> dict[str, float]:
    """Store the synthetic places through the one write path, once."""
    migrate.upgrade(url)
    with psycopg.connect(url) as connection:
        known = connection.execute("select count(*) from viauma.published_place").fetchone()
    if known and known[0] > rows:
        return {}
    settings = Settings(_env_file=None, database=DatabaseSettings(url=SecretStr(url)))
    load_region(settings)
    if not rows:
        return {}
    print(f"Storing {rows:,} places …", flush=True)
    started = time.monotonic()
    with unit_of_work(settings, actor="benchmark", reason="Synthetic places") as session:
        store_places(session, synthetic_places(rows))
    seconds = time.monotonic() - started
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze viauma.published_place")
    print(f"  {seconds:.0f} s, {rows / seconds:,.0f} rows/s with checks, history and read model")
    return {"stored_rows_per_s": rows / seconds}


def measure(url: str, rounds: int, seconds: int) -> list[dict[str, float | str]]:
    """Ask every question over HTTP and as bare SQL, turn by turn."""
    with psycopg.connect(url, autocommit=True) as connection:
        asked = cases(connection)
    with tempfile.TemporaryDirectory() as folder, serving(url) as base:
        return [measured(case, base, url, Path(folder), rounds, seconds) for case in asked]


def measured(
    case: Case, base: str, url: str, folder: Path, rounds: int, seconds: int
) -> dict[str, float | str]:
    """Measure one question: medians over the rounds."""
    script, files = prepared(case, folder)
    over_http, bare = [], []
    for _ in range(rounds):
        over_http.append(asked_over_http(base, script, seconds))
        bare.append(asked_bare(url, files, seconds))
    http = {name: statistics.median(one[name] for one in over_http) for name in over_http[0]}
    sql = statistics.median(bare)
    row = {"question": case.name, **http, "bare_sql_per_s": sql, "share": http["per_s"] / sql}
    print(told(row), flush=True)
    return row


def prepared(case: Case, folder: Path) -> tuple[Path, list[Path]]:
    """Write the addresses for wrk and the statements for pgbench."""
    paths = ",".join(json.dumps(path) for path in case.paths)
    script = folder / "wrk.lua"
    script.write_text(
        f"local paths = {{{paths}}}\nlocal n = 0\n"
        "request = function()\n  n = n % #paths + 1\n  return wrk.format('GET', paths[n])\nend\n"
        "done = function(summary, latency)\n"
        "  local bad = summary.errors.status + summary.errors.read + summary.errors.timeout\n"
        "  local rate = summary.requests / summary.duration * 1e6\n"
        "  io.write(string.format('RESULT %f %f %f %d\\n', rate,"
        " latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))\nend\n"
    )
    files = [folder / f"{number}.sql" for number in range(len(case.statements))]
    for file, statement in zip(files, case.statements, strict=True):
        file.write_text(statement.replace("\n", " ") + ";\n")
    return script, files


def asked_over_http(base: str, script: Path, seconds: int) -> dict[str, float]:
    """Let wrk ask for some seconds."""
    command = [
        "wrk",
        "-t1",
        "--timeout",
        "20s",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "-s",
        str(script),
        base,
    ]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", output)
    if found is None or int(found[4]):
        sys.exit(f"The load driver saw errors:\n{output}")
    return {"per_s": float(found[1]), "p50_ms": float(found[2]), "p99_ms": float(found[3])}


def asked_bare(url: str, files: list[Path], seconds: int) -> float:
    """Let pgbench ask PostgreSQL itself, with prepared statements."""
    pgbench = client_programs(None).path("pgbench")
    scripts = [part for file in files for part in ("-f", str(file))]
    command = [
        pgbench,
        "-n",
        "-M",
        "prepared",
        f"-c{CONNECTIONS}",
        "-j1",
        f"-T{seconds}",
        *scripts,
        url,
    ]
    # No environment of ours but the path: PGOPTIONS and the like would change what is measured.
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    found = re.search(r"tps = (\S+)", done.stdout)
    if found is None:
        sys.exit(f"pgbench failed: {done.stderr}")
    return float(found[1])


class serving:  # noqa: N801 - reads as a word: with serving(url)
    """A server of its own process on a free port."""

    def __init__(self, url: str) -> None:
        self._environment = {**os.environ, "VIAUMA_DATABASE__URL": url}

    def __enter__(self) -> str:
        """Start it and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        viauma = Path(sys.executable).with_name("viauma")
        self._process = subprocess.Popen(
            [viauma, "serve", "--port", str(port)], env=self._environment, stdout=subprocess.DEVNULL
        )
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urlopen(f"{base}/readyz", timeout=5).close()  # noqa: S310 - our own address
            except OSError:
                time.sleep(0.1)
            else:
                return base
        sys.exit("The server did not start.")

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(30)


def map_build(url: str) -> dict[str, float | str]:
    """Build the maps of the region's own places, beside the bare query for their Features."""
    from viauma.db.session import reading
    from viauma_maps.build import build_maps
    from viauma_maps.recipes import shipped_recipes

    settings = Settings(_env_file=None, database=DatabaseSettings(url=SecretStr(url)))
    statement = "select feature from viauma.published_place"
    with tempfile.TemporaryDirectory() as folder, reading(settings) as session:
        started = time.monotonic()
        build_maps(session, shipped_recipes(), Path(folder) / "maps", settings)
        built = time.monotonic() - started
    with psycopg.connect(url) as connection:
        started = time.monotonic()
        connection.execute(statement).fetchall()
        bare = time.monotonic() - started
    print(f"map build {built:.2f} s, bare query {bare:.3f} s")
    return {"question": "map build (all)", "seconds": built, "bare_seconds": bare}


def facts(rows: int) -> dict[str, str | int]:
    """Say on what it was measured."""
    return {
        "rows": rows,
        "cpus": os.cpu_count() or 0,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "connections": CONNECTIONS,
    }


def told(row: dict[str, float | str]) -> str:
    """Spell a row of the table."""
    return (
        f"| {row['question']} | {row['per_s']:,.0f} | {row['p50_ms']:.1f} / {row['p99_ms']:.1f} "
        f"| {row['bare_sql_per_s']:,.0f} | {row['share']:.0%} |"
    )


def report(rows: list[dict[str, float | str]], circumstances: dict[str, float | str | int]) -> None:
    """Write results/latest.md and latest.json."""
    RESULTS.mkdir(exist_ok=True)
    head = "| question | answers/s | p50 / p99 ms | bare SQL/s | share |\n|---|--:|--:|--:|--:|"
    lines = [told(row) for row in rows if "per_s" in row]
    lines += [
        f"| {row['question']} | {row['seconds']:.2f} s | | {row['bare_seconds']:.3f} s | |"
        for row in rows
        if "seconds" in row
    ]
    circumstance = ", ".join(f"{name} {value}" for name, value in circumstances.items())
    text = f"{head}\n" + "\n".join(lines) + f"\n\n{circumstance}\n"
    (RESULTS / "latest.md").write_text(text)
    document = {"circumstances": circumstances, "rows": rows}
    (RESULTS / "latest.json").write_text(json.dumps(document, indent=1))
    print(f"\n{text}")


if __name__ == "__main__":
    main()
