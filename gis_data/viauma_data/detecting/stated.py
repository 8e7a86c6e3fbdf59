"""What rows say of where they lie: a municipality in a column, a link or the file's name.

It decides between systems whose numbers look alike.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.detecting.region import in_metres, municipalities_in_metres
from viauma_data.detecting.systems import Numbers
from viauma_data.outlines import names
from viauma_data.reading.table import Row

Stating = Callable[[Row], tuple[float, float, float] | None]
"""Where a row should lie: longitude, latitude, and how far off it may be in metres."""

OUTLINE_TOLERANCE_M: Final = 5_000.0
_MOST: Final = 0.8
_SAMPLE: Final = 500
_OLD_LETTERS: Final = str.maketrans("åäöé", "aaoe")
_NAMED: Final = re.compile(
    r"kommun|municip|kunta|city|ort$|town|locality|stad|admin2", re.IGNORECASE
)
_BATHING_WATER: Final = re.compile(r"SE\d?[0-9A-Z]{3}(\d{4})\d+")
_CODE_BEFORE: Final = re.compile(r"(\d{4})[_-]\w+")
_DOMAIN: Final = re.compile(r"[/.@]([a-z-]+)\.se\b")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """Where the rows of a sample should lie."""

    about: str
    """Where it is said, in words."""
    areas: npt.NDArray[Any]
    """A geometry in EPSG:3006 for each row, or None."""
    tolerances_m: Numbers

    def near(self, lon: Numbers, lat: Numbers, known: npt.NDArray[np.bool_]) -> float:
        """Tell which share of the rows that say so, and have a position, lie where they say."""
        said = ~shapely.is_missing(self.areas)
        asked = said & np.isfinite(lon) & np.isfinite(lat)
        if not asked.any():
            return 0.0
        placed = int((said & known).sum())
        # Beyond its zone the national grid has no numbers: such a position is far from everywhere.
        metres = np.nan_to_num(in_metres(np.column_stack([lon[asked], lat[asked]])), posinf=1e9)
        distances = shapely.distance(shapely.points(metres), self.areas[asked])
        return float((distances <= self.tolerances_m[asked]).sum() / placed)


def statement(
    rows: Sequence[Row], name: str, columns: Iterable[str], stated_at: Stating | None = None
) -> Statement | None:
    """Find out where the rows say that they lie; None where they do not."""
    if stated_at is not None:
        return _told(rows, stated_at)
    best = max((_of_column(rows, column) for column in columns), key=_weight, default=None)
    if best is not None and best[1].count(None) < len(rows):
        return _within(best[1], f"the municipality in column '{best[0]}'")
    for code, about in (
        (_of_links(rows), "the web addresses"),
        (_of_name(name), "the file's name"),
    ):
        if code is not None:
            return _within([code] * len(rows), f"{about} ({names()[code]})")
    return None


def most_common_municipality(lon: Numbers, lat: Numbers) -> tuple[str, int]:
    """Tell the municipality in which most positions fall, and how many do."""
    tree, codes = _tree()
    points = shapely.points(in_metres(np.column_stack([lon, lat])))
    _, found = tree.query(points, predicate="intersects")
    counted = Counter(codes[one] for one in found.tolist())
    (code, count), *_ = counted.most_common(1) or [("", 0)]
    return names().get(code, "no municipality"), count


def _told(rows: Sequence[Row], stated_at: Stating) -> Statement | None:
    told = [stated_at(row) for row in rows]
    known = [one for one in told if one is not None]
    if not known:
        return None
    metres = in_metres(np.array([one[:2] for one in known]))
    centres = iter([shapely.Point(x, y) for x, y in metres.tolist()])
    areas = [None if one is None else next(centres) for one in told]
    tolerances = np.array([np.nan if one is None else one[2] for one in told])
    return Statement("what the rows state", _objects(areas), tolerances)


def _within(codes: Sequence[str | None], about: str) -> Statement:
    areas = municipalities_in_metres()
    found = [None if code is None else areas[code] for code in codes]
    return Statement(about, _objects(found), np.full(len(codes), OUTLINE_TOLERANCE_M))


def _objects(areas: Sequence[BaseGeometry | None]) -> npt.NDArray[Any]:
    array = np.empty(len(areas), dtype=object)
    array[:] = areas
    return array


def _weight(found: tuple[str, list[str | None]]) -> tuple[int, bool]:
    column, codes = found
    return len(codes) - codes.count(None), bool(_NAMED.search(column))


def _of_column(rows: Sequence[Row], column: str) -> tuple[str, list[str | None]]:
    """Read a column as municipalities; all None where it holds something else."""
    is_named = bool(_NAMED.search(column))
    values = [row.values.get(column) for row in rows]
    codes = [_code(value, is_named=is_named) for value in values]
    told = [one for one in values if isinstance(one, str | int | float) and one != ""]
    known = len(codes) - codes.count(None)
    # A town by whose name a municipality is known lies in it, and villages beside it say nothing;
    # but numbers are the codes of municipalities all together, or not at all.
    is_text = is_named and not any(str(one).strip().isdigit() for one in told)
    is_one = known > 0 if is_text else known > 0 and known >= _MOST * len(told)
    return column, codes if is_one else [None] * len(codes)


def _code(value: Any, *, is_named: bool) -> str | None:
    """Read a cell as the code of a municipality."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip().removesuffix(".0")
    known = _codes_by_name()
    if is_named and text.isdigit():
        text = text.zfill(4)
    if text in names():
        return text
    bathing = _BATHING_WATER.fullmatch(text) or _CODE_BEFORE.fullmatch(text)
    if bathing and bathing[1] in names():
        return bathing[1]
    return known.get(text.casefold()) if len(text) < 40 else None  # noqa: PLR2004 - no name is longer


@cache
def _codes_by_name() -> dict[str, str]:
    found = {}
    for code, name in names().items():
        low = name.casefold()
        genitive = low if low.endswith("s") else f"{low}s"
        for spelling in (low, f"{low} kommun", f"{genitive} kommun", f"{genitive} stad"):
            found[spelling] = code
    return found


@cache
def _codes_by_address() -> dict[str, str]:
    return {
        name.casefold().translate(_OLD_LETTERS).replace(" ", ""): code
        for code, name in names().items()
    }


def _of_links(rows: Sequence[Row]) -> str | None:
    """Find the one municipality to whose own web pages or post nearly all rows lead."""
    found: Counter[str] = Counter()
    known = _codes_by_address()
    for row in rows[:_SAMPLE]:
        text = " ".join(value for value in row.values.values() if isinstance(value, str))
        found.update({known[one] for one in _DOMAIN.findall(text[:10_000].lower()) if one in known})
    return next(
        (code for code, n in found.most_common(1) if n >= _MOST * len(rows[:_SAMPLE])), None
    )


def _of_name(name: str) -> str | None:
    known = _codes_by_address() | _codes_by_name()
    words = [known.get(one.casefold()) for one in _WORD.findall(name)]
    found = {one for one in words if one is not None}
    return found.pop() if len(found) == 1 else None


@cache
def _tree() -> tuple[shapely.STRtree, tuple[str, ...]]:
    areas = municipalities_in_metres()
    return shapely.STRtree(list(areas.values())), tuple(areas)
