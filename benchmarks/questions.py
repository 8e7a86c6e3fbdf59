"""What is measured: each question as an address and as the bare statement that answers it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import psycopg

from viauma.analysis.queries import counts_question
from viauma.db.fastlane import Question
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.places.queries import item_question, nearest_question, page_question
from viauma.places.rules import PlaceFilter

VARIANTS = 64

REGION = BBox(17.0, 62.9, 22.0, 65.3)
"""About where the synthetic places lie; what the service would find out by itself."""

Sample = tuple[str, float, float, str, str]
"""Id, lon, lat, municipality and category of a stored place."""


@dataclass(frozen=True)
class Case:
    """A question in as many variants as keep caches honest."""

    name: str
    paths: list[str]
    statements: list[str]


def cases(connection: psycopg.Connection) -> list[Case]:
    """Compose all questions around places that exist."""
    samples: list[Sample] = connection.execute(
        "select id::text, st_x(c), st_y(c), municipality, category "
        "from viauma.published_place, st_centroid(geom) c order by md5(id::text) limit %s",
        [VARIANTS],
    ).fetchall()
    random.Random(1).shuffle(samples)
    build = {
        "item by id": _item,
        "bbox of some 10 matches": lambda s: _box(s, 0.0006, 10),
        "bbox of some 100 matches": lambda s: _box(s, 0.002, 100),
        "bbox of some 1 000 matches": lambda s: _box(s, 0.006, 1000),
        "bbox of 100 000 matches, 10 wanted": lambda s: _box(s, 0.1, 10),
        "bbox of nearly all, 10 wanted": lambda s: _box(s, 3.0, 10),
        "category + municipality, 10": _category,
        "nearest 10": _nearest,
        "area counts, one municipality": _counts,
    }
    return [_case(connection, name, make, samples) for name, make in build.items()]


def _case(
    connection: psycopg.Connection,
    name: str,
    make: Callable[[Sample], tuple[str, Question]],
    samples: list[Sample],
) -> Case:
    made = [make(sample) for sample in samples]
    cursor = psycopg.ClientCursor(connection)
    return Case(
        name,
        [path for path, _ in made],
        [cursor.mogrify(question.sql, question.values) for _, question in made],
    )


def _item(sample: Sample) -> tuple[str, Question]:
    return f"/collections/places/items/{sample[0]}", item_question(sample[0])


def _box(sample: Sample, half_height: float, limit: int) -> tuple[str, Question]:
    _, lon, lat, *_ = sample
    box = BBox(lon - 2 * half_height, lat - half_height, lon + 2 * half_height, lat + half_height)
    question = page_question(PlaceFilter(bbox=box), limit=limit + 1, extent=REGION)
    text = f"{box.west:.6f},{box.south:.6f},{box.east:.6f},{box.north:.6f}"
    return f"/collections/places/items?bbox={text}&limit={limit}", question


def _category(sample: Sample) -> tuple[str, Question]:
    *_, municipality, category = sample
    question = PlaceFilter(municipalities=(municipality,), leaf_categories=(category,))
    path = f"/collections/places/items?in={municipality}&category={quote(category)}&limit=10"
    return path, page_question(question, limit=11)


def _nearest(sample: Sample) -> tuple[str, Question]:
    _, lon, lat, *_ = sample
    path = f"/collections/places/items?near={lon:.6f},{lat:.6f}&limit=10"
    return path, nearest_question(PlaceFilter(), Point(lon, lat), limit=10)


def _counts(sample: Sample) -> tuple[str, Question]:
    municipality = sample[3]
    path = f"/collections/places/counts?in={municipality}"
    return path, counts_question(PlaceFilter(municipalities=(municipality,)))
