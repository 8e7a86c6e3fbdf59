"""Whether the process is alive, and whether it can answer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma_api.operations import HEALTH, READY
from viauma_api.parameters import read_parameters
from viauma_api.responses import UNKEPT, json_response
from viauma_api.service import service_of


async def health(request: Request) -> Response:
    """Say that the process runs, without asking the database."""
    read_parameters(request, HEALTH.parameters)
    return json_response({"status": "ok"}, request, headers=UNKEPT)


async def readiness(request: Request) -> Response:
    """Say that published places can be read; 503 with the reason otherwise."""
    read_parameters(request, READY.parameters)
    await service_of(request).lane.fetch(Question(named_sql("ready"), {}))
    return json_response({"status": "ready"}, request, headers=UNKEPT)


routes = [
    Route(HEALTH.path, health),
    Route(READY.path, readiness),
]
