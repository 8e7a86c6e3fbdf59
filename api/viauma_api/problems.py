"""The one table from error to status, and the one shape of an answer that says no (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from viauma.errors import Conflict, InvalidInput, NotFound, Unavailable, ViaUmaError
from viauma.log import request_id
from viauma_api.http.allowed import methods_of
from viauma_api.http.conditional import VARY
from viauma_api.http.policies import of_a_page
from viauma_api.http_errors import (
    ContentTooLarge,
    NotAcceptable,
    TargetTooLong,
    UnsupportedMediaType,
)
from viauma_api.links import base_url, path_of
from viauma_api.negotiation import wants_html
from viauma_api.pages import render
from viauma_api.problem_types import PROBLEM_TYPES
from viauma_api.responses import HTML, PROBLEM, UNKEPT, dump
from viauma_api.visitors.language import is_visitors
from viauma_api.visitors.missing import refused_page

logger = logging.getLogger(__name__)

STATUS = (
    (InvalidInput, HTTPStatus.BAD_REQUEST),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (UnsupportedMediaType, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (ContentTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (TargetTooLong, HTTPStatus.REQUEST_URI_TOO_LONG),
)

RETRY_AFTER_S = 5


async def answer_domain_error(request: Request, error: Exception) -> Response:
    """Answer an error of the core, or one that only HTTP knows."""
    assert isinstance(error, ViaUmaError)  # noqa: S101 - registered for this family only
    status = next((code for kind, code in STATUS if isinstance(error, kind)), None)
    if status is None:
        return await answer_unexpected(request, error)
    response = problem(request, status, error.message, _named(error))
    if isinstance(error, UnsupportedMediaType):
        response.headers["accept"] = ", ".join(error.accepted)
    return response


def _named(error: ViaUmaError) -> dict[str, Any]:
    """Name what a program can act on without reading the sentence."""
    if isinstance(error, InvalidInput):
        return {"parameter": error.argument}
    return {"offered": error.offered} if isinstance(error, NotAcceptable) else {}


async def answer_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown paths, wrong methods."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    status = HTTPStatus(error.status_code)
    sentences = {
        HTTPStatus.NOT_FOUND: f"Nothing is found at {path_of(request)[:200]}.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not possible here.",
    }
    response = problem(request, status, sentences.get(status, str(error.detail)))
    response.headers.update({name.lower(): text for name, text in (error.headers or {}).items()})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        # The framework names the methods of one route; others may have the same path.
        response.headers["allow"] = ", ".join(methods_of(request.scope))
    return response


async def answer_validation_error(request: Request, error: Exception) -> Response:
    """Answer FastAPI's own validation as the standard wants it: 400, not 422."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    first = error.errors()[0]
    name = str(first["loc"][-1])
    return problem(request, HTTPStatus.BAD_REQUEST, f"{name}: {first['msg']}", {"parameter": name})


async def answer_unexpected(request: Request, error: Exception) -> Response:
    """Answer a fault of ours: logged in full, told in one sentence."""
    logger.error("unexpected error at %s", path_of(request), exc_info=error)
    sentence = "Something went wrong here; it has been logged."
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, sentence)


def problem(
    request: Request, status: HTTPStatus, detail: str, more: Mapping[str, Any] | None = None
) -> Response:
    """Compose a problem document, or a page when a browser asks."""
    body = {
        "type": _type(request, status),
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "instance": f"urn:request:{request_id.get()}",
        **(more or {}),
    }
    headers = {"vary": VARY, **UNKEPT}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(RETRY_AFTER_S)
    if wants_html(request):
        if is_visitors(request):
            return refused_page(request, status, detail, headers)
        page = render(request, "problem.html", problem=body)
        return Response(page.encode(errors="replace"), int(status), headers | of_a_page(), HTML)
    return Response(dump(body), int(status), headers, PROBLEM)


def _type(request: Request, status: HTTPStatus) -> str:
    kind = PROBLEM_TYPES.get(status)
    return "about:blank" if kind is None else f"{base_url(request)}/problems/{kind.name}"
