"""Whatever is sent, an answer comes soon: a filter, or one sentence."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cql2 import hostile
from viauma.cql2.canonical import to_text
from viauma.cql2.json_encoding import parse_json, to_json
from viauma.cql2.limits import (
    DEEPEST_TREE,
    MOST_CHARACTERS,
    MOST_NODES,
    MOST_VERTICES,
    parse_number,
)
from viauma.cql2.reading import read_filter
from viauma.cql2.text import parse_text
from viauma.cql2.tree import Expression, Function, Geometry, Literal, Not
from viauma.errors import InvalidInput
from viauma.geo.crs import SUPPORTED

ROOT = Path(__file__).parents[3]
SOON_S = 1.0

READ_ALL = """
import sys, time
from tests.unit.cql2 import hostile
from viauma.cql2.reading import read_filter
from viauma.errors import InvalidInput

read_filter("a = 1")
for name, (language, text) in zip(hostile.NAMES, hostile.ALL):
    started = time.process_time()
    try:
        read_filter(text, language)
    except InvalidInput:
        pass
    if time.process_time() - started > 1:
        sys.exit(f"{name} took {time.process_time() - started:.1f} s")
print("alive")
"""


@pytest.fixture
def unburdened() -> Iterator[None]:
    """Keep the garbage collector from walking what thousands of other tests have left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def refusal_of(text: str, language: str = "cql2-text") -> str:
    with pytest.raises(InvalidInput) as refused:
        read_filter(text, language)
    return refused.value.reason


def test_a_process_survives_all_of_them_and_answers_each_within_a_second():
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert (done.stdout, done.returncode) == ("alive\n", 0), done.stderr[-1_000:]


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize(("language", "text"), hostile.ALL, ids=hostile.NAMES)
@pytest.mark.parametrize("crs", [SUPPORTED[uri] for uri in SUPPORTED if uri.endswith("/3857")])
def test_what_is_made_to_hurt_gives_a_filter_or_a_short_sentence(language, text, crs):
    started = time.process_time()
    try:
        sentence = str(read_filter(text, language, crs=crs).__class__)
    except InvalidInput as refused:
        sentence = refused.message
    taken_s = time.process_time() - started

    assert taken_s < SOON_S
    assert len(sentence) < 200
    assert sentence.encode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("1 MB of letters", "has 1,000,000 characters; at most 50,000 are read"),
        ("10 000 parentheses", "is nested more than 68 levels deep"),
        ("5 000 foldings", "is nested more than 68 levels deep"),
        ("1+1+1", "holds more than 20,000 words and signs"),
        ("1*1*1", "holds more than 20,000 words and signs"),
        ("a OR a OR a", "holds more than 20,000 words and signs"),
        ("a list of 24 000", "holds more than 20,000 words and signs"),
        ("a sum", "is nested more than 64 levels deep"),
        ("5 000 conditions", "holds more than 5,000 operators and values"),
        ("25 000 vertices", "holds more than 10,000 vertices; simplify it"),
        ("a number of 49 000 digits", "whole numbers go to 9223372036854775807 at most"),
        ("a number without bounds", "a number is too large"),
        ("NUL", "character 4, U+0000, is not readable text"),
        ("a lone surrogate", "character 4, U+D800, is not readable text"),
        ("right to left", "unexpected U+202E at character 1"),
    ],
)
def test_each_bound_is_named(name, sentence):
    assert sentence == refusal_of(hostile.TEXTS[name])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("1 MB of blanks", "has 1,000,000 characters; at most 50,000 are read"),
        ("10 000 lists", "is nested more than 136 levels deep"),
        ("67 negations", "is nested more than 64 levels deep"),
        ("a chain", "holds more than 5,000 operators and values"),
        ("coordinates in coordinates", "a Point is not well-formed GeoJSON"),
    ],
)
def test_each_bound_is_named_in_json(name, sentence):
    assert sentence == refusal_of(hostile.DOCUMENTS[name], "cql2-json")


def test_the_longest_text_is_read():
    longest = "a = 1" + " " * (MOST_CHARACTERS - 5)

    assert isinstance(parse_text(longest), Expression.__args__)
    assert "50,001 characters" in refusal_of(longest + " ")


def test_the_greatest_number_of_nodes_is_read():
    most = "f(" + ",".join(["1"] * (MOST_NODES - 1)) + ")"

    assert isinstance(parse_text(most), Function)
    assert "5,000" in refusal_of(most.replace("1)", "1,1)"))


def test_vertices_are_counted_over_all_geometries():
    half = f"MULTIPOINT({','.join(['1 2'] * (MOST_VERTICES // 2))})"

    assert parse_text(f"f({half},{half})")
    assert "10,000 vertices" in refusal_of(f"f({half},{half},POINT(1 2))")


def test_vertices_that_a_projection_adds_are_counted():
    zigzag = ",".join(f"{at} {at % 2 * 9999}" for at in range(1000))
    crs = SUPPORTED["http://www.opengis.net/def/crs/EPSG/0/3857"]

    with pytest.raises(InvalidInput, match="vertices"):
        parse_text(f"s_within(g, LINESTRING({zigzag}))", crs=crs)


def nested(levels: int) -> Expression:
    tree: Expression = Literal(True)
    for _ in range(levels - 1):
        tree = Not(tree)
    return tree


def test_the_deepest_tree_is_read_and_written_in_both_languages():
    deepest = nested(DEEPEST_TREE)

    assert deepest == parse_text(to_text(deepest)) == parse_json(to_json(deepest))


@pytest.mark.parametrize(
    "leaf",
    [
        "GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,1 0,1 1,0 0))))",
        "INTERVAL('2024-01-01','..')",
        "DATE('2024-01-01')",
    ],
)
def test_whatever_stands_at_the_bottom_can_be_written_in_both_languages(leaf):
    depth = DEEPEST_TREE - (2 if leaf.startswith("INTERVAL") else 1)
    text = "f(" * depth + leaf + ")" * depth
    deepest = parse_text(text)

    assert text.replace(" ", "") == to_text(deepest).replace(" ", "")
    assert deepest == parse_json(to_json(deepest))


def test_one_level_more_is_too_deep():
    assert "64 levels" in refusal_of(to_text(nested(DEEPEST_TREE + 1)))
    with pytest.raises(InvalidInput, match="64 levels"):
        parse_json(to_json(nested(DEEPEST_TREE + 1)))


def test_quoted_parentheses_do_not_nest():
    assert parse_text("a = '" + "(" * 500 + "'")
    assert parse_json({"op": "=", "args": [{"property": "a"}, "[" * 500]})


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("-0", 0), ("00012", 12), ("-7", -7), ("1.50", 1.5), ("1e400", float("inf"))],
)
def test_numbers_are_whole_if_written_so(text, number):
    assert repr(number) == repr(parse_number(text))


def test_a_geometry_at_the_bound_stays_a_geometry():
    most = f"MULTIPOINT({','.join(['1 2'] * MOST_VERTICES)})"

    found = parse_text(f"{most} IS NULL")

    assert isinstance(found.value, Geometry)
