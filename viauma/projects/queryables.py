"""What a filter may name of a project."""

from collections.abc import Mapping

from viauma.cql2.queryables import Kind, Queryable

QUERYABLES: Mapping[str, Queryable] = {
    one.name: one
    for one in (
        Queryable("id", Kind.STRING, "cast(id as text)", {"title": "Identifier", "format": "uuid"}),
        Queryable("geometry", Kind.GEOMETRY, "geom", {"title": "Area it touches"}),
        Queryable("name", Kind.STRING, "name", {"title": "Title"}),
        Queryable("slug", Kind.STRING, "slug", {"title": "Name in addresses"}),
        Queryable("kind", Kind.STRING, "kind", {"title": "Kind of project"}),
        Queryable("during", Kind.INTERVAL, "during", {"title": "Time frame"}),
        Queryable("starts_on", Kind.DATE, "starts_on", {"title": "First day"}),
        Queryable("ends_on", Kind.DATE, "ends_on", {"title": "Last day"}),
        Queryable(
            "budget_total", Kind.NUMBER, "cast(budget_total as double precision)",
            {"title": "Budget", "description": "In the currency of the project.", "minimum": 0},
        ),
        Queryable(
            "funding_total", Kind.NUMBER, "cast(funding_total as double precision)",
            {"title": "Funding", "description": "In the currency of the project.", "minimum": 0},
        ),
        Queryable("municipalities", Kind.STRINGS, "municipalities", {"title": "SCB codes"}),
        Queryable("categories", Kind.STRINGS, "categories", {"title": "Keys in the taxonomy"}),
        Queryable("updated_at", Kind.TIMESTAMP, "updated_at", {"title": "Last change"}),
    )
}  # fmt: skip
