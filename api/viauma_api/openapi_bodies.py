"""What a request may bring in the API document: an object whose members are parameters.

Written in place and not as a component schema: the members are named as OGC's parameters are,
``filter-lang`` among them, which no schema of our own would be.
"""

from typing import Any

from viauma_api.examples import example_of
from viauma_api.operation import Operation
from viauma_api.parameters import Parameter
from viauma_api.responses import JSON

WRITTEN_OUT = frozenset(("filter", "within", "attributes"))
"""What an address carries as JSON text may stand in a body as JSON."""


def request_body(operation: Operation) -> dict[str, Any]:
    """Describe the body that an operation reads."""
    assert operation.body is not None  # noqa: S101 - asked for operations with a body only
    members = {name: _member(one) for name, one in operation.body.members.items()}
    schema = {
        "type": "object",
        "properties": members,
        # Queryables by their names.
        "additionalProperties": {
            "anyOf": [{"type": kind} for kind in ("string", "number", "boolean")]
        },
    }
    return {
        "description": operation.body.description,
        "required": True,
        "content": {JSON: {"schema": schema, **example_of(f"{operation.id}Body")}},
    }


def _member(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    if parameter.name in WRITTEN_OUT:
        return {"description": parameter.description, "anyOf": [schema, {"type": "object"}]}
    return {"description": parameter.description, **schema}
