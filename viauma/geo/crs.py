"""Coordinate reference systems that go in and out, in the authority's axis order.

Inside the house there is EPSG:4326 with longitude first. At the door the URI decides: EPSG:4326 is
latitude first, EPSG:3006 northing first, EPSG:25834 easting first. Which is which, PROJ's database
says, not a table of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from viauma.errors import InvalidInput

CRS84_URI = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG_CODES = (4326, 3857, 3006, 3016, 3021, 3067, 25834, 25835)

METRES_LOST = 1.0

FROM_EQUATOR_TO_POLE_M = 10_000_000.0
"""So far from its origin a transverse Mercator brings every point back."""

WEB_MERCATOR, WEB_MERCATOR_EDGE_M = 3857, 20_037_508.342789

STEPS_PER_EDGE = 32
"""A straight edge in one CRS is a curve in another; it is followed in so many steps."""


Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crs:
    """A coordinate reference system as a client names it."""

    uri: str
    srid: int
    title: str
    is_swapped: bool
    """Whether the authority names the northing or latitude first."""
    is_geographic: bool

    @property
    def axes(self) -> str:
        """The order of the axes, in words."""
        pair = ("latitude", "longitude") if self.is_geographic else ("northing", "easting")
        first, second = pair if self.is_swapped else pair[::-1]
        return f"{first}, {second}"

    @property
    def decimals(self) -> int:
        """How many decimals are worth writing: a centimetre."""
        return 7 if self.is_geographic else 2

    @property
    def is_crs84(self) -> bool:
        """Whether coordinates stand as they are stored."""
        return self.uri == CRS84_URI


CRS84 = Crs(CRS84_URI, 4326, "WGS 84 longitude-latitude", is_swapped=False, is_geographic=True)


def _of_epsg(code: int) -> Crs:
    crs = CRS.from_epsg(code)
    return Crs(
        f"http://www.opengis.net/def/crs/EPSG/0/{code}",
        code,
        crs.name,
        is_swapped=crs.axis_info[0].direction == "north",
        is_geographic=crs.is_geographic,
    )


SUPPORTED = {CRS84.uri: CRS84} | {crs.uri: crs for crs in map(_of_epsg, EPSG_CODES)}


def parse_crs(text: str, argument: str = "crs") -> Crs:
    """Read a CRS by its URI, or by a safe CURIE such as ``[EPSG:3006]``.

    Raises
    ------
    InvalidInput
        It is none of those that are offered.
    """
    given = text.strip()
    if given.startswith("[") and given.endswith("]"):
        authority, _, code = given[1:-1].partition(":")
        version = "1.3" if authority == "OGC" else "0"
        given = f"http://www.opengis.net/def/crs/{authority}/{version}/{code}"
    # Some clients spell the scheme of an identifier as if it were an address.
    found = SUPPORTED.get(given.replace("https://", "http://", 1))
    if found is None:
        known = ", ".join(uri.rpartition("/def/crs/")[2] for uri in SUPPORTED)
        raise InvalidInput(
            argument, f"'{text[:80]}' is not offered; http://www.opengis.net/def/crs/… has {known}"
        )
    return found


def to_lonlat(shape: BaseGeometry, crs: Crs, argument: str) -> BaseGeometry:
    """Bring a geometry from a CRS, in its axis order, to EPSG:4326 with longitude first.

    Edges that are straight in a projected CRS are followed in steps, so that the shape asked for
    is the shape looked in.

    Raises
    ------
    InvalidInput
        A coordinate lies where the CRS is not defined.
    """
    if crs.is_geographic:
        return _swapped(shape) if crs.is_swapped else shape
    stepped = _stepped(_swapped(shape) if crs.is_swapped else shape)
    moved = shapely.transform(stepped, _transform(crs.srid, "INVERSE"))
    back = shapely.transform(moved, _transform(crs.srid, "FORWARD"))
    there, again = shapely.get_coordinates(stepped), shapely.get_coordinates(back)
    # What does not come back went round the world, or nowhere.
    if not np.allclose(there, again, rtol=0, atol=METRES_LOST):
        raise InvalidInput(argument, f"lies outside the area where {crs.title} is defined")
    return moved


def from_lonlat(shape: BaseGeometry, crs: Crs) -> BaseGeometry:
    """Bring a geometry from EPSG:4326, longitude first, to a CRS in its axis order.

    What lies where the CRS is not defined gets coordinates that are not finite.

    Examples
    --------
    >>> sweref = parse_crs("[EPSG:3006]")
    >>> [round(metres) for metres in from_lonlat(shapely.Point(20.2630, 63.8258), sweref).coords[0]]
    [7088281, 758803]
    """
    moved = (
        shape if crs.is_geographic else shapely.transform(shape, _transform(crs.srid, "FORWARD"))
    )
    return _swapped(moved) if crs.is_swapped else moved


def window_to_lonlat(window: BaseGeometry, crs: Crs, argument: str) -> BaseGeometry:
    """Bring a map's window from a projected CRS, in its axis order, to longitude and latitude.

    Maps that are zoomed out ask for more than the world: what lies beyond it is cut off.

    Raises
    ------
    InvalidInput
        The whole window lies where the CRS is not defined.
    """
    left = shapely.intersection(window, _domain(crs))
    if left.is_empty:
        raise InvalidInput(argument, f"lies outside the area where {crs.title} is defined")
    return to_lonlat(left, crs, argument)


@cache
def _domain(crs: Crs) -> BaseGeometry:
    """Find a square in which every point has its place on Earth, in the axis order of the CRS."""
    if crs.srid == WEB_MERCATOR:
        middle, reach = 0.0, WEB_MERCATOR_EDGE_M
    else:
        operation = CRS.from_epsg(crs.srid).coordinate_operation
        named = {one.name: one.value for one in operation.params} if operation else {}
        middle, reach = float(named["False easting"]), FROM_EQUATOR_TO_POLE_M
    square = shapely.box(middle - reach, -reach, middle + reach, reach)
    return _swapped(square) if crs.is_swapped else square


def _stepped(shape: BaseGeometry) -> BaseGeometry:
    west, south, east, north = shape.bounds
    longest = max(east - west, north - south)
    return shapely.segmentize(shape, longest / STEPS_PER_EDGE) if longest > 0 else shape


def _swapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda coordinates: coordinates[:, ::-1])


@cache
def _transform(srid: int, direction: str) -> Callable[[Coordinates], Coordinates]:
    transformer = Transformer.from_crs(4326, srid, always_xy=True)

    def transform(coordinates: Coordinates) -> Coordinates:
        x, y = coordinates.T
        return np.column_stack(transformer.transform(x, y, direction=direction))

    return transform
