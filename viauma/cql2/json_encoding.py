"""CQL2 JSON: the standard's schema read and written."""

import json
from functools import singledispatch
from typing import Any, NoReturn

import shapely

from viauma.cql2 import tree
from viauma.cql2.canonical import rounded
from viauma.cql2.documents import OPEN, Reader
from viauma.cql2.instants import spell
from viauma.cql2.limits import check_json, parse_number
from viauma.cql2.words import JSON_SPELLINGS
from viauma.errors import InvalidInput
from viauma.geo.crs import CRS84, Crs


def parse_json(
    text_or_document: Any, *, crs: Crs = CRS84, argument: str = "filter"
) -> tree.Expression:
    """Read a filter in CQL2 JSON, as text or as what a JSON parser made of one.

    Geometries are read as `viauma.cql2.text.parse_text` reads them.

    Raises
    ------
    InvalidInput
        It is not CQL2, or more than is read (viauma.cql2.limits).
    """
    text = _text(text_or_document, argument)
    check_json(text, argument)
    try:
        document = json.loads(text, parse_int=parse_number, parse_constant=_refuse_constant)
    except ValueError as error:
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidInput(argument, f"is not JSON{where}") from None
    return Reader(crs, argument).read(document)


def _text(given: Any, argument: str) -> str:
    if isinstance(given, str):
        return given
    try:
        # Spelled out again, a document meets the same bounds as a text.
        return given.decode() if isinstance(given, bytes) else json.dumps(given)
    except (ValueError, TypeError, RecursionError):
        raise InvalidInput(argument, "is not JSON") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def to_json(expression: tree.Expression) -> Any:
    """Write an expression as CQL2 JSON, as plain as `json.dumps` takes it: a dict, for a filter."""
    return _document(expression)


@singledispatch
def _document(node: Any) -> Any:
    raise TypeError(f"{type(node).__name__} is no node of a filter")


def _op(op: str, *operands: tree.Expression) -> dict[str, Any]:
    return {"op": JSON_SPELLINGS.get(op, op), "args": [_document(operand) for operand in operands]}


@_document.register(tree.And)
@_document.register(tree.Or)
def _(node: tree.And | tree.Or) -> Any:
    return _op(type(node).__name__.lower(), *node.parts)


@_document.register
def _(node: tree.Not) -> Any:
    return _op("not", node.part)


@_document.register(tree.Comparison)
@_document.register(tree.Arithmetic)
@_document.register(tree.Spatial)
@_document.register(tree.Temporal)
@_document.register(tree.Arrays)
def _(
    node: tree.Comparison | tree.Arithmetic | tree.Spatial | tree.Temporal | tree.Arrays,
) -> Any:
    return _op(node.operator, node.left, node.right)


@_document.register
def _(node: tree.Like) -> Any:
    return _op("like", node.value, node.pattern)


@_document.register
def _(node: tree.Between) -> Any:
    return _op("between", node.value, node.lower, node.upper)


@_document.register
def _(node: tree.In) -> Any:
    return _op("in", node.value, tree.Array(node.items))


@_document.register
def _(node: tree.IsNull) -> Any:
    return _op("isnull", node.value)


@_document.register
def _(node: tree.Folded) -> Any:
    return _op(node.by, node.value)


@_document.register
def _(node: tree.Function) -> Any:
    return _op(node.name, *node.arguments)


@_document.register
def _(node: tree.Array) -> Any:
    return [_document(item) for item in node.items]


@_document.register
def _(node: tree.Property) -> Any:
    return {"property": node.name}


@_document.register
def _(node: tree.Literal) -> Any:
    return node.value


@_document.register
def _(node: tree.Instant) -> Any:
    text = spell(node.value)
    return {"timestamp" if "T" in text else "date": text}


@_document.register
def _(node: tree.Interval) -> Any:
    return {"interval": [_end(node.start), _end(node.end)]}


def _end(end: tree.Instant | tree.Property | None) -> Any:
    if isinstance(end, tree.Property):
        return _document(end)
    return spell(end.value) if end else OPEN


@_document.register
def _(node: tree.Geometry) -> Any:
    return json.loads(shapely.to_geojson(rounded(node.shape)))
