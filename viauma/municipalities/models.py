"""Municipalities with outline, area and population by year."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base, geometry


class Municipality(Base):
    """A municipality, member of the region or a cooperating neighbour."""

    __tablename__ = "municipality"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{4}$'", name="code_scb"),
        CheckConstraint("land_area_km2 > 0", name="land_area_positive"),
        CheckConstraint("geom is null or public.st_isvalid(geom)", name="geom_valid"),
        Index("municipality_geom_gist", "geom", postgresql_using="gist"),
        {"comment": "Municipalities of the region and its neighbours"},
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True, comment="SCB code, four digits")
    slug: Mapped[str] = mapped_column(Text, unique=True, comment="Name in addresses")
    name: Mapped[str] = mapped_column(Text, unique=True, comment="Name in Swedish")
    county: Mapped[str] = mapped_column(Text, comment="County")
    is_member: Mapped[bool] = mapped_column(comment="Member of the region, not a neighbour")
    land_area_km2: Mapped[Decimal | None] = mapped_column(
        Numeric(10, 2), comment="Land area in square kilometres, as published"
    )
    geom: Mapped[Any | None] = mapped_column(
        geometry("MULTIPOLYGON"), comment="Outline, EPSG:4326 lon lat"
    )
    geom_source: Mapped[str | None] = mapped_column(Text, comment="Where the outline is from")
    geom_accuracy_m: Mapped[int | None] = mapped_column(
        comment="How far the outline may be off, metres"
    )
    source: Mapped[str | None] = mapped_column(Text, comment="Where area and name are from")
    updated_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="Last change"
    )


class MunicipalityPopulation(Base):
    """Inhabitants on 31 December of a year."""

    __tablename__ = "municipality_population"
    __table_args__ = (
        CheckConstraint("population >= 0", name="population_not_negative"),
        {"comment": "Population by municipality and year"},
    )

    municipality: Mapped[str] = mapped_column(
        ForeignKey("viauma.municipality.code"), primary_key=True, comment="SCB code"
    )
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Year")
    population: Mapped[int] = mapped_column(comment="Inhabitants on 31 December")
    source: Mapped[str | None] = mapped_column(Text, comment="Where the figure is from")
