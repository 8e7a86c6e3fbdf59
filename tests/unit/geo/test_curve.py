"""Cells cover a box, are few, and those called inner lie in it."""

import math

from hypothesis import given
from hypothesis import strategies as st

from viauma.geo.bbox import BBox
from viauma.geo.curve import LAT_SPAN, LON_SPAN, MANTISSA_BITS, MOST_PER_SIDE, ROUNDED, cells_of

FLOAT32_STEP = LON_SPAN / 2**MANTISSA_BITS

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


@st.composite
def boxes(draw: st.DrawFn) -> BBox:
    west, east = sorted((draw(lons), draw(lons)))
    south, north = sorted((draw(lats), draw(lats)))
    kind = draw(st.sampled_from(["any", "no width", "no height", "point", "narrow"]))
    if kind in {"no width", "point"}:
        east = west
    if kind in {"no height", "point"}:
        north = south
    if kind == "narrow":
        east = min(west + 1e-7, 180)
    return BBox(west, south, east, north)


def edges(cells: tuple[int, int], size: float) -> tuple[float, float]:
    first, last = cells
    return first * size, (last + 1) * size


@given(boxes())
def test_cells_cover_the_box_and_what_a_float_may_round_into_it(box: BBox) -> None:
    cells = cells_of(box)
    west, east = edges(cells.columns, cells.width)
    south, north = edges(cells.rows, cells.height)

    assert west <= box.west - FLOAT32_STEP
    assert east >= box.east + FLOAT32_STEP
    assert south <= box.south - FLOAT32_STEP
    assert north >= box.north + FLOAT32_STEP


@given(boxes(), st.integers(2, 30))
def test_there_are_few_of_them(box: BBox, most: int) -> None:
    cells = cells_of(box, most)

    for first, last in (cells.columns, cells.rows):
        assert 1 <= last - first + 1 <= most


@given(boxes())
def test_inner_cells_lie_in_the_box_by_more_than_a_float_rounds(box: BBox) -> None:
    cells = cells_of(box)
    if cells.inner_columns[0] <= cells.inner_columns[1]:
        west, east = edges(cells.inner_columns, cells.width)
        assert box.west + FLOAT32_STEP <= west
        assert east <= box.east - FLOAT32_STEP
    if cells.inner_rows[0] <= cells.inner_rows[1]:
        south, north = edges(cells.inner_rows, cells.height)
        assert box.south + FLOAT32_STEP <= south
        assert north <= box.north - FLOAT32_STEP


@given(boxes())
def test_a_cell_is_an_unbroken_stretch_of_the_curve(box: BBox) -> None:
    cells = cells_of(box)
    level = round(math.log2(LON_SPAN / cells.width))

    assert (LON_SPAN / 2**level, LAT_SPAN / 2**level) == (cells.width, cells.height)
    assert cells.mask == 4 ** (MANTISSA_BITS - level) - 1


def test_a_box_is_covered_by_cells_not_much_larger_than_it() -> None:
    box = BBox(20, 63, 21, 64)
    cells = cells_of(box)

    assert cells.columns[1] - cells.columns[0] >= MOST_PER_SIDE // 4 - 1
    assert ROUNDED > FLOAT32_STEP
