"""Pages from templates: escaped by default, nothing loaded from anywhere else."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.requests import Request

from viauma_api.links import base_url
from viauma_api.service import service_of
from viauma_maps.safe_json import json_for_script

STATIC = Path(__file__).parent / "static"

_environment = Environment(
    loader=PackageLoader("viauma_api"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def money(amount: str | None) -> str:
    """Write exact kronor for people: 1 500 000, or 1 500 000,50; unknown stays a word."""
    if amount is None:
        return "unknown"
    whole, _, decimals = amount.partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return grouped if decimals.strip("0") == "" else f"{grouped},{decimals}"


_environment.filters["money"] = money
_environment.filters["json_for_script"] = json_for_script


def template(name: str) -> Template:
    """Find a template; whatever it is given is escaped."""
    return _environment.get_template(name)


def render(request: Request, name: str, **values: Any) -> str:
    """Render a template with the landing page's address as `base`, and whether there are `maps`."""
    maps = service_of(request).maps_are_built
    return template(name).render(base=base_url(request), maps=maps, **values)
