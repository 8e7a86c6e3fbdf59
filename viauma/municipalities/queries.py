"""Reading municipalities."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.municipalities.rules import MunicipalityRef


def municipalities(session: Session) -> list[MunicipalityRef]:
    """List all municipalities, members first, each with its latest population."""
    return [MunicipalityRef(*row) for row in session.execute(text(named_sql("municipality_refs")))]


def refs_question() -> Question:
    """Ask the fast lane for the rows that refs_from reads."""
    return Question(named_sql("municipality_refs"), {})


def refs_from(rows: Iterable[tuple[Any, ...]]) -> list[MunicipalityRef]:
    """Read the fast lane's rows, whose texts are bytes."""
    return [
        MunicipalityRef(code.decode(), name.decode(), slug.decode(), *rest)
        for code, name, slug, *rest in rows
    ]


def outlines(session: Session) -> list[dict[str, Any]]:
    """List the municipalities as GeoJSON Features, members first."""
    statement = text(named_sql("municipality_features"))
    return [json.loads(feature) for feature in session.scalars(statement)]
