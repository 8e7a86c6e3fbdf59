"""What a filter may name of a municipality."""

from collections.abc import Mapping

from viauma.cql2.queryables import Kind, Queryable

QUERYABLES: Mapping[str, Queryable] = {
    one.name: one
    for one in (
        Queryable("code", Kind.STRING, "id", {"title": "SCB code", "pattern": "^[0-9]{4}$"}),
        Queryable("geometry", Kind.GEOMETRY, "geom", {"title": "Outline"}),
        Queryable("name", Kind.STRING, "name", {"title": "Name"}),
        Queryable("slug", Kind.STRING, "slug", {"title": "Name in addresses"}),
        Queryable("county", Kind.STRING, "county", {"title": "County"}),
        Queryable("is_member", Kind.BOOLEAN, "is_member", {"title": "Member of the region"}),
        Queryable(
            "land_area_km2", Kind.NUMBER, "cast(land_area_km2 as double precision)",
            {"title": "Land area", "x-ogc-unit": "km2", "minimum": 0},
        ),
        Queryable(
            "population", Kind.INTEGER, "cast(population as bigint)",
            {"title": "Inhabitants", "minimum": 0},
        ),
        Queryable(
            "population_year", Kind.INTEGER, "cast(population_year as bigint)",
            {"title": "Year of the population"},
        ),
        Queryable("updated_at", Kind.TIMESTAMP, "updated_at", {"title": "Last change"}),
    )
}  # fmt: skip
