"""Answers from memory: the same to the byte, to the same question, and never after a change."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import ids_of, serving
from viauma.places.actions import store_places
from viauma.settings import Settings
from viauma_api import create_app

ITEMS = "/collections/places/items"
VISIBLE_WITHIN_S = 1.0

Headers = dict[str, str]

# Of a request, and not of its answer.
OWN = {"date", "x-request-id", "traceparent"}


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(settings_for(database_url))


@pytest.fixture
def api_(app: FastAPI, database_url: str) -> Iterator[httpx.Client]:
    """A client of a server that hears of changes."""
    with (
        serving(settings_for(database_url), app=app) as base,
        httpx.Client(base_url=base, timeout=30) as client,
    ):
        wait_for(lambda: app.state.service.changes.are_heard)
        yield client


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def silent(url: str) -> Iterator[Callable[[], None]]:
    """Let no question about places be answered by PostgreSQL."""
    with psycopg.connect(url) as connection:
        connection.execute("lock table viauma.published_place in access exclusive mode")
        yield connection.rollback
        connection.rollback()


def from_memory(
    client: httpx.Client, url: str, path: str, headers: Headers
) -> httpx.Response | None:
    """Ask while PostgreSQL cannot answer; None: it was asked."""
    with silent(url):
        try:
            return client.get(path, headers=headers, timeout=0.7)
        except httpx.ReadTimeout:
            return None


def kept(client: httpx.Client, url: str, path: str, **headers: str) -> bool:
    """Ask twice, and tell whether the second time needed no database."""
    client.get(path, headers=headers)
    return from_memory(client, url, path, headers) is not None


@pytest.mark.parametrize(
    "path",
    [
        f"{ITEMS}?limit=3",
        f"{ITEMS}?limit=3&f=html",
        f"{ITEMS}?bbox=20,63.7,20.5,64&limit=5",
        f"{ITEMS}?q=bad",
        f"{ITEMS}?filter=category%3D%27campsite%27",
        "/collections/places/counts",
        "/collections/projects/items",
    ],
)
@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity"])
def test_the_second_answer_asks_nothing_and_is_the_first(
    api_: httpx.Client, database_url: str, path: str, coding: str
) -> None:
    headers = {"accept-encoding": coding}
    first = api_.get(path, headers=headers)
    again = from_memory(api_, database_url, path, headers)

    assert again is not None
    assert again.content == first.content
    assert lasting(again) == lasting(first)


def test_no_header_comes_twice_and_each_answer_has_its_own_id(api_: httpx.Client) -> None:
    answers = [api_.get(f"{ITEMS}?limit=2", headers={"x-request-id": f"id-{n}"}) for n in range(3)]

    assert [one.headers["x-request-id"] for one in answers] == ["id-0", "id-1", "id-2"]
    for answer in answers:
        names = Counter(name.lower() for name, _ in answer.headers.raw)
        assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_client_that_has_it_is_told_so_from_memory(
    api_: httpx.Client, database_url: str, coding: str
) -> None:
    path = f"{ITEMS}?limit=4"
    first = api_.get(path, headers={"accept-encoding": coding})
    tag = first.headers["etag"]
    for wanted in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        headers = {"accept-encoding": coding, "if-none-match": wanted}
        again = from_memory(api_, database_url, path, headers)

        assert again is not None
        assert (304, b"", tag) == (again.status_code, again.content, again.headers["etag"])
        assert not {"content-length", "content-type", "content-encoding"} & set(again.headers)


def test_a_tag_of_another_coding_or_of_nothing_gets_the_answer(api_: httpx.Client) -> None:
    path = f"{ITEMS}?limit=4"
    gzip = api_.get(path, headers={"accept-encoding": "gzip"})
    for wanted in ('"0"', '"', "", gzip.headers["etag"].replace("gzip", "zstd").replace('"', "'")):
        again = api_.get(path, headers={"accept-encoding": "gzip", "if-none-match": wanted})

        assert (200, gzip.content) == (again.status_code, again.content)


def test_a_confirmation_does_not_take_the_place_of_the_answer(
    api_: httpx.Client, database_url: str
) -> None:
    path = f"{ITEMS}?limit=5"
    first = api_.get(path)
    confirmed = api_.get(path, headers={"if-none-match": first.headers["etag"]})
    assert confirmed.status_code == 304
    api_.get(path, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    again = from_memory(api_, database_url, path, {})

    assert again is not None
    assert again.content == first.content


def test_a_kept_confirmation_is_no_answer_to_who_has_nothing(
    api_: httpx.Client, database_url: str
) -> None:
    path = f"{ITEMS}?limit=6"
    assert api_.get(path, headers={"if-none-match": "*"}).status_code == 304
    assert from_memory(api_, database_url, path, {}) is None
    assert len(ids_of(api_.get(path))) == 6

    assert from_memory(api_, database_url, path, {}) is not None


def test_head_is_answered_like_get_without_a_body(api_: httpx.Client) -> None:
    path = f"{ITEMS}?limit=7"
    got, asked = api_.get(path), api_.head(path)

    assert asked.content == b""
    assert lasting(got) == lasting(asked)
    assert len(ids_of(api_.get(path))) == 7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("accept", "application/geo+json")], [("accept", "text/html")]),
        (
            [("accept", "text/html"), ("accept", "application/geo+json;q=0.5")],
            [("accept", "application/geo+json;q=0.5")],
        ),
        ([("accept-encoding", "identity")], [("accept-encoding", "gzip")]),
        ([("host", "a.example")], [("host", "b.example")]),
        ([("x-forwarded-prefix", "/folder")], []),
        ([("x-forwarded-proto", "https")], []),
    ],
    ids=["accept", "accept in two lines", "coding", "host", "folder", "scheme"],
)
def test_another_question_gets_its_own_answer(
    api_: httpx.Client, one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    path = f"{ITEMS}?limit=8"
    first = [whole(api_.get(path, headers=asked)) for asked in (one, other)]
    again = [whole(api_.get(path, headers=asked)) for asked in (one, other)]

    assert first[0] != first[1]
    assert first == again


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{ITEMS}?f=csv", {"accept-encoding": "identity"}),
        (f"{ITEMS}?f=jsonseq", {"accept-encoding": "gzip"}),
        (f"{ITEMS}?limit=2&limit=3&nothing=1", {}),
        (f"{ITEMS}/no-such-place", {}),
        (f"{ITEMS}?limit=9", {"accept": "application/geo+json;q=0.1," + "x" * 9_000}),
    ],
    ids=["csv", "stream", "refusal", "nothing there", "long question"],
)
def test_what_is_streamed_refused_or_too_long_is_not_kept(
    app: FastAPI, api_: httpx.Client, path: str, headers: Headers
) -> None:
    for _ in range(2):
        api_.get(path, headers=headers)

    assert len(app.state.service.answers) == 0


def test_without_room_postgresql_is_asked_each_time(database_url: str) -> None:
    app = create_app(with_room(settings_for(database_url), 0))
    with (
        serving(settings_for(database_url), app=app) as base,
        httpx.Client(base_url=base) as client,
    ):
        wait_for(lambda: app.state.service.changes.are_heard)

        assert not kept(client, database_url, f"{ITEMS}?limit=2")


def with_room(settings: Settings, answers_mb: float) -> Settings:
    server = settings.server.model_copy(update={"answers_mb": answers_mb})
    return settings.model_copy(update={"server": server})


def test_while_changes_are_not_heard_nothing_is_kept(
    app: FastAPI, api_: httpx.Client, database_url: str
) -> None:
    path = f"{ITEMS}?limit=2"
    assert kept(api_, database_url, path)
    app.state.service.changes.are_heard = False

    assert not kept(api_, database_url, path)
    assert not kept(api_, database_url, f"{ITEMS}?limit=3")


def test_a_change_while_it_is_answered_keeps_the_answer_out(
    app: FastAPI, api_: httpx.Client, database_url: str
) -> None:
    answers = app.state.service.answers
    with ThreadPoolExecutor(1) as pool, silent(database_url) as let_go:
        asked = pool.submit(api_.get, f"{ITEMS}?limit=4")
        time.sleep(0.3)
        with psycopg.connect(database_url) as connection:
            connection.execute("select pg_notify('viauma_published', '20,63,20,63')")
        wait_for(lambda: app.state.service.changes.count > 1)
        time.sleep(0.3)
        let_go()
        assert asked.result().status_code == 200

    assert len(answers) == 0


FACES: dict[str, Callable[[httpx.Client], Any]] = {
    "item": lambda client: client.get(f"{ITEMS}/edited").status_code,
    "items": lambda client: len(ids_of(client.get(f"{ITEMS}?limit=10000"))),
    "box": lambda client: len(ids_of(client.get(f"{ITEMS}?bbox=25.9,60.9,26.1,61.1"))),
    "search": lambda client: len(ids_of(client.get(f"{ITEMS}?q=zxqw"))),
    "counts": lambda client: client.get("/collections/places/counts").json()["total"],
    "html": lambda client: "Zxqw" in client.get(f"{ITEMS}?q=zxqw&f=html").text,
    "other collection": lambda client: len(ids_of(client.get("/collections/sites/items?q=zxqw"))),
}


@pytest.mark.parametrize("face", FACES)
def test_an_edit_is_seen_within_a_second(api_: httpx.Client, database_url: str, face: str) -> None:
    show = FACES[face]
    before = [show(api_) for _ in range(3)][-1]
    with writing(database_url) as session:
        draft = place_draft(slug="edited", names={"sv": "Zxqw"}, wkt="POINT (26 61)")
        store_places(session, [draft])
    committed = time.monotonic()
    while show(api_) == before:
        assert time.monotonic() - committed < VISIBLE_WITHIN_S

    assert show(api_) != before


def test_many_edits_one_after_the_other_are_each_seen(
    api_: httpx.Client, database_url: str
) -> None:
    for number in range(20):
        with writing(database_url) as session:
            draft = place_draft(source_id="one", slug="one", names={"sv": f"N{number}"})
            store_places(session, [draft])
        committed = time.monotonic()
        while api_.get(f"{ITEMS}/one").json().get("properties", {}).get("name") != f"N{number}":
            assert time.monotonic() - committed < VISIBLE_WITHIN_S


def lasting(response: httpx.Response) -> Headers:
    return {name: value for name, value in response.headers.items() if name not in OWN}


def whole(response: httpx.Response) -> tuple[Any, ...]:
    names = ("content-type", "content-encoding")
    return response.status_code, response.content, *(response.headers.get(name) for name in names)
