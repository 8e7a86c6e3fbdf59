"""Whole answers, however many rows there are: page after page from one snapshot of the database.

The server reads pages by key, each with a statement of its own, because its readers are slow and
many. An export is one reader with a session: a cursor on the server's side gives it one consistent
answer in bounded memory.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CursorResult, Result
from sqlalchemy.orm import Session

from viauma.features.found import Found, found_in
from viauma.features.layers import Layer, LayerFilter, page_question
from viauma.features.rules import PageRequest
from viauma.geo.crs import CRS84, Crs
from viauma.places.filtering import parameters_of, shape_of
from viauma.places.queries import page_statement
from viauma.places.rules import PlaceFilter

PAGE = 2_000
MOST_OF_A_LAYER = 1_000_000

Pages = Iterator[list[Found]]

BEFORE_FEATURE = 3
"""Rows begin with the count, the key and the id."""


def place_pages(
    session: Session, question: PlaceFilter, crs: Crs = CRS84, size: int = PAGE
) -> Pages:
    """Read the places of a filter in spatial order."""
    statement = page_statement(shape_of(question), (), None, None if crs.is_crs84 else crs)
    values = parameters_of(question) | {"limit": None}
    options = {"stream_results": True, "yield_per": size}
    yield from _pages(session.execute(statement, values, execution_options=options))


def layer_pages(
    session: Session, layer: Layer, question: LayerFilter, crs: Crs = CRS84, size: int = PAGE
) -> Pages:
    """Read the features of a small collection."""
    sql, values, _ = page_question(layer, question, PageRequest(limit=MOST_OF_A_LAYER, crs=crs))
    options = {"stream_results": True, "yield_per": size}
    connection = session.connection().execution_options(**options)
    found: CursorResult[Any] = connection.exec_driver_sql(sql, dict(values))
    yield from _pages(found)


def _pages(result: Result[Any]) -> Pages:
    for rows in result.partitions():
        yield [found_in(tuple(map(_as_bytes, row[BEFORE_FEATURE:]))) for row in rows]


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
