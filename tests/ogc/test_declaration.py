"""What the API declares is what the tests here show: neither more nor less."""

import json
import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from tests.ogc.asking import JSON
from tests.ogc.suite import EnumeratedClass, declaration, enumerated, written
from viauma_api import conformance

DOCS = Path(__file__).parents[2] / "docs/conformance.md"

each = pytest.mark.parametrize("one", enumerated(), ids=lambda one: one.uri.partition("/spec/")[2])


@each
def test_every_enumerated_test_is_written(one: EnumeratedClass) -> None:
    missing = set(one.tests) - set(one.covered_by(written()))

    assert missing == set()


def test_every_mark_names_an_enumerated_test() -> None:
    known = {(one.uri, test) for one in enumerated() for test in one.tests}

    assert written() - known == set()


def test_the_declaration_is_what_passing_tests_would_write() -> None:
    """`make conformance` writes it; what fails there is not declared, and fails here too."""
    found = json.loads(conformance.FILE.read_text(encoding="utf-8"))

    assert found == {"classes": declaration(written())}


def test_a_class_with_a_test_that_failed_or_was_not_run_is_not_declared() -> None:
    everything = written()
    core = next(one for one in enumerated() if one.uri.endswith("ogcapi-features-1/1.0/conf/core"))
    limit = frozenset({(core.uri, "/conf/core/fc-limit-response")})

    for classes in (declaration(everything, failed=limit), declaration(everything - limit)):
        uris = {one["uri"] for one in classes}
        assert core.uri not in uris
        assert len(uris) == len(enumerated()) - 1


def test_the_api_declares_these_classes(api: httpx.Client) -> None:
    document = api.get("/conformance", headers={"accept": JSON}).json()

    declared = declaration(written())
    assert document["conformsTo"] == [uri for one in declared for uri in (one["uri"], *one["also"])]


@each
def test_the_page_shows_the_tests_of_every_class(api: httpx.Client, one: EnumeratedClass) -> None:
    page = unescape(api.get("/conformance", headers={"accept": "text/html"}).text)
    page = page.replace("<wbr>", "")

    (row,) = (row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'"{one.uri}"' in row)
    assert re.findall(r"<code>(/conf/[^<]+)</code>", row) == [*one.tests, *one.left_out]
    assert f'<td class="number">{len(one.tests)}</td>' in row
    assert all(why in row for why in one.left_out.values())
    assert one.standard in page


def test_drafts_are_called_drafts(api: httpx.Client) -> None:
    page = api.get("/conformance", headers={"accept": "text/html"}).text

    assert re.search(r"20-024, still a draft", page)
    assert page.count("still a draft") == 1


@pytest.mark.parametrize("heading", sorted({one.standard for one in enumerated()}))
def test_the_documentation_names_every_standard(heading: str) -> None:
    assert heading in DOCS.read_text(encoding="utf-8")
