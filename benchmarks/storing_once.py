"""The child of `benchmarks.importing`: store synthetic places in the database named."""

import sys
import time

from benchmarks.database import settings_for
from benchmarks.synthetic import synthetic_places
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places


def main() -> None:
    """Store places, and tell the seconds that it took."""
    url, rows = sys.argv[1], int(sys.argv[2])
    started = time.monotonic()
    with unit_of_work(settings_for(url), actor="benchmark", reason="Synthetic places") as session:
        store_places(session, synthetic_places(rows))
    print(time.monotonic() - started)


if __name__ == "__main__":
    main()
