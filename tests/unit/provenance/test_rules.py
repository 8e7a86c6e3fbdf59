"""Field by field, the most trusted source that speaks."""

from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from viauma.provenance.licences import strictest
from viauma.provenance.rules import REGISTER, Statement, Trust, resolve

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)


def says(source, *, lead=False, licence="CC0-1.0", attribution=None, on=None, **fields):
    return Statement(
        source=source, source_id="1", fields=fields, licence=licence, attribution=attribution,
        observed_on=on, stated_at=NOON, is_lead=lead,
    )  # fmt: skip


def test_one_source_gives_all_it_says_and_nothing_changes():
    resolved = resolve([says("a", lead=True, attribution="A", on="2026", name="x")], {})

    assert (resolved.fields, resolved.provenance) == ({"name": "x"}, {"name": "a"})
    assert (resolved.licence, resolved.attribution) == ("CC0-1.0", "A")
    assert resolved.observed_on == "2026"


def test_more_trust_wins_whatever_is_newer():
    said = [says("a", on="2020", name="x"), says("b", on="2026", name="y")]

    assert resolve(said, {"a": Trust(51)}).fields == {"name": "x"}


def test_of_equals_the_newer_wins_then_the_kept_one_then_the_alphabet():
    newer = resolve([says("a", lead=True, on="2020", n=1), says("b", on="2026", n=2)], {})
    kept = resolve([says("a", n=1), says("b", lead=True, n=2)], {})
    first = resolve([says("b", n=2), says("a", n=1)], {})

    assert [one.provenance["n"] for one in (newer, kept, first)] == ["b", "b", "a"]


def test_silence_never_beats_a_value_but_an_officer_may_say_that_there_is_none():
    assert resolve([says("a", n=1), says("b")], {"b": Trust(100)}).fields == {"n": 1}
    assert resolve([says("a", n=1), says(REGISTER, n=None)], {REGISTER: Trust(100)}).fields == {
        "n": None
    }


def test_trust_in_a_field_goes_before_trust_in_its_family_and_in_all():
    trust = Trust(10, {"attributes": 20, "attributes.lit": 30})

    assert [trust.in_field(name) for name in ("attributes.lit", "attributes.fee", "website")] == [
        30, 20, 10,
    ]  # fmt: skip


def test_credit_goes_to_those_who_gave_something_the_kept_one_first():
    said = [
        says("z", lead=True, attribution="Z; Y", n=1),
        says("a", m=1),
        says("silent", attribution="No", licence="ODbL-1.0"),
        says(REGISTER, k=1),
    ]
    resolved = resolve(said, {})

    assert (resolved.attribution, resolved.licence) == ("Z; Y; a", "CC0-1.0")


def test_a_row_is_as_old_as_its_oldest_part():
    assert resolve([says("a", on="2021-05", n=1), says("b", on="2026", m=1)], {}).observed_on == (
        "2021-05"
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(0, 2),
            st.dictionaries(st.sampled_from("xyz"), st.integers()),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_the_order_of_statements_decides_nothing(given_):
    said = [
        Statement(source=source, source_id=str(n), fields=fields, licence="CC0-1.0", stated_at=NOON)
        for n, (source, _, fields) in enumerate(given_)
    ]
    trusts = {source: Trust(trust) for source, trust, _ in given_}
    answers = [resolve(order, trusts) for order in permutations(said)]

    assert all(one == answers[0] for one in answers)


def test_the_strictest_licence_binds():
    assert strictest(["public-domain", "CC-BY-4.0", "CC0-1.0"]) == "CC-BY-4.0"
    assert strictest(["CC-BY-4.0", "ODbL-1.0"]) == "ODbL-1.0"
    assert strictest(["CC-BY-4.0", "CC-BY-NC-4.0"]) == "CC-BY-NC-4.0"
    assert strictest(["X-unheard-of", "CC-BY-4.0"]) == "X-unheard-of"
    assert strictest(["not-stated", "ODbL-1.0"]) == "not-stated"
    assert strictest([]) == "not-stated"
