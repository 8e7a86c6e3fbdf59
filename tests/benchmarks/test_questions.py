"""The benchmark's questions are questions that the service answers, and its yardstick is fair."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from benchmarks import bare
from benchmarks.cases import cases
from benchmarks.measuring import Contender
from benchmarks.peers import pygeoapi, tipg
from benchmarks.peers.agreement import counted, disagreements, fault, sorted_ids
from benchmarks.questions import CURSOR_KEY, address, question
from benchmarks.tiles import features_in
from benchmarks.wishes import Case, Wish
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking
from viauma.geo.areas import Point
from viauma.settings import ServerSettings

BOX = "bbox of some 10 000 matches, 10 wanted"


@pytest.fixture(scope="module")
def connection(region_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(region_url, autocommit=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def every(connection: psycopg.Connection) -> dict[str, Case]:
    return {case.name: case for case in cases(connection)}


@pytest.fixture(scope="module")
def client(region_url: str) -> Iterator[httpx.Client]:
    server = ServerSettings(cursor_key=SecretStr(CURSOR_KEY))
    with asking(settings_for(region_url).model_copy(update={"server": server})) as opened:
        yield opened


def test_the_service_answers_every_question_with_what_the_bare_statement_finds(
    client, connection, every
):
    for case in every.values():
        wish = case.wishes[0]
        asked = question(wish)
        rows = connection.execute(asked.sql, asked.values).fetchall()
        answer = client.get(address(wish))

        assert answer.status_code == 200, f"{case.name}: {answer.text[:300]}"
        if wish.is_count:
            continue
        if wish.tile:
            assert features_in(answer.content) == features_in(rows[0][0]) > 0, case.name
            continue
        features = answer.json().get("features", [answer.json()])
        assert rows, case.name
        assert len(features) == min(len(rows), wish.limit), case.name


def test_the_service_is_held_against_the_table_like_everybody_else(client, connection, every):
    own = Contender("Via Uma", str(client.base_url).rstrip("/"), 0, address)
    wrong = [disagreements(case, [own], connection) for case in every.values()]

    assert [found for found in wrong if found] == []


def test_an_answer_that_lacks_a_feature_is_wrong(client, connection, every):
    wish = next(one for one in every[BOX].wishes if counted(one, connection) > one.limit)
    answer = client.get(address(wish)).json()
    assert fault(answer, wish, connection) == ""
    answer["features"].pop()

    assert "instead of 10" in fault(answer, wish, connection)


def test_an_answer_with_a_stranger_in_it_is_wrong(client, connection, every):
    inside, *_, elsewhere = every[BOX].wishes
    answer = client.get(address(inside)).json()
    strange = client.get(address(Wish(box=elsewhere.box))).json()["features"]
    known = {feature["id"] for feature in answer["features"]}
    stranger = next(one for one in strange if one["id"] not in known)
    answer["features"][0] = stranger | {"id": "00000000-0000-4000-8000-000000000000"}

    assert fault(answer, inside, connection) == "1 features do not match"


def test_a_wrong_count_is_wrong(client, connection, every):
    wish = every[BOX].wishes[0]
    answer = client.get(address(wish)).json()
    answer["numberMatched"] = 1

    assert fault(answer, wish, connection).startswith("tells of 1 matches")


def test_another_order_than_the_one_asked_for_is_wrong(connection):
    wish = Wish(sort_by="name")
    ids = sorted_ids(wish, connection)
    right = {"features": [{"id": id_} for id_ in ids]}
    wrong = {"features": [{"id": id_} for id_ in reversed(ids)]}

    assert fault(right, wish, connection) == ""
    assert fault(wrong, wish, connection) == "in another order"


def test_pgbench_understands_every_question_with_values_bound_and_written(
    region_url, every, tmp_path
):
    asked = [question(case.wishes[0]) for case in every.values()]
    benches = [
        bare.bound(asked, tmp_path / "bound"),
        bare.constant(region_url, asked, tmp_path / "constant"),
    ]

    for bench in benches:
        assert bare.over_socket(region_url, bench, 1) > 0


@pytest.mark.parametrize("peer", [tipg, pygeoapi])
def test_what_a_peer_cannot_answer_is_not_put_to_it(peer):
    assert peer.address(Wish(near=Point(20.0, 64.0))) is None
    assert peer.address(Wish(item="a", is_known=True)) is None
    assert peer.address(Wish(municipality="2480", is_count=True)) is None


def test_each_peer_is_asked_in_its_own_words(every):
    polygon = every["polygon of some 100 matches, CQL2"].wishes[0]

    assert "filter=S_INTERSECTS%28geom," in tipg.address(polygon)
    assert "filter-lang=cql2-text" in tipg.address(polygon)
    assert "filter=INTERSECTS%28geom," in pygeoapi.address(polygon)
    assert tipg.address(Wish(depth=500)) == "/collections/peers.place/items?limit=10&offset=500"
