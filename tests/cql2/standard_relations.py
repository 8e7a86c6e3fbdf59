"""Relations in space and time in the standard's abstract tests; see tests/cql2/standard.py."""

from collections.abc import Iterator

from tests.cql2.standard import COMPARED, COMPARISONS, DAY, MOMENT

SQUARE = "POLYGON((0 40,10 40,10 50,0 50,0 40))"
HOLLOW = (
    "(-180 -90, -90 -90, -90 90, -180 90, -180 -90), "
    "(-120 -50, -100 -50, -100 -40, -120 -40, -120 -50)"
)
AFRICA = "(0 0, 10 0, 10 10, 0 10, 0 0)"
CORNERS = ("6.043073357781111 50.128051662794235", "6.242751092156993 49.90222565367873")
LUXEMBOURG = (
    f"POLYGON(({CORNERS[0]},{CORNERS[1]},6.186320428094177 49.463802802114515,"
    "5.897759230176348 49.44266714130711,5.674051954784829 49.529483547557504,"
    f"5.782417433300907 50.09032786722122,{CORNERS[0]}))"
)

BASIC_SPATIAL = (
    ("countries", "S_INTERSECTS", "BBOX(0,40,10,50)", 8),
    ("countries", "S_INTERSECTS", "BBOX(150,-90,-150,90)", 10),
    ("countries", "S_INTERSECTS", "POINT(7.02 49.92)", 1),
    ("places", "S_INTERSECTS", "BBOX(0,40,10,50)", 7),
    ("rivers", "S_INTERSECTS", "BBOX(-180,-90,0,90)", 4),
)

MORE_LITERALS = (
    ("LINESTRING(-180 -45, 0 -45)", 2),
    ("MULTILINESTRING((-180 -45, 0 -45), (0 45, 180 45))", 14),
    (f"POLYGON({HOLLOW})", 8),
    (f"MULTIPOLYGON(({HOLLOW}),({AFRICA}))", 15),
    (f"GEOMETRYCOLLECTION(POINT(7.02 49.92), POLYGON({AFRICA}))", 8),
)

SPATIAL = (
    ("countries", "S_INTERSECTS", SQUARE, 8),
    ("countries", "S_INTERSECTS", "LINESTRING(0 40,10 50)", 4),
    ("places", "S_INTERSECTS", SQUARE, 7),
    ("rivers", "S_INTERSECTS", "LINESTRING(-60 -90,-60 90)", 2),
    ("countries", "S_DISJOINT", "BBOX(0,40,10,50)", 169),
    ("countries", "S_DISJOINT", SQUARE, 169),
    ("countries", "S_DISJOINT", "LINESTRING(0 40,10 50)", 173),
    ("countries", "S_DISJOINT", "POINT(7.02 49.92)", 176),
    ("places", "S_DISJOINT", "BBOX(0,40,10,50)", 236),
    ("places", "S_DISJOINT", SQUARE, 236),
    ("rivers", "S_DISJOINT", "BBOX(-180,-90,0,90)", 9),
    ("rivers", "S_DISJOINT", "LINESTRING(-60 -90,-60 90)", 11),
    ("places", "S_EQUALS", "POINT(6.1300028 49.6116604)", 1),
    ("countries", "S_TOUCHES", LUXEMBOURG, 3),
    ("countries", "S_TOUCHES", f"POINT({CORNERS[0]})", 3),
    ("countries", "S_TOUCHES", f"POINT({CORNERS[1]})", 2),
    ("countries", "S_TOUCHES", f"LINESTRING({','.join(CORNERS)})", 3),
    ("rivers", "S_CROSSES", "BBOX(0,40,10,50)", 1),
    ("rivers", "S_CROSSES", "LINESTRING(-60 -90,-60 90)", 2),
    ("countries", "S_WITHIN", "BBOX(-180,-90,0,90)", 44),
    ("places", "S_WITHIN", "BBOX(-180,-90,0,90)", 74),
    ("rivers", "S_WITHIN", "BBOX(-180,-90,0,90)", 4),
    ("countries", "S_CONTAINS", "BBOX(7,50,8,51)", 1),
    ("countries", "S_CONTAINS", "LINESTRING(7 50,8 51)", 1),
    ("countries", "S_CONTAINS", "POINT(7.02 49.92)", 1),
    ("countries", "S_OVERLAPS", "BBOX(-180,-90,0,90)", 11),
)

CONVERSE = {"S_WITHIN": "S_CONTAINS", "S_CONTAINS": "S_WITHIN", "t_after": "t_before",
            "t_before": "t_after"}  # fmt: skip


def spatial(*tables: tuple[tuple[str, str, str, int], ...]) -> Iterator[tuple[str, str, int]]:
    for collection, operator, shape, count in (row for table in tables for row in table):
        yield collection, f"{operator}(geom,{shape})", count


def more_literals() -> Iterator[tuple[str, str, int]]:
    for shape, count in MORE_LITERALS:
        yield "countries", f"S_INTERSECTS(geom,{shape})", count
    hollow = f"S_INTERSECTS(geom,POLYGON({HOLLOW}))"
    atlantic = "POLYGON((-130 0, 0 0, 0 50, -130 50, -130 0))"
    yield "countries", f"{hollow} or S_INTERSECTS(geom,POLYGON({AFRICA}))", 15
    yield "countries", f"{hollow} and not S_INTERSECTS(geom,{atlantic})", 3


ANY_TIMES = ("t_after", "t_before", "t_disjoint", "t_equals", "t_intersects")


