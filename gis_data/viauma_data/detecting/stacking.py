"""Find points at which suspiciously many rows lie: what geocoders answer when they know nothing."""

import itertools
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from viauma_data.detecting.layout import Layout
from viauma_data.detecting.raw import read_raw
from viauma_data.reading.table import Row

BATCH: Final = 4_096
FEWEST: Final = 3
_PART_OF_ROOT: Final = 10


def stacked(rows: Iterable[Row], layout: Layout) -> dict[int, int]:
    """Count the rows on each point that has more than a few; eight bytes of memory for each row.

    A few are usual, such as several tracks from one car park: three, or a tenth of the square
    root of the number of rows.
    """
    keys = array("q")
    for batch in batches(rows):
        keys.extend(key for key in read_raw(batch, layout).point_keys() if key)
    points, counts = np.unique(np.frombuffer(keys, dtype=np.int64), return_counts=True)
    usual = max(FEWEST, math.isqrt(len(keys)) // _PART_OF_ROOT)
    many = counts > usual
    return dict(zip(points[many].tolist(), counts[many].tolist(), strict=True))


def batches(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    """Cut rows into lists of a few thousand."""
    running = iter(rows)
    while batch := list(itertools.islice(running, BATCH)):
        yield batch
