"""For every rule, one change that breaks it: a check that passed all documents would be found out.

A change is a path into the sound document and the value that is put there; ``GONE`` takes away.
"""

from typing import Any, NamedTuple

from tests.api.profile.sound import sound

GONE = object()

Path = tuple[str | int, ...]

INFO: Path = ("info",)
SERVER: Path = ("servers", 0, "url")
HALLS: Path = ("paths", "/halls", "get")
POST: Path = ("paths", "/halls", "post")
ONE: Path = ("paths", "/halls/{hallId}", "get")
ANSWER: Path = (*HALLS, "responses", "200")
REFUSAL: Path = (*HALLS, "responses", "404")
JSON: Path = ("content", "application/json")
BODY: Path = (*POST, "requestBody", "content")
HALL: Path = ("components", "schemas", "hall", "properties")
SCHEMES: Path = ("components", "securitySchemes")
QUERY: Path = (*HALLS, "parameters")


class Change(NamedTuple):
    """What breaks a rule."""

    rule: str
    at: Path
    put: Any

    def applied(self) -> dict[str, Any]:
        """Break a sound document."""
        document = sound()
        held: Any = document
        *way, last = self.at
        for step in way:
            held = held[step]
        if self.put is GONE:
            del held[last]
        elif isinstance(held, list) and last == len(held):
            held.append(self.put)
        else:
            held[last] = self.put
        return document


