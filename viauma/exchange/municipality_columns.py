"""What a published municipality tells, member by member."""

from viauma.exchange.column import Column, ColumnType, column, nullable

TEXT, INTEGER, NUMBER = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER

COLUMNS: tuple[Column, ...] = (
    column("id", TEXT, "Identifier", "Code of the municipality.",
           pattern="^[0-9]{4}$", x_ogc_role="id"),
    column("name", TEXT, "Name", "Name in Swedish."),
    column("slug", TEXT, "Name in addresses", "Short name of which addresses are made."),
    column("code", TEXT, "SCB code", "Four digits as Statistics Sweden (SCB) has them.",
           pattern="^[0-9]{4}$"),
    column("county", TEXT, "County", "Name of the county in Swedish."),
    column("is_member", ColumnType.BOOLEAN, "Member of the region",
           "Whether it is a member of the region, not a cooperating neighbour."),
    nullable("land_area_km2", NUMBER, "Land area",
             "Land area in square kilometres, as published.", x_ogc_unit="km2", minimum=0),
    nullable("population", INTEGER, "Inhabitants",
             "Inhabitants on 31 December of the year of the population.", minimum=0),
    nullable("population_year", INTEGER, "Year of the population",
             "Year on whose last day the inhabitants were counted."),
    nullable("inhabitants_per_km2", NUMBER, "Population density",
             "Inhabitants per square kilometre of land.", x_ogc_unit="{person}/km2", minimum=0),
    nullable("geom_source", TEXT, "Source of the outline", "Where the outline is from."),
    nullable("geom_accuracy_m", INTEGER, "Accuracy of the outline",
             "How far the outline may be off, in metres.", x_ogc_unit="m", minimum=0),
    nullable("source", TEXT, "Source", "Where name and area are from."),
    nullable("population_source", TEXT, "Source of the population",
             "Where the number of inhabitants is from."),
    column("updated_at", ColumnType.TIMESTAMP, "Last change", "When the row last changed."),
    nullable("geometry", ColumnType.GEOMETRY, "Outline", "Outline; null: none has been imported.",
             format="geometry-multipolygon", x_ogc_role="primary-geometry"),
)  # fmt: skip
