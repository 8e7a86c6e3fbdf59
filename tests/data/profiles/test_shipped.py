"""The profiles that are shipped say only what the taxonomy and the specifications have."""

import json

import pytest

from tests.data.profiles.tables import SHARED
from viauma.errors import InvalidInput, UnknownName
from viauma_data.profiles.categories import categories
from viauma_data.profiles.known import profile_asked
from viauma_data.profiles.matching import profiles, read_profile
from viauma_data.profiles.model import Profile

SPECS = SHARED / "specs"
KINDS = list(profiles().values())


@pytest.mark.parametrize("profile", KINDS, ids=lambda one: one.key)
def test_a_profile_names_only_categories_that_places_carry(profile: Profile):
    rule = profile.category
    named = {rule.always, rule.otherwise, *rule.values.values()} - {None}

    assert named <= categories().keys()


@pytest.mark.parametrize("profile", KINDS, ids=lambda one: one.key)
def test_a_profile_of_one_category_fills_only_attributes_it_has(profile: Profile):
    rule = profile.category
    keys = {rule.always} if rule.always else set(rule.values.values())
    known = set().union(*(categories()[key].attributes for key in keys))
    filled = {
        one.to.removeprefix("attributes.")
        for one in profile.column
        if one.to and one.to.startswith("attributes.")
    }

    if rule.by is None and keys:
        assert filled <= known


@pytest.mark.parametrize("profile", KINDS, ids=lambda one: one.key)
def test_telephone_and_mail_of_persons_are_never_taken_over(profile: Profile):
    for one in profile.column:
        if any(word in one.name.casefold() for word in ("phone", "mail", "telefon", "e-post")):
            assert one.drop is not None


@pytest.mark.parametrize("key", ["badplatser", "utegym", "utegym_storsthlm", "public_toilets"])
@pytest.mark.skipif(not SPECS.is_dir(), reason="the specifications (../shared/data) are not here")
def test_a_specification_has_its_columns_in_order(key: str):
    known = json.loads((SPECS / f"{key}.json").read_text(encoding="utf-8"))["columns"]

    assert [one["name"] for one in known] == [one.name for one in profiles()[key].column]


def test_the_national_specifications_have_42_and_35_columns():
    assert tuple(len(profiles()[k].column) for k in ("badplatser", "utegym")) == (42, 35)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('key = "a"\ntitle = { sv = "a", en = "a" }', "knows no columns"),
        ("key = ", "not TOML"),
        ('key = "a"\ntitle = { sv = "a" }\nid = ["x"]\n[[column]]\nname = "b"\nto = "name"', "'x'"),
        ('key = "a"\ntitle = { sv = "a" }\n[[column]]\nname = "b"', "either 'to' or 'drop'"),
        ('key = "a"\ntitle = { sv = "a" }\n[[column]]\nname = "b"\nto = "phone"', "no field"),
        ('key = "a"\ntitle = { sv = "a" }\nlicense = "x"', "license"),
        ('key = "a"\ntitle = {}\n[[column]]\nname = "b"\nto = "name"\ntype = "code"', "'values'"),
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused_by_name(text: str, said: str):
    with pytest.raises(InvalidInput, match=r"mine\.toml") as refused:
        read_profile(text, "mine.toml")

    assert said in refused.value.message


def test_an_unknown_profile_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownName, match="badplatser"):
        profile_asked("badhus", profiles())
