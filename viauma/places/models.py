"""A place is one row here; `PublishedPlace` is what strangers may read of it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base, geometry
from viauma.municipalities.models import Municipality
from viauma.organisations.models import Organisation
from viauma.places.rules import MunicipalityBasis, Status, Visibility
from viauma.taxonomy.models import Category, CategoryGeometry

KIND_OF_GEOMETRY = (
    "case public.geometrytype(geom) "
    "when 'POINT' then 'point' when 'MULTIPOINT' then 'point' "
    "when 'LINESTRING' then 'line' when 'MULTILINESTRING' then 'line' "
    "when 'POLYGON' then 'polygon' when 'MULTIPOLYGON' then 'polygon' else 'other' end"
)
INSIDE_BOUNDS = (
    "public.st_xmin(geom) >= -180 and public.st_xmax(geom) <= 180 "
    "and public.st_ymin(geom) >= -90 and public.st_ymax(geom) <= 90"
)


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} in ({', '.join(repr(str(value)) for value in values)})"


class Place(Base):
    """A tourism site, a municipal facility, or both in one."""

    __tablename__ = "place"
    __table_args__ = (
        ForeignKeyConstraint(
            ["category", "geometry_kind"],
            [CategoryGeometry.category, CategoryGeometry.kind],
            name="place_geometry_of_category_kind",
        ),
        UniqueConstraint("source", "source_id", name="place_source_key"),
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_format"),
        CheckConstraint("is_site or is_facility", name="site_or_facility"),
        CheckConstraint("not public.st_isempty(geom)", name="geom_not_empty"),
        CheckConstraint("public.st_isvalid(geom)", name="geom_valid"),
        CheckConstraint(INSIDE_BOUNDS, name="geom_inside_bounds"),
        CheckConstraint(
            "not (public.st_xmin(geom) = 0 and public.st_xmax(geom) = 0 "
            "and public.st_ymin(geom) = 0 and public.st_ymax(geom) = 0)",
            name="geom_not_null_island",
        ),
        CheckConstraint(_one_of("status", Status), name="status_known"),
        CheckConstraint(_one_of("visibility", Visibility), name="visibility_known"),
        CheckConstraint(
            _one_of("municipality_basis", MunicipalityBasis), name="municipality_basis_known"
        ),
        CheckConstraint(
            "(municipality is null) = (municipality_basis is null)", name="municipality_has_basis"
        ),
        CheckConstraint(
            "(status = 'merged') = (merged_into is not null) and merged_into <> id",
            name="merged_has_target",
        ),
        CheckConstraint("jsonb_typeof(attributes) = 'object'", name="attributes_object"),
        Index("place_geom_gist", "geom", postgresql_using="gist"),
        Index("place_category_ix", "category"),
        Index("place_municipality_ix", "municipality"),
        Index("place_merged_into_ix", "merged_into"),
        {"comment": "Tourism sites and municipal facilities; one row each, whoever asks"},
    )

    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True, server_default=text("viauma.uuid7()"), comment="UUID version 7"
    )
    slug: Mapped[str] = mapped_column(Text, unique=True, comment="Name in addresses")
    names: Mapped[dict[str, str]] = mapped_column(
        server_default=text("'{}'"), comment="Name by language; empty: the name is unknown"
    )
    texts: Mapped[dict[str, str]] = mapped_column(
        server_default=text("'{}'"), comment="Description by language"
    )
    category: Mapped[str] = mapped_column(ForeignKey(Category.key), comment="Key in the taxonomy")
    is_site: Mapped[bool] = mapped_column(comment="Visitors go there")
    is_facility: Mapped[bool] = mapped_column(comment="Somebody runs it")
    geom: Mapped[Any] = mapped_column(geometry(), comment="EPSG:4326, lon lat")
    geometry_kind: Mapped[str] = mapped_column(
        Text, Computed(KIND_OF_GEOMETRY, persisted=True), comment="point, line, polygon or other"
    )
    municipality: Mapped[str | None] = mapped_column(
        ForeignKey(Municipality.code), comment="SCB code; null: unknown"
    )
    municipality_basis: Mapped[str | None] = mapped_column(
        Text, comment="stated by the source, computed inside an outline, or nearest (approximate)"
    )
    street: Mapped[str | None] = mapped_column(Text, comment="Street and number")
    postcode: Mapped[str | None] = mapped_column(Text, comment="Postcode")
    city: Mapped[str | None] = mapped_column(Text, comment="Postal town")
    status: Mapped[str] = mapped_column(
        Text, server_default="active", comment="planned, active, temporarily_closed, closed, merged"
    )
    merged_into: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("viauma.place.id"), comment="The place this one turned out to be"
    )
    visibility: Mapped[str] = mapped_column(
        Text, server_default="public", comment="public, partner or internal"
    )
    owner: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(Organisation.id), comment="Organisation that owns it"
    )
    operator: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(Organisation.id), comment="Organisation that runs it"
    )
    attributes: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="What the category's JSON Schema allows"
    )
    opening_hours: Mapped[str | None] = mapped_column(Text, comment="OSM syntax; null: unknown")
    website: Mapped[str | None] = mapped_column(Text, comment="Address of the place's own page")
    identifiers: Mapped[dict[str, str]] = mapped_column(
        server_default=text("'{}'"), comment="Ids elsewhere by namespace: osm, wikidata, hav …"
    )
    source: Mapped[str] = mapped_column(Text, comment="Where the row is from")
    source_id: Mapped[str] = mapped_column(Text, comment="Its id there")
    licence: Mapped[str] = mapped_column(Text, comment="SPDX id, public-domain or not-stated")
    attribution: Mapped[str | None] = mapped_column(Text, comment="Text to show with the data")
    observed_on: Mapped[str | None] = mapped_column(
        Text, comment="Date of the source data, ISO 8601, may be reduced to year or month"
    )
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="First stored"
    )
    updated_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="Last changed"
    )
    verified_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="Last checked on the spot or with the operator"
    )
    verified_by: Mapped[str | None] = mapped_column(Text, comment="Who checked it")
    version: Mapped[int] = mapped_column(
        server_default=text("1"), comment="Counts writes; kept by trigger"
    )
    provenance: Mapped[dict[str, str] | None] = mapped_column(
        JSONB, comment="Source by field, where several sources speak; null: source gave all"
    )


class PublishedPlace(Base):
    """One row per public place, kept by trigger; all that public faces read."""

    __tablename__ = "published_place"
    __table_args__ = (
        Index("published_place_slug_ix", "slug", unique=True),
        Index("published_place_key_ix", "key", "id"),
        Index("published_place_category_key_ix", "category", "key", "id"),
        Index("published_place_municipality_key_ix", "municipality", "category", "key", "id"),
        Index("published_place_municipality_order_ix", "municipality", "key", "id"),
        Index("published_place_path_gin", "category_path", postgresql_using="gin"),
        Index(
            "published_place_attributes_gin",
            "attributes",
            postgresql_using="gin",
            postgresql_ops={"attributes": "jsonb_path_ops"},
        ),
        Index(
            "published_place_search_trgm",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "public.gin_trgm_ops"},
        ),
        # What names begin with; whole texts may be longer than an entry of an index can be.
        Index("published_place_beginning_ix", text("left(search_text, 64)")),
        Index("published_place_geom_gist", "geom", postgresql_using="gist"),
        Index(
            "published_place_spread_gist",
            "geom",
            postgresql_using="gist",
            # A line or a polygon reaches beyond the point that its key is made of.
            postgresql_where=text("public.st_npoints(geom) > 1"),
        ),
        Index("published_place_geom_3857_gist", "geom_3857", postgresql_using="gist"),
        Index("published_place_name_ix", "name", "id"),
        Index("published_place_updated_ix", "updated_at", "id"),
        Index(
            "published_place_hours_ix",
            "opening_hours",
            # Longer texts are no hours, and an index could not hold them.
            postgresql_where=text("char_length(opening_hours) <= 500"),
        ),
        Index(
            "published_place_geog_gist", text("(geom::public.geography)"), postgresql_using="gist"
        ),
        {"comment": "Public places, ready to be sent; kept by trigger, made anew by rebuild"},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, comment="place.id")
    key: Mapped[int] = mapped_column(
        BigInteger, comment="Position on a Hilbert curve: the default order of pages"
    )
    slug: Mapped[str] = mapped_column(Text, comment="place.slug")
    name_sv: Mapped[str | None] = mapped_column(Text, comment="Name in Swedish")
    name_en: Mapped[str | None] = mapped_column(Text, comment="Name in English")
    search_text: Mapped[str] = mapped_column(
        # In the order of code points, what begins alike stands together.
        Text(collation="C"),
        comment="Names, slug and town, folded",
    )
    category: Mapped[str] = mapped_column(Text, comment="Key in the taxonomy")
    category_path: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="Keys from the root")
    is_site: Mapped[bool] = mapped_column(comment="Visitors go there")
    is_facility: Mapped[bool] = mapped_column(comment="Somebody runs it")
    municipality: Mapped[str | None] = mapped_column(Text, comment="SCB code")
    status: Mapped[str] = mapped_column(Text, comment="Status")
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="Attributes")
    source: Mapped[str] = mapped_column(Text, comment="Where the row is from")
    licence: Mapped[str] = mapped_column(Text, comment="Licence")
    updated_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), comment="Last change")
    verified_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="Last verification"
    )
    version: Mapped[int] = mapped_column(
        comment="place.version; a change of labels leaves it as it is"
    )
    geom: Mapped[Any] = mapped_column(geometry(), comment="EPSG:4326, lon lat")
    geom_3857: Mapped[Any] = mapped_column(
        geometry(srid=3857),
        comment="EPSG:3857, for tiles; clipped to ±85.06° of latitude",
    )
    feature: Mapped[str] = mapped_column(Text, comment="GeoJSON Feature, properties last")
    name: Mapped[str | None] = mapped_column(
        # As people in Sweden sort names: å, ä and ö come last.
        Text(collation="sv-x-icu"),
        comment="Name in Swedish, or else in English",
    )
    municipality_name: Mapped[str | None] = mapped_column(Text, comment="Name of the municipality")
    city: Mapped[str | None] = mapped_column(Text, comment="Postal town")
    owner: Mapped[str | None] = mapped_column(Text, comment="Name of the owner")
    operator: Mapped[str | None] = mapped_column(Text, comment="Name of who runs it")
    opening_hours: Mapped[str | None] = mapped_column(Text, comment="OSM syntax")
    website: Mapped[str | None] = mapped_column(Text, comment="Address of the place's own page")


# Rows add up and have no key of their own, so that no class stands for one.
published_cell = Table(
    "published_cell",
    Base.metadata,
    Column(
        "level", SmallInteger, nullable=False,
        comment="The Web Mercator square has 2^level cells on each side",
    ),
    Column(
        "cell", BigInteger, nullable=False,
        comment="Column and row from the north-west, their bits interleaved",
    ),
    Column(
        "kinds", SmallInteger, nullable=False,
        comment="Whom the row counts: 1 all, 2 sites, 4 facilities, 8 trails, "
        "16 not closed for good",
    ),
    Column("count", Integer, nullable=False, comment="How many places; negative: so many fewer"),
    Column(
        "sum_x", BigInteger, nullable=False,
        comment="Sum of their positions from the west, in 2^-30 of the square",
    ),
    Column(
        "sum_y", BigInteger, nullable=False, comment="Sum of their positions from the north"
    ),
    Column(
        "id_high", BigInteger, nullable=False,
        comment="Their ids, first halves, by exclusive or: of one place, its own",
    ),
    Column("id_low", BigInteger, nullable=False, comment="Their ids, second halves"),
    Column(
        "attributes", JSONB, nullable=False,
        comment="count_… by category, and category, the most frequent",
    ),
    Column(
        "is_folded", Boolean, nullable=False, comment="Whether it is the sum of earlier rows"
    ),
    Index("published_cell_cell_ix", "level", "cell"),
    Index(
        "published_cell_unfolded_ix", "level", "cell", postgresql_where=text("not is_folded")
    ),
    comment="Counts of public places by cell of a grid; rows of a cell add up; kept by trigger",
)  # fmt: skip
