"""Small applications behind our own layers, for what no route of ours does yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route

from tests.fixtures.serving import running
from viauma.errors import ViaUmaError
from viauma.settings import ServerSettings
from viauma_api import problems
from viauma_api.http.layers import add_layers


@contextmanager
def asking_app(**endpoints: Any) -> Iterator[httpx.Client]:
    """Serve each endpoint under its name, for GET and POST, and open a client."""
    app = FastAPI(openapi_url=None)
    for name, endpoint in endpoints.items():
        app.router.routes.append(Route(f"/{name}", endpoint, methods=["GET", "POST"]))
    add_layers(app, ServerSettings())
    app.add_exception_handler(ViaUmaError, problems.answer_domain_error)
    app.add_exception_handler(HTTPException, problems.answer_http_error)
    config = uvicorn.Config(app, port=0, log_config=None, log_level="critical", ws="none")
    with running(config) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client
