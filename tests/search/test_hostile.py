"""Whatever is typed is answered or refused in one sentence, and wildcards are plain text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.serving import problem_of


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "a\x00b", "a\nb", "\x1b[31m", "\x85", "x" * 101, "å" * 101],
    ids=repr,
)  # fmt: skip
def test_what_nobody_types_is_refused_and_q_is_named(api, typed):
    found = problem_of(api.get("/search", params={"q": typed}), 400)

    assert found["parameter"] == "q"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("q=", "q"), ("q=a&lang=de", "lang"), ("q=a&lang=", "lang"), ("q=a&limit=0", "limit"),
        ("q=a&limit=x", "limit"), ("q=a&near=20", "near"), ("q=a&near=20,64,100", "near"),
        ("q=a&near=200,64", "near"), ("q=a&near=nan,nan", "near"), ("q=a&nearby=1", "nearby"),
        ("q=a&f=xml", "f"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(api, query, named):
    assert problem_of(api.get(f"/search?{query}"), 400)["parameter"] == named


def test_while_nothing_is_typed_nothing_is_suggested(api):
    assert api.get("/search").json()["suggestions"] == []


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "%%%", "\\", "\\%", "' or 1=1 --", "bad%", "b_d", "a & !b | (c:*)", ":*", "&", "!!",
     "((((", "[a-z]+", ".*", "\\m", "$1", "%(q)s", "{}", "<script>", "😀", "\u202e", "٣", "ß", "İ",
     "\uffff", "\U0010ffff", "한국", "e\u0301" * 50, "b a d p l a t s u m e a", "x" * 100,
     "ba " * 33],
    ids=repr,
)  # fmt: skip
def test_metacharacters_are_plain_text(suggest, typed):
    found = suggest(typed)

    assert len(found) <= 10
    if not any(letter.isalnum() for letter in typed):
        assert found == []


TYPED = st.text(
    st.one_of(
        st.sampled_from("aåäöébdmsu %_\\'&|!:*()"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
    ),
    min_size=1,
    max_size=100,
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(typed=TYPED, lang=st.sampled_from(["sv", "en"]))
def test_anything_that_can_be_read_is_answered(api, typed, lang):
    answer = api.get("/search", params={"q": typed, "lang": lang})

    assert answer.status_code == (200 if typed.strip() else 400), answer.text
