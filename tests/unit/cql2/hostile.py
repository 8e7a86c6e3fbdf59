"""Filters made to hurt, by what they try: (language, text)."""

import json
import math

LENGTH = 49_000


def _fill(unit: str, before: str = "", after: str = "") -> str:
    times = (LENGTH - len(before) - len(after)) // len(unit)
    return before + unit * times + after


def _star(points: int) -> str:
    corners = [
        f"{math.cos(2 * math.pi * at * (points // 2) / points):.5f}"
        f" {math.sin(2 * math.pi * at * (points // 2) / points):.5f}"
        for at in range(points)
    ]
    return f"s_within(g,POLYGON(({','.join([*corners, corners[0]])})))"


def _chevrons(count: int) -> str:
    """Valid polygons whose boxes all overlap, so that no index tells them apart."""
    lows = [-80 + at / 10 for at in range(count)]
    rings = [f"((0 {y:g},50 {y + 10:g},99 {y:g},50 {y + 10.05:g},0 {y:g}))" for y in lows]
    return f"s_within(g,MULTIPOLYGON({','.join(rings)}))"


TEXTS = {
    "1 MB of letters": "a" * 1_000_000,
    "1 MB of conditions": "a=1 AND " * 125_000 + "a=1",
    "10 000 parentheses": "(" * 10_000 + "a=1" + ")" * 10_000,
    "10 000 open parentheses": "(" * 10_000,
    "20 000 closing parentheses": ")" * 20_000,
    "10 000 calls": "f(" * 10_000 + "1" + ")" * 10_000,
    "5 000 foldings": "casei(" * 5_000 + "a" + ")" * 5_000 + "='a'",
    "brackets of another kind": "[" * 20_000,
    "NOT NOT NOT": _fill("NOT ", after="a=1"),
    "- - - 1": _fill("-", "a=", "1"),
    "+ + + 1": _fill("+", "a=", "1"),
    "1^1^1": _fill("^1", "a=1"),
    "1+1+1": _fill("+1", "a=1"),
    "a sum": "a=1" + "+1" * 9_000,
    "5 000 conditions": "a=1" + " OR a=1" * 4_900,
    "1*1*1": _fill("*1", "a=1"),
    "1 div 1 div 1": _fill(" div 1", "a=1"),
    "a=a=a": _fill("=a", "a"),
    "a OR a OR a": _fill(" OR a=1", "a=1"),
    "a AND a AND a": _fill(" AND a=1", "a=1"),
    "a list of 24 000": _fill(",1", "a IN (1", ")"),
    "an array of 24 000": _fill(",1", "a_equals(b,(1", "))"),
    "16 000 parentheses side by side": _fill(",(1)", "f(1", ")"),
    "25 000 vertices": _fill(",1 2", "s_within(g,LINESTRING(0 0", "))"),
    "9 900 vertices": _fill(",1 2", "s_within(g,MULTIPOINT(0 0", "))"),
    "a star": _star(2_400),
    "chevrons": _chevrons(1_050),
    "WKT without an end": _fill("POINT("),
    "WKT of words": _fill("POLYGON ", "s_within(g,POLYGON(", ")))"),
    "WKT of blanks": _fill(" ", "s_within(g,POINT", "x)"),
    "WKT of parentheses side by side": _fill("(),", "s_within(g,POLYGON(", "x"),
    "WKT that ends too deep": _fill("1 2,", "s_within(g,POLYGON(", "(((((1 2)))))))"),
    "a quote without an end": _fill("a", "a='"),
    "quotes without an end": _fill("'", "a="),
    "backslashes without an end": _fill("\\", "a='"),
    "escaped quotes without an end": _fill("\\'", "a='"),
    "escaped quotes": _fill("\\'", "a='", "'"),
    "double quotes": _fill('"'),
    "a double quote without an end": _fill("a", '"'),
    "a number of 49 000 digits": _fill("9", "a="),
    "a number of 49 000 zeros": _fill("0", "a=", "1"),
    "a number of 49 000 decimals": _fill("9", "a=0."),
    "a number without bounds": "a=1e999",
    "a number with a long exponent": _fill("9", "a=1e"),
    "a coordinate of 40 000 digits": _fill("9", "s_within(g,POINT(", " 1))"),
    "a number and dots": _fill(".", "a=1"),
    "NUL": "a='\x00'",
    "a lone surrogate": "a='\ud800'",
    "blanks": _fill(" "),
    "accents without letters": _fill("\u0301"),
    "a name of 49 000 accents": _fill("\u0301", "a"),
    "right to left": "\u202ea = 1",
    "SQL": "a = 1; DROP TABLE place; --",
}

DOCUMENTS = {
    "1 MB of blanks": " " * 1_000_000,
    "10 000 lists": "[" * 10_000 + "]" * 10_000,
    "10 000 open lists": "[" * 10_000,
    "10 000 objects": '{"op":' * 8_000,
    "5 000 negations": '{"op":"not","args":[' * 2_400,
    "67 negations": '{"op":"not","args":[' * 67 + "true" + "]}" * 67,
    "a chain": _fill(",true", '{"op":"and","args":[true', "]}"),
    "coordinates in coordinates": '{"type":"Point","coordinates":' + "[" * 100 + "]" * 100 + "}",
    "collections in collections": '{"type":"GeometryCollection","geometries":[' * 60 + "]}" * 60,
    "12 000 vertices": json.dumps({
        "op": "s_within",
        "args": [{"property": "g"}, {"type": "MultiPoint", "coordinates": [[1, 2]] * 6_000}],
    }).replace(" ", ""),
    "a number of 49 000 digits": _fill("9"),
    "a number without bounds": "1e999",
    "a quote without an end": _fill("\\u0000", '"'),
    "backslashes without an end": _fill("\\", '"'),
    "quotes": _fill('"'),
    "NUL": '{"property":"\\u0000"}',
    "a lone surrogate": '{"property":"\\ud800"}',
    "a lone surrogate as it is": '{"property":"\ud800"}',
}  # fmt: skip

ALL = [
    *(("cql2-text", text) for text in TEXTS.values()),
    *(("cql2-json", text) for text in DOCUMENTS.values()),
]
NAMES = [*(f"text: {name}" for name in TEXTS), *(f"json: {name}" for name in DOCUMENTS)]
