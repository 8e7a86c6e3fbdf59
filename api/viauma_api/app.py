"""Puts the rooms of the API together; what a request needs hangs on the app's state."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Lifespan

from viauma import __version__, log
from viauma.db.changes import Changes
from viauma.db.engine import connect_url
from viauma.db.fastlane import FastLane
from viauma.errors import ViaUmaError
from viauma.settings import Settings
from viauma_api import problems
from viauma_api.http.files import Files
from viauma_api.http.layers import add_layers
from viauma_api.http.slashes import lost
from viauma_api.pages import STATIC
from viauma_api.routers import (
    api_info,
    area_counts,
    catalogue,
    collections,
    docs,
    generated_maps,
    health,
    items,
    landing,
    problem_types,
    schemas,
    search,
    suggestions,
    tiles,
    visitor_about,
    visitor_categories,
    visitor_embeds,
    visitor_files,
    visitor_map,
    visitor_municipalities,
    visitor_offline,
    visitor_places,
    visitor_plan,
    visitor_projects,
    visitor_sitemap,
    visitor_still,
)
from viauma_api.service import Service

# What is asked most comes first: routes are tried in order.
MODULES = (
    items,
    tiles,
    collections,
    area_counts,
    search,
    suggestions,
    schemas,
    visitor_map,
    visitor_places,
    visitor_files,
    visitor_embeds,
    visitor_categories,
    visitor_municipalities,
    visitor_projects,
    visitor_about,
    visitor_still,
    visitor_sitemap,
    visitor_offline,
    visitor_plan,
    landing,
    docs,
    api_info,
    catalogue,
    generated_maps,
    problem_types,
    health,
)


def create_app(settings: Settings) -> FastAPI:
    """Build the application.

    Parameters
    ----------
    settings
        Read once at the door; the database is reached when the server starts.
    """
    app = FastAPI(
        title="Via Uma",
        version=__version__,
        lifespan=_lifespan(settings),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # Looking for a telemetry provider, of which there is none, takes 3 µs of each request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    # Not as an argument: FastAPI would have uvicorn add the folder to every path.
    app.root_path = settings.server.root_path
    # Plain Starlette routes: FastAPI's parameter machinery would cost as much again as the query,
    # and the parameters are read from our own table anyway.
    for module in MODULES:
        app.router.routes.extend(module.routes)
    # The framework's own redirect repeats the Host header as it came.
    app.router.redirect_slashes, app.router.default = False, lost
    app.mount("/static", Files(STATIC), name="static")
    docs.mount_assets(app)
    add_layers(app, settings.server)
    app.add_exception_handler(ViaUmaError, problems.answer_domain_error)
    app.add_exception_handler(HTTPException, problems.answer_http_error)
    app.add_exception_handler(RequestValidationError, problems.answer_validation_error)
    return app


def worker() -> FastAPI:
    """Build the application in a process of its own, from the environment's settings."""
    settings = Settings()
    log.configure(settings.server.log_level)
    app = create_app(settings)
    settle()
    return app


def settle() -> None:
    """Spare the garbage collector what is there to stay, before a process begins to answer.

    A full collection looks through 137 000 objects of libraries, which takes 61 ms; afterwards it
    looks only through what requests have left.
    """
    gc.collect()
    gc.freeze()


def _lifespan(settings: Settings) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        url = connect_url(settings)
        lane = FastLane(
            url,
            size=settings.database.pool_size,
            statement_timeout_ms=settings.database.statement_timeout_ms,
        )
        async with lane, Changes(url) as changes:
            app.state.service = Service(lane, changes, settings)
            yield

    return lifespan
