"""Which methods a path knows, asked of the routes themselves."""

from starlette.routing import Match
from starlette.types import Scope

from viauma_api.links import application_root


def methods_of(scope: Scope) -> list[str]:
    """List the methods of all routes that the path matches; none for an unknown path."""
    # What was mounted has moved the root below itself.
    asked = {**scope, "method": "GET", "root_path": application_root(scope)}
    found: set[str] = set()
    for route in scope["app"].routes:
        match, _ = route.matches(asked)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or {"GET", "HEAD"}
    return sorted({*found, "OPTIONS"}) if found else []
