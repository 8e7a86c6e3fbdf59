"""The hot path: the long way's answers to the byte, and nothing but what it is for."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from starlette.types import Receive, Scope, Send

from tests.fixtures.database import settings_for
from tests.fixtures.serving import problem_of, serving
from viauma.db.fastlane import FastLane, Question
from viauma.errors import Unavailable
from viauma.places import boxes
from viauma.settings import Settings
from viauma_api import create_app
from viauma_api.http import hot_path
from viauma_api.http.hot_path import HotPath

ITEMS = "/collections/places/items"
BOX = "bbox=20.1,63.7,20.5,63.95"
PAGES = (
    f"{ITEMS}?{BOX}",
    f"{ITEMS}?{BOX}&limit=3",
    f"{ITEMS}?limit=3&{BOX}",
    f"{ITEMS}?limit=9999&{BOX}",
    f"{ITEMS}?bbox=20.1%2C63.7%2C20.5%2C63.95&limit=2",
    f"{ITEMS}?bbox=-180,-90,180,90&limit=1000",
    f"{ITEMS}?bbox=20.25,63.82,20.25,63.82",
    f"{ITEMS}?bbox=0,0,1,1&limit=5",
    f"/collections/sites/items?{BOX}&limit=4",
    f"/collections/facilities/items?{BOX}&limit=4",
    f"/collections/trails/items?{BOX}&limit=4",
)
CLIENTS: tuple[dict[str, str], ...] = (
    {"accept-encoding": "identity"},
    {"accept-encoding": "gzip", "accept": "*/*"},
    {"accept-encoding": "br, zstd", "accept": "application/geo+json"},
    {"host": "places.example.org:8443", "accept-encoding": "identity"},
    {"x-forwarded-host": "example.org", "x-forwarded-proto": "https", "x-forwarded-prefix": "/geo"},
)
NOBODY = "00000000-0000-0000-0000-000000000000"

# Of a request, and not of its answer.
OWN = {"date", "x-request-id", "traceparent"}

Answer = tuple[int, list[tuple[str, str]], bytes]


class Ways:
    """A server whose hot path can be closed, and what was seen of it."""

    def __init__(self, client: httpx.Client, patch: pytest.MonkeyPatch) -> None:
        self._client, self._patch = client, patch

    def short(self, path: str, headers: dict[str, str]) -> Answer | None:
        """Ask where only the hot path answers; None: it passed the question on."""
        with self._patch.context() as patched:
            patched.setattr(HotPath, "passed_on", _refused, raising=False)
            found = _plain(self._client.get(path, headers=headers))
        return None if found[0] == httpx.codes.IM_A_TEAPOT else found

    def long(self, path: str, headers: dict[str, str]) -> Answer:
        """Ask past the hot path."""
        with self._patch.context() as patched:
            patched.setattr(hot_path, "_usual", _unusual)
            return _plain(self._client.get(path, headers=headers))


def keeping_nothing(url: str, **server: str) -> Settings:
    usual = settings_for(url)
    changed = usual.server.model_copy(update={"answers_mb": 0, **server})
    return usual.model_copy(update={"server": changed})


def _unusual(_scope: Scope) -> None:
    return None


async def _refused(_self: HotPath, _scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _plain(answer: httpx.Response) -> Answer:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in OWN]
    return answer.status_code, headers, answer.content


@pytest.fixture(scope="module")
def client(region_url: str) -> Iterator[httpx.Client]:
    with (
        serving(keeping_nothing(region_url)) as base,
        httpx.Client(base_url=base, timeout=30) as found,
    ):
        wait_for_dates(found)
        yield found


def wait_for_dates(client: httpx.Client) -> None:
    """Wait until answers say when they last changed: of the last second nobody can tell."""
    deadline = time.monotonic() + 20
    limits = itertools.count(1)  # Of an answer that is kept, the headers are too.
    while "last-modified" not in client.get(ITEMS, params={"limit": next(limits)}).headers:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def ways(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(client, monkeypatch)


@pytest.fixture(scope="module")
def ids(client: httpx.Client) -> list[str]:
    return [one["id"] for one in client.get(ITEMS, params={"limit": 400}).json()["features"]]


@pytest.mark.parametrize("headers", CLIENTS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_long_ways_to_the_byte(
    ways: Ways, path: str, headers: dict[str, str]
) -> None:
    short, long = ways.short(path, headers), ways.long(path, headers)

    # Of what is empty the long way has more to say.
    assert short == (None if b'"features":[]' in long[2] else long)


@pytest.mark.parametrize("headers", CLIENTS)
@pytest.mark.parametrize("collection", ["places", "sites", "facilities", "trails"])
def test_an_item_is_the_long_ways_to_the_byte(
    ways: Ways, ids: list[str], collection: str, headers: dict[str, str]
) -> None:
    seen = 0
    for id_ in ids[::25]:
        path = f"/collections/{collection}/items/{id_}"
        short, long = ways.short(path, headers), ways.long(path, headers)
        seen += short is not None

        assert short == (None if long[0] == httpx.codes.NOT_FOUND else long)
    assert seen


def test_the_next_link_leads_on(client: httpx.Client) -> None:
    page = client.get(f"{ITEMS}?{BOX}&limit=7").json()
    found = [one["id"] for one in page["features"]]
    while following := [one["href"] for one in page["links"] if one["rel"] == "next"]:
        page = client.get(following[0]).json()
        found += [one["id"] for one in page["features"]]

    whole = client.get(f"{ITEMS}?{BOX}&limit=1000").json()
    assert found == [one["id"] for one in whole["features"]]
    assert whole["numberMatched"] == len(found)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{ITEMS}?{BOX}&f=html", {}),
        (f"{ITEMS}?{BOX}&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F3006", {}),
        (f"{ITEMS}?{BOX}&category=campsite", {}),
        (f"{ITEMS}?{BOX}&{BOX}", {}),
        (f"{ITEMS}?limit=3&{BOX}&limit=4", {}),
        (f"{ITEMS}?bbox=20.5,63.7,20.1,63.95", {}),
        (f"{ITEMS}?bbox=20.1,63.95,20.5,63.7", {}),
        (f"{ITEMS}?bbox=20.1,63.7,20.5,95", {}),
        (f"{ITEMS}?bbox=20.1,63.7,20.5,nan", {}),
        (f"{ITEMS}?bbox=20.1,63.7,20.5,٦٣", {}),
        (f"{ITEMS}?{BOX}&limit=0", {}),
        (f"{ITEMS}?{BOX}&limit=-1", {}),
        (f"{ITEMS}?{BOX}&limit=10001", {}),
        (f"{ITEMS}?{BOX}", {"accept": "text/html"}),
        (f"{ITEMS}?{BOX}", {"accept": "image/png"}),
        (f"{ITEMS}?{BOX}", {"if-none-match": '"x"'}),
        (f"{ITEMS}?{BOX}", {"if-modified-since": "Sat, 28 Nov 2026 12:00:00 GMT"}),
        (f"/collections/municipalities/items?{BOX}", {}),
        (f"/collections/nothing/items?{BOX}", {}),
        (f"{ITEMS}/no-such-slug", {}),
        (f"{ITEMS}/00000000-0000-0000-0000-000000000000", {}),
        (f"{ITEMS}/00000000-0000-0000-0000-000000000000%0A", {}),
    ],
)
def test_what_is_unusual_goes_the_long_way(ways: Ways, path: str, headers: dict[str, str]) -> None:
    assert ways.short(path, headers) is None


def test_a_repeated_header_goes_the_long_way(client: httpx.Client) -> None:
    both = [("accept", "application/geo+json;q=0"), ("accept", "*/*")]

    answer = client.get(f"{ITEMS}?{BOX}&limit=1", headers=both)

    assert answer.headers["content-type"] == "application/json"


def test_head_and_other_methods_are_as_ever(client: httpx.Client) -> None:
    path = f"{ITEMS}?{BOX}&limit=3"
    got = client.get(path, headers={"accept-encoding": "identity"})
    head = client.head(path, headers={"accept-encoding": "identity"})

    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]
    assert problem_of(client.put(path), 405)["status"] == 405


def test_under_a_folder_it_answers_with_the_folder_in_its_links(
    region_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serving(keeping_nothing(region_url, root_path="/~geo")) as base,
        httpx.Client(base_url=base, timeout=30) as found,
    ):
        wait_for_dates(found)
        ways = Ways(found, monkeypatch)
        for folder in ("", "/~geo"):
            path = f"{folder}{ITEMS}?{BOX}&limit=3"
            short, long = ways.short(path, {}), ways.long(path, {})

            assert short == long
            assert b"/~geo/collections/places/items?cursor=" in long[2]


def test_a_box_that_holds_more_than_few_is_asked_for_again(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{ITEMS}?{BOX}&limit=3"
    expected = ways.long(path, {})
    monkeypatch.setattr(boxes, "FEW", 2)
    anew = boxes.remembered(boxes.few_statement.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(boxes, "few_statement", anew)
    monkeypatch.setattr(boxes, "EVENLY", 1e9)

    assert ways.short(path, {}) == expected


@pytest.mark.parametrize(
    "path", [f"{ITEMS}?{BOX}&limit=3", f"{ITEMS}/00000000-0000-0000-0000-000000000000"]
)
def test_without_the_database_it_is_the_same_problem(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    async def away(_self: FastLane, _question: Question) -> Any:
        raise Unavailable("The database does not answer; try again shortly.")

    monkeypatch.setattr(FastLane, "fetch", away)
    answer = client.get(path)

    assert problem_of(answer, 503)["detail"] == "The database does not answer; try again shortly."
    assert answer.headers["retry-after"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_fault_of_ours_is_a_problem_too(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_self: FastLane, _question: Question) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(FastLane, "fetch", broken)

    assert problem_of(client.get(f"{ITEMS}?{BOX}&limit=3"), 500)["status"] == 500


@pytest.mark.parametrize("what", ["item", "box"])
def test_what_is_slow_and_nobody_waits_for_is_cancelled(database_url: str, what: str) -> None:
    working = (
        "select count(*) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and state = 'active' and wait_event_type = 'Lock'"
    )
    with (
        serving(keeping_nothing(database_url)) as base,
        httpx.Client(base_url=base, timeout=30) as client,
        psycopg.connect(database_url) as holding,
        psycopg.connect(database_url, autocommit=True) as looking,
    ):
        (first,) = client.get(ITEMS, params={"limit": 1}).json()["features"]
        path = f"{ITEMS}/{first['id']}" if what == "item" else f"{ITEMS}?{BOX}&limit=3"
        assert client.get(path).status_code == httpx.codes.OK
        holding.execute("set local lock_timeout to '10s'")
        holding.execute("lock table viauma.published_place in access exclusive mode")
        with pytest.raises(httpx.ReadTimeout):
            client.get(path, timeout=0.5)

        deadline = time.monotonic() + 5
        while looking.execute(working).fetchone() != (0,):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        holding.rollback()


def overheard(patch: pytest.MonkeyPatch) -> list[Question]:
    """Note from now on what PostgreSQL is asked."""
    questions: list[Question] = []
    fetch = FastLane.fetch

    async def noted(self: FastLane, question: Question) -> Any:
        questions.append(question)
        return await fetch(self, question)

    patch.setattr(FastLane, "fetch", noted)
    return questions


def test_items_of_one_breath_are_one_question(
    region_url: str, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = overheard(monkeypatch)
    app = create_app(keeping_nothing(region_url))

    async def ask() -> list[bytes | None]:
        async with app.router.lifespan_context(app):
            place = app.state.service.place
            wanted = [*ids[:20], NOBODY, ids[0]]
            return await asyncio.gather(*(place(id_, "place") for id_ in wanted))

    answers = asyncio.run(ask())

    asked = [one.values["ids"] for one in questions if "ids" in one.values]
    assert asked == [[*ids[:20], NOBODY]]
    for id_, feature in zip(ids[:20], answers[:20], strict=True):
        assert f'"id":"{id_}"'.encode() in (feature or b"")
    assert answers[20] is None
    assert answers[21] == answers[0]


def test_what_either_way_has_kept_the_other_gives(
    region_url: str, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings_for(region_url))
    with (
        serving(settings_for(region_url), app=app) as base,
        httpx.Client(base_url=base, timeout=30) as client,
    ):
        while not app.state.service.changes.are_heard:
            time.sleep(0.01)
        wait_for_dates(client)
        ways = Ways(client, monkeypatch)
        asked = overheard(monkeypatch)
        for at, path in enumerate((f"{ITEMS}?{BOX}&limit=3", f"{ITEMS}/{ids[0]}")):
            first = ways.short(path, {})
            assert first is not None
            count = len(asked)
            assert count > at
            assert ways.long(path, {}) == first
            assert ways.short(path, {}) == first
            assert (
                client.get(path, headers={"if-none-match": dict(first[1])["etag"]}).content == b""
            )
            assert len(asked) == count
        # Only that it is had already is known of this one.
        path = f"{ITEMS}/{ids[1]}"
        tag = dict(_plain(client.get(path))[1])["etag"]
        app.state.service.answers.forget(None)
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        assert ways.short(path, {}) == ways.long(path, {})
