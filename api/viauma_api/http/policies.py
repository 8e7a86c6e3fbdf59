"""What a page may load (Content Security Policy 3): its own server's files, and hardly anything.

A text that escaped escaping would still find no script to run and nobody to tell.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

_FRAME = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def _written(**more: str) -> str:
    directives = _FRAME | {name.replace("_", "-"): sources for name, sources in more.items()}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


PAGE = _written(script_src="'self'", style_src="'self'", img_src="'self'", connect_src="'self'")
"""Our own pages."""

API_PAGE = _written(
    script_src="'self'", style_src="'self'", img_src="'self' data:", connect_src="'self'"
)
"""The page with Swagger UI, which draws its icons from data: URLs."""


def of_a_page(policy: str = PAGE) -> dict[str, str]:
    """Write the headers of a page; it tells its address to this server alone."""
    return {"content-security-policy": policy, "referrer-policy": "same-origin"}


TILES_PAGE = _written(
    script_src="'self'", style_src="'self'", img_src="'self' data:", connect_src="'self'"
)
"""The page beside a PMTiles file, which it reads by byte ranges; all its scripts are files."""


def map_policy(tile_url: str | None) -> str:
    """Write the policy of a generated map.

    Its script is written into the page, because maps work from a USB stick too: so inline script
    must run, but there is no connection on which it could tell anybody anything. Tiles come from
    wherever the operator set.
    """
    origin = _origin(tile_url)
    tiles = f" {origin}" if origin else ""
    return _written(
        script_src="'self' 'unsafe-inline'",
        style_src="'self' 'unsafe-inline'",
        img_src=f"'self' data:{tiles}",
    )


def visitor_policy(tile_urls: Iterable[str | None], frame_ancestors: str = "'self'") -> str:
    """Write the policy of a visitor's page: its own server, and the operator's base map if set."""
    hosts = "".join(f" {origin}" for origin in origins_of(tile_urls))
    policy = _written(
        script_src="'self'",
        style_src="'self'",
        font_src="'self'",
        img_src=f"'self' data:{hosts}",
        connect_src=f"'self'{hosts}",
        frame_src="'self'",
        manifest_src="'self'",
        worker_src="'self'",
    )
    return policy.replace("frame-ancestors 'self'", f"frame-ancestors {frame_ancestors}")


def origins_of(tile_urls: Iterable[str | None]) -> list[str]:
    """List the other servers that a page with these tiles asks, each once."""
    return list(dict.fromkeys(filter(None, map(_origin, tile_urls))))


def _origin(tile_url: str | None) -> str:
    found = urlsplit(tile_url or "")
    # Tile servers are named {s} by turns.
    host = found.netloc.replace("{s}", "*")
    return f"{found.scheme}://{host}" if found.scheme and host else ""
