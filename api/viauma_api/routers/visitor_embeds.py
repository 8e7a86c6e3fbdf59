"""The map inside other pages: the builder, the framed page, and oEmbed for pasted links."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma import clock
from viauma.errors import InvalidInput, NotFound
from viauma_api.links import base_url
from viauma_api.responses import json_response
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.choices import Choices, read_choices
from viauma_api.visitors.controls import choices_from_form, controls
from viauma_api.visitors.embedding import LEAST, MOST, Embed, checked_embed
from viauma_api.visitors.language import LANGUAGES, NAMES, language_of
from viauma_api.visitors.listing import listing_of
from viauma_api.visitors.map_data import map_data
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.words import VOICES

A_DAY_S = 86_400
LONGEST_URL = 8_000


async def builder(request: Request) -> Response:
    """Show the builder and, once something is chosen, what to paste and how it looks."""
    given, voice = request.query_params, VOICES[language_of(request)]
    choices, embed, problem = Choices(), None, ""
    if "make" in given:
        try:
            choices = choices_from_form(given, clock.now())
            embed = checked_embed(
                language=given.get("language", ""),
                text=choices.text,
                width=given.get("width", ""),
                height=given.get("height", ""),
                origins=given.get("origins", "")[:2_000],
            )
        except InvalidInput as error:
            problem = error.message
    return visitor_page(
        request,
        "embed_builder.html",
        Head(title=voice("embed.title"), description=voice("embed.lead")),
        controls=await controls(service_of(request), choices, voice),
        given=given,
        embed=embed,
        code=_code(request, embed) if embed else "",
        address=_address(request, embed) if embed else "",
        names=NAMES,
        least=LEAST,
        most=MOST,
        problem=problem,
    )


async def framed(request: Request) -> Response:
    """Show the map alone, to be framed by those whom its maker named."""
    service = service_of(request)
    embed = service.embeds.read(request.path_params["token"])
    voice = VOICES[embed.language]
    found = await listing_of(service, text=embed.filter, limit=100)
    return visitor_page(
        request,
        "embed.html",
        Head(
            title=voice("map.title"),
            description=voice("map.description"),
            script="embed",
            is_indexed=False,
            language=embed.language,
        ),
        frame_ancestors=embed.frame_ancestors,
        embed=embed,
        found=found,
        data=await map_data(service, base_url(request), embed.language),
        oembed=f"{base_url(request)}/oembed?url={_address(request, embed)}",
    )


async def oembed(request: Request) -> Response:
    """Tell how to embed a map's or an embed's address (oembed.com, 1.0)."""
    given = request.query_params
    if given.get("format", "json") != "json":
        raise HTTPException(HTTPStatus.NOT_IMPLEMENTED, "oEmbed is answered as JSON only")
    embed = _embed_at(request, given.get("url", "")[:LONGEST_URL])
    width = min(embed.width, _bound(given.get("maxwidth"), "maxwidth"))
    height = min(embed.height, _bound(given.get("maxheight"), "maxheight"))
    document: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": VOICES[embed.language]("map.title"),
        "provider_name": "Via Uma",
        "provider_url": f"{base_url(request)}/",
        "cache_age": A_DAY_S,
        "width": width,
        "height": height,
        "html": str(_frame(request, embed, width, height)),
    }
    return json_response(document, request)


def _embed_at(request: Request, url: str) -> Embed:
    """Find what an address shows: an embed, or the map as its filter leaves it."""
    base = base_url(request)
    if url.startswith(f"{base}/embed/"):
        token = urlsplit(url).path.rpartition("/")[2]
        return service_of(request).embeds.read(token)
    for language in LANGUAGES:
        if url.partition("?")[0].partition("#")[0] == f"{base}/{language}/":
            text = parse_qs(urlsplit(url).query).get("filter", [""])[0]
            return Embed(language=language, filter=read_choices(text).text)
    raise NotFound("There is nothing to embed at this address; a map's address is one of ours.")


def _bound(text: str | None, name: str) -> int:
    if text is None:
        return MOST
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:  # noqa: PLR2004 - digits
        raise InvalidInput(name, "must be a whole number of pixels")
    return int(text)


def _address(request: Request, embed: Embed) -> str:
    return f"{base_url(request)}/embed/{service_of(request).embeds.write(embed)}"


def _code(request: Request, embed: Embed) -> str:
    return str(_frame(request, embed, embed.width, embed.height))


def _frame(request: Request, embed: Embed, width: int, height: int) -> Markup:
    return Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'referrerpolicy="no-referrer" allow="fullscreen"></iframe>'
    ).format(_address(request, embed), width, height, VOICES[embed.language]("map.title"))


routes = [
    Route(at.EMBED, builder),
    Route("/embed/{token}", framed),
    Route("/oembed", oembed),
]
