"""AME, ARQ, FEL and SPA: what goes to and fro, how it fails, and how it is traced."""

import re
from collections.abc import Iterator

from tests.api.profile.rules import SHALL, SHOULD, Breach, Document, operations, rule, schemas

PROBLEMS = ("application/problem+json", "application/problem+xml")
MEMBERS = ("type", "title", "status", "detail", "instance")
JSON = re.compile(r"application/json(\s*;\s*charset=utf-8)?", re.IGNORECASE)
# The official linter allows no digits; camelCase and snake_case do.
SNAKE = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
CAMEL = re.compile("[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
SUCCESSES = 400


@rule("AME.01", SHOULD, "what succeeds, and what is sent, can be JSON")
def json_messages(document: Document) -> Iterator[Breach]:
    yield from json_bodies(document)
    for one in operations(document):
        for status, response in one.responses.items():
            succeeds = status.isdigit() and int(status) < SUCCESSES
            if succeeds and not _offers_json(response.get("content")):
                yield Breach("no JSON", f"{one.where} {status}")


@rule("AME.02", SHOULD, "bodies can be JSON")
def json_bodies(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        if not _offers_json(one.body_content):
            yield Breach("no JSON", f"{one.where} body")


@rule("AME.04", SHOULD, "names of fields are camelCase or snake_case")
def field_names(document: Document) -> Iterator[Breach]:
    for where, schema in schemas(document):
        for name in schema["properties"]:
            if not (SNAKE.fullmatch(name) or CAMEL.fullmatch(name)):
                yield Breach(name, where)


@rule("AME.05", SHALL, "a schema does not mix camelCase and snake_case")
def no_mixture(document: Document) -> Iterator[Breach]:
    for where, schema in schemas(document):
        names = list(schema["properties"])
        if any("_" in name for name in names) and any(re.search("[A-Z]", name) for name in names):
            yield Breach("mixture", where)


@rule("AME.07", SHOULD, "names of fields are letters, digits and underscores")
def field_characters(document: Document) -> Iterator[Breach]:
    for where, schema in schemas(document):
        for name in schema["properties"]:
            if not re.fullmatch("[A-Za-z0-9_]+", name):
                yield Breach(name, where)


@rule("ARQ.01", SHOULD, "bodies are sent as JSON in UTF-8")
def bodies_in_utf8(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        content = one.body_content
        if content is not None and not any(JSON.fullmatch(kind) for kind in content):
            yield Breach("no JSON in UTF-8", f"{one.where} body")


@rule("ARQ.03", SHOULD, "common request headers are declared as what they are")
def common_headers(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for parameter in one.parameters:
            name, schema = parameter["name"], parameter.get("schema", {})
            choices = schema.get("enum", ())
            wrong = parameter["in"] == "header" and (
                (name == "Date" and schema.get("format") != "date-time")
                or (name == "ETag" and schema.get("format") != "etag")
                or (name == "Cache-Control" and not choices)
                or (name == "Connection" and "keep-alive" not in choices)
            )
            if wrong or (parameter["in"] == "cookie" and "type" not in schema):
                yield Breach(name, one.where)


@rule("ARQ.05", SHALL, "headers carry no payload")
def no_payload_in_headers(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for parameter in one.parameters:
            schema = parameter.get("schema", {})
            structured = schema.get("type") in {"object", "array"} or "content" in parameter
            encoded = schema.get("format") == "binary" or "contentMediaType" in schema
            if parameter["in"] == "header" and (structured or encoded):
                yield Breach(parameter["name"], one.where)


@rule("FEL.01", SHALL, "a problem tells type, title, status, detail and instance")
def problem_members(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            for kind in PROBLEMS:
                schema = response.get("content", {}).get(kind, {"schema": None}).get("schema", {})
                if schema is None:
                    continue
                lacking = [name for name in MEMBERS if name not in schema.get("properties", {})]
                if schema.get("type") != "object" or lacking:
                    yield Breach(", ".join(lacking) or "no object", f"{one.where} {status}")


@rule("FEL.02", SHALL, "what fails answers with a problem")
def problems(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            fails = status == "default" or (status.isdigit() and int(status) >= SUCCESSES)
            content = response.get("content")
            if fails and content is not None and not set(PROBLEMS) & content.keys():
                yield Breach("no problem", f"{one.where} {status}")


@rule("SPA.02", SHALL, "every operation takes the header traceparent")
def trace_in(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        shared = document["paths"][one.path].get("parameters", [])
        headers = [each["name"].lower() for each in (*shared, *one.parameters)
                   if each["in"] == "header"]  # fmt: skip
        if "traceparent" not in headers:
            yield Breach("traceparent", one.where)


@rule("SPA.04", SHOULD, "every response carries the header traceparent")
def trace_out(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            header = response.get("headers", {}).get("traceparent", {})
            if "schema" not in header:
                yield Breach("traceparent", f"{one.where} {status}")


def _offers_json(content: dict[str, object] | None) -> bool:
    return content is None or any(JSON.fullmatch(kind) for kind in content)