def _interval(start: str, end: str) -> str:
    return f"interval('{start}','{end}')"


YEAR = _interval("2022-01-01T00:00:00Z", "2022-12-31T23:59:59Z")
START, SECOND, LATER = "2022-04-16T10:13:19Z", "2022-04-16T10:15:09Z", "2022-04-16T10:15:10Z"
END = "2022-04-16T10:16:06Z"
SHORT = _interval(START, LATER)

# How many features each relation of ANY_TIMES finds.
INSTANTS = (
    ('"date"', DAY, (1, 1, 2, 1, 1)),
    ('"date"', _interval("2022-01-01", "2022-12-31"), (1, 1, 2, 0, 1)),
    ("start", MOMENT, (1, 1, 2, 1, 1)),
    ("start", YEAR, (0, 1, 1, 0, 2)),
)
ONE_DAY = _interval("2022-04-16", "2022-04-16")

STRETCHES = (
    ("t_after", _interval("..", START), 1),
    ("t_before", _interval("2023-01-01T00:00:00Z", ".."), 2),
    ("t_disjoint", _interval(START, SECOND), 1),
    ("t_equals", _interval("2021-04-16T10:15:59Z", END), 1),
    ("t_intersects", _interval(START, SECOND), 2),
)
FROM_2020, TO_2023 = (
    _interval("2020-04-16T10:13:19Z", LATER),
    _interval(START, "2023-04-16T10:15:10Z"),
)

# The relation with a stretch on its right side; then with one on its left side.
OF_INTERVALS = (
    ("T_CONTAINS", SHORT, 1),
    ("T_DURING", YEAR, 1),
    ("T_FINISHES", _interval(START, END), 1),
    ("T_FINISHEDBY", _interval(START, END), 1),
    ("T_MEETS", SHORT, 0),
    ("T_METBY", SHORT, 1),
    ("T_OVERLAPPEDBY", FROM_2020, 2),
    ("T_OVERLAPS", TO_2023, 1),
    ("T_STARTEDBY", SHORT, 1),
    ("T_STARTS", SHORT, 0),
)
INTERVALS_FIRST = (
    ("T_CONTAINS", _interval("2021-04-16T10:13:19Z", "2023-04-16T10:15:10Z"), 2),
    ("T_DURING", _interval("2022-07-01T00:00:00Z", "2022-12-31T23:59:59Z"), 1),
    ("T_FINISHES", _interval(START, END), 1),
    ("T_MEETS", SHORT, 1),
    ("T_METBY", SHORT, 0),
    ("T_OVERLAPPEDBY", FROM_2020, 0),
    ("T_OVERLAPS", TO_2023, 0),
    ("T_STARTEDBY", SHORT, 0),
    ("T_STARTS", SHORT, 1),
)

CONTRADICTION = ("places", f"T_FINISHEDBY({_interval(START, END)},interval(start,end))", 0)
"""Not to be met: the same standard finds one feature with the sides exchanged and T_FINISHES."""


def temporal() -> Iterator[tuple[str, str, int]]:
    for name, literal, counts in INSTANTS:
        for operator, count in zip(ANY_TIMES, counts, strict=True):
            yield "places", f"{operator}({name},{literal})", count
    yield "places", f't_equals("date",{ONE_DAY})', 1
    for operator, literal, count in (*STRETCHES, *OF_INTERVALS):
        yield "places", f"{operator}(interval(start,end),{literal})", count


# What the class property-property asks on top: the sides exchanged, and properties on both sides.

MIRRORED = {"=": "=", "<>": "<>", ">=": "<=", "<=": ">=", ">": "<", "<": ">"}

TWO_PROPERTIES = (
    ("name", "nameascii", (230, 243, 13, 230, 0, 13)),
    ("pop_min", "pop_max", (27, 27, 0, 243, 216, 216)),
    ("start", "end", (0, 0, 0, 3, 3, 3)),
)


def exchanged() -> Iterator[tuple[str, str, int]]:
    for collection, name, literal, counts in COMPARED:
        if name in {"name", "pop_other"}:
            for operator, count in zip(COMPARISONS, counts, strict=True):
                yield collection, f"{literal}{MIRRORED[operator]}{name}", count
    for one, other, counts in TWO_PROPERTIES:
        for operator, count in zip(COMPARISONS, counts, strict=True):
            yield "places", f"{one}{operator}{other}", count
    yield "places", "'København' LIKE 'K_benhavn'", 243
    yield "places", "'København' NOT LIKE 'K_benhavn'", 0
    yield "places", "pop_other between pop_min and pop_max", 94
    yield "places", "pop_other not between pop_min and pop_max", 149
    for collection, operator, shape, count in (*BASIC_SPATIAL, *SPATIAL):
        yield collection, f"{CONVERSE.get(operator, operator)}({shape},geom)", count


def exchanged_in_time() -> Iterator[tuple[str, str, int]]:
    for name, literal, counts in INSTANTS:
        for operator, count in zip(ANY_TIMES, counts, strict=True):
            yield "places", f"{CONVERSE.get(operator, operator)}({literal},{name})", count
    yield "places", f't_equals({ONE_DAY},"date")', 1
    for operator, literal, count in STRETCHES:
        yield "places", f"{CONVERSE.get(operator, operator)}({literal},interval(start,end))", count
    for operator, literal, count in INTERVALS_FIRST:
        yield "places", f"{operator}({literal},interval(start,end))", count
