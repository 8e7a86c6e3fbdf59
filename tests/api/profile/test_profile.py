"""The Swedish REST API profile (DIGG 1.2.0 and its later trace rules), rule by rule.

docs/api-profile.md says what is waived and why; nothing else is.
"""

import json
import re
from pathlib import Path

import pytest

from tests.api.profile import addresses, documentation, messages, parameters, security
from tests.api.profile.broken import CHANGES, Change
from tests.api.profile.rules import RULES, Rule
from tests.api.profile.sound import sound
from tests.fixtures.api_document import followed
from viauma_api.openapi import Version

MODULES = (addresses, documentation, messages, parameters, security)
"""Importing them enters their rules."""

ROOT = Path(__file__).parents[3]
PROFILE = ROOT.parent / "shared/data/specs/rest_api_profile.json"
# | FNS.01 | `bbox-crs` | why |
ROW = re.compile(r"^\| ([A-Z]{3}\.\d\d) \| `([^`]+)` \| (.{20,}) \|$", re.MULTILINE)
WAIVED = {
    (id_, what)
    for id_, what, _ in ROW.findall((ROOT / "docs/api-profile.md").read_text(encoding="utf-8"))
}


def sentence(rule: Rule) -> str:
    return f"{rule.id} {rule.level}: {rule.sentence}"


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("rule", RULES.values(), ids=sentence)
def test_our_document_keeps(rule: Rule, version: Version) -> None:
    found = list(rule.breaches(followed(version)))

    unwaived = [breach for breach in found if (rule.id, breach.what) not in WAIVED]
    assert unwaived == []
    assert {(rule.id, breach.what) for breach in found} == {
        waiver for waiver in WAIVED if waiver[0] == rule.id
    }, "a waiver that nothing needs"


@pytest.mark.parametrize("rule", RULES.values(), ids=sentence)
def test_a_sound_document_keeps(rule: Rule) -> None:
    assert list(rule.breaches(sound())) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: f"{one.rule} {one.at[-1]}")
def test_the_check_catches_a_document_that_breaks(change: Change) -> None:
    assert list(RULES[change.rule].breaches(change.applied())) != []


def test_every_rule_has_a_document_that_breaks_it() -> None:
    assert {change.rule for change in CHANGES} == set(RULES)


def test_there_is_a_check_for_each_of_the_53_rules() -> None:
    assert len(RULES) == 53
    if not PROFILE.is_file():
        pytest.skip("the folder of sources (../shared/data) is not beside the repository")

    assert set(RULES) == {one["id"] for one in json.loads(PROFILE.read_text("utf-8"))["rules"]}


def test_only_what_was_agreed_is_waived() -> None:
    """The names and forms that OGC fixes, and two recommendations that contradict others."""
    assert {
        ("FNS.01", "bbox-crs"), ("FNS.01", "filter-crs"), ("FNS.01", "filter-lang"),
        ("RES.06", "tileMatrixSets"), ("UFN.07", "/tileMatrixSets"),
        ("UFN.07", "/tileMatrixSets/{tileMatrixSetId}"), ("AME.01", "no JSON"),
        ("DOK.18", "application/vnd.mapbox-vector-tile"),
        ("MOG.02", "one method"), ("DOK.18", "application/problem+json"),
    } == WAIVED  # fmt: skip
