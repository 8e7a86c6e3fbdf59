"""A worker holds what it loads for as long as it lives: what only files and maps need stays out."""

import json
import subprocess
import sys

HEAVY = {"pandas", "geopandas", "pyarrow", "pyogrio", "folium", "requests", "osmium"}


def test_a_worker_loads_nothing_that_only_maps_and_files_need():
    said = "import json, sys, viauma_api.app; print(json.dumps(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)

    assert HEAVY & set(json.loads(loaded.stdout)) == set()
