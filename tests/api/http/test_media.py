"""Which representation is sent: `f` beats Accept, and a better offer beats a worse one."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request

from tests.fixtures.serving import problem_of
from viauma.errors import InvalidInput
from viauma_api.http_errors import NotAcceptable
from viauma_api.media import negotiate
from viauma_api.negotiation import wants_html

OFFERED = {
    "json": "application/geo+json",
    "fg": "application/geo+json;profile=http://www.opengis.net/def/profile/jsonfg",
    "html": "text/html",
    "csv": "text/csv; charset=utf-8",
    "oas": "application/vnd.oai.openapi+json;version=3.0",
    "oas31": "application/vnd.oai.openapi+json;version=3.1",
    "fgb": "application/flatgeobuf",
}
CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def asked(*accept: str, query: str = "") -> Request:
    headers = [(b"accept", one.encode("latin-1", "replace")) for one in accept]
    return Request({"type": "http", "headers": headers, "query_string": query.encode()})


def chosen(*accept: str, query: str = "") -> str:
    return negotiate(asked(*accept, query=query), OFFERED, "json")


@pytest.mark.parametrize(
    ("accept", "key"),
    [
        (CHROMIUM, "html"),
        (FIREFOX, "html"),
        ("*/*", "json"),
        ("", "json"),
        ("application/*", "json"),
        ("text/*", "html"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv, text/html", "html"),
        ("text/html, application/geo+json", "json"),
        ("text/html;q=0.5, application/geo+json", "json"),
        ("application/geo+json;q=0.8, text/html;q=0.9", "html"),
        ("application/flatgeobuf, */*;q=0.1", "fgb"),
        ("text/html;q=0, */*", "json"),
        ("application/*;q=0, */*", "html"),
        ("application/*;q=0, application/flatgeobuf;q=0.1, text/*;q=0", "fgb"),
        ("*/*, text/html;q=0.5", "json"),
        ("text/*;q=0.9, text/html;q=0.1", "csv"),
        ("application/vnd.oai.openapi+json", "oas"),
        ("application/vnd.oai.openapi+json;version=3.1", "oas31"),
        ("application/vnd.oai.openapi+json; Version=3.1 ;q=1", "oas31"),
        ("application/vnd.oai.openapi+json;version=3.0;q=0.1, text/html;q=0.01", "oas"),
        ('application/geo+json;profile="http://www.opengis.net/def/profile/jsonfg"', "fg"),
        ('text/csv;x="a,b;c", text/html', "html"),
        ("text/csv;charset=utf-8", "csv"),
        ("text/csv;charset=ISO-8859-1", "csv"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "html"),
        ("image/png, *;q=.2", "json"),
        ("text/csv;q=0.001", "csv"),
        (" text/csv ; q=1.000 ", "csv"),
        (",,text/csv,,", "csv"),
        ("nonsense, text/csv", "csv"),
    ],
)
def test_the_best_offer_is_chosen(accept: str, key: str) -> None:
    assert chosen(accept) == key


@pytest.mark.parametrize(
    "accept",
    ["nonsense", "text", "/", "text/", "a b/c", ";;;,,,q=", "text/csv;q=zero", "text/csv;q=nan",
     "text/csv;q=-1", "text/csv;q=2", "text/csv;q=1e3", "text/csv;q=", "\x80", '"', "a" * 20_000,
     "text/csv," * 1000],
)  # fmt: skip
def test_what_cannot_be_read_says_nothing(accept: str) -> None:
    assert chosen(accept) == "json"


def test_who_says_nothing_gets_the_default() -> None:
    assert chosen() == "json"
    assert negotiate(asked(), OFFERED, "fgb") == "fgb"
    assert negotiate(asked("*/*"), OFFERED, "fgb") == "fgb"
    assert negotiate(asked("application/*"), OFFERED, "fgb") == "fgb"
    assert negotiate(asked("text/*"), OFFERED, "fgb") == "html"


def test_several_lines_are_one_list() -> None:
    assert chosen("text/html;q=0.1", "text/csv") == "csv"


@pytest.mark.parametrize(
    "accept",
    ["image/png", "text/plain, image/*", "application/geo+json;q=0", "*/*;q=0",
     "application/geo+json;profile=other", "application/vnd.oai.openapi+json;version=2.0"],
)  # fmt: skip
def test_who_takes_nothing_of_it_hears_what_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        chosen(accept)

    assert refusal.value.offered == list(OFFERED.values())


@pytest.mark.parametrize("key", OFFERED)
def test_f_beats_accept(key: str) -> None:
    assert chosen("image/png", query=f"f={key}") == key


@pytest.mark.parametrize("query", ["f=", "f=xml", "f=JSON", "f=html&f=xml", "f=%00", "f=%ff"])
def test_an_f_that_is_not_offered_is_refused_by_name(query: str) -> None:
    with pytest.raises(InvalidInput, match="^f: '.*' must be json or fg or html or csv"):
        chosen(query=query)


ODD = st.sampled_from(' ,;=/*"\\.qtexhml+0123\xff') | st.characters(codec="latin-1")


@given(accept=st.text(ODD, max_size=80))
@example(accept='text/html;x="')
@example(accept="q=1;text/html")
@example(accept="*/*;q=0.0000000000000000000000000001")
def test_no_accept_makes_it_stumble(accept: str) -> None:
    try:
        assert chosen(accept) in OFFERED
    except NotAcceptable:
        assert "/" in accept


@pytest.mark.parametrize("path", ["/", "/conformance", "/collections", "/collections/places"])
def test_a_document_that_nobody_can_take_is_406(api: httpx.Client, path: str) -> None:
    response = api.get(path, headers={"accept": "image/png, text/html;q=0"})

    found = problem_of(response, 406)
    assert found["offered"] == ["application/json", "text/html"]
    assert "text/html" in found["detail"]


def test_a_refusal_is_told_even_to_who_would_not_take_it(api: httpx.Client) -> None:
    problem_of(api.get("/nothing", headers={"accept": "image/png"}), 404)


@pytest.mark.parametrize(
    ("accept", "query", "is_page"),
    [(FIREFOX, "", True), ("*/*", "", False), (FIREFOX, "f=json", False), ("*/*", "f=html", True),
     ("*/*", "f=xml", False), (FIREFOX, "f=xml", False), ("image/png", "", False),
     ("application/geo+json, text/html", "", False), ("text/html;q=0", "", False)],
)  # fmt: skip
def test_a_page_is_for_who_prefers_one(accept: str, query: str, *, is_page: bool) -> None:
    assert wants_html(asked(accept, query=query)) == is_page
