"""How quickly many places go through the one write path, and in how much memory.

An empty cluster of its own each time, so that the checks, the history and all indexes are paid
for; the importing process is a new one, so that its memory is the import's.
"""

import shutil
import subprocess
import sys
import time
from contextlib import suppress

from benchmarks.database import fill, home, running, settings_for
from benchmarks.measuring import Row
from benchmarks.memory import watched
from benchmarks.synthetic import synthetic_places
from benchmarks.wishes import IMPORT
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places

NAME = "bench-import"


def imported(rows: int) -> Row:
    """Import so many places into a new cluster; tell rows a second and the most memory in MB."""
    shutil.rmtree(home() / NAME, ignore_errors=True)
    try:
        with running(NAME) as url:
            fill(url, 0)
            command = [sys.executable, "-m", "benchmarks.importing", url, str(rows)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            with watched(process.pid) as peak:
                said, _ = process.communicate()
            if process.returncode:
                sys.exit("The import failed.")
    finally:
        with suppress(OSError):
            shutil.rmtree(home() / NAME)
    figures = {"per_s": rows / float(said), "peak_mb": peak.largest, "rows": float(rows)}
    return {"question": IMPORT, "Via Uma": figures}


def main() -> None:
    """Store places in the database named; tell the seconds that it took."""
    url, rows = sys.argv[1], int(sys.argv[2])
    started = time.monotonic()
    with unit_of_work(settings_for(url), actor="benchmark", reason="Synthetic places") as session:
        store_places(session, synthetic_places(rows))
    print(time.monotonic() - started)


if __name__ == "__main__":
    main()
