"""How long `viauma demo` takes until it answers: from nothing, and the second time.

From nothing means initdb, PostGIS, the schema, the region and its maps, once the packages are
there. The second time the cluster is started again as well, as after a restart of the machine.
"""

import shutil
import sys
import time
from pathlib import Path

from benchmarks import serving
from benchmarks.database import home
from benchmarks.measuring import Row
from benchmarks.wishes import START
from viauma.db.cluster import Cluster
from viauma.settings import ClusterSettings, Settings

NAME = "bench-start"


def start_times() -> Row:
    """Start twice; tell the seconds of each."""
    folder = home() / NAME
    shutil.rmtree(folder, ignore_errors=True)
    try:
        cold, warm = demo_s(folder), demo_s(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"question": START, "Via Uma": {"cold_s": cold, "warm_s": warm}}


def demo_s(folder: Path) -> float:
    """Start the demonstration in a folder; tell the seconds until it is ready."""
    environment = {
        "VIAUMA_CLUSTER__DATA_DIR": str(folder / "cluster"),
        "VIAUMA_MAPS__DIRECTORY": str(folder / "maps"),
        "VIAUMA_DATABASE__URL": "",
        "VIAUMA_SERVER__PORT": "{port}",
    }
    program = Path(sys.executable).with_name("viauma")
    started = time.monotonic()
    with serving.started((program, "demo"), environment, ready="/readyz"):
        seconds = time.monotonic() - started
    cluster = ClusterSettings(data_dir=folder / "cluster")
    Cluster.of(Settings(_env_file=None, cluster=cluster)).stop()
    return seconds
