"""CQL2 (21-065r2): case- and accent-insensitive comparison, through items."""

import unicodedata

import pytest

from tests.ogc.asking import CQL2
from tests.ogc.filtering import LANGUAGES, SOURCES, Filters

CASE, ACCENT = f"{CQL2}case-insensitive-comparison", f"{CQL2}accent-insensitive-comparison"

abstract_test = pytest.mark.abstract_test
every_source = pytest.mark.parametrize("source", SOURCES)
languages = pytest.mark.parametrize("lang", LANGUAGES)

CASES = ("CASEI({0}) = casei('foo')", "CASEI({0}) <> casei('FOO')")
CASES_LIKE = ("CASEI({0}) LIKE casei('foo%')", "CASEI({0}) LIKE casei('FOO%')")
ACCENTS = ("ACCENTI({0}) = accenti('äöüéáí')", "ACCENTI({0}) <> accenti('aoueai')")
ACCENTS_LIKE = ("ACCENTI({0}) LIKE accenti('Ä%')", "ACCENTI({0}) LIKE accenti('A%')")
BOTH = ("ACCENTI(CASEI({0})) = accenti(casei('ÄÉ'))", "ACCENTI(CASEI({0})) = accenti(casei('ae'))")
BOTH_LIKE = ("ACCENTI(CASEI({0})) LIKE accenti(casei('Ä%'))",
             "ACCENTI(CASEI({0})) LIKE accenti(casei('a%'))")  # fmt: skip


def pairs(filters: Filters, source: str, lang: str, templates: tuple[str, str]) -> list[
    tuple[frozenset[str], frozenset[str]]
]:  # fmt: skip
    one, other = templates
    return [
        (filters.found(source, one.format(name), lang),
         filters.found(source, other.format(name), lang))
        for name in filters.of_kind(source, "string")
    ]  # fmt: skip


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(one for one in letters if not unicodedata.combining(one))


def named(filters: Filters, source: str) -> dict[str, str]:
    return {one["id"]: one["properties"]["name"] for one in filters.features(source)
            if one["properties"]["name"] is not None}  # fmt: skip


@abstract_test(CASE, "/conf/case-insensitive-comparison/casei")
@every_source
@languages
def test_texts_are_equal_or_not_however_written(filters: Filters, source: str, lang: str) -> None:
    """/conf/case-insensitive-comparison/casei."""
    assert not any(one & other for one, other in pairs(filters, source, lang, CASES))
    names = named(filters, source)
    (some, *_) = sorted(names.values())
    expected = {id_ for id_, name in names.items() if name.casefold() == some.casefold()}
    quoted = some.swapcase().replace("'", "''")
    assert filters.found(source, f"CASEI(name) = CASEI('{quoted}')", lang) == expected


@abstract_test(CASE, "/conf/case-insensitive-comparison/casei-like")
@every_source
@languages
def test_patterns_match_however_written(filters: Filters, source: str, lang: str) -> None:
    """/conf/case-insensitive-comparison/casei-like."""
    assert all(one == other for one, other in pairs(filters, source, lang, CASES_LIKE))
    expected = {id_ for id_, name in named(filters, source).items() if "å" in name.casefold()}
    assert expected
    for pattern in ("%å%", "%Å%"):
        found = filters.found(source, f"CASEI(name) LIKE CASEI('{pattern}')", lang)
        assert found == expected


@abstract_test(CASE, "/conf/case-insensitive-comparison/logical")
@every_source
@languages
def test_folded_comparisons_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/case-insensitive-comparison/logical."""
    templates = (*CASES, *CASES_LIKE, "CASEI({0}) IN (CASEI('BATH'), CASEI('umeå'))", "{0} IS NULL")
    predicates = [one.format(name) for one in templates
                  for name in filters.of_kind(source, "string")[:10]]  # fmt: skip
    filters.assert_combined(source, predicates, lang)


@abstract_test(ACCENT, "/conf/accent-insensitive-comparison/accenti")
@every_source
@languages
def test_texts_are_equal_or_not_whatever_their_accents(
    filters: Filters, source: str, lang: str
) -> None:
    """/conf/accent-insensitive-comparison/accenti."""
    assert not any(one & other for one, other in pairs(filters, source, lang, ACCENTS))
    names = named(filters, source)
    some = next(name for name in sorted(names.values()) if bare(name) != name)
    expected = {id_ for id_, name in names.items() if bare(name) == bare(some)}
    quoted = bare(some).replace("'", "''")
    assert filters.found(source, f"ACCENTI(name) = ACCENTI('{quoted}')", lang) == expected


@abstract_test(ACCENT, "/conf/accent-insensitive-comparison/accenti-like")
@every_source
@languages
def test_patterns_match_whatever_the_accents(filters: Filters, source: str, lang: str) -> None:
    """/conf/accent-insensitive-comparison/accenti-like."""
    assert all(one == other for one, other in pairs(filters, source, lang, ACCENTS_LIKE))
    expected = {id_ for id_, name in named(filters, source).items() if "o" in bare(name)}
    assert filters.found(source, "ACCENTI(name) LIKE ACCENTI('%ö%')", lang) == expected


@abstract_test(
    ACCENT, "/conf/accent-insensitive-comparison/accenti-casei",
    "/conf/accent-insensitive-comparison/accenti-casei-like",
)  # fmt: skip
@every_source
@languages
def test_case_and_accents_are_folded_together(filters: Filters, source: str, lang: str) -> None:
    """/conf/accent-insensitive-comparison/accenti-casei and accenti-casei-like."""
    for templates in (BOTH, BOTH_LIKE):
        assert all(one == other for one, other in pairs(filters, source, lang, templates))
    names = named(filters, source)
    expected = {id_ for id_, name in names.items() if "a" in bare(name).casefold()}
    text = "ACCENTI(CASEI(name)) LIKE ACCENTI(CASEI('%Å%'))"
    assert filters.found(source, text, lang) == expected


@abstract_test(ACCENT, "/conf/accent-insensitive-comparison/logical")
@every_source
@languages
def test_bare_comparisons_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/accent-insensitive-comparison/logical."""
    templates = (*ACCENTS, *ACCENTS_LIKE, *BOTH, *BOTH_LIKE, *CASES, "{0} LIKE '%a%'")
    predicates = [one.format(name) for one in templates
                  for name in filters.of_kind(source, "string")[:10]]  # fmt: skip
    filters.assert_combined(source, predicates, lang)
