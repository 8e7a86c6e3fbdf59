"""Categories as rows, so that the database itself can refuse a lake that is a point on a line."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base


class Category(Base):
    """A node of the taxonomy tree."""

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint("key ~ '^[a-z][a-z0-9_]*$'", name="key_format"),
        CheckConstraint("labels ? 'sv' and labels ? 'en'", name="labels_sv_en"),
        CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name="colour_hex"),
        CheckConstraint("path[array_length(path, 1)] = key", name="path_ends_in_key"),
        Index("category_path_ix", "path", postgresql_using="gin"),
        {"comment": "Taxonomy of tourism sites and municipal facilities, a tree"},
    )

    key: Mapped[str] = mapped_column(Text, primary_key=True, comment="Stable key; never changes")
    parent: Mapped[str | None] = mapped_column(
        ForeignKey("viauma.category.key"), comment="Key of the node above"
    )
    path: Mapped[list[str]] = mapped_column(
        ARRAY(Text), comment="Keys from the root to this node, itself included"
    )
    labels: Mapped[dict[str, str]] = mapped_column(comment="Label by language")
    definitions: Mapped[dict[str, str]] = mapped_column(comment="One sentence by language")
    abstract: Mapped[bool] = mapped_column(comment="True for groups that no place may carry")
    is_site: Mapped[bool] = mapped_column(comment="Default for new places: visitors go there")
    is_facility: Mapped[bool] = mapped_column(comment="Default for new places: somebody runs it")
    icon: Mapped[str] = mapped_column(Text, comment="Maki icon name")
    colour: Mapped[str] = mapped_column(Text, comment="#rrggbb")
    shape: Mapped[str] = mapped_column(Text, comment="Marker shape; colour is never the only cue")
    attributes_schema: Mapped[dict[str, Any]] = mapped_column(
        comment="JSON Schema 2020-12 of a place's attributes"
    )
    mappings: Mapped[dict[str, Any]] = mapped_column(
        comment="Equivalents: osm, schema_org, lipas, datatourisme"
    )
    maturity: Mapped[str] = mapped_column(Text, comment="stable or proposed")
    sort_order: Mapped[int] = mapped_column(comment="Position in lists and legends")


class CategoryGeometry(Base):
    """A kind of geometry that a category accepts; a place refers to the pair."""

    __tablename__ = "category_geometry"
    __table_args__ = (
        CheckConstraint("kind in ('point', 'line', 'polygon')", name="kind_known"),
        {"comment": "Which geometry kinds a category accepts"},
    )

    category: Mapped[str] = mapped_column(
        ForeignKey("viauma.category.key"), primary_key=True, comment="Category"
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True, comment="point, line or polygon")
