"""The responses of the API document: what comes with every answer, and how answers say no."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from viauma_api.examples import example_of
from viauma_api.openapi_parameters import TRACE_PATTERN
from viauma_api.openapi_schemas import reference
from viauma_api.operation import Operation
from viauma_api.responses import HTML, PROBLEM

Described = dict[str, Any]

_TEXT = {"type": "string"}

HEADERS: Mapping[str, tuple[str, Described]] = {
    "X-Request-Id": ("Names this request in our log; the client's own, if it sent one.", _TEXT),
    "traceparent": ("The trace that the answer belongs to.",
                    {"type": "string", "pattern": TRACE_PATTERN}),
    "ETag": ("Strong validator: send it as If-None-Match.", _TEXT),
    "Last-Modified": ("When anything was last written: send it as If-Modified-Since.", _TEXT),
    "Content-Crs": ("The reference system of the coordinates, in angle brackets.", _TEXT),
    "Link": ("Where the queryables are; of a schema, which profile it has.", _TEXT),
    "Location": ("Where to ask instead.", {"type": "string", "format": "uri"}),
    "Retry-After": ("When to try again, in seconds.", {"type": "integer", "minimum": 0}),
}  # fmt: skip
EVERYWHERE = ("X-Request-Id", "traceparent")

PROBLEMS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "A parameter is unknown or cannot be read; the problem names it.",
    HTTPStatus.NOT_FOUND: "There is no such thing.",
    HTTPStatus.NOT_ACCEPTABLE: "Accept takes none of the media types that are offered.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The query is too long.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of a type that is not read here.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of ours; it has been logged with the request's id.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database cannot be asked now, or took too long.",
}


def answers(operation: Operation) -> Described:
    """Describe how an operation answers."""
    refusals = {*operation.refusals, *((404,) if operation.path_parameters else ())}
    not_modified = {"304": _component("NotModified")} if operation.is_kept else {}
    nothing = {"204": _component("Nothing")} if operation.may_be_empty else {}
    moved = {"308": _component("Moved")} if operation.may_have_moved else {}
    return {
        "200": _success(operation),
        **nothing,
        **not_modified,
        **moved,
        **{str(status): _component(_named(HTTPStatus(status))) for status in sorted(refusals)},
    }


def component_headers() -> Described:
    """Describe the headers that answers carry."""
    return {
        name: {"description": sentence, "schema": schema}
        for name, (sentence, schema) in HEADERS.items()
    }


def component_problems() -> Described:
    """Describe the answers without a representation: 304, and those that say no."""
    return {
        "Nothing": {
            "description": "There is nothing here, and that is no fault.",
            "headers": _headers(*EVERYWHERE),
        },
        "Moved": {
            "description": "The place was merged into another one, which Location leads to.",
            "headers": _headers(*EVERYWHERE, "Location"),
        },
        "NotModified": {
            "description": "The client's copy is still what would be sent.",
            "headers": _headers(*EVERYWHERE, "ETag"),
        },
        **{_named(status): _problem(status, sentence) for status, sentence in PROBLEMS.items()},
    }


def _success(operation: Operation) -> Described:
    tag = ("ETag",) if operation.is_kept else ()
    return {
        "description": operation.summary,
        "headers": _headers(*EVERYWHERE, *tag, *operation.headers),
        "content": {one: _representation(operation, one) for one in operation.media_types},
    }


def _representation(operation: Operation, media_type: str) -> Described:
    kind = media_type.partition(";")[0]
    if operation.follows_schema(media_type):
        schema = reference(operation.schema) if operation.schema else {"type": "object"}
        return {"schema": schema, **example_of(operation.id)}
    if kind.endswith("json"):
        return {"schema": {"type": "object"}}
    is_text = kind.startswith("text/") or kind.endswith(("xml", "json-seq"))
    return {"schema": _TEXT if is_text else {"type": "string", "format": "binary"}}


def _problem(status: HTTPStatus, sentence: str) -> Described:
    later = ("Retry-After",) if status == HTTPStatus.SERVICE_UNAVAILABLE else ()
    return {
        "description": sentence,
        "headers": _headers(*EVERYWHERE, *later),
        "content": {
            PROBLEM: {"schema": reference("problem"), **example_of(_named(status))},
            HTML: {"schema": _TEXT},
        },
    }


def _headers(*names: str) -> Described:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _component(name: str) -> Described:
    return {"$ref": f"#/components/responses/{name}"}


def _named(status: HTTPStatus) -> str:
    return status.phrase.title().replace(" ", "").replace("-", "")
