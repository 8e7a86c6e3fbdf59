"""A small document that breaks no rule, not even those that a reading API cannot keep."""

from typing import Any

TRACEPARENT = {"name": "traceparent", "in": "header", "schema": {"type": "string"}}
HEADERS = {"traceparent": {"schema": {"type": "string"}}}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}
HALL = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "opened": {"type": "string", "format": "date", "example": "2005-01-31"},
        "updated_at": {"type": "string", "format": "date-time", "example": "2005-01-31T12:00:00Z"},
    },
}


def sound() -> dict[str, Any]:
    """Write the document; every call gives one of its own, to be broken."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Halls",
            "version": "1.0.0",
            "description": "The halls of the town. Det här är alla hallar. Known limits: none.",
            "termsOfService": "https://town.example/terms",
            "contact": {
                "name": "The town",
                "url": "https://town.example",
                "email": "geodata@town.example",
            },
            "license": {"name": "CC0-1.0", "url": "https://town.example/licence"},
        },
        "externalDocs": {"description": "The guide", "url": "https://town.example/guide"},
        "servers": [{"url": "https://town.example/halls/v1"}],
        "security": [],
        "paths": {
            "/halls": {"get": _get(_paging()), "post": _post()},
            "/halls/{hallId}": {"get": _get(_hall_id()), "delete": _get(_hall_id())},
            "/api-info": {"get": _get([]), "put": _post()},
        },
        "components": {
            "schemas": {"hall": _copy(HALL), "problem": _copy(PROBLEM)},
            "securitySchemes": {
                "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
                "token": {"type": "http", "scheme": "bearer"},
                "login": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {"tokenUrl": "https://town.example/t", "scopes": {}}
                    },
                },
            },
        },
    }


def _get(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "summary": "Halls",
        "description": "What there is.",
        "parameters": [_copy(TRACEPARENT), *parameters],
        "responses": {
            "200": {"description": "Halls", "headers": _copy(HEADERS), "content": _content()},
            "404": {"description": "Nothing", "headers": _copy(HEADERS), "content": _refusal()},
        },
    }


def _post() -> dict[str, Any]:
    return {**_get([]), "requestBody": {"content": _content()}}


def _content() -> dict[str, Any]:
    example = {"name": "Big", "updated_at": "2005-01-31T12:00:00+01:00"}
    return {"application/json": {"schema": _copy(HALL), "example": example}}


def _refusal() -> dict[str, Any]:
    example = {"type": "about:blank"}
    return {
        "application/problem+json": {"schema": _copy(PROBLEM)},
        "application/json": {"schema": _copy(PROBLEM), "example": example},
    }


def _paging() -> list[dict[str, Any]]:
    return [
        {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
        {"name": "openSince", "in": "query", "schema": {"type": "string"}},
    ]


def _hall_id() -> list[dict[str, Any]]:
    return [{"name": "hallId", "in": "path", "required": True, "schema": {"type": "string"}}]


def _copy(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _copy(one) if isinstance(one, dict) else one for name, one in value.items()}
