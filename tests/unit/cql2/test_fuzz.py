"""Whatever is typed, mutated or thrown together: a filter comes out, or one sentence."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.cql2.trees import conditions
from viauma.cql2.canonical import to_text
from viauma.cql2.json_encoding import parse_json, to_json
from viauma.cql2.reading import read_filter
from viauma.cql2.text import parse_text
from viauma.cql2.words import ARITHMETIC, COMPARISONS, JSON_SPELLINGS, KEPT
from viauma.errors import InvalidInput
from viauma.geo.crs import SUPPORTED

languages = st.sampled_from(["cql2-text", "cql2-json"])
crss = st.sampled_from(list(SUPPORTED.values()))
anything = st.text(st.characters())
tokens = st.one_of(
    st.sampled_from(sorted(KEPT)),
    st.sampled_from(
        ["(", ")", ",", "'", '"', "''", "\\", "\\'", "..", "'..'", "--", ";", "{", "["]
    ),
    st.sampled_from([*COMPARISONS, *ARITHMETIC]),
    st.sampled_from(
        ["a", "f(", "name", "1", "1.5e3", "'x'", "POINT(1 2)", "'2024-06-30'", "Z", "("]
    ),
    st.sampled_from(["POLYGON((0 0,1 0,1 1,0 0))", "EMPTY", "1e999", "9" * 30, "nan", "\x00", "å"]),
    anything.map(lambda text: text[:3]),
)
soups = st.tuples(st.lists(tokens, max_size=30), st.sampled_from(["", " "])).map(
    lambda drawn: drawn[1].join(drawn[0])
)
ops = st.sampled_from([*KEPT, *COMPARISONS, *ARITHMETIC, *JSON_SPELLINGS.values(), "f", "", "\x00"])
members = st.sampled_from(
    ["op", "args", "property", "date", "timestamp", "interval", "bbox", "type", "coordinates",
     "geometries"]
)  # fmt: skip
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), anything, ops,
    st.sampled_from(["..", "2024-06-30", "2024-06-30T12:00:00Z", "Point", "Polygon", "a"]),
)  # fmt: skip
documents = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(members, inner, max_size=3),
        st.builds(lambda op, args: {"op": op, "args": args}, ops, st.lists(inner, max_size=3)),
        st.builds(lambda name: {"property": name}, anything),
        st.builds(
            lambda kind, coordinates: {"type": kind, "coordinates": coordinates},
            st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon"]),
            inner,
        ),
    ),
    max_leaves=25,
)


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A valid filter with a piece lost, doubled, moved or replaced."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        piece = draw(st.one_of(tokens, st.just(""), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return text


def assert_read_or_refused(text: str, language: str, crs) -> None:
    try:
        found = read_filter(text, language, crs=crs)
    except InvalidInput as refused:
        assert refused.message.startswith("filter: ")
        assert "\n" not in refused.message
        assert len(refused.message) < 200
        refused.message.encode()
    else:
        assert to_text(found)
        assert json.dumps(to_json(found))


@given(anything, languages, crss)
@example("\ud800", "cql2-text", SUPPORTED["http://www.opengis.net/def/crs/OGC/1.3/CRS84"])
def test_any_text(text, language, crs):
    assert_read_or_refused(text, language, crs)


@given(soups, crss)
def test_any_soup_of_tokens(text, crs):
    assert_read_or_refused(text, "cql2-text", crs)


@given(mutated(conditions.map(to_text)), crss)
def test_any_mutation_of_a_text(text, crs):
    assert_read_or_refused(text, "cql2-text", crs)


@given(mutated(conditions.map(to_json).map(json.dumps)), crss)
def test_any_mutation_of_a_json_text(text, crs):
    assert_read_or_refused(text, "cql2-json", crs)


@given(documents, crss)
def test_any_document(document, crs):
    assert_read_or_refused(json.dumps(document), "cql2-json", crs)


@given(
    st.sampled_from(["(", "f(", "NOT (", "casei(", "-(", "a_equals((", "a=1 AND ("]),
    st.integers(0, 3_000),
    st.sampled_from(["a", "1", "", "a=1"]),
    st.integers(0, 3_000),
)
def test_any_nesting(opening, times, middle, closing):
    text = opening * times + middle + ")" * closing

    assert_read_or_refused(text, "cql2-text", next(iter(SUPPORTED.values())))


@given(
    st.sampled_from(['{"op":"not","args":[', "[", '{"interval":[', '{"a":']),
    st.integers(0, 3_000),
    st.booleans(),
)
def test_any_nesting_of_documents(opening, times, is_closed):
    closing = "]}" if "[" in opening[1:] else "]" if opening == "[" else "}"
    text = opening * times + "true" + closing * times * is_closed

    assert_read_or_refused(text, "cql2-json", next(iter(SUPPORTED.values())))


@given(mutated(conditions.map(to_text)))
def test_what_is_read_from_a_mutation_can_be_written_and_read_again(text):
    try:
        found = parse_text(text)
    except InvalidInput:
        return

    assert found == parse_text(to_text(found)) == parse_json(to_json(found))
