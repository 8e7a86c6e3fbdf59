"""The one way tests compare geometries."""

import shapely
from shapely.geometry.base import BaseGeometry


def assert_same_shape(
    expected: BaseGeometry, actual: BaseGeometry, *, tolerance: float = 0.0
) -> None:
    """Require the same points, whatever the order of rings and their starts.

    `tolerance` is in the units of the coordinates; 0 means to the last bit.
    """
    expected, actual = expected.normalize(), actual.normalize()
    same = (
        shapely.equals_exact(expected, actual, tolerance=tolerance)
        if tolerance
        else shapely.equals_identical(expected, actual)
    )

    assert same, f"expected {expected.wkt[:300]}\nbut got  {actual.wkt[:300]}"
