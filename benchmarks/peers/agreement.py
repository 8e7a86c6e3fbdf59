"""Does everybody answer the same question? Checked before speeds are compared.

Nobody shall be fast by answering wrongly: of every question some variants are asked everywhere,
and counts and ids are held against what PostgreSQL says of the published rows.
"""

import json
from typing import Any
from urllib.request import urlopen

import psycopg
from psycopg import sql

from benchmarks.measuring import Contender
from benchmarks.tiles import CAP, FIRST_WITH_ALL, MARGIN, Tile, features_in
from benchmarks.wishes import Case, Wish, wkt_of

CHECKED = 8
ROUNDING = 2
ALL = MARGIN + ROUNDING
SOURCE = sql.SQL("from viauma.published_place where {}")


def disagreements(
    case: Case, contenders: list[Contender], connection: psycopg.Connection
) -> dict[str, list[str]]:
    """Tell what is wrong with whose answers."""
    found: dict[str, list[str]] = {}
    for wish in case.wishes[:CHECKED]:
        for one in contenders:
            path = one.address(wish)
            if path is None or wish.is_count or wish.near or wish.is_known:
                continue
            with urlopen(one.base_for(wish) + path, timeout=60) as answer:  # noqa: S310 - our own
                body = answer.read()
            if wish.tile:
                wrong = tile_fault(body, wish, wish.tile, connection)
            else:
                wrong = fault(json.loads(body), wish, connection)
            if wrong:
                found.setdefault(one.name, []).append(f"{path}: {wrong}")
    return found


def tile_fault(body: bytes, wish: Wish, tile: Tile, connection: psycopg.Connection) -> str:
    """Say what is wrong with a tile: too many or too few features.

    How far over its edge a tile reaches is everybody's own affair, within a margin; and what is
    not a point may be too small to be seen. Cells are fewer than places.
    """
    features = features_in(body)
    least, most = (
        places_in(tile, connection, -ROUNDING, kind="POINT"),
        places_in(tile, connection, ALL),
    )
    if tile.zoom < FIRST_WITH_ALL:
        least = min(least, 1)
    elif wish.is_with_all_columns:
        least = min(least, CAP)
    if least <= features <= most:
        return ""
    return f"{features} features instead of {least} to {most}"


def places_in(tile: Tile, connection: psycopg.Connection, margin: int, *, kind: str = "%") -> int:
    """Count the places of a kind of geometry in a tile and so many of 4096 units around it."""
    row = connection.execute(
        "select count(*) from viauma.published_place where geometrytype(geom) like %s"
        " and geom_3857 && st_tileenvelope(%s, %s, %s, margin => %s / 4096.0)",
        [kind, tile.zoom, tile.column, tile.row, margin],
    ).fetchone()
    return int(row[0]) if row else 0


def fault(answer: dict[str, Any], wish: Wish, connection: psycopg.Connection) -> str:
    """Say what is wrong with an answer; nothing if it is right.

    Where more match than are wanted, any of them are right, since everybody has an order of its
    own; where an order was asked for, it must be that one.
    """
    if wish.item:
        return "" if answer["id"] == wish.item else f"is {answer['id']}"
    ids = [feature["id"] for feature in answer["features"]]
    matches = counted(wish, connection)
    wanted = min(wish.limit, max(matches - wish.depth, 0))
    told = answer.get("numberMatched")
    if len(set(ids)) != wanted or len(ids) != wanted:
        return f"{len(ids)} features, {len(set(ids))} different ones, instead of {wanted}"
    if told is not None and told != matches:
        return f"tells of {told} matches instead of {matches}"
    if wish.sort_by:
        return "" if ids == sorted_ids(wish, connection) else "in another order"
    strangers = wanted - counted(wish, connection, among=ids)
    return f"{strangers} features do not match" if strangers else ""


def counted(wish: Wish, connection: psycopg.Connection, among: list[str] | None = None) -> int:
    """Count what matches, in the table or among some ids."""
    condition, values = matching(wish)
    if among is not None:
        condition, values = f"{condition} and id = any(%s::uuid[])", [*values, among]
    query = sql.SQL("select count(*) ") + SOURCE.format(sql.SQL(condition))
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0


def sorted_ids(wish: Wish, connection: psycopg.Connection) -> list[str]:
    """Find the first ids in the order that was asked for."""
    condition, values = matching(wish)
    order = sql.SQL(" order by {}, id limit %s").format(sql.Identifier(wish.sort_by))
    query = sql.SQL("select id::text ") + SOURCE.format(sql.SQL(condition)) + order
    return [id_ for (id_,) in connection.execute(query, [*values, wish.limit])]


def matching(wish: Wish) -> tuple[str, list[Any]]:
    """Say what a wish means, in the plainest SQL."""
    conditions = ["true"]
    values: list[Any] = []
    if wish.box:
        box = wish.box
        conditions.append("st_intersects(geom, st_makeenvelope(%s, %s, %s, %s, 4326))")
        values += [box.west, box.south, box.east, box.north]
    if wish.polygon:
        conditions.append("st_intersects(geom, st_geomfromtext(%s, 4326))")
        values.append(wkt_of(wish.polygon))
    for column in ("category", "municipality"):
        if getattr(wish, column):
            conditions.append(f"{column} = %s")
            values.append(getattr(wish, column))
    return " and ".join(conditions), values
