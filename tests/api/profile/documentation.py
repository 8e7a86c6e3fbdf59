"""DOK and DOT: what the document tells its readers, and how dates are written."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.api.profile.rules import SHALL, SHOULD, Breach, Document, operations, rule, schemas

JSON = "application/json"
INFO = ("version", "title", "description", "termsOfService")
SWEDISH = frozenset(
    ["och", "att", "det", "som", "är", "inte", "för", "på", "av", "med", "till", "den"]
)
ENGLISH = frozenset(["and", "the", "of", "to", "is", "not", "for", "with", "that", "which", "from"])
LIMITS = ("limit", "begränsning", "problem")
ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")
RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII | re.IGNORECASE,
)


@rule("DOK.01", SHOULD, "the documentation can be found: externalDocs has description and address")
def external_docs(document: Document) -> Iterator[Breach]:
    docs = document.get("externalDocs", {"description": "none", "url": "none"}) or {}
    for name in ("description", "url"):
        if not str(docs.get(name) or "").strip():
            yield Breach(name, "externalDocs")


@rule("DOK.03", SHALL, "info names version, title, description, terms, contact and licence")
def general_information(document: Document) -> Iterator[Breach]:
    info = document.get("info", {})
    asked = {"": INFO, "contact": ("name", "url", "email"), "license": ("name", "url")}
    for group, names in asked.items():
        held = info.get(group, {}) if group else info
        for name in names:
            if not held.get(name):
                yield Breach(f"{group} {name}".strip(), "info")


@rule("DOK.06", SHOULD, "the description is in Swedish and in English")
def both_languages(document: Document) -> Iterator[Breach]:
    words = set(re.findall("[a-zåäö]+", _description(document).lower()))
    for language, common in (("Swedish", SWEDISH), ("English", ENGLISH)):
        if not words & common:
            yield Breach(language, "info.description")


@rule("DOK.07", SHOULD, "info has a description")
def has_description(document: Document) -> Iterator[Breach]:
    if "description" not in document.get("info", {}):
        yield Breach("description", "info")


@rule("DOK.08", SHALL, "the service level is told")
def service_level(document: Document) -> Iterator[Breach]:
    info, docs = document.get("info", {}), document.get("externalDocs") or {}
    sla = info.get("x-sla") or {}
    promised = all(sla.get(name) for name in ("availability", "responseTime", "support"))
    text = str(docs.get("description", ""))
    linked = "SLA" in text or "service level agreement" in text.lower()
    linked = linked and ADDRESS.fullmatch(str(docs.get("url", ""))) is not None
    if not (info.get("termsOfService") or promised or linked):
        yield Breach("service level", "info")


@rule("DOK.09", SHALL, "known problems and limits are told")
def known_limits(document: Document) -> Iterator[Breach]:
    docs = (document.get("externalDocs") or {}).get("description", "")
    told = f"{_description(document)} {docs}".lower()
    if "x-limitations" not in document.get("info", {}) and not any(one in told for one in LIMITS):
        yield Breach("limits", "info")


@rule("DOK.11", SHALL, "the description says something")
def description_is_not_blank(document: Document) -> Iterator[Breach]:
    if not _description(document).strip():
        yield Breach("blank", "info.description")


@rule("DOK.15", SHALL, "every JSON request and answer has an example")
def examples(document: Document) -> Iterator[Breach]:
    for where, media_type, said in _representations(document):
        held = {*said, *(name for name in ("example",) if name in said.get("schema", {}))}
        if media_type == JSON and not held & {"example", "examples"}:
            yield Breach("example", where)


@rule("DOK.17", SHOULD, "the document is OpenAPI 3 or later")
def openapi_version(document: Document) -> Iterator[Breach]:
    version = str(document.get("openapi", ""))
    if "swagger" in document or not re.fullmatch(r"([3-9]|[1-9]\d+)\.\d+\.\d+", version):
        yield Breach("version", "openapi")


@rule("DOK.18", SHOULD, "answers are offered as JSON or YAML")
def json_or_yaml(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            kinds = {kind.lower() for kind in response.get("content", {})}
            if kinds and not kinds & {JSON, "application/yaml"}:
                data = sorted(kinds - {"text/html"}) or ["text/html"]
                yield Breach(", ".join(data), f"{one.where} {status}")


@rule("DOK.19", SHALL, "every operation has summary and description")
def operations_are_described(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for name in ("summary", "description"):
            if not str(one.said.get(name, "")).strip():
                yield Breach(name, one.where)


@rule("DOK.20", SHALL, "every response is described")
def responses_are_described(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            if not str(response.get("description", "")).strip():
                yield Breach("description", f"{one.where} {status}")


@rule("DOK.21", SHALL, "it is told how clients prove who they are, even if they need not")
def authentication(document: Document) -> Iterator[Breach]:
    stated = isinstance(document.get("security"), list)
    if not stated and not any("security" in one.said for one in operations(document)):
        yield Breach("security", "$")


@rule("DOT.01", SHALL, "instants in answers are written as RFC 3339 does")
def instants_in_answers(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for status, response in one.responses.items():
            said = response.get("content", {}).get(JSON, {})
            shown = [example.get("value") for example in said.get("examples", {}).values()]
            shown += [said["example"]] if "example" in said else []
            schema = said.get("schema", {})
            for value in (*_of_format(schema, shown, ("date-time",)), *_own_examples(schema)):
                if not _is_instant(value):
                    yield Breach(str(value), f"{one.where} {status}")


@rule("DOT.04", SHALL, "dates and instants in schemas are written as RFC 3339 does")
def dates_in_schemas(document: Document) -> Iterator[Breach]:
    for where, schema in schemas(document):
        for name, one in schema["properties"].items():
            is_right = {"date": _is_date, "date-time": _is_instant}.get(one.get("format"))
            for value in _shown(one) if is_right else ():
                if not is_right(value):
                    yield Breach(str(value), f"{where}.{name}")


def _description(document: Document) -> str:
    return str(document.get("info", {}).get("description", ""))


def _representations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for one in operations(document):
        for status, response in one.responses.items():
            for media_type, said in response.get("content", {}).items():
                yield f"{one.where} {status}", media_type, said
        for media_type, said in (one.body_content or {}).items():
            yield f"{one.where} body", media_type, said


def _shown(schema: dict[str, Any]) -> list[Any]:
    alone = [schema["example"]] if "example" in schema else []
    return [*alone, *schema.get("examples", ())]


def _own_examples(schema: dict[str, Any]) -> Iterator[Any]:
    for one in schema.get("properties", {}).values():
        if one.get("format") == "date-time":
            yield from _shown(one)


def _of_format(schema: dict[str, Any], values: list[Any], formats: tuple[str, ...]) -> list[Any]:
    """Collect, from example values, those whose schema has one of some formats."""
    if schema.get("format") in formats:
        return [value for value in values if value is not None]
    found: list[Any] = []
    for name, one in schema.get("properties", {}).items():
        held = [value[name] for value in values if isinstance(value, dict) and name in value]
        found += _of_format(one, held, formats)
    items = schema.get("items")
    if isinstance(items, dict):
        inner = [one for value in values if isinstance(value, list) for one in value]
        found += _of_format(items, inner, formats)
    return found


def _is_instant(value: Any) -> bool:
    if not isinstance(value, str) or not RFC3339.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
