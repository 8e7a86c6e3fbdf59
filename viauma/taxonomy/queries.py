"""Reading the taxonomy."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.taxonomy.models import Category
from viauma.taxonomy.rules import CategoryRef, CategorySchema


def attribute_schemas(session: Session) -> dict[str, dict[str, Any]]:
    """Map each category that places may carry to the JSON Schema of its attributes."""
    rows = session.execute(
        select(Category.key, Category.attributes_schema).where(~Category.abstract)
    )
    return {key: schema for key, schema in rows}  # noqa: C416 - rows unpack as pairs


def categories(session: Session) -> list[CategoryRef]:
    """List the taxonomy in its own order."""
    rows = session.execute(text(named_sql("category_refs")))
    return [CategoryRef(row[0], tuple(row[1]), *row[2:]) for row in rows]


def category_schemas(session: Session) -> list[CategorySchema]:
    """List the categories that places carry, with the JSON Schema of each attribute."""
    rows = session.execute(text(named_sql("category_schemas")))
    return [
        CategorySchema(row[0], row[1], row[2], row[3].get("properties", {}), row[4]) for row in rows
    ]


def refs_question() -> Question:
    """Ask the fast lane for the rows that refs_from reads."""
    return Question(named_sql("category_refs"), {})


def refs_from(rows: Iterable[tuple[Any, ...]]) -> list[CategoryRef]:
    """Read the fast lane's rows, whose plain texts are bytes."""
    return [
        CategoryRef(
            key.decode(),
            tuple(path),
            labels,
            abstract,
            icon.decode(),
            colour.decode(),
            shape.decode(),
        )
        for key, path, labels, abstract, icon, colour, shape in rows
    ]


def schemas_question() -> Question:
    """Ask the fast lane for the rows that schemas_from reads."""
    return Question(named_sql("category_schemas"), {})


def schemas_from(rows: Iterable[tuple[Any, ...]]) -> list[CategorySchema]:
    """Read the rows of schemas_question."""
    return [
        CategorySchema(key.decode(), labels, definitions, schema.get("properties", {}), mappings)
        for key, labels, definitions, schema, mappings in rows
    ]
