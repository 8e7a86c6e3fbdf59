"""What a published project tells, member by member; amounts are exact decimal text."""

from typing import Any

from viauma.exchange.column import Column, ColumnType, column, nullable

TEXT, DATE, JSON = ColumnType.TEXT, ColumnType.DATE, ColumnType.JSON

AMOUNT = r"^-?[0-9]+(\.[0-9]+)?$"
CURRENCY = "^[A-Z]{3}$"

_STRING = {"type": "string"}
_OR_NULL = {"type": ["string", "null"]}
_YEAR = {"type": ["integer", "null"]}
_BY_LANGUAGE = {"type": "object", "additionalProperties": _STRING}
_MONEY = {
    "currency": {"type": "string", "pattern": CURRENCY},
    "basis": {"type": "string", "enum": ["stated", "derived"]},
    "wording": _OR_NULL,
}


def _objects(**members: Any) -> dict[str, Any]:
    items = {"type": "object", "properties": members, "required": list(members)}
    return {"type": "array", "items": items}


_STRINGS: dict[str, Any] = {"type": "array", "items": _STRING}
_BUDGET = _objects(
    scope={"type": "string", "enum": ["total", "year", "part"]}, year=_YEAR, labels=_BY_LANGUAGE,
    amount={"type": "string", "pattern": AMOUNT}, **_MONEY,
)  # fmt: skip
_FUNDING = _objects(
    financier=_OR_NULL, year=_YEAR, amount={"type": ["string", "null"], "pattern": AMOUNT}, **_MONEY
)
_PARTIES = _objects(
    organisation=_OR_NULL,
    role={"type": "string", "enum": ["owner", "partner", "participant", "performer"]},
)
_MILESTONES = _objects(labels=_BY_LANGUAGE, starts_on=_OR_NULL, ends_on=_OR_NULL)

COLUMNS: tuple[Column, ...] = (
    column("id", TEXT, "Identifier", "UUID of the project, the same for ever.",
           format="uuid", x_ogc_role="id"),
    column("name", TEXT, "Title", "Title in Swedish, or else in English."),
    column("title_sv", TEXT, "Title in Swedish", "Title as the source has it."),
    nullable("title_en", TEXT, "Title in English", "Title in English."),
    nullable("summary_sv", TEXT, "Summary in Swedish", "What the project is about, in Swedish."),
    nullable("summary_en", TEXT, "Summary in English", "What the project is about, in English."),
    column("slug", TEXT, "Name in addresses", "Short name of which addresses are made.",
           pattern="^[a-z0-9]+(-[a-z0-9]+)*$"),
    column("kind", TEXT, "Kind of project", "What kind of undertaking it is.",
           enum=["project", "programme", "activity", "study"]),
    nullable("starts_on", DATE, "First day", "First day; null: not known.",
             x_ogc_role="primary-interval-start"),
    nullable("ends_on", DATE, "Last day", "Last day, included; null: not known.",
             x_ogc_role="primary-interval-end"),
    nullable("time_frame_wording", TEXT, "Time frame in the source's words",
             "What the source says where it says less than a date."),
    nullable("part_of", TEXT, "Part of", "Slug of the project that this one is a part of."),
    nullable("budget_total", TEXT, "Budget", "Budget in all, in the project's currency.",
             pattern=AMOUNT),
    column("funding_total", TEXT, "Funding",
           "What financiers are stated to pay in all, in the project's currency.", pattern=AMOUNT),
    nullable("not_accounted_for", TEXT, "Not accounted for",
             "Budget that no stated financier covers, in the project's currency.", pattern=AMOUNT),
    nullable("currency", TEXT, "Currency", "Currency of the budget (ISO 4217).", pattern=CURRENCY),
    column("budget", JSON, "Budget lines", "Budget in all, by year or by part.", **_BUDGET),
    column("funding", JSON, "Funding lines",
           "What each financier pays; an amount of null is not known.", **_FUNDING),
    column("parties", JSON, "Parties", "Organisations that take part, each with its role.",
           **_PARTIES),
    column("contacts", JSON, "Contacts", "Persons to ask who have consented to be named.",
           **_objects(name=_STRING, roles=_BY_LANGUAGE)),
    column("milestones", JSON, "Milestones", "Stages and decisions with their days.",
           **_MILESTONES),
    column("municipalities", JSON, "SCB codes", "Codes of the municipalities it concerns.",
           **_STRINGS),
    column("categories", JSON, "Keys in the taxonomy",
           "Categories of places that the project concerns.", **_STRINGS),
    column("places", JSON, "Places", "Ids of the public places that the project touched.",
           **_STRINGS),
    column("source", TEXT, "Source", "Document that the row is from."),
    nullable("source_section", TEXT, "Section of the source", "Where in the document it stands."),
    column("updated_at", ColumnType.TIMESTAMP, "Last change", "When the row last changed."),
    column("version", ColumnType.INTEGER, "Version", "Number of times the row was written.",
           minimum=1),
    nullable("geometry", ColumnType.GEOMETRY, "Area it touches",
             "Outlines of the municipalities it concerns; null: none is known.",
             format="geometry-multipolygon", x_ogc_role="primary-geometry"),
)  # fmt: skip
