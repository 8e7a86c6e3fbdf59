"""How long after an edit the old answer is still given, by any worker, on any face.

A hidden place is made public. Every face is asked over and over, each time on a new connection so
that all workers get their turn; what counts is the last answer that did not know of it.
"""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import urlopen

from benchmarks import tiles
from benchmarks.database import settings_for
from benchmarks.measuring import Row
from benchmarks.questions import PLACES
from benchmarks.serving import Running
from benchmarks.synthetic import synthetic_places
from benchmarks.tiles import MATRIX_SET, tile_around
from benchmarks.wishes import FRESHNESS
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.places.rules import PlaceDraft, Visibility

LOOK_S = 3.0
SETTLE_S = 1.5
WORD = "nyligensynlig"

Face = Callable[[], bool]


def freshness(url: str, server: Running) -> Row:
    """Publish a place while a server answers; tell for each face how long it was not known."""
    draft = hidden_place()
    store(url, draft)
    time.sleep(SETTLE_S)
    stale = faces(server.base, draft)
    edited = time.monotonic()
    store(url, replace(draft, visibility=Visibility.PUBLIC))
    found = {f"{name}_s": 0.0 for name in stale}
    while (since := time.monotonic() - edited) < LOOK_S:
        for name, is_stale in stale.items():
            if is_stale():
                found[f"{name}_s"] = since
    store(url, draft)
    return {"question": FRESHNESS, "Via Uma": found}


def hidden_place() -> PlaceDraft:
    """Compose a place like the others that nobody may see yet."""
    model = next(synthetic_places(1))
    return replace(
        model,
        id=uuid.UUID("00000000-0000-4000-8000-00000f2e5111"),
        slug=WORD,
        names={"sv": WORD},
        source_id=WORD,
        visibility=Visibility.INTERNAL,
    )


def store(url: str, draft: PlaceDraft) -> None:
    """Store it as any edit is stored."""
    with unit_of_work(settings_for(url), actor="benchmark", reason="Freshness") as session:
        store_places(session, [draft])


def faces(base: str, draft: PlaceDraft) -> dict[str, Face]:
    """Name the faces, each with a way to tell that it does not know of the place."""
    counts = f"{base}{PLACES}/counts?in={draft.municipality}"
    found: dict[str, Face] = {
        "item": lambda: not read(f"{base}{PLACES}/items/{draft.id}"),
        "search": lambda: not json.loads(read(f"{base}{PLACES}/items?q={WORD}"))["features"],
        "count": unchanged(counts),
    }
    if tiles.are_served():
        lon, lat = map(float, draft.wkt.removeprefix("POINT (").rstrip(")").split())
        zoom, row, column = tile_around(lon, lat, 14)
        found["tile"] = unchanged(f"{base}{PLACES}/tiles/{MATRIX_SET}/{zoom}/{row}/{column}")
    return found


def unchanged(address: str) -> Face:
    """Tell whether an answer is still what it was."""
    before = timeless(read(address))
    return lambda: timeless(read(address)) == before


def timeless(body: bytes) -> object:
    """Leave out when a document was written."""
    if not body.startswith(b"{"):
        return body
    return {name: value for name, value in json.loads(body).items() if name != "timeStamp"}


def read(address: str) -> bytes:
    """Ask on a new connection; nothing where there is nothing."""
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
            return bytes(answer.read())
    except HTTPError as error:
        error.close()
        if error.code == 404:
            return b""
        raise
