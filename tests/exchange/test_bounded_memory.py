"""However many rows there are, writing them takes the same memory, in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Peak memory in MB after a tenth of the rows, and after all of them; getrusage would begin with
# the peak of the process that started this one.
MEASURE = """
import sys, tempfile
from pathlib import Path
from tests.exchange.stored import place
from viauma.exchange.columns import COLUMNS
from viauma.exchange.files import write_file

format_, rows = sys.argv[1], int(sys.argv[2])
page = [place(n, {"type": "Point", "coordinates": [19 + n / 700, 63 + n / 900]}, text_sv="x" * 300)
        for n in range(500)]

def write(count):
    with tempfile.TemporaryDirectory() as folder:
        pages = (list(page) for _ in range(count // len(page)))
        write_file(format_, COLUMNS["place"], pages, Path(folder) / "x", name="platser")
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)

write(rows // 10)
write(rows)
"""


# A FlatGeobuf's index takes 65 bytes a row and, while it is put together, as much as the file has
# up to 100 MB; GeoParquet keeps a row group; all else takes a page.
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("format_", "growth_mb"),
    [("jsonseq", 10), ("csv", 10), ("kml", 10), ("gpx", 10), ("gpkg", 20), ("parquet", 50),
     ("fgb", 65)],
)  # fmt: skip
def test_sixty_thousand_rows_take_hardly_more_memory_than_six_thousand(format_, growth_mb):
    command = [sys.executable, "-c", MEASURE, format_, "60000"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    few, many = map(int, answer.stdout.split())

    # All rows together are some 75 MB of text.
    assert many - few < growth_mb
    assert many < 300


APART = """
import asyncio, resource, sys, tempfile
from pathlib import Path
from tests.exchange.stored import place
from viauma.exchange.apart import write_file_apart
from viauma.exchange.columns import COLUMNS

# Of a size that leaves holes in memory between the entries of an index, if nothing is done.
ATTRIBUTES = {"lit": True, "surface": "sand", "length_km": 2.5, "capacity": 12, "access": "y" * 10}

def stored(n):
    geometry = {"type": "Point", "coordinates": [19 + n % 997 / 997, 63 + n % 991 / 991]}
    return place(n, geometry, text_sv="x", attributes=ATTRIBUTES)

async def pages(count):
    for start in range(0, count, 2000):
        yield [stored(n) for n in range(start, start + 2000)]

def write(count):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x"
        asyncio.run(write_file_apart(sys.argv[1], COLUMNS["place"], pages(count), target, name="x"))
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)

write(20_000)
write(100_000)
"""


@pytest.mark.parametrize(("format_", "growth_mb"), [("fgb", 60), ("gpkg", 20), ("parquet", 30)])
def test_a_process_apart_does_not_scatter_its_memory(format_, growth_mb):
    command = [sys.executable, "-c", APART, format_]
    # The program between keeps the peak of the test run from being counted as the children's.
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    few, many = map(int, answer.stdout.split())

    assert many - few < growth_mb
    assert many < 300
