"""When the machine around us fails: one sentence, no loss, and back by itself."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import httpx
import psycopg
import pytest

from tests.fixtures.database import FORGETFUL, cluster_settings, settings_for
from tests.fixtures.serving import asking, ids_of, problem_of
from viauma.db import fastlane
from viauma.db.cluster import Cluster
from viauma.db.migrate import upgrade
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.places.rules import PlaceDraft, Visibility
from viauma.settings import Settings
from viauma_data.region.load import load_region

ITEMS = "/collections/places/items"


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastlane, "WAIT_FOR_CONNECTION_S", 0.5)


def narrowed(url: str, **database: int) -> Settings:
    settings = settings_for(url)
    return settings.model_copy(update={"database": settings.database.model_copy(update=database)})


@pytest.mark.usefixtures("short_wait")
def test_a_database_that_is_not_there_is_503_and_the_process_lives(tmp_path: Path) -> None:
    url = f"postgresql://viauma@/viauma?host={tmp_path}&port=5432"
    with asking(settings_for(url)) as client:
        assert client.get("/healthz").status_code == 200
        for path in ("/readyz", ITEMS, "/collections", "/collections/places/counts"):
            response = client.get(path)

            problem_of(response, 503)
            assert int(response.headers["retry-after"]) > 0
        page = client.get(ITEMS, headers={"accept": "text/html"})
        assert (page.status_code, "<h1>" in page.text) == (503, True)
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "done",
    [
        "drop schema viauma cascade",
        "alter table viauma.published_place rename column feature to text",
    ],
)
def test_a_database_of_another_version_is_503(empty_database_url: str, done: str) -> None:
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(done)
    with asking(settings_for(empty_database_url)) as client:
        for path in (f"{ITEMS}?bbox=20,63,21,64", f"{ITEMS}?bbox=20,63,21,64&f=html"):
            assert client.get(path).status_code == 503
        assert client.get("/healthz").status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("short_wait")
def test_a_stopped_database_is_503_and_found_again_when_it_is_back(open_folder: Path) -> None:
    own = Cluster.of(cluster_settings(open_folder / "stopping"))
    own.folder.prepare()
    own.folder.account.write(own.folder.path / "local.conf", FORGETFUL)
    own.ensure_running()
    upgrade(own.url)
    try:
        with asking(settings_for(own.url)) as client:
            assert client.get("/readyz").status_code == 200
            own.stop()
            problem_of(client.get("/readyz"), 503)
            assert client.get("/healthz").status_code == 200
            own.ensure_running()
            assert comes_back(client, "/readyz")
    finally:
        own.stop()


@pytest.mark.slow
def test_postgresql_restarted_under_load_costs_refusals_and_nothing_else(
    open_folder: Path,
) -> None:
    own = Cluster.of(cluster_settings(open_folder / "restarting"))
    own.folder.prepare()
    own.folder.account.write(own.folder.path / "local.conf", FORGETFUL)
    own.ensure_running()
    upgrade(own.url)
    load_region(settings_for(own.url))
    paths = [f"{ITEMS}?limit={limit}&bbox=18,63,21,65" for limit in range(1, 41)]
    try:
        with asking(settings_for(own.url)) as client:
            right = {path: ids_of(client.get(path)) for path in paths}
            with Load(str(client.base_url), paths) as load:
                time.sleep(1)
                own.stop()
                time.sleep(1)
                own.ensure_running()
                back_at = time.monotonic()
                time.sleep(6)

        assert {one.status for one in load.answers} == {200, 503}
        assert all(one.retry_after for one in load.answers if one.status == 503)
        assert all(one.ids == right[one.path] for one in load.answers if one.status == 200)
        # The last refusal is heard soon after PostgreSQL is there again.
        assert max(one.at for one in load.answers if one.status == 503) < back_at + 3
        assert max(one.seconds for one in load.answers) < 10
    finally:
        own.stop()


class Asked(NamedTuple):
    """How a request under load went."""

    path: str
    status: int
    retry_after: str
    ids: list[str]
    at: float
    seconds: float


class Load:
    """Eight clients that ask without a pause, each question anew from the database."""

    def __init__(self, base: str, paths: list[str]) -> None:
        self._base, self._paths = base, paths
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(8)]
        self.answers: list[Asked] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, first: int) -> None:
        with httpx.Client(base_url=self._base, timeout=30) as client:
            for number in itertools.count(first):
                if self._is_over.is_set():
                    return
                path = self._paths[number % len(self._paths)]
                started = time.monotonic()
                # A host of its own: no answer is in memory.
                answer = client.get(path, headers={"host": f"h{first}-{number}.example"})
                ended = time.monotonic()
                ids = ids_of(answer) if answer.status_code == 200 else []
                waits = answer.headers.get("retry-after", "")
                self.answers.append(
                    Asked(path, answer.status_code, waits, ids, ended, ended - started)
                )


def test_a_terminated_connection_is_replaced_within_the_request(
    database_url: str, cluster: Cluster
) -> None:
    with asking(settings_for(database_url)) as client:
        assert client.get(ITEMS).status_code == 200
        for limit in (2, 3, 4):
            terminate(database_url, cluster)
            assert client.get(f"{ITEMS}?limit={limit}").status_code == 200


@pytest.mark.usefixtures("short_wait")
def test_a_statement_that_takes_too_long_is_503(database_url: str) -> None:
    settings = narrowed(database_url, statement_timeout_ms=200)
    with asking(settings) as client, locked(database_url):
        response = client.get(ITEMS)

        assert "too long" in problem_of(response, 503)["detail"]
        assert response.headers["retry-after"]


@pytest.mark.usefixtures("short_wait")
def test_waiting_for_a_connection_is_bounded(database_url: str) -> None:
    settings = narrowed(database_url, pool_size=1, statement_timeout_ms=8000)
    answers: list[int] = []
    with asking(settings) as client:
        assert client.get(ITEMS).status_code == 200
        with locked(database_url):
            first = threading.Thread(target=lambda: answers.append(asked(client, 3)))
            first.start()
            time.sleep(0.3)
            started = time.monotonic()
            second = problem_of(client.get(f"{ITEMS}?limit=4"), 503)
            waited = time.monotonic() - started
            health = client.get("/healthz").status_code
        first.join()

    assert "busy" in second["detail"]
    assert waited < 2
    assert health == 200
    assert answers == [200]


def test_what_is_not_public_is_not_there(database_url: str) -> None:
    settings = settings_for(database_url)
    slugs = {"secret-depot": Visibility.INTERNAL, "secret-deal": Visibility.PARTNER}
    with unit_of_work(settings, actor="test", reason="secrets") as session:
        store_places(session, [secret(slug, visibility) for slug, visibility in slugs.items()])
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("select id::text from viauma.place where slug ~ '^secret-'")
        ids = [id_ for (id_,) in rows]
    assert len(ids) == 2

    with asking(settings) as client:
        for name in ("places", "sites", "facilities"):
            for reference in (*ids, *slugs):
                for form in ("json", "html"):
                    path = f"/collections/{name}/items/{reference}?f={form}"
                    assert client.get(path).status_code == 404
            for query in ("limit=10000", "q=secret", "near=20.26,63.83", "limit=1000&f=html"):
                text = client.get(f"/collections/{name}/items?{query}").text
                assert "ecret place" not in text
                assert [id_ for id_ in ids if id_ in text] == []
        listed = client.get(f"{ITEMS}?limit=10000").json()["features"]
        assert client.get("/collections/places/counts").json()["total"] == len(listed)
        around = client.get(f"{ITEMS}?around=secret-depot,500")
        assert problem_of(around, 400)["parameter"] == "around"


def secret(slug: str, visibility: Visibility) -> PlaceDraft:
    return PlaceDraft(
        slug=slug, category="campsite", is_site=False, is_facility=True,
        wkt="POINT (20.26 63.83)", names={"sv": "Secret place"}, source="test", source_id=slug,
        licence="not-stated", visibility=visibility,
    )  # fmt: skip


def comes_back(client: httpx.Client, path: str) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if client.get(path).status_code == 200:
            return True
        time.sleep(0.1)
    return False


def asked(client: httpx.Client, limit: int) -> int:
    """Ask what is in nobody's memory yet."""
    return client.get(f"{ITEMS}?limit={limit}").status_code


def terminate(url: str, cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        connection.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity where datname = %s",
            [name],
        )


@contextmanager
def locked(url: str) -> Iterator[None]:
    with psycopg.connect(url) as connection:
        connection.execute("lock table viauma.published_place in access exclusive mode")
        yield
        connection.rollback()
