"""A place's page; and what stands at the address of one that is gone."""

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.features.folding import folded
from viauma.places.queries import is_uuid
from viauma_api.formats import ITEMS
from viauma_api.links import base_url
from viauma_api.schema_org import item_json_ld
from viauma_api.service import Service, service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors import place_page as told
from viauma_api.visitors.hours import hours_of, trust_of
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import listing_of
from viauma_api.visitors.missing import missing_page, said_page
from viauma_api.visitors.moment import moment_of
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.records import Feature, municipalities, place
from viauma_api.visitors.words import VOICES
from viauma_maps.locator import close_up_svg, locator_svg

NEARBY = 6
DOWNLOADS = ("json", "gpx", "kml")
LONGEST_WORDS = 80


async def place_page(request: Request) -> Response:
    """Show a place, or say what became of it."""
    service, reference = service_of(request), request.path_params["slug"]
    found = await place(service, reference)
    if found is None:
        return await _no_longer(request, reference)
    slug = found["properties"]["slug"]
    if is_uuid(reference):
        # Tiles know places by their ids only.
        address = Paths(base_url(request), language_of(request)).place(slug)
        return RedirectResponse(address, HTTPStatus.MOVED_PERMANENTLY)
    if found["properties"]["status"] == "closed":
        return await _closed(request, found)
    return await _page(request, found)


async def _page(request: Request, feature: Feature) -> Response:
    service, voice = service_of(request), VOICES[language_of(request)]
    properties, now = feature["properties"], moment_of(request)
    category = (await service.vocabulary()).taxonomy[properties["category"]]
    path = await _path(service, properties["category"])
    outlines, trail = await municipalities(service), told.trail_of(feature, path, voice)
    return visitor_page(
        request,
        "place.html",
        Head(
            title=voice.name(properties),
            description=told.description_of(properties, voice),
            json_ld=await _json_ld(request, feature),
            kind="place",
        ),
        feature=feature,
        p=properties,
        municipality=_slug_of(outlines, properties["municipality"]),
        text=told.text_of(properties, voice),
        position=told.position_of(feature),
        trail=trail,
        facts=told.told_of(feature, category.attributes, voice, is_trail=trail is not None),
        address=told.address_of(properties),
        website=told.website_of(properties),
        hours=hours_of(properties, now, voice),
        trust=trust_of(properties, path, now, voice),
        locator=locator_svg(outlines, feature, voice("place_page.locator")),
        close_up=close_up_svg(outlines, feature, voice("place_page.close_up")),
        nearby=await _nearby(service, feature),
        downloads=_downloads(base_url(request), feature["id"]),
    )


async def _closed(request: Request, feature: Feature) -> Response:
    """Say that a place has closed down, and what there is of its kind and around it."""
    service, voice = service_of(request), VOICES[language_of(request)]
    properties, paths = feature["properties"], Paths(base_url(request), language_of(request))
    return said_page(
        request,
        HTTPStatus.GONE,
        voice.name(properties),
        voice("missing.closed", voice.name(properties)),
        leads=[(
            voice("place_page.category_more", voice.category(properties)),
            paths.category(properties["category"]),
        )],
        features=await _nearby(service, feature),
        heading=voice("place_page.nearby"),
    )  # fmt: skip


async def _no_longer(request: Request, slug: str) -> Response:
    """Say that a place was merged or withdrawn, or that none was ever public by that name."""
    service, voice = service_of(request), VOICES[language_of(request)]
    became = await _became(service, slug)
    if became is None:
        return missing_page(request, features=await _nearly(service, slug))
    why, target = became
    kept = await place(service, target) if target else None
    sentence = "merged_away" if why == "merged" and kept is None else why
    return said_page(
        request,
        HTTPStatus.GONE,
        voice("missing.gone"),
        voice(f"missing.{sentence}"),
        features=[kept] if kept else await _nearly(service, slug),
        heading=voice("missing.instead") if kept else voice("missing.near"),
    )


async def _became(service: Service, slug: str) -> tuple[str, str] | None:
    if "\x00" in slug:
        return None
    rows = await service.lane.fetch(Question(named_sql("place_redirect"), {"slug": slug}))
    if not rows:
        return None
    why, target = rows[0]
    return why.decode(), target.decode() if target else ""


async def _nearly(service: Service, slug: str) -> list[Feature]:
    words = folded(slug.replace("-", " ").replace("\x00", " ")[:LONGEST_WORDS])
    rows = await service.lane.fetch(Question(named_sql("nearly_named_places"), {"words": words}))
    return [json.loads(row[0]) for row in rows]


async def _nearby(service: Service, feature: Feature) -> list[Feature]:
    here = told.position_of(feature)
    near = f"{here.lon:.6f},{here.lat:.6f}"
    found = await listing_of(service, near=near, limit=NEARBY + 1)
    return [one for one in found.features if one["id"] != feature["id"]][:NEARBY]


async def _json_ld(request: Request, feature: Feature) -> dict[str, object]:
    base, language = base_url(request), language_of(request)
    url = f"{base}/collections/places/items/{feature['id']}"
    taxonomy = (await service_of(request).vocabulary()).taxonomy
    page = Paths(base, language).place(feature["properties"]["slug"])
    return item_json_ld("place", feature, url=url, taxonomy=taxonomy) | {"mainEntityOfPage": page}


async def _path(service: Service, key: str) -> tuple[str, ...]:
    return next((one.path for one in await service.categories() if one.key == key), ())


def _slug_of(outlines: list[Feature], code: str | None) -> str:
    return next((one["properties"]["slug"] for one in outlines if one["id"] == code), "")


def _downloads(base: str, id_: str) -> list[tuple[str, str]]:
    home = f"{base}/collections/places/items/{id_}"
    return [(ITEMS[key].title, f"{home}?f={key}") for key in DOWNLOADS]


routes = [Route(at.PLACE, place_page)]