def _header(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": schema}


def _query(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


YAML_ONLY = {"text/csv": {"schema": {"type": "string"}}}
NO_INSTANCE = {"type": "object", "properties": {"type": {}, "title": {}, "status": {}}}
WRONG_INSTANT = {"type": "string", "format": "date-time", "example": "31 January 2005"}

CHANGES = [
    Change("DOK.01", ("externalDocs", "url"), GONE),
    Change("DOK.01", ("externalDocs", "description"), " "),
    Change("DOK.03", (*INFO, "contact", "email"), GONE),
    Change("DOK.03", (*INFO, "license", "url"), ""),
    Change("DOK.03", (*INFO, "termsOfService"), GONE),
    Change("DOK.06", (*INFO, "description"), "The halls of the town."),
    Change("DOK.06", (*INFO, "description"), "Det här är alla hallar."),
    Change("DOK.07", (*INFO, "description"), GONE),
    Change("DOK.08", (*INFO, "termsOfService"), GONE),
    Change("DOK.09", (*INFO, "description"), "The halls of the town."),
    Change("DOK.11", (*INFO, "description"), " \n"),
    Change("DOK.15", (*ANSWER, *JSON, "example"), GONE),
    Change("DOK.15", (*BODY, "application/json", "example"), GONE),
    Change("DOK.17", ("openapi",), "2.0"),
    Change("DOK.17", ("swagger",), "2.0"),
    Change("DOK.18", (*ANSWER, "content"), YAML_ONLY),
    Change("DOK.18", (*REFUSAL, *JSON), GONE),
    Change("DOK.19", (*HALLS, "summary"), GONE),
    Change("DOK.19", (*POST, "description"), ""),
    Change("DOK.20", (*REFUSAL, "description"), GONE),
    Change("DOK.21", ("security",), GONE),
    Change("DOT.01", (*ANSWER, *JSON, "example"), {"updated_at": "2005-01-31 12:00"}),
    Change("DOT.01", (*ANSWER, *JSON, "example"), {"updated_at": "2005-02-31T12:00:00Z"}),
    Change("DOT.01", (*ANSWER, *JSON, "schema", "properties", "updated_at"), WRONG_INSTANT),
    Change("DOT.04", (*HALL, "updated_at"), WRONG_INSTANT),
    Change("DOT.04", (*HALL, "opened", "example"), "20050131"),
    Change("RES.02", (*QUERY, 4), _query("personnummer")),
    Change("RES.02", (*QUERY, 4), _query("social_security_number")),
    Change("RES.06", ("paths", "/bookedHalls"), {"get": {}, "put": {}}),
    Change("RES.06", ("paths", "/booked_halls"), {"get": {}, "put": {}}),
    Change("UFN.01", SERVER, "https://town.example/halls"),
    Change("UFN.01", SERVER, "https://town.example/v1"),
    Change("UFN.01", ("servers",), GONE),
    Change("UFN.02", SERVER, "http://town.example/halls/v1"),
    Change("UFN.02", SERVER, "https://town.example:8443/halls/v1"),
    Change("UFN.05", ("paths", f"/{'a' * 2048}"), {"get": {}, "put": {}}),
    Change("UFN.05", SERVER, f"https://town.example/{'a' * 2048}/v1"),
    Change("UFN.07", SERVER, "https://town.example/Halls/v1"),
    Change("UFN.07", ("paths", "/größe"), {"get": {}, "put": {}}),
    Change("UFN.08", ("paths", "/booked--halls"), {"get": {}, "put": {}}),
    Change("UFN.08", ("paths", "/booked.halls"), {"get": {}, "put": {}}),
    Change("UFN.08", ("paths", "/-halls"), {"get": {}, "put": {}}),
    Change("UFN.09", ("paths", "/booked_halls"), {"get": {}, "put": {}}),
    Change("UFN.09", (*ONE, "parameters", 1, "name"), "hall_id"),
    Change("UFN.09", SERVER, "https://town.example/sport halls/v1"),
    Change("VER.05", SERVER, "https://town.example/halls/2005"),
    Change("VER.05", SERVER, "https://town.example/halls/v1.2"),
    Change("VER.06", ("paths", "/api-info"), GONE),
    Change("AME.01", (*ANSWER, "content"), YAML_ONLY),
    Change("AME.01", BODY, YAML_ONLY),
    Change("AME.02", BODY, YAML_ONLY),
    Change("AME.04", (*HALL, "Seats"), {"type": "integer"}),
    Change("AME.04", (*HALL, "name", "properties"), {"in-words": {}}),
    Change("AME.05", (*HALL, "openedAt"), {"type": "string"}),
    Change("AME.07", (*HALL, "@id"), {"type": "string"}),
    Change("ARQ.01", BODY, YAML_ONLY),
    Change("ARQ.01", BODY, {"application/json; charset=latin-1": {"example": 1}}),
    Change("ARQ.03", (*QUERY, 4), _header("Date", type="string")),
    Change("ARQ.03", (*QUERY, 4), _header("ETag", type="string")),
    Change("ARQ.03", (*QUERY, 4), _header("Cache-Control", type="string")),
    Change("ARQ.03", (*QUERY, 4), _header("Connection", enum=["close"])),
    Change("ARQ.03", (*QUERY, 4), {"name": "id", "in": "cookie", "schema": {}}),
    Change("ARQ.05", (*QUERY, 4), _header("X-Hall", type="object")),
    Change("ARQ.05", (*QUERY, 4), _header("X-Hall", type="string", format="binary")),
    Change("FEL.01", (*REFUSAL, "content", "application/problem+json", "schema"), NO_INSTANCE),
    Change("FEL.01", (*REFUSAL, "content", "application/problem+json", "schema", "type"), "array"),
    Change("FEL.02", (*REFUSAL, "content", "application/problem+json"), GONE),
    Change("FEL.02", (*HALLS, "responses", "default"), {"description": "x", "content": YAML_ONLY}),
    Change("FNS.01", (*QUERY, 4), _query("open-since")),
    Change("FNS.01", (*QUERY, 4), _query("OpenSince")),
    Change("FNS.03", (*QUERY, 4), _query("1st")),
    Change("FNS.05", (*QUERY, 4), _query("since", required=True)),
    Change("FNS.06", (*QUERY, 4), _query("åpen")),
    Change("FNS.06", (*QUERY, 4), _query("open[since]")),
    Change("FNS.07", (*QUERY, 2), GONE),
    Change("FNS.08", (*QUERY, 1, "schema", "default"), 0),
    Change("FNS.08", (*QUERY, 1, "schema", "default"), GONE),
    Change("FNS.09", (*QUERY, 2, "schema", "default"), 10),
    Change("SAK.01", SERVER, "http://town.example/halls/v1"),
    Change("SAK.01", ("servers",), []),
    Change("SAK.09", (*SCHEMES, "token", "scheme"), "Basic"),
    Change("SAK.09", (*SCHEMES, "token", "scheme"), "digest"),
    Change("SAK.10", (*SCHEMES, "token", "scheme"), "hoba"),
    Change("SAK.15", (*SCHEMES, "key", "in"), "query"),
    Change("SAK.16", (*SCHEMES, "key", "in"), "cookie"),
    Change("SAK.18", (*SCHEMES, "login", "flows", "clientCredentials", "tokenUrl"), "http://t.x/"),
    Change("MOG.01", ("paths", "/halls"), {"summary": "Halls", "parameters": []}),
    Change("MOG.02", ("paths", "/halls/{hallId}", "delete"), GONE),
    Change("MOG.02", ("paths",), {"/api-info": {"get": {}, "put": {}}}),
    Change("SPA.02", (*QUERY, 0), GONE),
    Change("SPA.04", (*REFUSAL, "headers", "traceparent"), GONE),
    Change("FOR.02", (*HALLS, "requestBody"), {"content": {}}),
]
