"""The grids that tiles are offered in, and how they are written down (TMS 2.0, JSON)."""

from typing import Any

from viauma.errors import NotFound
from viauma.geo.tiles import PIXELS, STANDARD_PIXEL_M, TileMatrix, TileMatrixSet

REGISTER = "http://www.opengis.net/def"

# Half the circumference of the sphere that Web Mercator is drawn on.
HALF_WORLD_M = 20_037_508.342789244

WEB_MERCATOR_QUAD = TileMatrixSet(
    id="WebMercatorQuad",
    title="Google Maps Compatible for the World",
    uri=f"{REGISTER}/tilematrixset/OGC/1.0/WebMercatorQuad",
    well_known_scale_set=f"{REGISTER}/wkss/OGC/1.0/GoogleMapsCompatible",
    srid=3857,
    ordered_axes=("X", "Y"),
    origin=(-HALF_WORLD_M, HALF_WORLD_M),
    coarsest_m=2 * HALF_WORLD_M / PIXELS,
    tiles_per_side=1,
    last_level=22,
)

# The grid of Lantmäteriet's tile services (WMTS): 4 096 m to the pixel, halved to 0.25 m, from
# x -1 200 000, y 8 500 000. No register has it, so that the name is ours.
SWEREF99TM = TileMatrixSet(
    id="SWEREF99TM",
    title="SWEREF 99 TM, the grid of Lantmäteriet's tile services",
    srid=3006,
    ordered_axes=("N", "E"),
    origin=(-1_200_000.0, 8_500_000.0),
    coarsest_m=4096.0,
    tiles_per_side=4,
    last_level=14,
)

TILE_MATRIX_SETS = {grid.id: grid for grid in (WEB_MERCATOR_QUAD, SWEREF99TM)}


def tile_matrix_set(name: str) -> TileMatrixSet:
    """Find a grid by its id.

    Raises
    ------
    NotFound
        There is none of that name.
    """
    found = TILE_MATRIX_SETS.get(name)
    if found is None:
        known = " and ".join(TILE_MATRIX_SETS)
        raise NotFound(f"There is no tile matrix set '{name[:60]}'; there are {known}.")
    return found


def described(grid: TileMatrixSet) -> dict[str, Any]:
    """Write a grid as a TMS 2.0 document; points are in the axis order of its CRS."""
    own = {"uri": grid.uri, "wellKnownScaleSet": grid.well_known_scale_set}
    return {
        "id": grid.id,
        "title": grid.title,
        **{name: value for name, value in own.items() if value},
        "crs": grid.crs_uri,
        "orderedAxes": list(grid.ordered_axes),
        "tileMatrices": [_described(grid, matrix) for matrix in grid.matrices()],
    }


def _described(grid: TileMatrixSet, matrix: TileMatrix) -> dict[str, Any]:
    x, y = grid.origin
    return {
        "id": str(matrix.level),
        "scaleDenominator": matrix.cell_size_m / STANDARD_PIXEL_M,
        "cellSize": matrix.cell_size_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [y, x] if grid.ordered_axes[0] == "N" else [x, y],
        "tileWidth": PIXELS,
        "tileHeight": PIXELS,
        "matrixWidth": matrix.columns,
        "matrixHeight": matrix.rows,
    }
