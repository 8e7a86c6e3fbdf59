"""The parameters of the API document: each described once, and pointed to from then on."""

from typing import Any

from viauma_api.operation import PathParameter
from viauma_api.parameters import Parameter

Described = dict[str, Any]

TRACEPARENT = {"$ref": "#/components/parameters/traceparent"}
TRACE_PATTERN = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"

_TRACEPARENT: Described = {
    "name": "traceparent",
    "in": "header",
    "required": False,
    "description": "The trace that the request belongs to (W3C Trace Context); the answer goes on "
    "with it. What is no traceparent is passed over.",
    "schema": {"type": "string", "pattern": TRACE_PATTERN},
}


class ComponentParameters:
    """The component parameters, found while operations are described."""

    def __init__(self) -> None:
        self.found: dict[str, Described] = {"traceparent": _TRACEPARENT}

    def of_query(self, parameter: Parameter) -> Described:
        """Describe a query parameter."""
        return self._placed(parameter.name, parameter.described())

    def of_queryable(self, parameter: Parameter) -> Described:
        """Describe a query parameter that asks for the value of a queryable."""
        # There are many: the page for people keeps them behind a button.
        return self._placed(parameter.name, {**parameter.described(), "x-queryable": True})

    def of_path(self, parameter: PathParameter) -> Described:
        """Describe a part of the path."""
        choice = {"enum": list(parameter.values)} if parameter.values else {}
        return self._placed(
            parameter.name,
            {
                "name": parameter.name,
                "in": "path",
                "required": True,
                "description": parameter.description,
                "schema": {"type": "string", **choice},
            },
        )

    def _placed(self, name: str, described: Described) -> Described:
        """Point to the component of that name, unless another parameter has it already."""
        # QGIS looks for the greatest limit among the components, under its own name.
        known = self.found.setdefault(name, described)
        return {"$ref": f"#/components/parameters/{name}"} if known == described else described
