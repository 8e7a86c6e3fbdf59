"""From what somebody wrote to what PostgreSQL is asked: read, check, compile, in one step."""

from shapely.geometry.base import BaseGeometry

from viauma.cql2.checking import check
from viauma.cql2.costs import check_costs, nodes_of
from viauma.cql2.queryables import Compiled, Queryables
from viauma.cql2.reading import read_filter
from viauma.cql2.resolving import Resolve, resolved
from viauma.cql2.sql import compile_sql
from viauma.cql2.tree import And, Expression, Geometry, Property
from viauma.geo.crs import CRS84, Crs


def compiled_filter(  # noqa: PLR0913 - each is a part of the question
    text: str | None,
    known: Queryables,
    *,
    language: str = "cql2-text",
    crs: Crs = CRS84,
    also: tuple[Expression, ...] = (),
    argument: str = "filter",
    resolve: Resolve | None = None,
) -> Compiled:
    """Compile a filter.

    Parameters
    ----------
    text
        CQL2 as text or JSON, as `language` says; None when only `also` is asked.
    known
        What it may name.
    crs
        What its coordinates are in, in the authority's axis order.
    also
        Checked conditions that must hold besides.
    resolve
        Finds the condition that stands for a call which SQL alone cannot answer, such as
        ``is_open``; None: there are no such calls here.

    Raises
    ------
    InvalidInput
        It cannot be read, names what is not known, compares what does not fit, or costs too much.
    """
    parts = list(also)
    if text is not None:
        asked = check(read_filter(text, language, crs=crs, argument=argument), known, argument)
        check_costs(asked, known, argument)
        parts.append(resolved(asked, resolve, argument))
    whole = parts[0] if len(parts) == 1 else And(tuple(parts))
    return compile_sql(whole, known)._replace(
        names=frozenset(node.name for node in nodes_of(whole) if isinstance(node, Property)),
        is_spatial=any(isinstance(node, Geometry) for node in nodes_of(whole)),
    )


def shapes_in(expression: Expression) -> list[BaseGeometry]:
    """List the geometries that are written in a filter: EPSG:4326, longitude first."""
    return [node.shape for node in nodes_of(expression) if isinstance(node, Geometry)]
