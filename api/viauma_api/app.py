"""Puts the rooms of the API together; what a request needs hangs on the app's state."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from viauma import __version__
from viauma.db.engine import connect_url
from viauma.db.fastlane import FastLane
from viauma.errors import ViaUmaError
from viauma.settings import Settings
from viauma_api import problems
from viauma_api.heads import HeadLikeGet
from viauma_api.pages import STATIC
from viauma_api.routers import (
    area_counts,
    collections,
    docs,
    generated_maps,
    health,
    items,
    landing,
)
from viauma_api.service import Service

# What is asked most comes first: routes are tried in order.
MODULES = (items, collections, area_counts, landing, docs, generated_maps, health)


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
    )
    # Not as an argument: FastAPI would have uvicorn add the folder to every path.
    app.root_path = settings.server.root_path
    # Plain Starlette routes: FastAPI's parameter machinery would cost as much again as the query,
    # and the parameters are read from our own table anyway.
    for module in MODULES:
        app.router.routes.extend(module.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    docs.mount_assets(app)
    app.add_middleware(HeadLikeGet)
    app.add_exception_handler(ViaUmaError, problems.answer_domain_error)
    app.add_exception_handler(HTTPException, problems.answer_http_error)
    app.add_exception_handler(RequestValidationError, problems.answer_validation_error)
    app.add_exception_handler(Exception, problems.answer_unexpected)
    return app


def _lifespan(settings: Settings) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        lane = FastLane(
            connect_url(settings),
            size=settings.database.pool_size,
            statement_timeout_ms=settings.database.statement_timeout_ms,
        )
        async with lane:
            app.state.service = Service(lane, settings)
            yield

    return lifespan
