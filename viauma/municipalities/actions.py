"""Storing municipalities, their outlines and their population."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql


def store_municipalities(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update municipalities; rows that say nothing new are left alone.

    Each row has code, slug, name, county, is_member, land_area_km2, wkb (MultiPolygon in
    EPSG:4326 or None), geom_source, geom_accuracy_m and source.
    """
    for row in rows:
        session.execute(text(named_sql("store_municipality")), dict(row))


def store_population(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update population figures: municipality, year, population, source."""
    session.execute(text(named_sql("store_population")), [dict(row) for row in rows])
