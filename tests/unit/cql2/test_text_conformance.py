"""Each conformance class of CQL2, in both encodings: a text and a document that mean the same.

The predicates are shaped as those of the standard's abstract tests (OGC 21-065r2, annex A), about
places instead of countries.
"""

import pytest

from viauma.cql2.json_encoding import parse_json, to_json
from viauma.cql2.text import parse_text

NAME = {"property": "name"}
POP = {"property": "population"}
DAY = {"property": "date"}
OPENED = {"property": "opened_at"}
GEOM = {"property": "geom"}
TAGS = {"property": "tags"}
SPAN = {"interval": [{"property": "start"}, {"property": "end"}]}
SQUARE = [[20.0, 63.0], [21.0, 63.0], [21.0, 64.0], [20.0, 64.0], [20.0, 63.0]]
HOLE = [[20.2, 63.2], [20.4, 63.2], [20.4, 63.4], [20.2, 63.4], [20.2, 63.2]]


def op(name, *args):
    return {"op": name, "args": list(args)}


def shape(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


BASIC = [
    ("name='Umeå'", op("=", NAME, "Umeå")),
    ("name<>'Umeå'", op("<>", NAME, "Umeå")),
    ("name>='Umeå'", op(">=", NAME, "Umeå")),
    ("population<130000", op("<", POP, 130000)),
    ("population <= 3.14", op("<=", POP, 3.14)),
    ("population > -.5e3", op(">", POP, -500.0)),
    ("population = +5.", op("=", POP, 5.0)),
    ("\"date\">DATE('2022-04-16')", op(">", DAY, {"date": "2022-04-16"})),
    (
        "opened_at=TIMESTAMP('2022-04-16T10:13:19Z')",
        op("=", OPENED, {"timestamp": "2022-04-16T10:13:19Z"}),
    ),
    ("attributes.lit=TRUE", op("=", {"property": "attributes.lit"}, True)),
    ("ns:lit=false", op("=", {"property": "ns:lit"}, False)),
    ("true", True),
    ("FALSE", False),
    ("name is null", op("isNull", NAME)),
    ("name IS NOT NULL", op("not", op("isNull", NAME))),
    ("NOT name='a' AND TRUE", op("and", op("not", op("=", NAME, "a")), True)),
    (
        "(NOT (name='a') AND name='b') OR (name='c' and name='d') or not (name='e' OR TRUE)",
        op(
            "or",
            op("and", op("not", op("=", NAME, "a")), op("=", NAME, "b")),
            op("and", op("=", NAME, "c"), op("=", NAME, "d")),
            op("not", op("or", op("=", NAME, "e"), True)),
        ),
    ),
]
ADVANCED = [
    ("name LIKE 'V_n%'", op("like", NAME, "V_n%")),
    ("name not like ''", op("not", op("like", NAME, ""))),
    (r"name like '\%\_'", op("like", NAME, r"\%\_")),
    ("population between 100.5 and 1", op("between", POP, 100.5, 1)),
    ("population NOT BETWEEN 0 AND 9", op("not", op("between", POP, 0, 9))),
    (
        "population between 0 and 9 and name = 'a'",
        op("and", op("between", POP, 0, 9), op("=", NAME, "a")),
    ),
    ("name IN ('Umeå','Vännäs')", op("in", NAME, ["Umeå", "Vännäs"])),
    ("population not in (1, 2)", op("not", op("in", POP, [1, 2]))),
    ("lit in (true)", op("in", {"property": "lit"}, [True])),
    (
        "\"date\" in (DATE('2021-04-16'),DATE('2022-04-16'))",
        op("in", DAY, [{"date": "2021-04-16"}, {"date": "2022-04-16"}]),
    ),
]
CASE = [
    ("CASEI(name)=casei('VÄNNÄS')", op("=", op("casei", NAME), op("casei", "VÄNNÄS"))),
    ("casei(name) <> 'a'", op("<>", op("casei", NAME), "a")),
    ("CASEI(name) LIKE casei('v_n%')", op("like", op("casei", NAME), op("casei", "v_n%"))),
    (
        "CASEI(name) IN (casei('a'), CaseI('B'))",
        op("in", op("casei", NAME), [op("casei", "a"), op("casei", "B")]),
    ),
    ("casei(name) is null", op("isNull", op("casei", NAME))),
]
ACCENTS = [
    ("ACCENTI(name)=accenti('Vannas')", op("=", op("accenti", NAME), op("accenti", "Vannas"))),
    ("ACCENTI(name) <> accenti('äöü')", op("<>", op("accenti", NAME), op("accenti", "äöü"))),
    ("ACCENTI(name) LIKE accenti('Å%')", op("like", op("accenti", NAME), op("accenti", "Å%"))),
    (
        "ACCENTI(CASEI(name)) LIKE accenti(casei('å%'))",
        op("like", op("accenti", op("casei", NAME)), op("accenti", op("casei", "å%"))),
    ),
    (
        "accenti(casei(name)) not in (accenti(casei('Å')))",
        op("not", op("in", op("accenti", op("casei", NAME)), [op("accenti", op("casei", "Å"))])),
    ),
]
SPATIAL = [
    ("S_INTERSECTS(geom,POINT(20.25 63.82))",
     op("s_intersects", GEOM, shape("Point", [20.25, 63.82]))),
    ("s_intersects(geom,LINESTRING(20 63, 21 64))",
     op("s_intersects", GEOM, shape("LineString", [[20.0, 63.0], [21.0, 64.0]]))),
    ("S_INTERSECTS(geom,POLYGON((20 63,21 63,21 64,20 64,20 63)))",
     op("s_intersects", GEOM, shape("Polygon", [SQUARE]))),
    ("S_DISJOINT(geom,POLYGON((20 63,21 63,21 64,20 64,20 63),"
     "(20.2 63.2,20.4 63.2,20.4 63.4,20.2 63.4,20.2 63.2)))",
     op("s_disjoint", GEOM, shape("Polygon", [SQUARE, HOLE]))),
    ("S_EQUALS(geom,MULTIPOINT(20 63,21 64))",
     op("s_equals", GEOM, shape("MultiPoint", [[20.0, 63.0], [21.0, 64.0]]))),
    ("S_TOUCHES(geom,MULTIPOINT((20 63),(21 64)))",
     op("s_touches", GEOM, shape("MultiPoint", [[20.0, 63.0], [21.0, 64.0]]))),
    ("S_CROSSES(geom,MULTILINESTRING((20 63,21 64),(0 45,180 45)))",
     op("s_crosses", GEOM, shape(
         "MultiLineString", [[[20.0, 63.0], [21.0, 64.0]], [[0.0, 45.0], [180.0, 45.0]]]))),
    ("S_WITHIN(geom,MULTIPOLYGON(((20 63,21 63,21 64,20 64,20 63))))",
     op("s_within", GEOM, shape("MultiPolygon", [[SQUARE]]))),
    ("S_CONTAINS(geom,GEOMETRYCOLLECTION(POINT(20 63),LINESTRING(20 63,21 64)))",
     op("s_contains", GEOM, {"type": "GeometryCollection", "geometries": [
         shape("Point", [20.0, 63.0]), shape("LineString", [[20.0, 63.0], [21.0, 64.0]])]})),
    ("S_OVERLAPS(POINT Z(20 63 7),geom)", op("s_overlaps", shape("Point", [20.0, 63.0]), GEOM)),
    ("s_within(geom, polygon z ((20 63 1,21 63 2,21 64 3,20 64 4,20 63 1)))",
     op("s_within", GEOM, shape("Polygon", [SQUARE]))),
    ("s_within(geom, BBOX(20,63,20,63))", op("s_within", GEOM, shape("Point", [20.0, 63.0]))),
]  # fmt: skip
TEMPORAL = [
    ("t_after(\"date\",date('2022-04-16'))", op("t_after", DAY, {"date": "2022-04-16"})),
    ("T_BEFORE(opened_at,TIMESTAMP('2022-04-24T07:59:57Z'))",
     op("t_before", OPENED, {"timestamp": "2022-04-24T07:59:57Z"})),
    ("t_disjoint(\"date\",interval('2022-01-01','2022-12-31'))",
     op("t_disjoint", DAY, {"interval": ["2022-01-01", "2022-12-31"]})),
    ("t_equals(INTERVAL(start,end),interval('2021-04-16T10:15:59Z','2022-04-16T10:16:06Z'))",
     op("t_equals", SPAN, {"interval": ["2021-04-16T10:15:59Z", "2022-04-16T10:16:06Z"]})),
    ("t_intersects(interval(start,end),interval('..','2022-04-16T10:13:19.5Z'))",
     op("t_intersects", SPAN, {"interval": ["..", "2022-04-16T10:13:19.5Z"]})),
    ("T_CONTAINS(interval(start,end),interval('2022-04-16','..'))",
     op("t_contains", SPAN, {"interval": ["2022-04-16", ".."]})),
    ("T_DURING(interval(start,end),interval('..','..'))",
     op("t_during", SPAN, {"interval": ["..", ".."]})),
    ("T_DURING(interval(start,'..'),interval('2022-04-16',\"end\"))",
     op("t_during", {"interval": [{"property": "start"}, ".."]},
        {"interval": ["2022-04-16", {"property": "end"}]})),
    *(
        (f"{name.upper()}(start,end)", op(name, {"property": "start"}, {"property": "end"}))
        for name in ("t_finishedBy", "t_finishes", "t_meets", "t_metBy", "t_overlappedBy",
                     "t_overlaps", "t_startedBy", "t_starts")
    ),
]  # fmt: skip
ARRAYS = [
    ("A_CONTAINS(tags,('lit','paved'))", op("a_contains", TAGS, ["lit", "paved"])),
    ("a_containedby(tags,('lit'))", op("a_containedBy", TAGS, ["lit"])),
    ("A_EQUALS(tags,())", op("a_equals", TAGS, [])),
    ("A_OVERLAPS((1,2.5,-3),tags)", op("a_overlaps", [1, 2.5, -3], TAGS)),
    ("A_EQUALS(('a',TRUE,name='a',DATE('2022-04-16')),((1,2),(3,)))",
     op("a_equals", ["a", True, op("=", NAME, "a"), {"date": "2022-04-16"}], [[1, 2], [3]])),
    ("a_overlaps(tags,(name))", op("a_overlaps", TAGS, [NAME])),
]  # fmt: skip
PROPERTIES = [
    ("'Umeå'=name", op("=", "Umeå", NAME)),
    ("name=name_en", op("=", NAME, {"property": "name_en"})),
    ("1 <= 1", op("<=", 1, 1)),
    ("true = true", op("=", True, True)),
    ("DATE('2022-04-14')<>DATE('2022-04-15')",
     op("<>", {"date": "2022-04-14"}, {"date": "2022-04-15"})),
    ("'Umeå' NOT LIKE 'U%'", op("not", op("like", "Umeå", "U%"))),
    ("population between low and high",
     op("between", POP, {"property": "low"}, {"property": "high"})),
]  # fmt: skip
FUNCTIONS = [
    ("distance(geom,POINT(20 63)) < 500",
     op("<", op("distance", GEOM, shape("Point", [20.0, 63.0])), 500)),
    ("is_open('2024-06-30')", op("is_open", "2024-06-30")),
    ("NOT is_open()", op("not", op("is_open"))),
    ("f(g(name),(1,2),name = 'a' OR TRUE,INTERVAL('..',end))",
     op("f", op("g", NAME), [1, 2], op("or", op("=", NAME, "a"), True),
        {"interval": ["..", {"property": "end"}]})),
    ("a_contains(split(name),('a'))", op("a_contains", op("split", NAME), ["a"])),
    ("s_within(centroid(geom),geom)", op("s_within", op("centroid", GEOM), GEOM)),
]  # fmt: skip
ARITHMETIC = [
    ("population=100+8", op("=", POP, op("+", 100, 8))),
    ("population>=90-2*2^0", op(">=", POP, op("-", 90, op("*", 2, op("^", 2, 0))))),
    ("population>90-20/10", op(">", POP, op("-", 90, op("/", 20, 10)))),
    ("population>90-21 div 10", op(">", POP, op("-", 90, op("div", 21, 10)))),
    ("population>90-5%2", op(">", POP, op("-", 90, op("%", 5, 2)))),
    ("population - 1 - 2 < -3", op("<", op("-", op("-", POP, 1), 2), -3)),
    ("-population ^ 2 = -(1 + 2)",
     op("=", op("^", op("*", -1, POP), 2), op("*", -1, op("+", 1, 2)))),
    ("population not between 4/4 and (3*(9+1))",
     op("not", op("between", POP, op("/", 4, 4), op("*", 3, op("+", 9, 1))))),
    ("population in (10+1,3*2)", op("in", POP, [op("+", 10, 1), op("*", 3, 2)])),
    ("f(population)+1=2", op("=", op("+", op("f", POP), 1), 2)),
]  # fmt: skip

ALL = [
    *BASIC, *ADVANCED, *CASE, *ACCENTS, *SPATIAL, *TEMPORAL, *ARRAYS, *PROPERTIES, *FUNCTIONS,
    *ARITHMETIC,
]  # fmt: skip


@pytest.mark.parametrize(("text", "document"), ALL)
def test_text_and_json_mean_the_same(text, document):
    assert repr(parse_text(text)) == repr(parse_json(document))


@pytest.mark.parametrize(("text", "document"), ALL)
def test_text_is_written_as_the_json_of_the_same_meaning(text, document):
    assert document == to_json(parse_text(text))
