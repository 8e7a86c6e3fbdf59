"""The moment for which a page is written: now, unless it is asked what it was like at another."""

from datetime import datetime

from starlette.requests import Request

from viauma import clock

MOMENT = "viauma.moment"
"""Where in the scope the moment stands. No header sets it: only this server asks itself so."""


def moment_of(request: Request) -> datetime:
    """Find the moment for which a page is written."""
    given: datetime | None = request.scope.get(MOMENT)
    return given or clock.now()
