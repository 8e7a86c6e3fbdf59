"""Features as pages: a table of many, and one with what is known and where it lies."""

import json
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.projects.rules import accounts_from_feature
from viauma_api.asking import FeaturePage
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.formats import ITEMS
from viauma_api.hints import HINT_REL
from viauma_api.item_facts import facts_of
from viauma_api.links import Link, base_url, with_query
from viauma_api.pages import render
from viauma_api.schema_org import script_json
from viauma_api.service import service_of
from viauma_maps.assets import assets_folder
from viauma_maps.locator import locator_svg

# What a table of many shows; the page of one shows everything.
TABLE_COLUMNS = {
    "place": ("category_en", "municipality_name", "status", "source"),
    "municipality": ("code", "population", "land_area_km2"),
    "project": ("kind", "starts_on", "ends_on", "budget_total"),
}
NUMERIC = frozenset(("distance_m", "population", "land_area_km2", "budget_total"))
TITLES = {
    "category_en": "Category",
    "municipality_name": "Municipality",
    "budget_total": "Budget (SEK)",
    "land_area_km2": "Land (km²)",
    "starts_on": "From",
    "ends_on": "To",
}


async def items_page(
    request: Request, page: FeaturePage, links: list[Link], json_ld: Markup
) -> str:
    """Render a page of features as a map and a table."""
    collection = page.asked.collection
    parsed = [json.loads(one.feature) for one in page.found]
    columns = list(TABLE_COLUMNS[collection.record])
    if parsed and "distance_m" in parsed[0]["properties"]:
        columns.insert(0, "distance_m")
    following = next((one["href"] for one in links if one["rel"] == "next"), None)
    return render(
        request,
        "items.html",
        collection=collection,
        asked=page.asked.query,
        features=parsed,
        drawn=script_json(_drawn(parsed)),
        leaflet=(assets_folder() / "leaflet").is_dir(),
        json_ld=json_ld,
        columns=columns,
        titles=TITLES,
        numeric=NUMERIC,
        matched=page.matched,
        next=following,
        formats=format_links(request),
        hints=[one for one in links if one["rel"] == HINT_REL],
    )


def format_links(request: Request) -> list[tuple[str, str]]:
    """List the other formats of this answer by name and address."""
    return [(one.title, with_query(request, f=key)) for key, one in ITEMS.items() if key != "html"]


def _drawn(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep of features what a map shows."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one["id"],
                "geometry": one["geometry"],
                "properties": {name: one["properties"].get(name) for name in ("name", "slug")},
            }
            for one in features
        ],
    }


async def item_page(
    request: Request, collection: Collection, feature: dict[str, Any], json_ld: Markup
) -> str:
    """Render one feature with a small map of where it lies."""
    service = service_of(request)
    rows = await service.lane.fetch(_outlines_question())
    outlines = [json.loads(row[0]) for row in rows]
    taxonomy = (await service.vocabulary()).taxonomy
    category = taxonomy.get(feature["properties"].get("category", ""))
    schemas = category.attributes if category else {}
    is_project = collection.id == "projects"
    return render(
        request,
        "project.html" if is_project else "item.html",
        collection=collection,
        feature=feature,
        properties=feature["properties"],
        facts=facts_of(collection.record, feature["properties"], schemas),
        locator=locator_svg(outlines, feature),
        accounts=accounts_from_feature(feature["properties"]) if is_project else None,
        names={one["id"]: one["properties"]["name"] for one in outlines},
        data=with_query(request, f="json"),
        json_ld=json_ld,
        home=f"{base_url(request)}/collections/{collection.id}/items?f=html",
        collections=COLLECTIONS,
    )


def _outlines_question() -> Question:
    return Question(named_sql("municipality_features"), {})
