"""One page for a visitor: its head, its frame and its headers, the same for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from viauma_api.http.conditional import REVALIDATED, VARY, conditional
from viauma_api.http.policies import of_a_page, visitor_policy
from viauma_api.links import base_url, path_of
from viauma_api.pages import template
from viauma_api.responses import HTML
from viauma_api.schema_org import script_json
from viauma_api.service import service_of
from viauma_api.visitors.language import (
    LANGUAGES,
    LOCALES,
    NAMES,
    Language,
    is_visitors,
    language_of,
)
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.words import VOICES
from viauma_maps.visitor_assets import entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself to those who only look at its head."""

    title: str
    description: str
    script: str = "page"
    """The entry of maps/web that goes with it."""
    query: str = ""
    """What of the query belongs to the page's own address."""
    is_indexed: bool = True
    json_ld: Mapping[str, Any] | None = None
    kind: str = "website"
    """Open Graph's type."""
    language: Language | None = None
    """Where the address does not say it."""


def visitor_page(
    request: Request,
    name: str,
    head: Head,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    frame_ancestors: str = "'self'",
    **values: Any,
) -> Response:
    """Render a page in the language of its address, or answer 304."""
    body = rendered(request, name, head, **values).encode(errors="replace")
    maps = service_of(request).settings.maps
    policy = visitor_policy((maps.tile_url, maps.vector_tile_url), frame_ancestors)
    headers = of_a_page(policy)
    headers["content-language"] = head.language or language_of(request)
    if status is HTTPStatus.OK:
        return conditional(request, body, HTML, headers=headers)
    said = {"vary": VARY, "cache-control": REVALIDATED, **headers}
    return Response(body, int(status), said, HTML)


def rendered(request: Request, name: str, head: Head, **values: Any) -> str:
    """Render a template of the visitor's, with what every page needs."""
    language, base = head.language or language_of(request), base_url(request)
    below = quote(path_of(request)[len("/en/") :]) if is_visitors(request) else ""
    tail = f"{below}?{head.query}" if head.query else below
    voice, paths = VOICES[language], Paths(base, language)
    return template(f"visitors/{name}").render(
        base=base,
        head=head,
        json_ld=script_json(head.json_ld) if head.json_ld else None,
        language=language,
        languages=[(one, NAMES[one], f"{base}/{one}/{tail}") for one in LANGUAGES],
        locale=LOCALES[language],
        canonical=f"{paths.home}{tail}",
        section=below.partition("/")[0],
        assets=entry(head.script),
        paths=paths,
        w=voice,
        settings=service_of(request).settings,
        maps=service_of(request).maps_are_built,
        **values,
    )
